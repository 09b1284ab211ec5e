using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>editMessage*</c>. An inline message is edited by its own id and answered with true.</summary>
internal static class EditMethods
{
    private static readonly string[] Media = ["photo", "video", "audio", "document", "animation"];

    // Everything that an edit of content replaces.
    private static readonly string[] ContentFields =
        ["text", "entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", .. Media];

    public static JsonNode EditMessageText(MethodCall call)
    {
        if (call.Parameters.Text("text").Length == 0) throw ApiError.BadRequest("message text is empty");
        var content = TextContent.Message(call.Options());
        return Edit(call, message => message.Json.Has("text") ? null : "there is no text in the message to edit", content);
    }

    public static JsonNode EditMessageCaption(MethodCall call)
    {
        var content = new JsonObject().AddCaption(call.Options());
        return Edit(call, message => Media.Any(message.Json.Has) || message.Json.Has("voice") ? null : "there is no caption in the message to edit", content,
            "caption", "caption_entities", "show_caption_above_media");
    }

    public static JsonNode EditMessageMedia(MethodCall call)
    {
        var media = call.Parameters.Json("media")!;
        var content = MediaContent.Make(call, media.Text("type"), media.Text("media"), media);
        return Edit(call, message => Media.Any(message.Json.Has) || message.Json.Has("text") ? null : "message can't be edited", content);
    }

    public static JsonNode EditMessageReplyMarkup(MethodCall call) => Edit(call, _ => null, [], []);

    public static JsonNode EditMessageLiveLocation(MethodCall call)
    {
        var content = new JsonObject { ["location"] = SendMethods.Location(call) };
        return Edit(call, message => IsLive(message, call.World) ? null : "message can't be edited",
            message => content["location"]!.AsObject().Take(call.Parameters.Has("live_period") ? null : message.Json.Object("location"), "live_period"), content, ["location"]);
    }

    public static JsonNode StopMessageLiveLocation(MethodCall call)
    {
        var content = new JsonObject();
        return Edit(call, message => IsLive(message, call.World) ? null : "message can't be edited", message =>
        {
            var location = message.Json.Object("location")!.Copy();
            location.Remove("live_period");
            content["location"] = location;
        }, content, ["location"]);
    }

    private static bool IsLive(StoredMessage message, SandboxWorld world) =>
        message.Json.Object("location") is { } location && location.Has("live_period") && message.Json.Long("date") + location.Long("live_period") > world.Now;

    private static JsonNode Edit(MethodCall call, Func<StoredMessage, string?> refusal, JsonObject content, params string[] replaced) =>
        Edit(call, refusal, _ => { }, content, replaced is [] && content.Count > 0 ? ContentFields : replaced);

    private static JsonNode Edit(MethodCall call, Func<StoredMessage, string?> refusal, Action<StoredMessage> complete, JsonObject content, string[] replaced)
    {
        var (room, message) = Target(call);
        if ((message.AuthorId != call.World.Bot.Id && message.InlineMessageId is null) || message.Json.IsService()) throw ApiError.BadRequest("message can't be edited");
        if (refusal(message) is { } text) throw ApiError.BadRequest(text);
        var inline = Markup.ReadInline(call);
        complete(message);
        var changed = message.Json.Copy();
        Apply(changed, content, replaced, inline);
        if (JsonNode.DeepEquals(changed, message.Json))
        {
            throw ApiError.BadRequest("message is not modified: specified new message content and reply markup are exactly the same"
                + " as a current content and reply markup of the message");
        }

        // A new keyboard alone does not mark the message as edited.
        call.World.Change(room, message, byBot: true, marksEdited: content.Count > 0 || replaced.Length > 0, json => Apply(json, content, replaced, inline));
        return call.Parameters.Has("inline_message_id") ? MethodCall.True() : message.Json.DeepClone();
    }

    private static void Apply(JsonObject json, JsonObject content, string[] replaced, JsonObject? inline)
    {
        foreach (var name in replaced) json.Remove(name);
        foreach (var (name, value) in content) json[name] = value?.DeepClone();
        json.Remove("reply_markup");
        if (inline is not null) json["reply_markup"] = inline.DeepClone();
    }

    private static (Room Room, StoredMessage Message) Target(MethodCall call)
    {
        var inlineId = call.Parameters.Text("inline_message_id");
        if (inlineId.Length > 0)
        {
            foreach (var candidate in call.World.Rooms.Values)
            {
                if (candidate.Messages.Values.FirstOrDefault(m => m.InlineMessageId == inlineId) is { } found) return (candidate, found);
            }
            throw ApiError.BadRequest("MESSAGE_ID_INVALID");
        }
        if (!call.Parameters.Has("chat_id") && call.Parameters.Long("message_id") <= 0) throw ApiError.BadRequest("message identifier is not specified");
        var room = call.Room();
        call.RequirePresence(room);
        return (room, call.Message(room) ?? throw ApiError.BadRequest("message to edit not found"));
    }
}
