using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>All that the page shows, as one object. Call while holding the world's gate.</summary>
internal static class PageState
{
    public static JsonObject Of(SandboxParts parts, BotParts bot) => new()
    {
        ["bot"] = bot.World.Bot.ToJson(),
        ["bots"] = new JsonArray([.. parts.Bots.Select(JsonNode? (other) => other.World.Bot.ToJson())]),
        ["people"] = new JsonArray([.. bot.World.People.Values.Where(person => !person.IsBot).Select(JsonNode? (person) => Somebody(bot.World, person))]),
        ["chats"] = new JsonArray([.. Chats(bot.World).Select(JsonNode? (room) => Chat(bot.World, room))]),
        ["wire"] = bot.Log.Snapshot(),
        ["sending"] = bot.Log.UnderWay(),
        ["webhook"] = bot.Webhook.Info(),
    };

    // Groups that the bot was not brought into are there too: somebody may bring it.
    private static IEnumerable<Room> Chats(SandboxWorld world) =>
        world.Rooms.Values.Where(room => room.IsPrivate).Concat(world.Shared.Groups.Values);

    private static JsonObject Somebody(SandboxWorld world, Person person)
    {
        var json = person.ToJson();
        json["blocks_bot"] = world.Rooms.GetValueOrDefault(person.Id) is { IsBlocked: true };
        return json;
    }

    private static JsonObject Chat(SandboxWorld world, Room room)
    {
        var chat = room.ToJson();
        chat["members"] = new JsonArray([.. room.Members.Values.Select(JsonNode? (member) => new JsonObject
        {
            ["id"] = member.Person.Id,
            ["present"] = member.IsPresent,
            ["status"] = member.Status,
        })]);
        chat["messages"] = new JsonArray([.. room.Messages.Values.Select(JsonNode? (message) => message.ForPeople())]);
        if (room.IsForum)
            chat["topics"] = new JsonArray([.. room.Topics.Values.Prepend(room.General).Select(JsonNode? (topic) => OneTopic(topic))]);
        if (room.Drafts.Count > 0)
            chat["drafts"] = new JsonArray([.. room.Drafts.Select(JsonNode? (draft) => new JsonObject { ["draft_id"] = draft.Key, ["text"] = draft.Value })]);
        if (room.Keyboard() is { } keyboard) chat["keyboard"] = keyboard.DeepClone();
        if (world.Profile.CommandsIn(room) is { } commands) chat["commands"] = commands.DeepClone();
        return chat;
    }

    private static JsonObject OneTopic(Topic topic) => new()
    {
        ["id"] = topic.Id,
        ["name"] = topic.Name,
        ["icon_color"] = topic.Color,
        ["is_closed"] = topic.IsClosed,
        ["is_hidden"] = topic.IsHidden,
    };
}
