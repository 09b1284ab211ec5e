using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Topics of a forum and the messages in them. Call while holding the world's gate.</summary>
internal static class TopicMessages
{
    public static JsonObject InTopic(this JsonObject message, int topic)
    {
        if (topic == 0) return message;
        message["message_thread_id"] = topic;
        message["is_topic_message"] = true;
        return message;
    }

    /// <summary>The id of the message that creates a topic is the topic's own.</summary>
    public static Topic CreateTopic(
        this SandboxWorld world, Room room, Person author, string name, int color, string emojiId)
    {
        var topic = new Topic(room.LastMessageId + 1, name, color) { EmojiId = emojiId, CreatorId = author.Id };
        room.Topics[topic.Id] = topic;
        var created = new JsonObject { ["name"] = name, ["icon_color"] = color };
        if (emojiId.Length > 0) created["icon_custom_emoji_id"] = emojiId;
        world.Post(room, author, new JsonObject { ["forum_topic_created"] = created }.InTopic(topic.Id));
        return topic;
    }

    public static void CloseTopic(this SandboxWorld world, Room room, Person author, Topic topic, bool closed)
    {
        topic.IsClosed = closed;
        world.Post(room, author, new JsonObject { [closed ? "forum_topic_closed" : "forum_topic_reopened"] = new JsonObject() }.InTopic(topic.Id));
    }

    public static IReadOnlyList<StoredMessage> MessagesIn(this Room room, int topic) =>
        [.. room.Messages.Values.Where(message => message.TopicId == topic)];
}
