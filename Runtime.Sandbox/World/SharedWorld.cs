using System.Globalization;

namespace Telegram.Webhooks.Runtime.Sandbox.World;

/// <summary>
/// What all bots of one local Telegram have in common. Touch it only while holding <see cref="Gate"/>.
/// </summary>
internal sealed class SharedWorld(TimeProvider time)
{
    private const long FirstUserId = 1001;

    private readonly long _firstQueryId = time.GetUtcNow().ToUnixTimeSeconds();

    private long _queryCount;

    // Private chats and basic groups number their messages together, as an account does. The bots do, too: a basic
    // group has the same numbers for all of them.
    private int _sharedMessageId;

    public Lock Gate { get; } = new();

    public TimeProvider Time => time;

    /// <summary>Whether files are limited as Telegram's own servers limit them.</summary>
    public bool HasCloudLimits { get; init; }

    /// <summary>The bots, each by its view of the world.</summary>
    public List<SandboxWorld> Worlds { get; } = [];

    /// <summary>Users and bots.</summary>
    public Dictionary<long, Person> People { get; } = [];

    /// <summary>Groups, supergroups and channels, whichever bots are in them.</summary>
    public Dictionary<long, Room> Groups { get; } = [];

    public FileStore Files { get; } = new();

    public Feed Feed { get; } = new();

    public string NextQueryId() => string.Create(CultureInfo.InvariantCulture, $"{_firstQueryId}{++_queryCount:D9}");

    public int NextMessageId() => ++_sharedMessageId;

    public long NextUserId()
    {
        var id = FirstUserId + People.Values.Count(person => !person.IsBot);
        while (People.ContainsKey(id)) id++;
        return id;
    }

    /// <summary>Whether a user, bot or chat has this username already.</summary>
    public bool IsTaken(string username) =>
        People.Values.Select(person => person.Username).Concat(Groups.Values.Select(room => room.Username))
            .Contains(username, StringComparer.OrdinalIgnoreCase);

    /// <summary>The view of a bot.</summary>
    public SandboxWorld WorldOf(Person bot) => Worlds.First(world => world.Bot == bot);

    /// <summary>
    /// The view of the bot that a message is of: the one that wrote it, or whose inline result it was. Null when a user
    /// wrote it.
    /// </summary>
    public SandboxWorld? WorldOf(StoredMessage message) => Worlds.Find(world => world.Wrote(message));
}
