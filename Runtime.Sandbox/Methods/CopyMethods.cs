using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>forwardMessage(s)</c> and <c>copyMessage(s)</c>.</summary>
internal static class CopyMethods
{
    // What belongs to the place of a message rather than to its content.
    private static readonly string[] NotContent =
    [
        "message_id", "from", "sender_chat", "chat", "date", "edit_date", "reply_to_message", "quote", "reply_markup",
        "media_group_id",
        "forward_origin", "forward_from", "forward_from_chat", "forward_from_message_id", "forward_signature",
        "forward_sender_name", "forward_date",
        "has_protected_content", "message_thread_id", "is_topic_message", "external_reply", "effect_id", "via_bot",
        "business_connection_id", "sender_business_bot",
    ];

    private static readonly string[] NotCopied = ["invoice", "paid_media", "checklist"];

    public static JsonNode ForwardMessage(MethodCall call)
    {
        var source = Source(call);
        var original = call.Message(source) ?? throw ApiError.BadRequest("message to forward not found");
        if (!MayLeave(original)) throw ApiError.BadRequest("message can't be forwarded");
        var content = Forwarded(source, original);
        return call.PostAs(call.WritableRoom(content), content).Json.DeepClone();
    }

    public static JsonNode ForwardMessages(MethodCall call) => Many(call, MayLeave, Forwarded);

    public static JsonNode CopyMessage(MethodCall call)
    {
        var source = Source(call);
        var original = call.Message(source) ?? throw ApiError.BadRequest("message to copy not found");
        if (!MayLeave(original) || NotCopied.Any(original.Json.Has))
            throw ApiError.BadRequest("message can't be copied");
        var content = Content(original);
        if (call.Parameters.Values.ContainsKey("caption") && !content.Has("text"))
        {
            content.Remove("caption");
            content.Remove("caption_entities");
            content.AddCaption(call.Options());
        }
        var (inline, reply) = Markup.Read(call);
        return Id(call.PostAs(call.WritableRoom(content), content, inline, reply));
    }

    public static JsonNode CopyMessages(MethodCall call) => Many(call, message => MayLeave(message) && !NotCopied.Any(message.Json.Has), (_, original) =>
    {
        var content = Content(original);
        if (call.Parameters.Boolean("remove_caption"))
        {
            content.Remove("caption");
            content.Remove("caption_entities");
        }
        return content;
    });

    /// <summary>Messages that are not there or must not leave are skipped.</summary>
    private static JsonArray Many(
        MethodCall call, Func<StoredMessage, bool> may, Func<Room, StoredMessage, JsonObject> content)
    {
        var source = Source(call);
        var ids = call.MessageIds();
        if (ids.Zip(ids.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw ApiError.BadRequest("message identifiers must be in a strictly increasing order");
        var room = call.WritableRoom();
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = ids.Select(id => source.Messages.GetValueOrDefault(id)).OfType<StoredMessage>().Where(may).ToList();
        if (found.Count == 0) throw ApiError.BadRequest("there are no messages to forward");
        return found.Select(JsonNode? (original) =>
        {
            var made = content(source, original);
            // Albums stay albums.
            if (original.Json.Text("media_group_id") is { Length: > 0 } group)
                made["media_group_id"] = groups.TryGetValue(group, out var known)
                    ? known
                    : groups[group] = call.World.NextQueryId();
            return Id(call.PostAs(room, made));
        }).ToJsonArray();
    }

    private static Room Source(MethodCall call)
    {
        var room = call.Room("from_chat_id");
        call.RequirePresence(room);
        return room;
    }

    private static JsonObject Content(StoredMessage original)
    {
        var content = original.Json.Copy();
        foreach (var name in NotContent) content.Remove(name);
        return content;
    }

    private static JsonObject Forwarded(Room source, StoredMessage original)
    {
        var content = new JsonObject { ["forward_origin"] = original.Json["forward_origin"]?.DeepClone() ?? Origin(source, original) };
        AddOldFields(content, content.Object("forward_origin")!);
        foreach (var (name, value) in Content(original)) content[name] = value?.DeepClone();
        return content;
    }

    /// <summary>
    /// The fields that forward_origin took the place of; the real server still writes them beside it.
    /// </summary>
    private static void AddOldFields(JsonObject content, JsonObject origin)
    {
        if (origin.Object("sender_user") is { } user) content["forward_from"] = user.DeepClone();
        if ((origin.Object("chat") ?? origin.Object("sender_chat")) is { } chat)
            content["forward_from_chat"] = chat.DeepClone();
        if (origin.Has("message_id")) content["forward_from_message_id"] = origin.Long("message_id");
        if (origin.Has("author_signature")) content["forward_signature"] = origin.Text("author_signature");
        if (origin.Has("sender_user_name")) content["forward_sender_name"] = origin.Text("sender_user_name");
        content["forward_date"] = origin.Long("date");
    }

    private static bool MayLeave(StoredMessage message) =>
        !message.Json.Boolean("has_protected_content") && !message.Json.IsService();

    public static JsonObject Origin(Room source, StoredMessage original) => source.IsChannel
        ? new JsonObject { ["type"] = "channel", ["chat"] = source.ToJson(), ["message_id"] = original.Id, ["date"] = original.Json["date"]?.DeepClone() }
        : new JsonObject { ["type"] = "user", ["sender_user"] = original.Json["from"]?.DeepClone(), ["date"] = original.Json["date"]?.DeepClone() };

    private static JsonObject Id(StoredMessage message) => new() { ["message_id"] = message.Id };
}
