using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// The sender's queues: within one, updates go out in order and one at a time, and only its first holds it up when it
/// fails. No clock and no network in here; times are since the sender started.
/// </summary>
internal sealed class SenderQueues(int maxConnections, Random random)
{
    public const int MaxRetryAfter = 3600;

    private const int DelayCap = 60;

    private readonly Dictionary<long, Queue<LoadedUpdate>> _queues = [];
    private readonly SortedSet<(TimeSpan WakeAt, long QueueId)> _waiting = [];
    private long _nextUniqueQueue = long.MinValue;

    /// <summary>Queues that have work, in flight or not.</summary>
    public int Count => _queues.Count;

    /// <summary>No further queue is loaded until one of these is done.</summary>
    public bool IsFull => _queues.Count >= 2 * maxConnections;

    public void Load(QueuedUpdate update, TimeSpan now)
    {
        var queueId = update.QueueId == 0 ? _nextUniqueQueue++ : update.QueueId;
        var loaded = new LoadedUpdate(update, queueId) { WakeAt = now };
        if (!_queues.TryGetValue(queueId, out var queue))
        {
            _queues[queueId] = queue = new Queue<LoadedUpdate>();
            _waiting.Add((now, queueId));
        }
        queue.Enqueue(loaded);
    }

    /// <summary>The update that may go out now; else null and, if there is one at all, when the next may.</summary>
    public LoadedUpdate? Take(TimeSpan now, out TimeSpan? wakeAt)
    {
        wakeAt = null;
        if (_waiting.Count == 0) return null;
        var first = _waiting.Min;
        if (first.WakeAt > now)
        {
            wakeAt = first.WakeAt;
            return null;
        }
        _waiting.Remove(first);
        var update = _queues[first.QueueId].Peek();
        update.SentAt = now;
        return update;
    }

    /// <summary>Done with an update, for better or worse: the next of its queue may follow.</summary>
    public void Drop(LoadedUpdate update)
    {
        var queue = _queues[update.QueueId];
        queue.Dequeue();
        if (queue.TryPeek(out var next)) _waiting.Add((next.WakeAt, next.QueueId));
        else _queues.Remove(update.QueueId);
    }

    /// <summary>
    /// Puts a failed update back. The first failure is retried at once, then after 2, 4, 8, ... seconds up to a random
    /// 60 to 120; Retry-After takes the place of that without touching it. Null when it would come too late: then it is
    /// dropped.
    /// </summary>
    public TimeSpan? Fail(LoadedUpdate update, int retryAfter, TimeSpan now, long unixTime)
    {
        var delay = update.Delay;
        var effective = Math.Clamp(retryAfter, 0, MaxRetryAfter);
        if (effective == 0 && update.FailCount > 0)
            effective = delay = Math.Min(random.Next(DelayCap, 2 * DelayCap + 1), delay * 2);
        if (unixTime + effective > update.Update.ExpiresAt)
        {
            Drop(update);
            return null;
        }
        update.Delay = delay;
        update.FailCount++;
        update.WakeAt = now + TimeSpan.FromSeconds(effective);
        _waiting.Add((update.WakeAt, update.QueueId));
        return TimeSpan.FromSeconds(effective);
    }
}
