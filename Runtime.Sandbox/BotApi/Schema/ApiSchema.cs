using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.BotApi.Schema;

/// <summary>The Bot API's own description, read from the pinned schema.</summary>
internal sealed class ApiSchema
{
    private readonly Dictionary<string, SchemaMethod> _methods = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);

    private ApiSchema(JsonObject root)
    {
        Version = root.Text("version");
        foreach (var (name, type) in root.Object("types")!)
            _types[name] = new SchemaType(name, Fields(type.Array("fields")), Texts(type.Array("oneOf")), type.Has("discriminator") ? type.Text("discriminator") : null);
        foreach (var (name, method) in root.Object("methods")!)
            _methods[name] = new SchemaMethod(name, Fields(method.Array("params")), method.Text("returns"));
    }

    public string Version { get; }

    /// <summary>In the order of the documentation.</summary>
    public IReadOnlyCollection<SchemaMethod> Methods => _methods.Values;

    public SchemaMethod? Method(string name) => _methods.GetValueOrDefault(name);

    public SchemaType? Type(string name) => _types.GetValueOrDefault(name);

    public static ApiSchema Load()
    {
        using var stream = typeof(ApiSchema).Assembly.GetManifestResourceStream("bot-api.json")
            ?? throw new InvalidOperationException("The schema is missing from the assembly.");
        return new ApiSchema((JsonObject)JsonNode.Parse(stream)!);
    }

    private static IReadOnlyList<SchemaField> Fields(JsonArray? fields) =>
        fields is null ? [] : [.. fields.Select(field => Field(field!))];

    private static SchemaField Field(JsonNode field)
    {
        var length = field.Array("length");
        return new SchemaField(
            field.Text("name"), field.Text("type"), field.Boolean("required"),
            field.Has("const") ? field.Text("const") : null, Texts(field.Array("values")),
            length is null ? null : length[1]!.GetValue<int>(), length?[2].AsText() == "bytes");
    }

    private static IReadOnlyList<string> Texts(JsonArray? items) =>
        items is null ? [] : [.. items.Select(item => item.AsText())];
}
