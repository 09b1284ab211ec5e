using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Methods;

/// <summary><c>setMessageReaction</c>, and what a person's reaction does.</summary>
internal static class ReactionMethods
{
    private static readonly string[] Emoji =
    [
        "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴",
        "😍", "🐳",
        "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻",
        "👀", "🎃",
        "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾",
        "🤷‍♂", "🤷",
        "🤷‍♀", "😡",
    ];

    public static JsonNode SetMessageReaction(MethodCall call)
    {
        var room = call.Room();
        call.RequirePresence(room);
        var message = call.Message(room) ?? throw ApiError.BadRequest("message to react not found");
        var reactions = call.Parameters.Json("reaction") as JsonArray ?? [];
        if (reactions.Any(reaction => reaction.Text("type") == "emoji" && !Emoji.Contains(reaction.Text("emoji"))))
            throw ApiError.BadRequest("REACTION_INVALID");
        if (reactions.Count > 1) throw ApiError.BadRequest("REACTIONS_TOO_MANY");
        call.World.React(room, message, call.World.Bot, reactions);
        return MethodCall.True();
    }

    /// <summary>Sets somebody's reactions on a message; a person's reach the bot.</summary>
    public static void React(
        this SandboxWorld world, Room room, StoredMessage message, Person person, JsonArray reactions)
    {
        var before = message.Reactions.GetValueOrDefault(person.Id) ?? [];
        if (JsonNode.DeepEquals(before, reactions)) return;
        if (reactions.Count == 0) message.Reactions.Remove(person.Id);
        else message.Reactions[person.Id] = (JsonArray)reactions.DeepClone();
        world.Feed.Publish("edited", Conversation.ChatEventJson(room, message), room.OwnBot);
        // Only an administrator receives them, except in private.
        if (person.IsBot) return;
        foreach (var told in world.Audience(room).Where(told => room.IsPrivate || room.Members[told.Bot.Id].IsAdministrator))
        {
            if (room.IsChannel) told.Deliver("message_reaction_count", Counts(world, room, message));
            else told.Deliver("message_reaction", Changed(world, room, message, person, before, reactions));
        }
    }

    private static JsonObject Changed(SandboxWorld world, Room room, StoredMessage message, Person person, JsonArray before, JsonArray after) => new()
    {
        ["chat"] = room.ToJson(),
        ["message_id"] = message.Id,
        ["user"] = person.ToJson(),
        ["date"] = world.Now,
        ["old_reaction"] = before.DeepClone(),
        ["new_reaction"] = after.DeepClone(),
    };

    private static JsonObject Counts(SandboxWorld world, Room room, StoredMessage message) => new()
    {
        ["chat"] = room.ToJson(),
        ["message_id"] = message.Id,
        ["date"] = world.Now,
        ["reactions"] = message.Reactions.Values.SelectMany(list => list).GroupBy(type => type!.ToJsonString())
            .Select(JsonNode? (group) => new JsonObject { ["type"] = JsonNode.Parse(group.Key), ["total_count"] = group.Count() }).ToJsonArray(),
    };
}
