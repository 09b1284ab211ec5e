using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Methods;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.People;

/// <summary>
/// What people do besides talking: buttons, inline queries, votes. Call while holding the world's gate.
/// </summary>
internal static class Pressing
{
    /// <summary>Finds the newest inline button with a text.</summary>
    public static (StoredMessage Message, JsonObject Button)? FindInlineButton(this Room room, string text)
    {
        foreach (var message in room.Messages.Values.Reverse())
        {
            var rows = message.Json.Object("reply_markup").Array("inline_keyboard") ?? [];
            if (rows.OfType<JsonArray>().SelectMany(row => row).OfType<JsonObject>().FirstOrDefault(button => button.Text("text") == text) is { } found)
                return (message, found);
        }
        return null;
    }

    /// <summary>Presses an inline button. Null when it is one that tells the bot nothing, such as a link.</summary>
    public static OpenQuery? Press(
        this SandboxWorld world, Room room, Person person, StoredMessage message, JsonObject button)
    {
        if (!button.Has("callback_data") && !button.Has("callback_game")) return null;
        world = world.Shared.WorldOf(message) ?? world;
        var query = new OpenQuery(world.NextQueryId(), person, world.Time.GetUtcNow() + TimeSpan.FromMinutes(15)) { ChatId = room.Id };
        world.CallbackQueries[query.Id] = query;
        var payload = new JsonObject { ["id"] = query.Id, ["from"] = person.ToJson() };
        if (message.InlineMessageId is not null) payload["inline_message_id"] = message.InlineMessageId;
        else payload["message"] = message.Json.DeepClone();
        payload["chat_instance"] = (room.Id * 7919).ToString(CultureInfo.InvariantCulture);
        payload.Take(button, "callback_data");
        if (payload.Remove("callback_data", out var data)) payload["data"] = data;
        if (button.Has("callback_game") && world.Arcade.Of(message.Json) is { } game)
            payload["game_short_name"] = game.ShortName;
        world.Deliver("callback_query", payload);
        return query;
    }

    /// <summary>A reply keyboard's button: its text is said, or what it asks for is shared.</summary>
    public static StoredMessage PressReply(
        this SandboxWorld world, Room room, Person person, JsonObject button, int topic = 0)
    {
        if (room.Keyboard() is { } keyboard && keyboard.Boolean("one_time_keyboard"))
            world.HideKeyboard(room, keyboard);
        if (button.Boolean("request_contact"))
        {
            return world.Post(room, person, new JsonObject
            {
                ["contact"] = new JsonObject { ["phone_number"] = "15550100", ["first_name"] = person.FirstName, ["user_id"] = person.Id },
            }.InTopic(topic));
        }
        if (button.Boolean("request_location"))
            return world.Post(room, person, new JsonObject { ["location"] = new JsonObject { ["latitude"] = 51.4779, ["longitude"] = -0.0015 } }.InTopic(topic));
        return world.Say(room, person, button.Text("text"), topic: topic);
    }

    public static OpenQuery Query(this SandboxWorld world, Room room, Person person, string text)
    {
        var query = new OpenQuery(world.NextQueryId(), person, world.Time.GetUtcNow() + TimeSpan.FromSeconds(30)) { ChatId = room.Id, Query = text };
        world.InlineQueries[query.Id] = query;
        world.Deliver("inline_query", new JsonObject
        {
            ["id"] = query.Id,
            ["from"] = person.ToJson(),
            ["chat_type"] = room.IsPrivate ? "sender" : room.Type,
            ["query"] = text,
            ["offset"] = "",
        });
        return query;
    }

    /// <summary>Sends one of the results of an inline query into the chat it was asked in.</summary>
    public static StoredMessage Choose(this SandboxWorld world, OpenQuery query, JsonObject result, int topic = 0)
    {
        var room = world.Shared.Groups.GetValueOrDefault(query.ChatId) ?? world.Rooms[query.ChatId];
        var content = InlineResults.Content(world, result);
        content["via_bot"] = world.Bot.ToJson();
        var given = result.Object("reply_markup") is { } markup ? Markup.Inline(markup) : null;
        if (GameMethods.Keyboard(content, given) is { } keyboard) content["reply_markup"] = keyboard;
        var message = world.Post(room, query.From, content.InTopic(topic));
        var chosen = new JsonObject { ["from"] = query.From.ToJson(), ["query"] = query.Query, ["result_id"] = result.Text("id") };
        if (content.Has("reply_markup"))
        {
            message.InlineMessageId = "inline" + message.Id.ToString(CultureInfo.InvariantCulture) + "x" + query.Id;
            chosen["inline_message_id"] = message.InlineMessageId;
        }
        world.Deliver("chosen_inline_result", chosen);
        return message;
    }

    /// <summary>The indexes of options of a message's poll; null when it has no poll with all of them.</summary>
    public static IReadOnlyList<int>? OptionsOf(StoredMessage message, IReadOnlyList<string> texts)
    {
        if (message.Json.Object("poll") is not { } poll) return null;
        var known = poll.Array("options")!.Select(option => option.Text("text")).ToList();
        var found = texts.Select(text => known.IndexOf(text)).Order().ToList();
        return found.Contains(-1) ? null : found;
    }

    /// <summary>Votes, votes anew, or with no option takes the vote back.</summary>
    public static void Vote(
        this SandboxWorld world, Room room, StoredMessage message, Person person, IReadOnlyList<int> options)
    {
        if (message.Json.Object("poll") is not { } poll || poll.Boolean("is_closed"))
            throw new InvalidOperationException("There is no open poll in this message.");
        var before = message.Votes.GetValueOrDefault(person.Id) ?? [];
        if (before.SequenceEqual(options)) return;
        CheckVote(poll, before.Count > 0, person, options);
        if (options.Count == 0) message.Votes.Remove(person.Id);
        else message.Votes[person.Id] = [.. options];
        message.Json = Counted(message);
        world.Feed.Publish("edited", Conversation.ChatEventJson(room, message), room.OwnBot);
        world = world.Shared.WorldOf(message) ?? world;
        world.Deliver("poll", message.Json.Object("poll")!);
        if (poll.Boolean("is_anonymous")) return;
        world.Deliver("poll_answer", new JsonObject
        {
            ["poll_id"] = poll.Text("id"),
            ["user"] = person.ToJson(),
            ["option_ids"] = options.Select(JsonNode? (option) => option).ToJsonArray(),
            ["option_persistent_ids"] = options.Select(JsonNode? (option) => poll["options"]![option].Text("persistent_id")).ToJsonArray(),
        });
    }

    private static JsonObject Counted(StoredMessage message)
    {
        var json = message.Json.Copy();
        var options = json["poll"]!["options"]!.AsArray();
        for (var i = 0; i < options.Count; i++)
            options[i]!["voter_count"] = message.Votes.Values.Count(vote => vote.Contains(i));
        json["poll"]!["total_voter_count"] = message.Votes.Count;
        return json;
    }

    private static void CheckVote(JsonObject poll, bool hasVoted, Person person, IReadOnlyList<int> options)
    {
        var count = poll.Array("options")!.Count;
        if (options.Any(option => option < 0 || option >= count))
            throw new InvalidOperationException("The poll has no such option.");
        if (options.Count > 1 && !poll.Boolean("allows_multiple_answers"))
            throw new InvalidOperationException("This poll takes one answer.");
        if (options.Distinct().Count() != options.Count)
            throw new InvalidOperationException("An option was chosen twice.");
        if (hasVoted && !poll.Boolean("allows_revoting"))
            throw new InvalidOperationException($"{person.FirstName} has voted already.");
    }
}
