using System.Text.Encodings.Web;
using System.Text.Json;
using Telegram.Webhooks.Runtime.Generator.Schema;

namespace Telegram.Webhooks.Runtime.Generator.Model;

/// <summary>
/// Where each parameter of a method stands. What stood somewhere before keeps its place and what is new goes last, so
/// that a new version of the Bot API breaks no call by position. A method seen for the first time follows the rows of
/// the overrides.
/// </summary>
internal sealed class ParameterOrder(Overrides overrides, IReadOnlyDictionary<string, string[]> before)
{
    public const string FileName = "parameters.json";

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The order as the last run recorded it; empty when there is no record.</summary>
    public static IReadOnlyDictionary<string, string[]> Load(string path) => File.Exists(path)
        ? JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllBytes(path)) ?? throw new InvalidDataException($"{path} is empty")
        : new Dictionary<string, string[]>();

    /// <summary>The record of these requests, a method a line.</summary>
    public static string Record(IEnumerable<RequestType> requests)
    {
        var lines = requests.OrderBy(request => request.Method, StringComparer.Ordinal)
            .Select(request => $"  \"{request.Method}\": {JsonSerializer.Serialize(request.Fields.Select(field => field.Wire), OneLine)}");
        return "{\n" + string.Join(",\n", lines) + "\n}\n";
    }

    /// <summary>A method's parameters as its callers see them.</summary>
    public IEnumerable<Field> Sort(string method, IEnumerable<Field> fields)
    {
        var row = overrides.Requests.SingleOrDefault(row => row.Method == method);
        var ruled = row?.Order is { } order
            ? fields.OrderBy(field => Position(order, field))
            : fields.OrderBy(field => field.Required ? 0 : 1).ThenBy(field => field.Required ? 0 : Place(field.Wire));
        return before.TryGetValue(method, out var recorded)
            // A required parameter cannot stand behind an optional one, wherever it stood before.
            ? ruled.OrderBy(field => field.Required ? 0 : 1).ThenBy(field => Recorded(recorded, field.Wire))
            : ruled;
    }

    private static int Recorded(string[] recorded, string name) =>
        Array.IndexOf(recorded, name) is >= 0 and var place ? place : recorded.Length;

    /// <summary>
    /// Where an optional parameter stands among the others: below 0 first, above 0 last, else as in the schema.
    /// </summary>
    private int Place(string name)
    {
        foreach (var row in overrides.ParameterOrder)
        {
            if (Array.IndexOf(row.First ?? [], name) is >= 0 and var first)
                return first - row.First!.Length;
            if (Array.IndexOf(row.Last ?? [], name) is >= 0 and var last)
                return last + 1;
        }

        return 0;
    }

    private static int Position(string[] order, Field field)
    {
        var position = Array.IndexOf(order, field.Wire);
        return position >= 0 ? position : order.Length;
    }
}
