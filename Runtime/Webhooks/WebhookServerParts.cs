using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What a running server consists of, and the order in which it is taken apart.</summary>
internal sealed class WebhookServerParts(
    string url, KestrelListener listener, WebhookPipeline pipeline, IReadOnlyList<object> others, TimeSpan shutdownTimeout, ILogger logger)
{
    public string Url => url;

    public KestrelListener Listener => listener;

    public IUpdateInbox? Inbox => pipeline.Inbox;

    public IReadOnlyList<RunningUpdate> Running => pipeline.Running;

    public void RefuseUpdates() => pipeline.Endpoint.Drain();

    public void LogNotClosed(Exception failure) => WebhookLog.NotClosed(logger, failure);

    /// <summary>
    /// 1. Refuse new updates, 2. let handlers finish or cancel them, 3. close the port, 4. close the inbox and the rest.
    /// Every step is taken, whatever the ones before it threw; the first failure is thrown at the end.
    /// </summary>
    public async Task Stop(CancellationToken endAtOnce)
    {
        WebhookLog.Draining(logger, shutdownTimeout);
        var failures = new List<Exception>();
        await Try(() => pipeline.Drain(shutdownTimeout, endAtOnce)).ConfigureAwait(false);
        await Try(CloseListener).ConfigureAwait(false);
        await Try(() => pipeline.DisposeAsync().AsTask()).ConfigureAwait(false);
        WebhookLog.Stopped(logger);
        foreach (var other in others)
            await Try(() => StartUndo.Close(other).AsTask()).ConfigureAwait(false);
        if (failures.Count > 0)
            throw failures.Count == 1 ? failures[0] : new AggregateException(failures);

        async Task Try(Func<Task> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Draining and disposing both end in the delivery's one stop, and get the same failure.
                if (!failures.Contains(e))
                    failures.Add(e);
            }
        }
    }

    // Handlers are done by now, so what still runs on a connection is an answer on its way out.
    private async Task CloseListener()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await listener.Stop(patience.Token).ConfigureAwait(false);
        await listener.DisposeAsync().ConfigureAwait(false);
    }
}
