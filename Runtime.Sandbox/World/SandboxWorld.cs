using System.Globalization;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>Everything the local Telegram knows. Touch it only while holding <see cref="Gate"/>.</summary>
internal sealed class SandboxWorld
{
    private const long FirstUserId = 1001;
    private const long FirstGroupId = -1001;
    private const long FirstSupergroupId = -1_002_000_000_001;

    private long _queryCount;

    // Private chats and basic groups number their messages together, as a bot's account does.
    private int _sharedMessageId;

    public SandboxWorld(Person bot, TimeProvider time, Random random)
    {
        Bot = bot;
        Time = time;
        Random = random;
        People[bot.Id] = bot;
        Updates = new UpdateQueue(time, random);
        Arcade = new Arcade(Files);
        LastQueryId = time.GetUtcNow().ToUnixTimeSeconds();
    }

    public Lock Gate { get; } = new();

    public TimeProvider Time { get; }

    public Random Random { get; }

    /// <summary>Whether files are limited as Telegram's own servers limit them.</summary>
    public bool HasCloudLimits { get; set; }

    public Person Bot { get; }

    public BotProfile Profile { get; } = new();

    public Dictionary<long, Person> People { get; } = [];

    public Dictionary<long, Room> Rooms { get; } = [];

    public FileStore Files { get; } = new();

    public Arcade Arcade { get; }

    public UpdateQueue Updates { get; }

    public Feed Feed { get; } = new();

    public Dictionary<string, OpenQuery> CallbackQueries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, OpenQuery> ShippingQueries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, OpenQuery> CheckoutQueries { get; } = new(StringComparer.Ordinal);

    public Treasury Treasury { get; } = new();

    public Dictionary<string, StickerPack> StickerPacks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Accounts that the bot was connected to, by owner.</summary>
    public Dictionary<long, BusinessAccount> Business { get; } = [];

    public Dictionary<string, OpenQuery> InlineQueries { get; } = new(StringComparer.Ordinal);

    public long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    private long LastQueryId { get; }

    public string NextQueryId() => string.Create(CultureInfo.InvariantCulture, $"{LastQueryId}{++_queryCount:D9}");

    public int NextMessageId(Room room)
    {
        if (room.Business is { } account) return room.LastMessageId = ++account.LastMessageId;
        return room.Type is "private" or "group" ? room.LastMessageId = ++_sharedMessageId : ++room.LastMessageId;
    }

    public Person AddPerson(string firstName, string? lastName, string? username)
    {
        var person = new Person(FirstUserId + People.Count - 1, firstName, lastName, username, isBot: false);
        People[person.Id] = person;
        return person;
    }

    /// <summary>The private chat of a user with the bot; made when the user first writes.</summary>
    public Room PrivateRoom(Person person)
    {
        if (Rooms.TryGetValue(person.Id, out var room)) return room;
        room = new Room(person.Id, "private", null, null, person);
        room.Members[person.Id] = new Membership(person, "member");
        room.Members[Bot.Id] = new Membership(Bot, "member");
        return Rooms[person.Id] = room;
    }

    public Room AddRoom(string type, string title, string? username, bool isForum = false)
    {
        var count = Rooms.Keys.Count(id => id < 0);
        var id = (type == "group" ? FirstGroupId : FirstSupergroupId) - count;
        return Rooms[id] = new Room(id, type, title, username, null) { IsForum = isForum };
    }

    /// <summary>Finds a chat by id or by <c>@username</c>; one that the bot never met is not there.</summary>
    public Room FindRoom(string chatId)
    {
        if (chatId.Length == 0) throw ApiError.BadRequest("chat_id is empty");
        var room = chatId.StartsWith('@')
            ? Rooms.Values.FirstOrDefault(r => !r.IsPrivate && string.Equals(r.Username, chatId[1..], StringComparison.OrdinalIgnoreCase))
            : long.TryParse(chatId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? RoomById(id) : null;
        return room ?? throw ApiError.BadRequest("chat not found");
    }

    private Room? RoomById(long id)
    {
        if (Rooms.TryGetValue(id, out var room) && (!room.IsPrivate || room.IsOpen)) return room;
        // A user who shares a chat with the bot is known to it, which does not mean that it may write to them.
        return People.TryGetValue(id, out var person) && Meets(person) ? PrivateRoom(person) : null;
    }

    private bool Meets(Person person) => !person.IsBot
        && Rooms.Values.Any(room => !room.IsPrivate && room.Members.ContainsKey(person.Id) && room.Members.GetValueOrDefault(Bot.Id) is { IsPresent: true });

    /// <summary>Hands an update to the bot, if it wants this kind.</summary>
    public void Deliver(string kind, JsonObject payload)
    {
        if (Updates.Add(kind, payload)) Feed.Publish("queued", new JsonObject { ["kind"] = kind, ["pending"] = Updates.Count });
    }
}
