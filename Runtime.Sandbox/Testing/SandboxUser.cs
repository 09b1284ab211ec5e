using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// A user: by themselves they talk to the bot in private, <see cref="In"/> puts them into a group or channel. As with the real
/// Telegram a bot cannot write to a user who never wrote to it.
/// </summary>
public sealed class SandboxUser : SandboxVoice
{
    private readonly TelegramSandbox telegram;

    internal SandboxUser(TelegramSandbox telegram, Person person)
        : base(telegram, person, () => telegram.World.PrivateRoom(person)) => this.telegram = telegram;

    /// <summary>Opens the chat with the bot by <c>/start</c>.</summary>
    /// <param name="payload">What a deep link added; empty for none.</param>
    public Task<SandboxMessage> Starts(string payload = "") => Says($"/start {payload}".TrimEnd());

    /// <summary>The same user in a group or channel.</summary>
    /// <param name="chat">Where.</param>
    public SandboxVoice In(SandboxChat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        return new SandboxVoice(telegram, Person, () => chat.Room);
    }

    /// <summary>Stops the bot: it cannot write to this user any more.</summary>
    public Task Blocks() => SetBlocked(true);

    /// <summary>Lets the bot write again.</summary>
    public Task Unblocks() => SetBlocked(false);

    private Task<bool> SetBlocked(bool blocked) => Do(world =>
    {
        world.SetBlocked(Person, blocked);
        return blocked;
    });
}
