using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A group, supergroup or channel with the bot in it.</summary>
public sealed class SandboxChat
{
    private readonly TelegramSandbox telegram;

    internal SandboxChat(TelegramSandbox telegram, Room room)
    {
        this.telegram = telegram;
        Room = room;
    }

    /// <summary>The chat's id.</summary>
    public long Id => Room.Id;

    /// <summary>The chat's title now.</summary>
    public string Title => Room.Title!;

    internal Room Room { get; }

    /// <summary>Lets a user in.</summary>
    public Task Joins(SandboxUser user) => Do(world => world.Join(Room, user.Person, Room.IsChannel ? "administrator" : "member"));

    /// <summary>A user leaves.</summary>
    public Task Leaves(SandboxUser user) => Do(world => world.Leave(Room, user.Person));

    /// <summary>A user asks to be let in; the bot may approve or decline.</summary>
    public Task IsAskedBy(SandboxUser user) => Do(world => world.AskToJoin(Room, user.Person));

    /// <summary>Makes the bot an administrator with every right.</summary>
    public Task PromotesBot() => Do(world => world.Join(Room, world.Bot, "administrator"));

    /// <summary>Throws the bot out.</summary>
    public Task RemovesBot() => Do(world => world.Join(Room, world.Bot, "kicked"));

    private Task Do(Action<SandboxWorld> action)
    {
        lock (telegram.World.Gate) action(telegram.World);
        return Task.CompletedTask;
    }
}
