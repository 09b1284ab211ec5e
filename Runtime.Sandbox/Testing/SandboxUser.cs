using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// A user: by themselves they talk to the first bot in private, <see cref="To"/> lets them talk to another one,
/// <see cref="In(SandboxChat)"/> puts them into a group or channel. As with the real Telegram a bot cannot write to a
/// user who never wrote to it.
/// </summary>
public sealed class SandboxUser : SandboxVoice
{
    // One voice a chat, so that it is known what was heard there. Guarded by the world's gate.
    private readonly Dictionary<(SandboxChat Chat, int Topic), SandboxVoice> _voices = [];

    private readonly Dictionary<SandboxBot, SandboxVoice> _privately = [];

    internal SandboxUser(TelegramSandbox telegram, Person person)
        : base(telegram, telegram.World, person, () => telegram.World.PrivateRoom(person))
    {
    }

    /// <summary>Opens the chat with the bot by <c>/start</c>.</summary>
    /// <param name="payload">What a deep link added; empty for none.</param>
    public Task<SandboxMessage> Starts(string payload = "") => Says($"/start {payload}".TrimEnd());

    /// <summary>
    /// The same user in the private chat with a bot, which is another chat with each bot. The same bot gives the same
    /// voice; the first one gives the user itself.
    /// </summary>
    /// <param name="bot">With whom.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public SandboxVoice To(SandboxBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        var world = bot.In(Telegram).World;
        if (world == Telegram.World) return this;
        lock (world.Gate)
        {
            if (_privately.TryGetValue(bot, out var voice)) return voice;
            return _privately[bot] = new SandboxVoice(Telegram, world, Person, () => world.PrivateRoom(Person));
        }
    }

    /// <summary>
    /// The same user in a group or channel, where every bot is heard. The same chat gives the same voice, which knows
    /// what it has heard.
    /// </summary>
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
    /// <exception cref="InvalidOperationException">The link is unknown, expired or used up, or the user is in the chat
    /// or banned from it.</exception>
    public Task JoinsBy(string inviteLink) => Do(world =>
    {
        world.JoinBy(Person, inviteLink);
        return true;
    });

    /// <summary>
    /// Connects the first bot to this user's account, as with Telegram Business: it then takes part in the chats that
    /// this user has with others.
    /// </summary>
    /// <param name="rights">What it may do there, such as <c>can_reply</c>; none for every right.</param>
    /// <exception cref="ArgumentException">There is no such right.</exception>
    /// <exception cref="InvalidOperationException">It, or another one, is connected already.</exception>
    public Task<SandboxBusiness> ConnectsBot(params string[] rights) => ConnectsBot(Telegram.Bot, rights);

    /// <summary>
    /// Connects a bot to this user's account, as <see cref="ConnectsBot(string[])"/> does. An account has one bot at a
    /// time.
    /// </summary>
    /// <param name="bot">Which.</param>
    /// <param name="rights">What it may do there, such as <c>can_reply</c>; none for every right.</param>
    /// <exception cref="ArgumentException">There is no such right, or it is a bot of another sandbox.</exception>
    /// <exception cref="InvalidOperationException">It, or another one, is connected already.</exception>
    public Task<SandboxBusiness> ConnectsBot(SandboxBot bot, params string[] rights)
    {
        ArgumentNullException.ThrowIfNull(bot);
        var world = bot.In(Telegram).World;
        lock (world.Gate)
            return Task.FromResult(new SandboxBusiness(Telegram, world, world.Connect(Person, rights is null or [] ? BusinessAccount.AllRights : rights)));
    }

    /// <summary>Sets a new profile photo.</summary>
    /// <param name="image">PNG, JPEG, GIF or WebP; null for a small picture of the sandbox's own.</param>
    public Task SetsPhoto(byte[]? image = null) => Do(world =>
    {
        Person.Photos.Insert(0, world.Files.Add("photos", Picture(image)));
        return true;
    });

    /// <summary>Stops a bot: it cannot write to this user any more.</summary>
    /// <param name="bot">Which; null for the first.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public Task Blocks(SandboxBot? bot = null) => SetBlocked(bot, true);

    /// <summary>Lets a bot write again.</summary>
    /// <param name="bot">Which; null for the first.</param>
    /// <exception cref="ArgumentException">It is a bot of another sandbox.</exception>
    public Task Unblocks(SandboxBot? bot = null) => SetBlocked(bot, false);

    private Task SetBlocked(SandboxBot? bot, bool blocked)
    {
        var world = (bot ?? Telegram.Bot).In(Telegram).World;
        lock (world.Gate) world.SetBlocked(Person, blocked);
        return Task.CompletedTask;
    }

    private SandboxVoice Voice(SandboxChat chat, int topic)
    {
        lock (Telegram.World.Gate)
        {
            if (_voices.TryGetValue((chat, topic), out var voice)) return voice;
            return _voices[(chat, topic)] = new SandboxVoice(Telegram, Telegram.World, Person, () => chat.Room, topic);
        }
    }
}
