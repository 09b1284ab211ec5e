using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.Text;

/// <summary>A text and its entities, as they end up in a message.</summary>
internal sealed record FormattedText(string Text, JsonArray Entities)
{
    public static FormattedText Empty { get; } = new("", []);

    /// <summary>
    /// Reads text with a parse mode, or with entities given beside it, and finds commands, links and the like in it.
    /// </summary>
    public static FormattedText Parse(string text, string parseMode, JsonArray? entities)
    {
        var parsed = parseMode.ToUpperInvariant() switch
        {
            "" or "NONE" => new FormattedText(text, entities is null ? [] : (JsonArray)entities.DeepClone()),
            "HTML" => new HtmlFormat(text).Parse(),
            "MARKDOWNV2" => new MarkdownV2Format(text).Parse(),
            "MARKDOWN" => new MarkdownFormat(text).Parse(),
            _ => throw ApiError.BadRequest("unsupported parse_mode"),
        };
        return AutomaticEntities.AddTo(parsed.Trimmed());
    }

    /// <summary>Blanks around a message are cut, and entities with them.</summary>
    private FormattedText Trimmed()
    {
        var kept = Text.TrimEnd();
        var cut = kept.Length - kept.TrimStart().Length;
        kept = kept[cut..];
        var entities = new JsonArray();
        foreach (var entity in Entities.OfType<JsonObject>())
        {
            var start = Math.Max(entity.Integer("offset") - cut, 0);
            var end = Math.Min(entity.Integer("offset") + entity.Integer("length") - cut, kept.Length);
            if (end <= start) continue;
            var copy = entity.Copy();
            copy["offset"] = start;
            copy["length"] = end - start;
            entities.Add(copy);
        }
        return new FormattedText(kept, Sorted(entities));
    }

    public static JsonArray Sorted(JsonArray entities) =>
        entities.OfType<JsonObject>()
            .OrderBy(e => e.Integer("offset")).ThenByDescending(e => e.Integer("length"))
            .Select(JsonNode? (e) => e.DeepClone()).ToJsonArray();

    public static JsonObject Entity(string type, int start, int end) =>
        new() { ["offset"] = start, ["length"] = end - start, ["type"] = type };
}
