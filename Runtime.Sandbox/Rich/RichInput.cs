using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;

namespace Telegram.Webhooks.Runtime.Sandbox.Rich;

/// <summary>
/// Makes the RichMessage of an InputRichMessage: of its blocks, else of its Markdown, else of its HTML.
/// </summary>
internal sealed class RichInput(MethodCall call, JsonObject input)
{
    private const int MaxText = 32_768;
    private const int MaxBlocks = 500;
    private const int MaxMedia = 50;

    private static readonly string[] MediaTypes = ["photo", "video", "animation", "audio", "voice_note", "document"];

    private readonly RichInline _inline = new(call.World, !input.Boolean("skip_entity_detection"));

    /// <param name="call">For its uploads.</param>
    /// <param name="input">The InputRichMessage.</param>
    /// <param name="isDraft">Whether it may still be thinking.</param>
    public static JsonObject Read(MethodCall call, JsonObject? input, bool isDraft = false)
    {
        if (input is null) throw ApiError.BadRequest("rich message must be non-empty");
        var reader = new RichInput(call, input);
        var message = new JsonObject { ["blocks"] = reader.Blocks() };
        if (input.Boolean("is_rtl")) message["is_rtl"] = true;
        Check(message, isDraft);
        return message;
    }

    private JsonArray Blocks()
    {
        if (input.Array("blocks") is { } blocks)
            return blocks.Count > 0 ? Blocks(blocks) : throw ApiError.BadRequest("rich message must be non-empty");
        var (markdown, html) = (input.Text("markdown"), input.Text("html"));
        if (markdown.Length + html.Length == 0) throw ApiError.BadRequest("rich message must be non-empty");
        return new RichBlocks(_inline, Media).Of(RichHtml.Parse(markdown.Length > 0 ? RichMarkdown.ToHtml(markdown) : html).Children);
    }

    private JsonArray Blocks(JsonArray given) =>
        given.OfType<JsonObject>().Select(JsonNode? (block) => Block(block)).ToJsonArray();

    private JsonObject Block(JsonObject given)
    {
        var type = given.Text("type");
        if (MediaTypes.Contains(type)) return Medium(type, given.Object(type)!).Take(Texts(given), "caption");
        var block = Texts(given);
        if (type == "buttons") throw ApiError.NotImplemented("buttons in a rich message");
        if (given.Array("blocks") is { } inner) block["blocks"] = Blocks(inner);
        if (type == "list") block["items"] = Items(given.Array("items")!);
        if (type == "table")
            block["cells"] = given.Array("cells")!.Select(JsonNode? (row) => row!.AsArray().OfType<JsonObject>().Select(JsonNode? (cell) => Texts(cell)).ToJsonArray()).ToJsonArray();
        return block;
    }

    private JsonArray Items(JsonArray items)
    {
        var value = 0;
        return items.OfType<JsonObject>().Select(JsonNode? (item) =>
        {
            value = item.Has("value") ? item.Integer("value") : value + 1;
            var isNumbered = item.Has("value") || item.Has("type");
            var made = new JsonObject { ["label"] = isNumbered ? RichLabels.Of(value, item.Text("type")) : RichLabels.Bullet, ["blocks"] = Blocks(item.Array("blocks")!) };
            return made.Take(item, "has_checkbox", "is_checked", "value", "type");
        }).ToJsonArray();
    }

    /// <summary>A copy with every text in it joined, and looked through unless it is code.</summary>
    private JsonObject Texts(JsonObject given)
    {
        var copy = given.Copy();
        foreach (var name in new[] { "text", "credit", "summary", "caption" })
        {
            if (given[name] is not { } value) continue;
            copy[name] = value is JsonObject caption && !caption.Has("type") && name == "caption"
                ? Texts(caption)
                : Text(value, given.Text("type") is not ("pre" or "code"));
        }
        return copy;
    }

    private JsonNode Text(JsonNode? text, bool looks) => text switch
    {
        JsonArray parts => RichInline.Join(parts.Select(part => Text(part, looks))),
        JsonObject when !text.Has("type") => throw ApiError.BadRequest("can't parse InputRichBlock: Can't find field \"type\""),
        JsonObject when text.Text("type") == "button" => throw ApiError.NotImplemented("buttons in a rich message"),
        JsonObject mark => Marked(mark, looks && mark.Text("type") is not ("code" or "url" or "email_address" or "phone_number" or "anchor_link" or "reference_link" or "text_mention")),
        _ => looks ? RichInline.Join(_inline.Found(text.AsText())) : JsonValue.Create(text.AsText()),
    };

    private JsonObject Marked(JsonObject mark, bool looks)
    {
        var copy = mark.Copy();
        if (mark.Has("text")) copy["text"] = Text(mark["text"], looks);
        return copy;
    }

    /// <summary>The block of a medium that markup names as <c>tg://photo?id=...</c>.</summary>
    private JsonObject Media(RichNode node)
    {
        if (node.Name == "tg-map") throw ApiError.NotImplemented("maps in the markup of a rich message");
        var source = node.Attribute("src");
        var id = source.StartsWith("tg://", StringComparison.Ordinal) && source.IndexOf("?id=", StringComparison.Ordinal) is > 0 and var at ? source[(at + 4)..] : null;
        if (id is null) throw ApiError.NotImplemented("media by URL in the markup of a rich message");
        var media = input.Array("media")?.FirstOrDefault(candidate => candidate.Text("id") == id)
            .Object("media") ?? throw RichHtml.Error($"media \"{id}\" not found");
        var block = Medium(media.Text("type"), media);
        if (node.Has("tg-spoiler")) block["has_spoiler"] = true;
        return block;
    }

    private JsonObject Medium(string type, JsonObject media)
    {
        var field = type == "voice_note" ? "voice" : type;
        var made = MediaContent.Make(call, field, media.Text("media"), media);
        var block = new JsonObject { ["type"] = type, [type] = made[field]!.DeepClone() };
        if (made.Has("has_media_spoiler")) block["has_spoiler"] = true;
        return block;
    }

    private static void Check(JsonObject message, bool isDraft)
    {
        var all = RichPlain.AllBlocks(message.Array("blocks")!).ToList();
        if (all.Count == 0) throw ApiError.BadRequest("RICH_MESSAGE_EMPTY");
        if (all.Count > MaxBlocks) throw ApiError.BadRequest("RICH_MESSAGE_BLOCKS_TOO_MANY");
        if (all.Count(block => MediaTypes.Contains(block.Text("type"))) > MaxMedia)
            throw ApiError.BadRequest("RICH_MESSAGE_MEDIA_TOO_MANY");
        if (RichPlain.Of(message).Length > MaxText) throw ApiError.BadRequest("RICH_MESSAGE_TEXT_TOO_LONG");
        if (!isDraft && all.Exists(block => block.Text("type") == "thinking"))
            throw ApiError.BadRequest("RICH_MESSAGE_BLOCKS_UNSUPPORTED");
    }
}
