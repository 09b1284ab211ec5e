using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>A rich message without its formatting: a line for each block, item and row.</summary>
internal static class RichPlain
{
    public static string Of(JsonObject message) => string.Join('\n', Lines(message.Array("blocks")));

    /// <summary>The blocks and those in them; items and rows count as blocks too.</summary>
    public static IEnumerable<JsonObject> AllBlocks(JsonArray blocks) => blocks.OfType<JsonObject>()
        .SelectMany(block => AllBlocks(block.Array("blocks") ?? [])
        .Concat((block.Array("items") ?? []).OfType<JsonObject>().SelectMany(item => AllBlocks(item.Array("blocks")!).Prepend(item)))
        .Concat((block.Array("cells") ?? []).Select(_ => new JsonObject()))
        .Prepend(block));

    public static string Text(JsonNode? text) => text switch
    {
        JsonArray parts => string.Concat(parts.Select(Text)),
        JsonObject mark => mark.Has("text") ? Text(mark["text"]) : mark.Text("alternative_text") + mark.Text("expression"),
        _ => text.AsText(),
    };

    private static IEnumerable<string> Lines(JsonArray? blocks) =>
        (blocks ?? []).OfType<JsonObject>().SelectMany(Lines);

    private static IEnumerable<string> Lines(JsonObject block)
    {
        if (block.Has("text")) yield return Text(block["text"]);
        if (block.Has("expression")) yield return block.Text("expression");
        if (block.Has("summary")) yield return Text(block["summary"]);
        foreach (var line in Lines(block.Array("blocks"))) yield return line;
        foreach (var item in (block.Array("items") ?? []).OfType<JsonObject>())
            yield return $"{Box(item) ?? item.Text("label")} {string.Join('\n', Lines(item.Array("blocks")))}";
        foreach (var row in (block.Array("cells") ?? []).OfType<JsonArray>())
            yield return string.Join(" | ", row.Select(cell => Text(cell?["text"])));
        if (block.Has("caption")) yield return Text(block["caption"]);
        if (block.Has("credit")) yield return Text(block["credit"]);
    }

    private static string? Box(JsonObject item) =>
        item.Boolean("has_checkbox") ? item.Boolean("is_checked") ? "[x]" : "[ ]" : null;
}
