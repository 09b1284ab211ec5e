using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Polling;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime;

/// <summary>A running long polling: how to stop it, and when it has stopped.</summary>
/// <remarks>
/// Thread-safe. Disposing stops it as <see cref="Stop"/> does, but logs a failure and does not throw it.
/// </remarks>
public sealed class LongPollingSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopFetching = new();
    private readonly UpdatePoller _poller;
    private readonly UpdateDelivery _delivery;
    private readonly AllowedUpdatesWatch _watch;
    private DrainTime _drainTime;
    private readonly ILogger _logger;
    private readonly IDisposable? _ownLogging;
    private readonly SingleStop _stop;
    private readonly Task _fetching;

    internal LongPollingSession(UpdatePoller poller, UpdateDelivery delivery, AllowedUpdatesWatch watch,
        TimeSpan shutdownTimeout, ILogger logger, IDisposable? ownLogging)
    {
        _poller = poller;
        _delivery = delivery;
        _watch = watch;
        _drainTime = shutdownTimeout;
        _logger = logger;
        _ownLogging = ownLogging;
        _stop = new SingleStop(StopOnce);
        Inbox = new WebhookInbox(() => delivery.Inbox, () => delivery.Running);
        delivery.Start();
        _fetching = Task.Run(() => poller.Run(_stopFetching.Token), CancellationToken.None);
        _ = _fetching.ContinueWith(
            _ => Stop(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>The updates that were given up: list, replay or purge them.</summary>
    public WebhookInbox Inbox { get; }

    /// <summary>
    /// Completes when polling has stopped; faults with a <see cref="WebhookException"/> when Telegram refuses for good,
    /// such as for a wrong token.
    /// </summary>
    public Task Completion => _stop.Completion;

    /// <summary>
    /// Stops fetching, lets running handlers finish, and closes the inbox. What did not finish is delivered at the next
    /// start.
    /// </summary>
    /// <param name="cancellationToken">Ends the patience with running handlers at once, also that of a stop which has
    /// begun already.</param>
    /// <remarks>
    /// The task faults with what <see cref="Completion"/> faults with. May be called any number of times; every call
    /// returns the one stop's task. A handler may call it but must not await it, for the stop waits for the handler.
    /// </remarks>
    public Task Stop(CancellationToken cancellationToken = default) => _stop.Begin(cancellationToken);

    /// <summary>What a host's health check looks at.</summary>
    internal IUpdateInbox? Store => _delivery.Inbox;

    /// <summary>Why the last update was not kept; null when it was.</summary>
    internal string? Refusal => _delivery.Refusal;

    /// <summary>Why updates cannot be fetched now; null when they can.</summary>
    internal string? Outage => _poller.Outage;

    /// <summary>Stops within what a host's own limit leaves.</summary>
    internal Task StopWithin(DrainTime time, CancellationToken cancellationToken)
    {
        _drainTime = time;
        return Stop(cancellationToken);
    }

    /// <summary>
    /// Waits for Ctrl+C, SIGTERM, SIGHUP, SIGQUIT or a call of <see cref="Stop"/>, then until polling has stopped. A
    /// second signal ends the drain at once.
    /// </summary>
    /// <param name="cancellationToken">Stops polling as the first signal does; it does not throw.</param>
    public Task WaitForShutdown(CancellationToken cancellationToken = default) =>
        ShutdownSignals.WaitAndStop(Completion, Stop, cancellationToken);

    /// <summary>
    /// Stops polling and waits until it has stopped. What went wrong is logged and not thrown, for under <c>await
    /// using</c> it would hide the exception of the code that used the session; <see cref="Stop"/> and
    /// <see cref="Completion"/> tell it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await Stop().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // What ended the polling was logged when it did.
        if (Completion.Exception?.InnerException is { } failure and not WebhookException)
            PollingLog.Failed(_logger, failure);
    }

    private async Task StopOnce(CancellationToken endAtOnce)
    {
        try
        {
            await _stopFetching.CancelAsync().ConfigureAwait(false);
            await _fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _watch.Dispose();
            await _delivery.Stop(_drainTime, endAtOnce).ConfigureAwait(false);
            await _fetching.ConfigureAwait(false);
        }
        finally
        {
            if (_fetching.Exception?.InnerException is { } ended)
                PollingLog.Ended(_logger, ended.Message);
            else
                PollingLog.Stopped(_logger);
            _stopFetching.Dispose();
            _ownLogging?.Dispose();
        }
    }
}
