using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Putting messages into chats, changing and removing them, with everything that follows from it.</summary>
internal static class Conversation
{
    public static StoredMessage Post(
        this SandboxWorld world, Room room, Person author, JsonObject content, JsonObject? replyKeyboard = null,
        JsonObject? offer = null)
    {
        var id = world.NextMessageId(room);
        var json = new JsonObject { ["message_id"] = id };
        if (room.IsChannel)
            json["sender_chat"] = room.ToJson();
        else
            json["from"] = (author.IsBot ? room.Business?.Owner ?? author : author).ToJson();
        if (room.Business is { } account)
        {
            // Over a business connection the bot writes in its owner's name.
            if (author.IsBot) json["sender_business_bot"] = author.ToJson();
            json["business_connection_id"] = account.ConnectionId;
        }
        json["chat"] = room.ToJson();
        json["date"] = world.Now;
        foreach (var (name, value) in content) json[name] = value?.DeepClone();
        world.ResolveMentions(json);

        var message = new StoredMessage(id, author.Id, json) { ReplyKeyboard = replyKeyboard, Offer = offer };
        room.Messages[id] = message;
        if (author.IsBot) room.Drafts.Clear();
        else room.IsOpen = true;
        world.Note("sent", room, message, author.IsBot);
        if (!author.IsBot) world.Tell(room, "", json);
        return message;
    }

    /// <summary>Changes a message; edits by people reach the bot as an update.</summary>
    public static void Change(this SandboxWorld world, Room room, StoredMessage message, bool byBot, bool marksEdited,
        Action<JsonObject> change)
    {
        var json = message.Json.Copy();
        change(json);
        world.ResolveMentions(json);
        if (marksEdited) json["edit_date"] = world.Now;
        message.Json = json;
        world.Note("edited", room, message, byBot);
        if (!byBot) world.Tell(room, "edited_", json);
    }

    public static void Delete(this SandboxWorld world, Room room, StoredMessage message, bool byBot)
    {
        room.Messages.Remove(message.Id);
        room.Pinned.Remove(message.Id);
        world.Note("deleted", room, message, byBot);
    }

    /// <summary>Someone's place in a chat changed: the service message, and the update the bot may want.</summary>
    public static void ChangeMember(this SandboxWorld world, Room room, Person actor, Membership member, Action change,
        JsonObject? inviteLink = null)
    {
        var before = member.ToJson();
        change();
        var payload = new JsonObject
        {
            ["chat"] = room.ToJson(),
            ["from"] = actor.ToJson(),
            ["date"] = world.Now,
            ["old_chat_member"] = before,
            ["new_chat_member"] = member.ToJson(),
        };
        if (inviteLink is not null) payload["invite_link"] = inviteLink.DeepClone();
        if (JsonNode.DeepEquals(payload["old_chat_member"], payload["new_chat_member"])) return;
        world.Feed.Publish("members", new JsonObject { ["chat_id"] = room.PageId }, room.OwnBot);
        foreach (var told in room.IsPrivate ? [world] : world.Shared.Worlds)
        {
            if (member.Person == told.Bot) told.Deliver("my_chat_member", payload);
            // Of others only an administrator is told.
            else if (room.Members.GetValueOrDefault(told.Bot.Id) is { IsAdministrator: true })
                told.Deliver("chat_member", payload);
        }
    }

    public static JsonObject ChatEventJson(Room room, StoredMessage message) =>
        new() { ["chat_id"] = room.PageId, ["message"] = message.ForPeople() };

    /// <summary>
    /// The update of a message that somebody sent or edited. What a bot says is no update of another bot.
    /// </summary>
    private static void Tell(this SandboxWorld world, Room room, string prefix, JsonObject json)
    {
        if (room.Business is { IsEnabled: false }) return;
        var kind = prefix + (room.Business is not null ? "business_message" : room.IsChannel ? "channel_post" : "message");
        foreach (var told in world.Audience(room)) told.Deliver(kind, json);
    }

    private static void Note(this SandboxWorld world, string kind, Room room, StoredMessage message, bool byBot)
    {
        room.Log.Add(new ChatEvent(kind, byBot, message, message.ForPeople()));
        world.Feed.Publish(kind, ChatEventJson(room, message), room.OwnBot);
    }
}
