using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>What every sending method does around its content: the chat, the reply, the keyboard.</summary>
internal static class Sending
{
    public static JsonNode Send(this MethodCall call, Func<JsonObject> content)
    {
        // The order of the real server: the content is read first, then the chat is looked up.
        var made = content();
        var (inline, reply) = Markup.Read(call);
        var room = call.WritableRoom();
        return call.PostAs(room, made, inline, reply).Json.DeepClone();
    }

    public static StoredMessage PostAs(this MethodCall call, Room room, JsonObject content, JsonObject? inline = null, JsonObject? replyKeyboard = null)
    {
        var whole = new JsonObject();
        if (call.Parameters.Long("message_thread_id") is > 0 and var thread) whole["message_thread_id"] = thread;
        AddReply(call, room, whole);
        foreach (var (name, value) in content) whole[name] = value?.DeepClone();
        if (call.Parameters.Boolean("protect_content")) whole["has_protected_content"] = true;
        if (call.Parameters.Has("message_effect_id")) whole["effect_id"] = call.Parameters.Text("message_effect_id");
        if (inline is not null) whole["reply_markup"] = inline;
        return call.World.Post(room, call.World.Bot, whole, replyKeyboard);
    }

    private static void AddReply(MethodCall call, Room room, JsonObject message)
    {
        var reply = call.Parameters.Json("reply_parameters") as JsonObject;
        // Older bots still send the two parameters that reply_parameters replaced; the real server takes them.
        var id = reply is null ? call.Parameters.Long("reply_to_message_id") : reply.Long("message_id");
        if (id == 0) return;
        var optional = reply?.Boolean("allow_sending_without_reply") ?? call.Parameters.Boolean("allow_sending_without_reply");
        var source = reply.Has("chat_id") ? call.World.FindRoom(reply.Text("chat_id")) : room;
        if (!source.Messages.TryGetValue((int)Math.Clamp(id, 0, int.MaxValue), out var original))
        {
            if (optional) return;
            throw ApiError.BadRequest("message to be replied not found");
        }
        message["reply_to_message"] = original.Quoted();
        if (reply.Has("quote"))
        {
            var quote = reply.Text("quote");
            var position = original.Text.IndexOf(quote, StringComparison.Ordinal);
            if (position < 0) throw ApiError.BadRequest("QUOTE_TEXT_INVALID");
            message["quote"] = new JsonObject { ["text"] = quote, ["position"] = position, ["is_manual"] = true };
        }
    }
}
