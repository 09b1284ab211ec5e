using Telegram.Webhooks.Runtime.Sandbox.People;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// A user's account that a bot is connected to: it gets what is said in the owner's private chats as
/// <c>business_message</c>, and can answer there. Thread-safe.
/// </summary>
public sealed class SandboxBusiness
{
    private readonly TelegramSandbox _telegram;
    private readonly SandboxWorld _world;
    private readonly BusinessAccount _account;

    // One voice a person and chat, so that it is known what was heard there. Guarded by the world's gate.
    private readonly Dictionary<(long Person, long Partner), SandboxVoice> _voices = [];

    internal SandboxBusiness(TelegramSandbox telegram, SandboxWorld world, BusinessAccount account)
    {
        _telegram = telegram;
        _world = world;
        _account = account;
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
    public SandboxVoice OwnerTo(SandboxUser customer) => Voice(customer, _account.Owner);

    /// <summary>
    /// The owner takes the bot out of the account: calls over this connection fail, and what is said stays unknown to
    /// it.
    /// </summary>
    public Task Disconnects()
    {
        lock (_world.Gate)
        {
            if (_account.ConnectionId == ConnectionId) _world.Disconnect(_account);
        }
        return Task.CompletedTask;
    }

    private SandboxVoice Voice(SandboxUser? customer, Person? speaker)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (customer.Person == _account.Owner)
            throw new ArgumentException("The owner writes to others.", nameof(customer));
        lock (_world.Gate)
        {
            if (_voices.TryGetValue((speaker!.Id, customer.Id), out var voice)) return voice;
            var room = _account.RoomWith(customer.Person, _world.Bot);
            return _voices[(speaker.Id, customer.Id)] = new SandboxVoice(_telegram, _world, speaker, () => room);
        }
    }
}
