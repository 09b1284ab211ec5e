using System.Globalization;
using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>Makes JSON for the schema's types: with every field set, or with the required ones only.</summary>
/// <remarks>
/// Deterministic. Unions go through their members by turns; below <see cref="MaxDepth"/> only required fields are set.
/// </remarks>
internal sealed class Sample(bool full)
{
    private const int MaxDepth = 3;
    private static readonly string[] UnixTimes =
        ["SuggestedPostApproved.send_date", "SuggestedPostInfo.send_date", "SuggestedPostParameters.send_date"];

    private int _counter;

    public static JsonNode Full(string type) => new Sample(full: true).Value(type, depth: 0);

    public static JsonNode Minimal(string type) => new Sample(full: false).Value(type, depth: 0);

    /// <summary>The parameters of a method.</summary>
    public JsonObject Parameters(string method) =>
        Object(method, BotApiSchema.Methods[method]!["params"]!.AsArray(), depth: 0);

    /// <summary>A value of a type expression.</summary>
    public JsonNode Value(string type, int depth)
    {
        if (type.StartsWith("Array of ", StringComparison.Ordinal))
            return new JsonArray(Value(Single(type["Array of ".Length..]), depth + 1),
                Value(Single(type["Array of ".Length..]), depth + 1));
        if (type == "RichText")
            return RichText(depth);
        if (BotApiSchema.Types[type] is not JsonObject known || type == "InputFile")
            return Scalar(type);
        if (known["oneOf"] is JsonArray members)
            return Value((string)members[_counter++ % members.Count]!, depth);
        return Object(type, known["fields"]!.AsArray(), depth);
    }

    private static string Single(string type) => type.Split(", ")[0];

    private JsonObject Object(string owner, JsonArray fields, int depth)
    {
        var json = new JsonObject();
        foreach (var field in fields.Select(field => field!.AsObject()))
            if ((bool)field["required"]! || (full && depth < MaxDepth))
                json[(string)field["name"]!] = Field(owner, field, depth);
        return json;
    }

    /// <summary>A value of a field.</summary>
    public JsonNode Field(string owner, JsonObject field, int depth)
    {
        var name = (string)field["name"]!;
        var type = (string)field["type"]!;
        if (field["const"] is { } text)
            return text.DeepClone();
        if (field["values"] is JsonArray values)
            return values[_counter++ % values.Count]!.DeepClone();
        if ((bool?)field["unixTime"] == true || UnixTimes.Contains($"{owner}.{name}"))
            return 1_700_000_000 + _counter++;
        if (owner == "setWebhook" && name == "url")
            return "https://address.example/hook";
        if (owner == "InaccessibleMessage" && name == "date")
            return 0;
        if (type == "Integer" && ((bool?)field["int64"] == true || name == "id" || name.EndsWith("_id", StringComparison.Ordinal)))
            return 6_000_000_000 + _counter++;
        if (type == "Array of Integer" && name.EndsWith("_ids", StringComparison.Ordinal))
            return new JsonArray(6_000_000_000 + _counter++, 1);
        return Value(type, depth + 1);
    }

    private JsonNode Scalar(string type) => type switch
    {
        "String" or "InputFile" => $"text {_counter++.ToString(CultureInfo.InvariantCulture)} \"é\\\n😀",
        "Integer" => ++_counter,
        "Float" => _counter++ + 0.125,
        "Boolean" => _counter++ % 2 == 0,
        "True" => true,
        "Integer or String" => _counter++ % 2 == 0 ? -1_001_000_000_000 - _counter : "@channel_example",
        "InputFile or String" => $"file_{_counter++.ToString(CultureInfo.InvariantCulture)}",
        _ when type.Contains(" or ", StringComparison.Ordinal) => Value(type.Split(" or ")[_counter++ % 4], 1),
        _ => throw new InvalidOperationException($"No sample for '{type}'"),
    };

    private JsonNode RichText(int depth)
    {
        var members = BotApiSchema.Members("RichText");
        if (depth > MaxDepth)
            return "plain";
        return (_counter++ % 3) switch
        {
            0 => "plain",
            1 => new JsonArray("first", Value(members[_counter % members.Length], depth + 1)),
            _ => Value(members[_counter % members.Length], depth + 1),
        };
    }
}
