using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>What a running server consists of, and the order in which it is taken apart.</summary>
internal sealed class WebhookServerParts(
    string url, ListenerSeat seat, WebhookLifetime webhook, HealthEvaluator health, IReadOnlyList<object> others, TimeSpan shutdownTimeout, ILogger logger)
{
    public string Url => url;

    public ListenerSeat Seat => seat;

    public WebhookLifetime Webhook => webhook;

    public HealthEvaluator Health => health;

    /// <summary>
    /// How long a stop waits for handlers. A host that stops the server sets what its own limit leaves.
    /// </summary>
    public DrainTime DrainTime { get; set; } = shutdownTimeout;

    public void LogNotClosed(Exception failure) => WebhookLog.NotClosed(logger, failure);

    /// <summary>Stops the webhook, closes the port on the way, then closes the rest.</summary>
    public async Task Stop(CancellationToken endAtOnce)
    {
        var steps = new StopSteps();
        await steps.Take(() => webhook.Stop(DrainTime, () => seat.DisposeAsync().AsTask(), endAtOnce)).ConfigureAwait(false);
        foreach (var other in others)
            await steps.Take(() => StartUndo.Close(other).AsTask()).ConfigureAwait(false);
        steps.ThrowIfAny();
    }
}
