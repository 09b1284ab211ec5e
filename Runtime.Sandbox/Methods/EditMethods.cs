using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>editMessage*</c>. An inline message is edited by its own id and answered with true.</summary>
internal static class EditMethods
{
    private static readonly string[] Media = ["photo", "video", "audio", "document", "animation", "live_photo"];

    private static readonly string[] Texts = ["text", "rich_message", "game"];

    // Everything that an edit of content replaces.
    private static readonly string[] ContentFields =
        ["text", "rich_message", "entities", "link_preview_options", "caption", "caption_entities",
            "show_caption_above_media", "has_media_spoiler", .. Media];

    /// <summary>A text, which may become a rich message and the other way round; the text below a game.</summary>
    public static JsonNode EditMessageText(MethodCall call)
    {
        var isRich = call.Parameters.Has("rich_message");
        if (!isRich && call.Parameters.Text("text").Length == 0) throw ApiError.BadRequest("message text is empty");
        var content = isRich ? RichMethods.Content(call) : TextContent.Message(call.Options());
        return Edit(call, message => message.Json.Has("game") && isRich ? "message can't be edited" : Texts.Any(message.Json.Has) ? null : "there is no text in the message to edit",
            message => message.Json.Has("game") ? new JsonObject { ["game"] = GameMethods.WithText(message.Json, content) } : content, ContentFields);
    }

    public static JsonNode EditMessageCaption(MethodCall call)
    {
        var content = new JsonObject().AddCaption(call.Options());
        return Edit(call, message => Media.Any(message.Json.Has) || message.Json.Has("voice") ? null : "there is no caption in the message to edit", _ => content,
            ["caption", "caption_entities", "show_caption_above_media"]);
    }

    public static JsonNode EditMessageMedia(MethodCall call)
    {
        var media = call.Parameters.Json("media")!;
        var content = MediaContent.Make(call, media.Text("type"), media.Text("media"), media);
        return Edit(call, message => Media.Any(message.Json.Has) || message.Json.Has("text") || message.Json.Has("rich_message") ? null : "message can't be edited", _ => content, ContentFields);
    }

    public static JsonNode EditMessageReplyMarkup(MethodCall call) => Edit(call, _ => null, _ => [], []);

    public static JsonNode EditMessageLiveLocation(MethodCall call)
    {
        var location = SendMethods.Location(call);
        return Edit(call, message => IsLive(message, call.World) ? null : "message can't be edited", message =>
        {
            location.Take(call.Parameters.Has("live_period") ? null : message.Json.Object("location"), "live_period");
            return new JsonObject { ["location"] = location };
        }, ["location"]);
    }

    public static JsonNode StopMessageLiveLocation(MethodCall call) =>
        Edit(call, message => IsLive(message, call.World) ? null : "message can't be edited", message =>
        {
            var location = message.Json.Object("location")!.Copy();
            location.Remove("live_period");
            return new JsonObject { ["location"] = location };
        }, ["location"]);

    private static bool IsLive(StoredMessage message, SandboxWorld world) =>
        message.Json.Object("location") is { } location && location.Has("live_period")
        && message.Json.Long("date") + location.Long("live_period") > world.Now;

    /// <param name="call">Which names the message, and its new keyboard.</param>
    /// <param name="refusal">Why this message cannot be edited so; null when it can.</param>
    /// <param name="make">The new content, from the message as it is.</param>
    /// <param name="replaced">The fields that go, unless the new content has them.</param>
    public static JsonNode Edit(this MethodCall call, Func<StoredMessage, string?> refusal,
        Func<StoredMessage, JsonObject> make, string[] replaced)
    {
        var (room, message) = call.Target("message to edit");
        if (!IsOwn(call, message) || message.Json.IsService()) throw ApiError.BadRequest("message can't be edited");
        if (refusal(message) is { } text) throw ApiError.BadRequest(text);
        var inline = GameMethods.Keyboard(message.Json, Markup.ReadInline(call));
        var content = make(message);
        var changed = message.Json.Copy();
        Apply(changed, content, replaced, inline);
        if (JsonNode.DeepEquals(changed, message.Json))
        {
            throw ApiError.BadRequest("message is not modified: specified new message content and reply markup are exactly the same"
                + " as a current content and reply markup of the message");
        }

        // A new keyboard alone does not mark the message as edited.
        call.World.Change(room, message, byBot: true, marksEdited: content.Count > 0 || replaced.Length > 0,
            json => Apply(json, content, replaced, inline));
        return call.Parameters.Has("inline_message_id") ? MethodCall.True() : message.Json.DeepClone();
    }

    public static bool IsOwn(this MethodCall call, StoredMessage message) =>
        message.AuthorId == call.World.Bot.Id || (message.InlineMessageId is not null && call.World.Wrote(message));

    private static void Apply(JsonObject json, JsonObject content, string[] replaced, JsonObject? inline)
    {
        foreach (var name in replaced) json.Remove(name);
        foreach (var (name, value) in content) json[name] = value?.DeepClone();
        json.Remove("reply_markup");
        if (inline is not null) json["reply_markup"] = inline.DeepClone();
    }
}
