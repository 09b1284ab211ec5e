using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary>Topics of forums, the general one included.</summary>
internal static class TopicMethods
{
    private const int MaxName = 128;

    public static JsonNode Create(MethodCall call)
    {
        var room = Forum(call);
        Require(call, room, "can_manage_topics", "create a topic");
        var color = call.Parameters.Integer("icon_color", Topic.DefaultColor);
        var topic = call.World.CreateTopic(
            room, call.World.Bot, Name(call), color, call.Parameters.Text("icon_custom_emoji_id"));
        var json = new JsonObject { ["message_thread_id"] = topic.Id, ["name"] = topic.Name, ["icon_color"] = topic.Color };
        if (topic.EmojiId.Length > 0) json["icon_custom_emoji_id"] = topic.EmojiId;
        return json;
    }

    public static JsonNode Edit(MethodCall call)
    {
        var (room, topic) = Managed(call, "edit the topic");
        var edited = new JsonObject();
        if (call.Parameters.Has("name") && Name(call) != topic.Name) edited["name"] = topic.Name = Name(call);

        // An empty id takes the icon away, an absent one leaves it.
        if (call.Parameters.Values.TryGetValue("icon_custom_emoji_id", out var emoji) && emoji != topic.EmojiId)
            edited["icon_custom_emoji_id"] = topic.EmojiId = emoji;
        return Announce(call, room, topic, edited.Count == 0, new JsonObject { ["forum_topic_edited"] = edited });
    }

    public static JsonNode Close(MethodCall call) => SetClosed(call, Managed(call, "close the topic"), true);

    public static JsonNode Reopen(MethodCall call) => SetClosed(call, Managed(call, "reopen the topic"), false);

    public static JsonNode Delete(MethodCall call)
    {
        var room = Forum(call);
        var topic = Find(call, room);
        Require(call, room, "can_delete_messages", "delete the topic");
        room.Topics.Remove(topic.Id);
        foreach (var message in room.MessagesIn(topic.Id)) call.World.Delete(room, message, byBot: true);
        return MethodCall.True();
    }

    public static JsonNode UnpinAll(MethodCall call)
    {
        var room = Forum(call);
        return Unpin(call, room, Find(call, room));
    }

    public static JsonNode EditGeneral(MethodCall call)
    {
        var (room, topic) = General(call, "edit the topic");
        var same = Name(call) == topic.Name;
        topic.Name = Name(call);
        return Announce(call, room, topic, same,
            new JsonObject { ["forum_topic_edited"] = new JsonObject { ["name"] = topic.Name } });
    }

    public static JsonNode CloseGeneral(MethodCall call) => SetClosed(call, General(call, "close the topic"), true);

    public static JsonNode ReopenGeneral(MethodCall call)
    {
        var (room, topic) = General(call, "reopen the topic");
        topic.IsHidden = false;
        return SetClosed(call, (room, topic), false);
    }

    /// <summary>Hiding also closes.</summary>
    public static JsonNode HideGeneral(MethodCall call) => SetHidden(call, true);

    public static JsonNode UnhideGeneral(MethodCall call) => SetHidden(call, false);

    public static JsonNode UnpinAllGeneral(MethodCall call)
    {
        var room = Forum(call);
        return Unpin(call, room, room.General);
    }

    private static JsonNode SetHidden(MethodCall call, bool hidden)
    {
        var (room, topic) = General(call, hidden ? "hide the topic" : "unhide the topic");
        var same = topic.IsHidden == hidden;
        topic.IsHidden = hidden;
        topic.IsClosed |= hidden;
        return Announce(call, room, topic, same, new JsonObject { [hidden ? "general_forum_topic_hidden" : "general_forum_topic_unhidden"] = new JsonObject() });
    }

    private static JsonNode SetClosed(MethodCall call, (Room Room, Topic Topic) target, bool closed)
    {
        if (target.Topic.IsClosed == closed) throw NotModified();
        call.World.CloseTopic(target.Room, call.World.Bot, target.Topic, closed);
        return MethodCall.True();
    }

    private static JsonNode Announce(MethodCall call, Room room, Topic topic, bool same, JsonObject news)
    {
        if (same) throw NotModified();
        call.World.Post(room, call.World.Bot, news.InTopic(topic.Id));
        return MethodCall.True();
    }

    private static JsonNode Unpin(MethodCall call, Room room, Topic topic)
    {
        Require(call, room, "can_pin_messages", "manage pinned messages in the chat");
        room.Pinned.RemoveAll(id => room.Messages[id].TopicId == topic.Id);
        return MethodCall.True();
    }

    /// <summary>A topic the bot may change: an administrator's right, or its own topic.</summary>
    private static (Room Room, Topic Topic) Managed(MethodCall call, string action)
    {
        var room = Forum(call);
        var topic = Find(call, room);
        if (topic.CreatorId != call.World.Bot.Id) Require(call, room, "can_manage_topics", action);
        return (room, topic);
    }

    private static (Room Room, Topic Topic) General(MethodCall call, string action)
    {
        var room = Forum(call);
        Require(call, room, "can_manage_topics", action);
        return (room, room.General);
    }

    private static Room Forum(MethodCall call)
    {
        var room = call.Room();
        call.RequirePresence(room);
        return room.IsForum ? room : throw ApiError.BadRequest("the chat is not a forum");
    }

    private static Topic Find(MethodCall call, Room room) =>
        room.Topics.GetValueOrDefault((int)Math.Clamp(call.Parameters.Long("message_thread_id"), 0, int.MaxValue)) ?? throw ApiError.BadRequest("message thread not found");

    private static void Require(MethodCall call, Room room, string right, string action)
    {
        if (!call.BotMembership(room).Can(right)) throw ApiError.BadRequest($"not enough rights to {action}");
    }

    private static string Name(MethodCall call)
    {
        var name = call.Parameters.Text("name").Trim();
        return name.Length is > 0 and <= MaxName
            ? name
            : throw ApiError.BadRequest(name.Length == 0 ? "TOPIC_TITLE_EMPTY" : "topic name is too long");
    }

    private static ApiError NotModified() => ApiError.BadRequest("TOPIC_NOT_MODIFIED");
}
