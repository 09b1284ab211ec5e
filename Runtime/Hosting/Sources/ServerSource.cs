using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>A webhook server of its own beside the app, started by the one call's own code.</summary>
internal sealed class ServerSource(
    BotSourceContext context, int port, string host, string? subroute, WebhookPrivateKeyConfig? key, Action<WebhookServerOptions>? configure) : IBotSource
{
    private WebhookStart? _start;
    private WebhookServer? _server;

    public IUpdateInbox? Inbox => _start?.Webhook?.Inbox;

    public IReadOnlyList<RunningUpdate> Running => _start?.Webhook?.Running ?? [];

    public WebhookExpectation? Expectation => _start?.Webhook?.Expectation;

    public WebhookInfoReader? Telegram => _start?.Webhook?.Telegram;

    public string? Refusal => _start?.Webhook?.Refusal;

    public string? Outage => null;

    public ServerCertificate? Certificate => _start?.Certificate;

    public Task Completion => _server?.Completion ?? Task.CompletedTask;

    public async Task Prepare(IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var webhook = context.Settings.Webhook;
        var own = known.ToList();
        var asked = SettingsProblems.Registration(webhook, own);
        var options = OptionsOf(own);
        var target = new WebhookTarget(
            port, host, subroute ?? webhook.Path ?? PathOf(webhook.Url), key, context.OnError, context.Receiver);
        _start = new WebhookStart(target, options, context.Bot, asked);
        await _start.Prepare(own, cancellationToken).ConfigureAwait(false);
    }

    public async Task Start(CancellationToken cancellationToken) =>
        _server = await _start!.Go(cancellationToken).ConfigureAwait(false);

    public void Refuse() => _start?.Webhook?.Refuse();

    public async Task Stop(DrainTime time, CancellationToken cancellationToken)
    {
        if (_server is not null)
            await _server.StopWithin(time, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.StopWithin(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_start is not null)
            await _start.DisposeAsync().ConfigureAwait(false);
    }

    private WebhookServerOptions OptionsOf(List<string> problems)
    {
        var (settings, webhook) = (context.Settings, context.Settings.Webhook);
        var options = new WebhookServerOptions
        {
            Inbox = context.Inbox,
            SecretToken = string.IsNullOrEmpty(webhook.SecretToken) ? null : webhook.SecretToken,
            AllowedNetworks = SettingsProblems.Networks(webhook.AllowedNetworks, problems),
            MaxBodyBytes = webhook.MaxBodyBytes,
            MaxBytesInFlight = webhook.MaxBytesInFlight,
            MediaGroupsDebounce = settings.MediaGroupsDebounce,
            Delivery = settings.Delivery,
            ShutdownTimeout = settings.ShutdownTimeout,
            LoggerFactory = context.Loggers,
            TimeProvider = context.Time,
            Listener = context.Listener(host, port),
        };
        configure?.Invoke(options);
        return options;
    }

    private static string? PathOf(string? url) =>
        url is not null && TelegramUrl.Parse(url).Url is { } parsed ? parsed.Path : null;
}
