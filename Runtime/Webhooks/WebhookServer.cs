using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>A running webhook server: where it listens, how to stop it, and when it has stopped.</summary>
/// <remarks>
/// Thread-safe. Disposing stops it as <see cref="Stop"/> does, but logs a failure and does not throw it.
/// </remarks>
public sealed partial class WebhookServer : IAsyncDisposable
{
    private readonly WebhookServerParts _parts;
    private readonly SingleStop _stop;

    internal WebhookServer(WebhookServerParts parts)
    {
        _parts = parts;
        _stop = new SingleStop(parts.Stop);
        Urls = [parts.Url];
        Inbox = new WebhookInbox(() => parts.Webhook.Inbox, () => parts.Webhook.Running);
        parts.Seat.Stopped.Register(() => _ = Stop());
    }

    /// <summary>
    /// Where updates are posted: scheme, host, real port and sub-route. A bot token or the secret token in the
    /// sub-route is replaced, since these strings get logged.
    /// </summary>
    public IReadOnlyList<string> Urls { get; }

    /// <summary>The updates that were given up: list, replay or purge them.</summary>
    public WebhookInbox Inbox { get; }

    /// <summary>
    /// Looks whether the server takes updates, its inbox can record, Telegram delivers to it, and its certificate
    /// lasts.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <remarks>
    /// Telegram is asked at most every 15 s, however often this is called; the rest is looked at once a second at most.
    /// </remarks>
    public Task<BotHealth> CheckHealth(CancellationToken cancellationToken = default) =>
        _parts.Health.Check(cancellationToken);

    /// <summary>Completes when the server has stopped, whoever asked for it; faults if stopping went wrong.</summary>
    public Task Completion => _stop.Completion;

    /// <summary>
    /// Stops: new updates are refused with 503, running handlers get <see cref="WebhookServerOptions.ShutdownTimeout"/>
    /// to finish and are cancelled then, the port and the inbox are closed. What did not finish is delivered at the
    /// next start.
    /// </summary>
    /// <param name="cancellationToken">Ends the patience at once: handlers are cancelled, and the rest follows without
    /// a wait.</param>
    /// <remarks>
    /// The task faults with what went wrong. May be called any number of times, by anybody; every call returns the one
    /// stop's task. A handler may call it but must not await it, for the stop waits for the handler.
    /// </remarks>
    public Task Stop(CancellationToken cancellationToken = default)
    {
        // From the moment this returns, no further update is taken.
        _parts.Webhook.Refuse();
        return _stop.Begin(cancellationToken);
    }

    /// <summary>Stops within what a host's own limit leaves.</summary>
    internal Task StopWithin(DrainTime time, CancellationToken cancellationToken)
    {
        _parts.DrainTime = time;
        return Stop(cancellationToken);
    }

    /// <summary>
    /// Waits for Ctrl+C, SIGTERM, SIGHUP, SIGQUIT or a call of <see cref="Stop"/>, then until the server has stopped. A
    /// second signal ends the drain at once.
    /// </summary>
    /// <param name="cancellationToken">Stops the server as the first signal does; it does not throw.</param>
    public Task WaitForShutdown(CancellationToken cancellationToken = default) =>
        ShutdownSignals.WaitAndStop(Completion, Stop, cancellationToken);

    /// <summary>
    /// Stops the server and waits until it has stopped. What goes wrong is logged and not thrown, for under <c>await
    /// using</c> it would hide the exception of the code that used the server; <see cref="Stop"/> and
    /// <see cref="Completion"/> tell it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await Stop().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Completion.Exception is { } failure)
            _parts.LogNotClosed(failure.InnerException!);
    }
}
