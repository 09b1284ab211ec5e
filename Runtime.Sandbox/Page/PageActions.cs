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
        if (asked.Text("action") == "add")
            return PageAdditions.Add(world, asked.Text("type"), asked.Text("name"), asked.Text("username"));
        var person = PersonOf(world, asked.Long("user"));
        var room = RoomOf(world, person, asked.Long("chat"));
        switch (asked.Text("action"))
        {
            case "say": world.Say(room, person, asked.Text("text"), asked.Integer("reply"), asked.Integer("topic")); break;
            case "edit": world.EditOwn(room, person, MessageOf(room, asked), asked.Text("text")); break;
            case "react": world.React(room, MessageOf(room, asked), person, Reaction(asked.Text("emoji"))); break;
            case "press": return Press(world, room, person, asked);
            case "pressReply": world.PressReply(room, person, ButtonOf(room.Keyboard().Array("keyboard"), asked), asked.Integer("topic")); break;
            case "vote": world.Vote(room, MessageOf(room, asked), person, Options(asked)); break;
            case "mark": world.Mark(room, MessageOf(room, asked), person, [asked.Long("task")], asked.Boolean("done")); break;
            case "ask": return new JsonObject { ["query"] = world.Query(room, person, asked.Text("text")).Id };
            case "choose": Choose(world, person, asked); break;
            case "topic": return PageAdditions.AddTopic(world, room, person, asked.Text("name"));
            case "pay": return PagePayments.Pay(world, person, MessageOf(room, asked));
            case "checkOut": return PagePayments.CheckOut(world, person, MessageOf(room, asked), asked);
            case "settle": PagePayments.Settle(world, room, person, MessageOf(room, asked), asked); break;
            case "buy": world.Buy(room, person, MessageOf(room, asked)); break;
            case "join": world.Join(room, person, room.IsChannel ? "administrator" : "member"); break;
            case "leave": world.Leave(room, person); break;
            case "promoteBot": world.Join(BotsRoom(room), world.Bot, "administrator"); break;
            case "demoteBot": world.Join(BotsRoom(room), world.Bot, "member"); break;
            case "addBot": world.Join(BotsRoom(room), world.Bot, room.IsChannel ? "administrator" : "member"); break;
            case "removeBot": world.Join(BotsRoom(room), world.Bot, "kicked"); break;
            case "block": world.SetBlocked(person, true); break;
            case "unblock": world.SetBlocked(person, false); break;
            default: throw new InvalidOperationException("The page asked for something unknown.");
        }
        return [];
    }

    public static Person PersonOf(SandboxWorld world, long id) =>
        world.People.GetValueOrDefault(id) is { IsBot: false } person ? person : throw new InvalidOperationException("Add a user first.");

    public static Room RoomOf(SandboxWorld world, Person person, long id)
    {
        if (id == person.Id || id == 0) return world.PrivateRoom(person);
        return world.Shared.Groups.GetValueOrDefault(id) is { } room
            ? room
            : throw new InvalidOperationException("There is no such chat.");
    }

    private static Room BotsRoom(Room room) =>
        room.IsPrivate ? throw new InvalidOperationException("In a private chat there is nothing to be made of the bot.") : room;

    private static JsonObject Press(SandboxWorld world, Room room, Person person, JsonObject asked)
    {
        var message = MessageOf(room, asked);
        var button = ButtonOf(message.Json.Object("reply_markup").Array("inline_keyboard"), asked);
        var query = world.Press(room, person, message,
            button) ?? throw new InvalidOperationException("This button does not call the bot.");
        return new JsonObject { ["query"] = query.Id };
    }

    private static void Choose(SandboxWorld world, Person person, JsonObject asked)
    {
        var query = world.InlineQueries.GetValueOrDefault(asked.Text("query"));
        if (query is null || query.From != person || query.Answer.Array("results")?.ElementAtOrDefault(asked.Integer("index")) is not JsonObject result)
            throw new InvalidOperationException("That result is gone.");
        world.Choose(query, result, asked.Integer("topic"));
    }

    private static StoredMessage MessageOf(Room room, JsonObject asked) =>
        room.Messages.GetValueOrDefault(asked.Integer("message")) ?? throw new InvalidOperationException("That message is gone.");

    private static JsonObject ButtonOf(JsonArray? rows, JsonObject asked) =>
        (rows?.ElementAtOrDefault(asked.Integer("row")) as JsonArray)?.ElementAtOrDefault(asked.Integer("column")) as JsonObject
            ?? throw new InvalidOperationException("That button is gone.");

    private static List<int> Options(JsonObject asked) =>
        [.. (asked.Array("options") ?? []).Select(option => int.TryParse(option.AsText(), out var index) ? index : -1)];

    private static JsonArray Reaction(string emoji) =>
        emoji.Length == 0 ? [] : [new JsonObject { ["type"] = "emoji", ["emoji"] = emoji }];
}
