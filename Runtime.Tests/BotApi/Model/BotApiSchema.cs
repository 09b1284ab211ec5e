using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>The pinned schema, read apart from the generator so that a mistake there does not hide itself.</summary>
internal static class BotApiSchema
{
    private static readonly Lazy<JsonObject> Document = new(() => Load("bot-api.json"));

    public static string SchemaFolder => Path.Combine(RepositoryFiles.Root, "Runtime", "BotApi", "Schema");

    public static JsonObject Types => Document.Value["types"]!.AsObject();

    public static JsonObject Methods => Document.Value["methods"]!.AsObject();

    public static IEnumerable<string> TypeNames => Types.Select(type => type.Key);

    /// <summary>Types that are objects on the wire.</summary>
    public static IEnumerable<string> ObjectNames =>
        Types.Where(type => type.Value!["oneOf"] is null && type.Key != "InputFile").Select(type => type.Key);

    /// <summary>Unions whose members a field's text tells apart.</summary>
    public static IEnumerable<string> DiscriminatedUnions =>
        Types.Where(type => type.Value!["discriminator"] is not null).Select(type => type.Key);

    public static IEnumerable<string> MethodNames => Methods.Select(method => method.Key);

    public static IEnumerable<JsonObject> Fields(string type) =>
        Types[type]!["fields"]!.AsArray().Select(field => field!.AsObject());

    public static IEnumerable<string> KindsOfUpdate =>
        Fields("Update").Select(property => (string)property["name"]!).Where(name => name != "update_id");

    public static string[] Members(string union) =>
        [.. Types[union]!["oneOf"]!.AsArray().Select(member => (string)member!)];

    /// <summary>The C# type of a type of the schema.</summary>
    public static Type ClrType(string name)
    {
        var assembly = typeof(Types.Update).Assembly;
        var candidates = new[] { name, "I" + name, "Telegram" + name };
        return candidates.Select(candidate => assembly.GetType("Telegram.Webhooks.Runtime.Types." + candidate)).FirstOrDefault(type => type is not null)
            ?? throw new InvalidOperationException($"No class for {name}");
    }

    public static JsonObject Load(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(SchemaFolder, file)))!.AsObject();
}
