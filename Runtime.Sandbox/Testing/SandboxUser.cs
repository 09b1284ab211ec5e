using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// A user: by themselves they talk to the bot in private, <see cref="In(SandboxChat)"/> puts them into a group or channel. As with the real
/// Telegram a bot cannot write to a user who never wrote to it.
/// </summary>
public sealed class SandboxUser : SandboxVoice
{
    // One voice a chat, so that it is known what was heard there. Guarded by the world's gate.
    private readonly Dictionary<(SandboxChat Chat, int Topic), SandboxVoice> _voices = [];

    internal SandboxUser(TelegramSandbox telegram, Person person)
        : base(telegram, person, () => telegram.World.PrivateRoom(person))
    {
    }

    /// <summary>Opens the chat with the bot by <c>/start</c>.</summary>
    /// <param name="payload">What a deep link added; empty for none.</param>
    public Task<SandboxMessage> Starts(string payload = "") => Says($"/start {payload}".TrimEnd());

    /// <summary>The same user in a group or channel. The same chat gives the same voice, which knows what it has heard.</summary>
    /// <param name="chat">Where.</param>
    public SandboxVoice In(SandboxChat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        return Voice(chat, 0);
    }

    /// <summary>The same user in a topic of a forum: speaks into it, and hears only what the bot says there.</summary>
    /// <param name="topic">Where.</param>
    public SandboxVoice In(SandboxTopic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return Voice(topic.Chat, topic.Id);
    }

    /// <summary>Comes into a chat by an invite link, or asks to be let in if that is what the link does.</summary>
    /// <param name="inviteLink">The link, as the bot got it.</param>
    /// <exception cref="InvalidOperationException">The link is unknown, expired or used up, or the user is in the chat or banned from it.</exception>
    public Task JoinsBy(string inviteLink) => Do(world =>
    {
        world.JoinBy(Person, inviteLink);
        return true;
    });

    /// <summary>Connects the bot to this user's account, as with Telegram Business: it then takes part in the chats that this user has with others.</summary>
    /// <param name="rights">What it may do there, such as <c>can_reply</c>; none for every right.</param>
    /// <exception cref="ArgumentException">There is no such right.</exception>
    /// <exception cref="InvalidOperationException">It is connected already.</exception>
    public Task<SandboxBusiness> ConnectsBot(params string[] rights) =>
        Do(world => new SandboxBusiness(Telegram, world.Connect(Person, rights is null or [] ? BusinessAccount.AllRights : rights)));

    /// <summary>Sets a new profile photo.</summary>
    /// <param name="image">PNG, JPEG, GIF or WebP; null for a small picture of the sandbox's own.</param>
    public Task SetsPhoto(byte[]? image = null) => Do(world =>
    {
        Person.Photos.Insert(0, world.Files.Add("photos", Picture(image)));
        return true;
    });

    /// <summary>Stops the bot: it cannot write to this user any more.</summary>
    public Task Blocks() => SetBlocked(true);

    /// <summary>Lets the bot write again.</summary>
    public Task Unblocks() => SetBlocked(false);

    private Task<bool> SetBlocked(bool blocked) => Do(world =>
    {
        world.SetBlocked(Person, blocked);
        return blocked;
    });

    private SandboxVoice Voice(SandboxChat chat, int topic)
    {
        lock (Telegram.World.Gate)
        {
            if (_voices.TryGetValue((chat, topic), out var voice)) return voice;
            return _voices[(chat, topic)] = new SandboxVoice(Telegram, Person, () => chat.Room, topic);
        }
    }
}
