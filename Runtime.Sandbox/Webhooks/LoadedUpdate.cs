using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>An update on its way out, with what happened to it so far.</summary>
internal sealed class LoadedUpdate(QueuedUpdate update, long queueId)
{
    public QueuedUpdate Update { get; } = update;

    /// <summary>The queue it waits in; a number of its own if it came without one.</summary>
    public long QueueId { get; } = queueId;

    public int FailCount { get; set; }

    /// <summary>The exponential delay in seconds, before doubling.</summary>
    public int Delay { get; set; } = 1;

    public TimeSpan WakeAt { get; set; }

    public TimeSpan SentAt { get; set; }
}
