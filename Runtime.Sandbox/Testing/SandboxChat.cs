using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// A group, supergroup or channel with the first bot in it; others are brought by <see cref="AddsBot"/>. Thread-safe.
/// </summary>
public sealed class SandboxChat
{
    private readonly TelegramSandbox _telegram;

    internal SandboxChat(TelegramSandbox telegram, Room room)
    {
        _telegram = telegram;
        Room = room;
    }

    /// <summary>The chat's id. A group gets another one by <see cref="Upgrades"/>.</summary>
    public long Id => Room.Id;

    /// <summary>The chat's title now.</summary>
    public string Title => Room.Title!;

    internal Room Room { get; private set; }

    /// <summary>Lets a user in.</summary>
    /// <param name="user">Who; somebody who is in already changes nothing.</param>
    public Task Joins(SandboxUser user) =>
        Do(user, world => world.Join(Room, user.Person, Room.IsChannel ? "administrator" : "member"));

    /// <summary>A user leaves.</summary>
    /// <param name="user">Who.</param>
    /// <exception cref="InvalidOperationException">The user is not in the chat.</exception>
    public Task Leaves(SandboxUser user) => Do(user, world => world.Leave(Room, user.Person));

    /// <summary>A user asks to be let in; the bot may approve or decline, and write to them.</summary>
    /// <param name="user">Who.</param>
    public Task IsAskedBy(SandboxUser user) => Do(user, world => world.AskToJoin(Room, user.Person));

    /// <summary>The owner brings a bot. In a channel it becomes an administrator, elsewhere a member.</summary>
    /// <param name="bot">Which; one that is in already is made that.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public Task AddsBot(SandboxBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        return DoWith(bot, world => world.Join(Room, world.Bot, Room.IsChannel ? "administrator" : "member"));
    }

    /// <summary>Makes the first bot an administrator with every right.</summary>
    public Task PromotesBot() => PromotesBot(_telegram.Bot);

    /// <summary>Makes a bot an administrator with every right, bringing it if it is not there.</summary>
    /// <param name="bot">Which.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public Task PromotesBot(SandboxBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        return DoWith(bot, world => world.Join(Room, world.Bot, "administrator"));
    }

    /// <summary>Makes the first bot an administrator with these rights only.</summary>
    /// <param name="rights">Such as <c>can_delete_messages</c>, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Task PromotesBot(params string[] rights)
    {
        ArgumentNullException.ThrowIfNull(rights);
        if (rights.Length == 0) throw new ArgumentException("An administrator has at least one right.", nameof(rights));
        return Do(world => world.Appoint(Room, world.Bot, rights));
    }

    /// <summary>Makes a bot a plain member, which may do what everybody may.</summary>
    /// <param name="bot">Which; null for the first.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public Task DemotesBot(SandboxBot? bot = null) => DoWith(bot, world => world.Join(Room, world.Bot, "member"));

    /// <summary>Throws a bot out.</summary>
    /// <param name="bot">Which; null for the first.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public Task RemovesBot(SandboxBot? bot = null) => DoWith(bot, world => world.Join(Room, world.Bot, "kicked"));

    /// <summary>
    /// The group becomes a supergroup, which has another id; calls with the old one are told the new one.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is no basic group.</exception>
    public Task Upgrades() => Do(world => Room = world.Upgrade(Room));

    /// <summary>A user starts a topic. Only forums have topics.</summary>
    /// <param name="user">Who.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidOperationException">This is no forum, or the user is not in it.</exception>
    public Task<SandboxTopic> StartsTopic(SandboxUser user, string name)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_telegram.World.Gate)
        {
            _telegram.World.RequireMember(Room, user.Person);
            if (!Room.IsForum) throw new InvalidOperationException($"\"{Title}\" is no forum.");
            return Task.FromResult(
                new SandboxTopic(this, _telegram.World.CreateTopic(Room, user.Person, name, Topic.DefaultColor, "")));
        }
    }

    /// <summary>Waits until there is a topic of this name, made by any user.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">There is none, in time.</exception>
    public async Task<SandboxTopic> HasTopic(string name, CancellationToken cancellationToken = default)
    {
        var topic = await _telegram.WaitFor(
            () => Room.Topics.Values.FirstOrDefault(topic => topic.Name == name), () => Room, $"A topic \"{name}\" was expected in \"{Title}\"", cancellationToken).ConfigureAwait(false);
        return new SandboxTopic(this, topic);
    }

    private Task Do(SandboxUser user, Action<SandboxWorld> action)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Do(action);
    }

    private Task DoWith(SandboxBot? bot, Action<SandboxWorld> action)
    {
        var world = (bot ?? _telegram.Bot).In(_telegram).World;
        lock (world.Gate) action(world);
        return Task.CompletedTask;
    }

    private Task Do(Action<SandboxWorld> action)
    {
        lock (_telegram.World.Gate) action(_telegram.World);
        return Task.CompletedTask;
    }
}
