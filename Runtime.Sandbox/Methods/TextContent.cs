using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Text;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Texts and captions with their entities and limits, counted after formatting.</summary>
internal static class TextContent
{
    private const int MaxText = 4096;
    private const int MaxCaption = 1024;

    public static JsonObject Message(JsonNode options)
    {
        var text = FormattedText.Parse(options.Text("text"), options.Text("parse_mode"), Items(options, "entities"));
        if (text.Text.Length == 0) throw ApiError.BadRequest("message text is empty");
        if (text.Text.Length > MaxText) throw ApiError.BadRequest("message is too long");
        var content = new JsonObject { ["text"] = text.Text };
        if (text.Entities.Count > 0) content["entities"] = text.Entities;
        if (Nested(options, "link_preview_options") is JsonObject preview)
            content["link_preview_options"] = preview.Copy();
        return content;
    }

    /// <summary>Adds a caption, if there is one, to a media message.</summary>
    public static JsonObject AddCaption(this JsonObject content, JsonNode options)
    {
        var caption = FormattedText.Parse(
            options.Text("caption"), options.Text("parse_mode"), Items(options, "caption_entities"));
        if (caption.Text.Length > MaxCaption) throw ApiError.BadRequest("message caption is too long");
        if (caption.Text.Length == 0) return content;
        content["caption"] = caption.Text;
        if (caption.Entities.Count > 0) content["caption_entities"] = caption.Entities;
        if (options.Boolean("show_caption_above_media")) content["show_caption_above_media"] = true;
        return content;
    }

    /// <summary>A member that is JSON, or (an argument of the call) a text holding JSON.</summary>
    public static JsonNode? Nested(JsonNode options, string name)
    {
        var value = (options as JsonObject)?[name];
        if (value?.GetValueKind() != System.Text.Json.JsonValueKind.String) return value;
        return value.AsText().Length == 0 ? null : JsonNode.Parse(value.AsText());
    }

    private static JsonArray? Items(JsonNode options, string name) => Nested(options, name) as JsonArray;
}
