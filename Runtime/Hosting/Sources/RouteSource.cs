using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>
/// A webhook at a route of the app's own server: the steps of the one call, without a port of its own.
/// </summary>
internal sealed class RouteSource(BotSourceContext context) : IBotSource
{
    private readonly ILogger _logger = context.Loggers.CreateLogger(WebhookLog.Category);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RefusalSummary? _refusals;
    private WebhookLifetime? _webhook;

    public IUpdateInbox? Inbox => _webhook?.Inbox;

    public IReadOnlyList<RunningUpdate> Running => _webhook?.Running ?? [];

    public WebhookExpectation? Expectation => _webhook?.Expectation;

    public WebhookInfoReader? Telegram => _webhook?.Telegram;

    public string? Refusal => _webhook?.Refusal;

    public string? Outage => null;

    public ServerCertificate? Certificate => null;

    public Task Completion => _completion.Task;

    public async Task Prepare(IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var webhook = context.Settings.Webhook;
        var own = known.ToList();
        var asked = SettingsProblems.Registration(webhook, own);
        var options = OptionsOf(context, own);
        if (context.MappedPath is null)
        {
            own.Add("No route takes the updates: call app.MapTelegramWebhook() (with the bot's name, if it has one). "
                + "In a program without a web server use UseWebhookServer(…) or UseLongPolling() instead of UseWebhook().");
        }

        var problems = new StartProblems(context.Bot.Redact(webhook.SecretToken));
        problems.AddRange(own);
        problems.AddRange(WebhookArguments.Problems(options, context.Bot.Redact(webhook.SecretToken)));
        _refusals = new RefusalSummary(_logger, context.Time);
        _webhook = new WebhookLifetime(
            WebhookPipelineSettings.Of(context.Receiver, context.OnError, options, context.Bot, _refusals, context.Time,
                context.Loggers), asked, problems);
        _webhook.CheckRequest(target: null, path: null, tlsEndsAtProxy: true);
        await _webhook.PrepareRegistration(served: null, HostLookups.System, cancellationToken).ConfigureAwait(false);
        problems.ThrowIfAny();
        _webhook.LogWarnings(servedPort: null);
        await _webhook.Open(
            context.Bot.Id.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        await _webhook!.Register(cancellationToken).ConfigureAwait(false);
        _webhook.Deliver();
        _webhook.LookLater();
        var shown = Types.WebhookUrl.MaskedPath(context.MappedPath!);
        WebhookLog.Listening(_logger, shown);
        if (context.Bot.Redact().Finds(context.MappedPath!))
            WebhookLog.TokenInPath(_logger, shown);
    }

    /// <summary>Answers a POST to the route.</summary>
    public Task HandlePost(HttpContext request)
    {
        if (_webhook is { } webhook)
            return webhook.HandlePost(request);
        WebhookEndpoint.AskToRetry(request.Response);
        return Task.CompletedTask;
    }

    public void Refuse() => _webhook?.Refuse();

    public async Task Stop(DrainTime time, CancellationToken cancellationToken)
    {
        try
        {
            if (_webhook is not null)
                await _webhook.Stop(time, closePort: null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refusals?.Dispose();
            _completion.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_webhook is not null)
            await _webhook.DisposeAsync().ConfigureAwait(false);
        _refusals?.Dispose();
        _completion.TrySetResult();
    }

    private static WebhookRouteOptions OptionsOf(BotSourceContext context, List<string> problems)
    {
        var (settings, webhook) = (context.Settings, context.Settings.Webhook);
        return new WebhookRouteOptions
        {
            Inbox = context.Inbox,
            SecretToken = string.IsNullOrEmpty(webhook.SecretToken) ? null : webhook.SecretToken,
            AllowedNetworks = SettingsProblems.Networks(webhook.AllowedNetworks, problems),
            MaxBodyBytes = webhook.MaxBodyBytes,
            MaxBytesInFlight = webhook.MaxBytesInFlight,
            MediaGroupsDebounce = settings.MediaGroupsDebounce,
            Delivery = settings.Delivery,
            ShutdownTimeout = settings.ShutdownTimeout,
        };
    }
}
