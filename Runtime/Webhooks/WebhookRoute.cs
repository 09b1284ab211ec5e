using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// A webhook without a bot that lives and dies with an ASP.NET Core app: opened when the app has started or at the
/// first update, drained while the app stops.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Its one stop closes what it has opened.")]
internal sealed class WebhookRoute
{
    private readonly WebhookLifetime _webhook;
    private readonly RefusalSummary _refusals;
    private readonly TimeSpan _shutdownTimeout;
    private readonly ILogger _logger;
    private readonly Action _locateAll;
    private readonly Lazy<Task<Exception?>> _opened;
    private readonly SingleStop _stop;
    private readonly HealthEvaluator _health;
    private DrainTime _drainTime;
    private string _path = "";

    public WebhookRoute(WebhookPipelineSettings settings, TimeSpan shutdownTimeout, Action locateAll)
    {
        // Without a bot there is nothing to check but the options, and that is done.
        _webhook = new WebhookLifetime(settings, asked: null, new StartProblems(Redaction.OfTokens));
        _refusals = settings.Refusals;
        _shutdownTimeout = shutdownTimeout;
        _logger = settings.LoggerFactory.CreateLogger(WebhookLog.Category);
        _locateAll = locateAll;
        _opened = new Lazy<Task<Exception?>>(Open);
        _stop = new SingleStop(StopOnce);
        _drainTime = shutdownTimeout;
        _health = new HealthEvaluator(new HealthSubject
        {
            NotRunning = () => Failure?.Message ?? (_webhook.TakesUpdates ? null : "It has not started yet, is being stopped, or has stopped."),
            Inbox = () => _webhook.Inbox,
            Refusal = () => _webhook.Refusal,
            Telegram = () => null,
            Certificate = () => null,
            Redaction = Redaction.OfTokens,
            Time = settings.Time,
        });
    }

    /// <summary>The route's path as logs may show it.</summary>
    public string ShownPath => Types.WebhookUrl.MaskedPath(_path);

    /// <summary>The open inbox, once there is one.</summary>
    public IUpdateInbox? Inbox => _webhook.Inbox;

    /// <summary>How it is.</summary>
    public Task<BotHealth> CheckHealth(CancellationToken cancellationToken) => _health.Check(cancellationToken);

    /// <summary>Why updates are answered 503; null while they are not, and before it was tried.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The whole path of the route, as routing puts it together.</summary>
    public void Locate(string? pattern) => _path = "/" + pattern?.Trim('/');

    public async Task Handle(HttpContext context)
    {
        await _opened.Value.ConfigureAwait(false);
        // Where it could not be opened, Telegram keeps the updates until somebody has fixed what the log says.
        await _webhook.HandlePost(context).ConfigureAwait(false);
    }

    /// <summary>Opens the inbox and begins to deliver.</summary>
    /// <returns>Why that is not possible, or null.</returns>
    public Task<Exception?> Start() => _opened.Value;

    /// <summary>Refuses further updates.</summary>
    public void Refuse() => _webhook.Refuse();

    /// <summary>Refuses further updates and drains. Idempotent.</summary>
    /// <param name="limit">How long the host lets everything take that it stops.</param>
    /// <param name="endAtOnce">Ends the patience.</param>
    public Task Stop(TimeSpan limit, CancellationToken endAtOnce)
    {
        _drainTime = DrainTime.Within(_shutdownTimeout, limit);
        return _stop.Begin(endAtOnce);
    }

    /// <summary>
    /// Where no hosted service does it, the lifetime starts and stops the route. Its callbacks cannot be awaited, so
    /// the app does not wait for the drain; the log says so, and what to do.
    /// </summary>
    public void LiveWith(IHostApplicationLifetime lifetime)
    {
        lifetime.ApplicationStarted.Register(() => _ = Start().ContinueWith(
            _ => WebhookLog.DrainIsNotAwaited(_logger, ShownPath), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
        lifetime.ApplicationStopping.Register(() => _ = Stop(Timeout.InfiniteTimeSpan, CancellationToken.None));
    }

    private async Task<Exception?> Open()
    {
        try
        {
            // The default inbox is named after the path: found too late, every route would take the same file.
            _locateAll();
            // A group's own pattern is known only now.
            if (RoutePattern.Problems(_path).FirstOrDefault() is { } problem)
                throw new WebhookStartException(problem);
            await _webhook.Open(RoutePattern.InboxName(_path), CancellationToken.None).ConfigureAwait(false);
            _webhook.Deliver();
            WebhookLog.Listening(_logger, ShownPath);
            if (_webhook.AcceptsAnySender)
                WebhookLog.NoSecretToken(_logger, ShownPath, nameof(WebhookRouteOptions));
            if (Redaction.OfTokens.Finds(_path))
                WebhookLog.TokenInPath(_logger, ShownPath);
        }
        catch (Exception e)
        {
            WebhookLog.RouteUnusable(_logger, ShownPath, e);
            Failure = e;
        }

        return Failure;
    }

    private async Task StopOnce(CancellationToken endAtOnce)
    {
        try
        {
            // Whatever became of it: what was opened is closed, and what was not is not opened for that.
            if (_opened.IsValueCreated)
                await _opened.Value.ConfigureAwait(false);
            await _webhook.Stop(_drainTime, closePort: null, endAtOnce).ConfigureAwait(false);
            _refusals.Dispose();
        }
        catch (Exception e)
        {
            WebhookLog.RouteNotClosed(_logger, ShownPath, e);
        }
    }
}
