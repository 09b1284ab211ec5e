using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox.Page;

/// <summary>New users and chats. Call while holding the world's gate.</summary>
internal static partial class PageAdditions
{
    private const int MaxTopicName = 128;

    // Those that createForumTopic takes.
    private static readonly int[] TopicColors = [0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F];

    /// <param name="world">Where.</param>
    /// <param name="type">user, group, supergroup, forum (a supergroup with topics) or channel.</param>
    /// <param name="name">A first name or a title.</param>
    /// <param name="username">Without @; empty for none.</param>
    public static JsonObject Add(SandboxWorld world, string type, string name, string username)
    {
        if (name.Length == 0) throw new InvalidOperationException("It needs a name.");
        if (username.Length > 0 && !Username().IsMatch(username))
            throw new InvalidOperationException("A username has letters, digits and _ only.");
        if (username.Length > 0 && world.Shared.IsTaken(username))
            throw new InvalidOperationException($"@{username} is taken.");
        var given = username.Length == 0 ? null : username;
        return type switch
        {
            "user" => AddUser(world, name, given),
            "group" or "supergroup" or "forum" or "channel" => AddChat(world, type, name, type == "group" ? null : given),
            _ => throw new InvalidOperationException("There is no such kind of chat."),
        };
    }

    /// <summary>A new topic of a forum.</summary>
    public static JsonObject AddTopic(SandboxWorld world, Room room, Person person, string name)
    {
        world.RequireMember(room, person);
        if (!room.IsForum) throw new InvalidOperationException("This chat has no topics.");
        if (name.Length is 0 or > MaxTopicName)
            throw new InvalidOperationException($"A topic's name has 1 to {MaxTopicName} characters.");
        return new JsonObject { ["id"] = world.CreateTopic(room, person, name, TopicColors[room.Topics.Count % TopicColors.Length], "").Id };
    }

    private static JsonObject AddUser(SandboxWorld world, string name, string? username)
    {
        var person = world.AddPerson(name, null, username);
        world.Feed.Publish("people", person.ToJson());
        return new JsonObject { ["id"] = person.Id };
    }

    private static JsonObject AddChat(SandboxWorld world, string type, string name, string? username)
    {
        var people = world.People.Values.Where(person => !person.IsBot).ToList();
        if (people.Count == 0) throw new InvalidOperationException("Add a user first.");
        var room = world.AddRoom(type == "forum" ? "supergroup" : type, name, username, isForum: type == "forum");
        room.Found(people, world);
        return new JsonObject { ["id"] = room.Id };
    }

    [GeneratedRegex("^[A-Za-z0-9_]{1,32}$")]
    private static partial Regex Username();
}
