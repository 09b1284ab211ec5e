using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>A user's account that the bot is connected to: it gets what is said in the owner's private chats as <c>business_message</c>, and can answer there. Thread-safe.</summary>
public sealed class SandboxBusiness
{
    private readonly TelegramSandbox telegram;
    private readonly BusinessAccount account;

    // One voice a person and chat, so that it is known what was heard there. Guarded by the world's gate.
    private readonly Dictionary<(long Person, long Partner), SandboxVoice> voices = [];

    internal SandboxBusiness(TelegramSandbox telegram, BusinessAccount account)
    {
        this.telegram = telegram;
        this.account = account;
        ConnectionId = account.ConnectionId;
    }

    /// <summary><c>business_connection_id</c> of the calls that act for the owner.</summary>
    public string ConnectionId { get; }

    /// <summary>Somebody writing to the owner. The bot may answer for a day after what they last said.</summary>
    /// <param name="customer">Who; not the owner.</param>
    /// <exception cref="ArgumentException">It is the owner.</exception>
    public SandboxVoice From(SandboxUser customer) => Voice(customer, customer?.Person);

    /// <summary>The owner, writing by themselves to somebody.</summary>
    /// <param name="customer">To whom; not the owner.</param>
    /// <exception cref="ArgumentException">It is the owner.</exception>
    public SandboxVoice OwnerTo(SandboxUser customer) => Voice(customer, account.Owner);

    /// <summary>The owner takes the bot out of the account: calls over this connection fail, and what is said stays unknown to it.</summary>
    public Task Disconnects()
    {
        lock (telegram.World.Gate)
        {
            if (account.ConnectionId == ConnectionId) telegram.World.Disconnect(account);
        }
        return Task.CompletedTask;
    }

    private SandboxVoice Voice(SandboxUser? customer, Person? speaker)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (customer.Person == account.Owner) throw new ArgumentException("The owner writes to others.", nameof(customer));
        lock (telegram.World.Gate)
        {
            if (voices.TryGetValue((speaker!.Id, customer.Id), out var voice)) return voice;
            var room = account.RoomWith(customer.Person, telegram.World.Bot);
            return voices[(speaker.Id, customer.Id)] = new SandboxVoice(telegram, speaker, () => room);
        }
    }
}
