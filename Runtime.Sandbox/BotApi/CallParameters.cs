using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi;

/// <summary>
/// The arguments of one call. As in the real server every argument is a text, however it came: JSON strings decoded,
/// other JSON values as their raw text.
/// </summary>
internal sealed class CallParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UploadedFile> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    public IReadOnlyDictionary<string, UploadedFile> Files => _files;

    /// <summary>Bytes of names and values together; the real server takes at most 1 MiB.</summary>
    public int TextSize { get; private set; }

    /// <summary>The first value given for a name stays, as in the real server.</summary>
    public void Add(string name, string value)
    {
        TextSize += name.Length + value.Length;
        _values.TryAdd(name, value);
    }

    public void Add(string name, UploadedFile file) => _files.TryAdd(name, file);

    public string Text(string name) => _values.GetValueOrDefault(name, "");

    public bool Has(string name) => Text(name).Length > 0 || _files.ContainsKey(name);

    public bool Boolean(string name) => JsonReading.IsTrue(Text(name));

    public long Long(string name) =>
        long.TryParse(Text(name).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A number clamped to a range; absent means the default, not a number means 0 (then clamped).</summary>
    public int Integer(string name, int fallback, int min = int.MinValue, int max = int.MaxValue) =>
        (int)Math.Clamp(Text(name).Length == 0 ? fallback : Long(name), min, max);

    public double Float(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The argument as JSON; null when absent, empty, <c>null</c> or not JSON.</summary>
    public JsonNode? Json(string name)
    {
        var text = Text(name);
        if (text.Length == 0) return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public UploadedFile? File(string name) => _files.GetValueOrDefault(name);

    /// <summary>The uploaded file that a text names as <c>attach://part</c>.</summary>
    public UploadedFile? Attached(string reference) =>
        reference.StartsWith("attach://", StringComparison.Ordinal) ? File(reference["attach://".Length..]) : null;

    /// <summary>For the wire log: values as JSON where they are JSON, files by name and size.</summary>
    public JsonObject ToJson()
    {
        var result = new JsonObject();
        foreach (var (name, value) in _values)
            result[name] = value.Length > 0 && value[0] is '{' or '[' ? Json(name) ?? value : value;
        foreach (var (name, file) in _files)
            result[name] = $"<file {file.Name}, {file.Content.Length} bytes>";
        return result;
    }
}
