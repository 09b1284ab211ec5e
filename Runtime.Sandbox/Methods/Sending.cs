using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>What every sending method does around its content: the chat, the topic, the reply, the keyboard.</summary>
internal static class Sending
{
    // What a reply to a message of another chat shows of it.
    private static readonly string[] Shown =
    [
        "animation", "audio", "document", "live_photo", "photo", "sticker", "video", "video_note", "voice",
        "has_media_spoiler", "checklist", "contact", "dice",
        "game", "invoice", "location", "paid_media", "poll", "venue", "link_preview_options",
    ];

    public static JsonNode Send(this MethodCall call, Func<JsonObject> content, JsonObject? offer = null)
    {
        // The order of the real server: the content is read first, then the chat is looked up.
        var made = content();
        var (inline, reply) = Markup.Read(call);
        var room = call.WritableRoom(made);
        if (!room.IsPrivate && Markup.HasWebApp(inline)) throw ApiError.BadRequest("BUTTON_TYPE_INVALID");
        return call.PostAs(room, made, inline, reply, offer).Json.DeepClone();
    }

    public static StoredMessage PostAs(
        this MethodCall call, Room room, JsonObject content, JsonObject? inline = null, JsonObject? replyKeyboard = null, JsonObject? offer = null)
    {
        var whole = new JsonObject();
        var original = AddReply(call, room, whole);
        AddThread(call, room, original, whole);
        foreach (var (name, value) in content) whole[name] = value?.DeepClone();
        if (call.Parameters.Boolean("protect_content")) whole["has_protected_content"] = true;
        if (call.Parameters.Has("message_effect_id")) whole["effect_id"] = call.Parameters.Text("message_effect_id");
        if (GameMethods.Keyboard(content, inline) is { } keyboard) whole["reply_markup"] = keyboard;
        return call.World.Post(room, call.World.Bot, whole, replyKeyboard, offer);
    }

    /// <summary>A forum's topic or the thread of a message; a reply goes where its original is.</summary>
    private static void AddThread(MethodCall call, Room room, StoredMessage? original, JsonObject message)
    {
        var asked = call.Parameters.Long("message_thread_id");
        if (room.IsForum)
        {
            var topic = asked > 0
                ? room.Topics.GetValueOrDefault((int)Math.Min(asked, int.MaxValue))
                : room.Topics.GetValueOrDefault(original?.TopicId ?? 0);
            if (asked > 0 && topic is null) throw ApiError.BadRequest("message thread not found");
            if ((topic ?? room.General).IsClosed && !call.BotMembership(room).IsAdministrator)
                throw ApiError.BadRequest("TOPIC_CLOSED");
            if (topic is not null) message.InTopic(topic.Id);
        }
        else if (asked > 0)
        {
            if (room.Type != "supergroup" || !room.Messages.ContainsKey((int)Math.Min(asked, int.MaxValue)))
                throw ApiError.BadRequest("message thread not found");
            message["message_thread_id"] = asked;
        }
    }

    private static StoredMessage? AddReply(MethodCall call, Room room, JsonObject message)
    {
        var reply = call.Parameters.Json("reply_parameters") as JsonObject;
        // Older bots still send the two parameters that reply_parameters replaced; the real server takes them.
        var id = reply is null ? call.Parameters.Long("reply_to_message_id") : reply.Long("message_id");
        if (id == 0) return null;
        var optional = reply?.Boolean("allow_sending_without_reply") ?? call.Parameters.Boolean("allow_sending_without_reply");
        var source = reply.Has("chat_id") ? call.World.FindRoom(reply.Text("chat_id")) : room;
        if (!source.Messages.TryGetValue((int)Math.Clamp(id, 0, int.MaxValue), out var original))
        {
            if (optional) return null;
            throw ApiError.BadRequest("message to be replied not found");
        }
        if (source == room)
        {
            message["reply_to_message"] = original.Quoted();
        }
        else
        {
            message["external_reply"] = new JsonObject
            {
                ["origin"] = CopyMethods.Origin(source, original),
                ["chat"] = source.ToJson(),
                ["message_id"] = original.Id,
            }.Take(original.Json, Shown);
        }
        if (reply.Has("quote")) message["quote"] = Quote(original, reply.Text("quote"));
        return source == room ? original : null;
    }

    private static JsonObject Quote(StoredMessage original, string quote)
    {
        var position = original.Text.IndexOf(quote, StringComparison.Ordinal);
        if (position < 0) throw ApiError.BadRequest("QUOTE_TEXT_INVALID");
        return new JsonObject { ["text"] = quote, ["position"] = position, ["is_manual"] = true };
    }
}
