using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>Long polling.</summary>
internal sealed class PollingSource(BotSourceContext context) : IBotSource
{
    private LongPollingOptions? _options;
    private LongPollingSession? _session;

    public IUpdateInbox? Inbox => _session?.Store;

    public IReadOnlyList<RunningUpdate> Running => _session?.Inbox.Running ?? [];

    public WebhookExpectation? Expectation => null;

    public WebhookInfoReader? Telegram => null;

    public string? Refusal => _session?.Refusal;

    public string? Outage => _session?.Outage;

    public ServerCertificate? Certificate => null;

    public Task Completion => _session?.Completion ?? Task.CompletedTask;

    public Task Prepare(IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var problems = known.ToList();
        var (settings, polling) = (context.Settings, context.Settings.LongPolling);
        _options = new LongPollingOptions
        {
            Timeout = polling.Timeout,
            Limit = polling.Limit,
            AllowedUpdates = SettingsProblems.Kinds("LongPolling:AllowedUpdates", polling.AllowedUpdates, problems),
            DeleteWebhook = polling.DeleteWebhook,
            Inbox = context.Inbox,
            MediaGroupsDebounce = settings.MediaGroupsDebounce,
            Delivery = settings.Delivery,
            ShutdownTimeout = settings.ShutdownTimeout,
            OnError = context.OnError,
            LoggerFactory = context.Loggers,
            TimeProvider = context.Time,
        };
        problems.AddRange(_options.Problems(context.Bot.Redact()));
        return problems.Count == 0 ? Task.CompletedTask : throw new WebhookStartException(problems);
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        try
        {
            _session = await context.Bot.LongPolling(
                context.Receiver, _options, cancellationToken).ConfigureAwait(false);
        }
        catch (InboxException e)
        {
            throw new WebhookStartException(e.Message, e);
        }
    }

    public void Refuse()
    {
        // What is not fetched stays with Telegram; fetching ends with the stop.
    }

    public async Task Stop(DrainTime time, CancellationToken cancellationToken)
    {
        if (_session is not null)
            await _session.StopWithin(time, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? default;
}
