using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Sandbox.Json;

/// <summary>
/// Reading JSON as forgivingly as the Bot API does: numbers may arrive as strings, a missing member is a default.
/// </summary>
internal static class JsonReading
{
    public static string Text(this JsonNode? node, string name) =>
        node is JsonObject members && members.TryGetPropertyValue(name, out var value) ? value.AsText() : "";

    public static string AsText(this JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    public static long Long(this JsonNode? node, string name) =>
        long.TryParse(node.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static int Integer(this JsonNode? node, string name) =>
        (int)Math.Clamp(node.Long(name), int.MinValue, int.MaxValue);

    public static bool Boolean(this JsonNode? node, string name) => IsTrue(node.Text(name));

    public static JsonObject? Object(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonObject;

    public static JsonArray? Array(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonArray;

    public static bool Has(this JsonNode? node, string name) => node is JsonObject members && members.ContainsKey(name);

    /// <summary>
    /// What the Bot API takes for true: <c>true</c>, <c>yes</c> or <c>1</c>, in any case, blanks around allowed.
    /// </summary>
    public static bool IsTrue(string text) =>
        text.Trim().ToUpperInvariant() is "TRUE" or "YES" or "1";

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> items) => [.. items];

    public static JsonObject Copy(this JsonObject node) => (JsonObject)node.DeepClone();

    /// <summary>Copies the named members that <paramref name="source"/> has.</summary>
    public static JsonObject Take(this JsonObject target, JsonNode? source, params ReadOnlySpan<string> names)
    {
        if (source is not JsonObject members) return target;
        foreach (var name in names)
        {
            if (members.TryGetPropertyValue(name, out var value) && value is not null)
                target[name] = value.DeepClone();
        }
        return target;
    }
}
