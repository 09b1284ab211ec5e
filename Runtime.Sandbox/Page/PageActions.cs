using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>What somebody does on the page. Call while holding the world's gate.</summary>
internal static class PageActions
{
    public static JsonObject Do(SandboxWorld world, JsonObject asked)
    {
        if (asked.Text("action") == "add") return Add(world, asked.Text("type"), asked.Text("name"));
        var person = PersonOf(world, asked.Long("user"));
        var room = RoomOf(world, person, asked.Long("chat"));
        switch (asked.Text("action"))
        {
            case "say": world.Say(room, person, asked.Text("text")); break;
            case "edit": world.EditOwn(room, person, MessageOf(room, asked), asked.Text("text")); break;
            case "react": world.React(room, MessageOf(room, asked), person, Reaction(asked.Text("emoji"))); break;
            case "press": Press(world, room, person, asked); break;
            case "pressReply": world.PressReply(room, person, ButtonOf(room.Keyboard().Array("keyboard"), asked)); break;
            case "vote": world.Vote(room, MessageOf(room, asked), person, [asked.Integer("option")]); break;
            default: throw new InvalidOperationException("The page asked for something unknown.");
        }
        return [];
    }

    public static Person PersonOf(SandboxWorld world, long id) =>
        world.People.GetValueOrDefault(id) is { IsBot: false } person ? person : throw new InvalidOperationException("Add a user first.");

    public static Room RoomOf(SandboxWorld world, Person person, long id) =>
        id == person.Id || id == 0 ? world.PrivateRoom(person) : world.Rooms.GetValueOrDefault(id) ?? throw new InvalidOperationException("There is no such chat.");

    private static void Press(SandboxWorld world, Room room, Person person, JsonObject asked)
    {
        var message = MessageOf(room, asked);
        var button = ButtonOf(message.Json.Object("reply_markup").Array("inline_keyboard"), asked);
        if (world.Press(room, person, message, button) is null) throw new InvalidOperationException("This button does not call the bot.");
    }

    private static JsonObject Add(SandboxWorld world, string type, string name)
    {
        if (name.Length == 0) throw new InvalidOperationException("It needs a name.");
        if (type == "user")
        {
            var person = world.AddPerson(name, null, null);
            world.Feed.Publish("people", person.ToJson());
            return new JsonObject { ["id"] = person.Id };
        }
        var people = world.People.Values.Where(person => !person.IsBot).ToList();
        if (people.Count == 0) throw new InvalidOperationException("Add a user first.");
        var room = world.AddRoom(type is "group" or "channel" ? type : "supergroup", name, null);
        room.Found(people, world);
        return new JsonObject { ["id"] = room.Id };
    }

    private static StoredMessage MessageOf(Room room, JsonObject asked) =>
        room.Messages.GetValueOrDefault(asked.Integer("message")) ?? throw new InvalidOperationException("That message is gone.");

    private static JsonObject ButtonOf(JsonArray? rows, JsonObject asked) =>
        (rows?.ElementAtOrDefault(asked.Integer("row")) as JsonArray)?.ElementAtOrDefault(asked.Integer("column")) as JsonObject
            ?? throw new InvalidOperationException("That button is gone.");

    private static JsonArray Reaction(string emoji) => emoji.Length == 0 ? [] : [new JsonObject { ["type"] = "emoji", ["emoji"] = emoji }];
}
