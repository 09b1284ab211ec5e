using System.Globalization;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Page;
using Telegram.Webhooks.Runtime.Sandbox.Polling;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;
using Telegram.Webhooks.Runtime.Sandbox.Wire;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Sandbox;

/// <summary>Everything a sandbox consists of, put together.</summary>
internal sealed class SandboxParts : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly BotApiEndpoint _botApi;
    private readonly PageEndpoint _page;

    public SandboxParts(TelegramSandboxOptions options)
    {
        var time = options.TimeProvider;
        Stopping = _stopping.Token;
        World = new SandboxWorld(new Person(BotId(options.Token), options.BotName, null, options.BotUsername, isBot: true), time, options.Random);
        Log = new WireLog(time, World.Feed);
        var state = new WebhookState();
        var rules = new WebhookRules(options.CloudRules);
        var senders = new SenderFactory(World.Updates, state, time, options.Random, Log, Activity) { Resolve = options.Resolve ?? SenderFactory.ResolveName, Rules = rules };
        var polling = new UpdatePolling(World.Updates, state, time);
        Webhook = new WebhookRegistration(rules, state, World.Updates, polling, senders, time);
        Api = new BotApiService(World, Webhook, polling, new RemoteFiles(_http), Log, Activity, options.RealRates ? new SendRates(time) : null);
        World.HasCloudLimits = options.CloudRules;
        senders.Reply = (method, parameters) => Api.Call(method, parameters, "webhook reply", _stopping.Token);
        _botApi = new BotApiEndpoint(options.Token, Api, World, Faults, Activity, options.CloudRules);
        Access = new PageAccess(options.Host);
        _page = new PageEndpoint(this, _stopping.Token);
    }

    /// <summary>Who may open the page.</summary>
    public PageAccess Access { get; }

    public SandboxWorld World { get; }

    /// <summary>What is to go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What works and what waits.</summary>
    public Activity Activity { get; } = new();

    public WireLog Log { get; }

    public WebhookRegistration Webhook { get; }

    public BotApiService Api { get; }

    /// <summary>Cancelled when the sandbox stops; can be asked after that, too.</summary>
    public CancellationToken Stopping { get; }

    public async Task Handle(HttpContext context)
    {
        try
        {
            using var ended = context.RequestAborted.CanBeCanceled ? _stopping.Token.Register(context.Abort) : default;
            if (await _botApi.Handle(context).ConfigureAwait(false) || await _page.Handle(context).ConfigureAwait(false)) return;
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up, or the sandbox is stopping.
            return;
        }
    }

    /// <summary>Ends everything that waits.</summary>
    public void StopListening() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        await Webhook.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
        _stopping.Dispose();
    }

    private static long BotId(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < token.Length - 1 && long.TryParse(token[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new ArgumentException("A bot token is an id, a colon and a secret, such as 4200000001:sandbox-token.", nameof(token));
    }
}
