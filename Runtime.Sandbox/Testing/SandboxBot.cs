using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Json;
using Telegram.Webhooks.Runtime.Sandbox.Testing;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// One of the bots of a local Telegram: what the bot under test needs to know, and what goes on between the two.
/// Thread-safe.
/// </summary>
public sealed class SandboxBot
{
    private readonly TelegramSandbox _telegram;
    private readonly BotParts _parts;

    internal SandboxBot(TelegramSandbox telegram, BotParts parts)
    {
        _telegram = telegram;
        _parts = parts;
    }

    /// <summary>Its token, for the bot under test.</summary>
    public string Token => _parts.Token;

    /// <summary>Its id.</summary>
    public long Id => World.Bot.Id;

    /// <summary>Its first name.</summary>
    public string Name => World.Bot.FirstName;

    /// <summary>Its username, without @.</summary>
    public string Username => World.Bot.Username!;

    internal SandboxWorld World => _parts.World;

    /// <summary>
    /// Hands the bot an update of any kind, as if Telegram had made it. Its queue and lifetime follow from the kind.
    /// </summary>
    /// <param name="kind">Such as <c>shipping_query</c>.</param>
    /// <param name="payload">The object beside <c>update_id</c>.</param>
    /// <returns>False when it was dropped: the bot did not ask for this kind, the update is above 512 KiB, or there is
    /// no room for it (100,000 updates, 128 MiB).</returns>
    public bool SendUpdate(string kind, JsonObject payload)
    {
        lock (World.Gate) return World.Updates.Add(kind, payload);
    }

    /// <summary>
    /// Makes the bot's next calls that fit go wrong. Faults that fit the same call befall it in the order they were
    /// asked for, one a call.
    /// </summary>
    /// <param name="fault">What.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void Fails(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _parts.Faults.Add(fault);
    }

    /// <summary>What <c>getWebhookInfo</c> answers now.</summary>
    public JsonObject WebhookInfo() => _parts.Webhook.Info();

    /// <summary>
    /// Waits until this many attempts to deliver to the bot were made since the start, and returns them all, oldest
    /// first.
    /// </summary>
    /// <param name="count">How many at least; 0 returns at once. Only the last 500 are remembered, calls
    /// included.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxWaitException">There were fewer, in time.</exception>
    public Task<IReadOnlyList<SandboxDelivery>> Deliveries(int count, CancellationToken cancellationToken = default) =>
        _telegram.WaitFor(() => Attempts() is { } made && made.Count >= count ? made : null, () => null, $"{count} deliveries were expected", cancellationToken);

    /// <summary>The username with @; the token does not print.</summary>
    public override string ToString() => "@" + Username;

    /// <summary>Refuses a bot of another sandbox, which would do things there.</summary>
    internal SandboxBot In(TelegramSandbox telegram) =>
        telegram == _telegram ? this : throw new ArgumentException($"{this} is a bot of another local Telegram.");

    private IReadOnlyList<SandboxDelivery> Attempts() =>
    [
        .. _parts.Log.Snapshot().Where(entry => entry.Text("kind") == "delivery").Select(entry => new SandboxDelivery(
            entry.Integer("update_id"), entry.Text("update_kind"), entry.Integer("attempt"),
            entry?["status"]?.GetValue<int>(), entry?["error"]?.GetValue<string>(),
            entry?["retry_in_s"] is { } seconds ? TimeSpan.FromSeconds(seconds.GetValue<double>()) : null)),
    ];
}
