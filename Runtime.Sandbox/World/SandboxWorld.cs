using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>
/// Everything one bot of the local Telegram has to do with: its own, and what it shares with others. Touch it only
/// while holding <see cref="Gate"/>.
/// </summary>
internal sealed class SandboxWorld
{
    private const long FirstGroupId = -1001;
    private const long FirstSupergroupId = -1_002_000_000_001;

    public SandboxWorld(Person bot, SharedWorld shared, Random random)
    {
        Bot = bot;
        Shared = shared;
        Random = random;
        People[bot.Id] = bot;
        Updates = new UpdateQueue(Time, random);
        Arcade = new Arcade(Files);
        shared.Worlds.Add(this);
    }

    public SharedWorld Shared { get; }

    public Lock Gate => Shared.Gate;

    public TimeProvider Time => Shared.Time;

    public Random Random { get; }

    public bool HasCloudLimits => Shared.HasCloudLimits;

    public Person Bot { get; }

    public BotProfile Profile { get; } = new();

    public Dictionary<long, Person> People => Shared.People;

    /// <summary>The chats the bot knows: its private ones, and the groups it is in or was in.</summary>
    public Dictionary<long, Room> Rooms { get; } = [];

    public FileStore Files => Shared.Files;

    public Arcade Arcade { get; }

    public UpdateQueue Updates { get; }

    public Feed Feed => Shared.Feed;

    public Dictionary<string, OpenQuery> CallbackQueries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, OpenQuery> ShippingQueries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, OpenQuery> CheckoutQueries { get; } = new(StringComparer.Ordinal);

    public Treasury Treasury { get; } = new();

    public Dictionary<string, StickerPack> StickerPacks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Accounts that the bot was connected to, by owner.</summary>
    public Dictionary<long, BusinessAccount> Business { get; } = [];

    public Dictionary<string, OpenQuery> InlineQueries { get; } = new(StringComparer.Ordinal);

    public long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    public string NextQueryId() => Shared.NextQueryId();

    public int NextMessageId(Room room)
    {
        if (room.Business is { } account) return room.LastMessageId = ++account.LastMessageId;
        return room.Type is "private" or "group" ? room.LastMessageId = Shared.NextMessageId() : ++room.LastMessageId;
    }

    public Person AddPerson(string firstName, string? lastName, string? username)
    {
        var person = new Person(Shared.NextUserId(), firstName, lastName, username, isBot: false);
        People[person.Id] = person;
        return person;
    }

    /// <summary>The private chat of a user with the bot; made when the user first writes.</summary>
    public Room PrivateRoom(Person person)
    {
        if (Rooms.TryGetValue(person.Id, out var room)) return room;
        room = new Room(person.Id, "private", null, null, person) { OwnBot = Bot.Id };
        room.Members[person.Id] = new Membership(person, "member");
        room.Members[Bot.Id] = new Membership(Bot, "member");
        return Rooms[person.Id] = room;
    }

    public Room AddRoom(string type, string title, string? username, bool isForum = false)
    {
        var id = (type == "group" ? FirstGroupId : FirstSupergroupId) - Shared.Groups.Count;
        return Rooms[id] = Shared.Groups[id] = new Room(id, type, title, username, null) { IsForum = isForum };
    }

    /// <summary>Finds a chat by id or by <c>@username</c>; one that the bot never met is not there.</summary>
    public Room FindRoom(string chatId)
    {
        if (chatId.Length == 0) throw ApiError.BadRequest("chat_id is empty");
        var room = chatId.StartsWith('@')
            ? Rooms.Values.FirstOrDefault(r => !r.IsPrivate && string.Equals(r.Username, chatId[1..], StringComparison.OrdinalIgnoreCase))
            : long.TryParse(chatId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
                ? RoomById(id)
                : null;
        return room ?? throw ApiError.BadRequest("chat not found");
    }

    private Room? RoomById(long id)
    {
        if (Rooms.TryGetValue(id, out var room) && (!room.IsPrivate || room.IsOpen)) return room;
        // A user who shares a chat with the bot is known to it, which does not mean that it may write to them.
        return People.TryGetValue(id, out var person) && Meets(person) ? PrivateRoom(person) : null;
    }

    private bool Meets(Person person) => !person.IsBot
        && Rooms.Values.Any(room => !room.IsPrivate && room.Members.ContainsKey(person.Id) && IsIn(room));

    /// <summary>The bots that see what people do in a chat, each by its view.</summary>
    public IEnumerable<SandboxWorld> Audience(Room room) =>
        room.IsPrivate ? [this] : Shared.Worlds.Where(world => world.IsIn(room));

    /// <summary>Whether the bot is in a group.</summary>
    public bool IsIn(Room room) => room.Members.GetValueOrDefault(Bot.Id) is { IsPresent: true };

    /// <summary>Whether a message is the bot's: it wrote it, or somebody chose it from its inline results.</summary>
    public bool Wrote(StoredMessage message) =>
        message.AuthorId == Bot.Id || message.Json.Object("via_bot").Long("id") == Bot.Id;

    /// <summary>Hands an update to the bot, if it wants this kind.</summary>
    public void Deliver(string kind, JsonObject payload)
    {
        if (Updates.Add(kind, payload))
            Feed.Publish("queued", new JsonObject { ["kind"] = kind, ["pending"] = Updates.Count }, Bot.Id);
    }
}
