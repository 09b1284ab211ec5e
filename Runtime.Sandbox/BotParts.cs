using System.Globalization;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Polling;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;
using Telegram.Webhooks.Runtime.Sandbox.Wire;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>
/// What each bot has for itself: its view of the world, its webhook and polling, its log and its faults.
/// </summary>
internal sealed class BotParts : IAsyncDisposable
{
    public BotParts(string token, SandboxWorld world, TelegramSandboxOptions options, RemoteFiles remoteFiles,
        Activity activity, CancellationToken stopping)
    {
        Token = token;
        World = world;
        Log = new WireLog(world.Time, world.Feed, world.Bot.Id);
        var state = new WebhookState();
        var rules = new WebhookRules(options.CloudRules);
        var senders = new SenderFactory(world.Updates, state, world.Time, world.Random, Log, activity) { Resolve = options.Resolve ?? SenderFactory.ResolveName, Rules = rules };
        var polling = new UpdatePolling(world.Updates, state, world.Time);
        Webhook = new WebhookRegistration(rules, state, world.Updates, polling, senders, world.Time);
        Api = new BotApiService(world, Webhook, polling, remoteFiles, Log, activity, options.RealRates ? new SendRates(world.Time) : null);
        senders.Reply = (method, parameters) => Api.Call(method, parameters, "webhook reply", stopping);
    }

    public string Token { get; }

    public SandboxWorld World { get; }

    /// <summary>What is to go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    public WireLog Log { get; }

    public WebhookRegistration Webhook { get; }

    public BotApiService Api { get; }

    public ValueTask DisposeAsync() => Webhook.DisposeAsync();

    /// <summary>The bot's id, which its token begins with.</summary>
    public static long Id(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < token.Length - 1 && long.TryParse(token[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ArgumentException(
                "A bot token is an id, a colon and a secret, such as 4200000001:sandbox-token.", nameof(token));
    }
}
