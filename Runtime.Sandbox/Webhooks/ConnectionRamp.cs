namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// How many connections the sender wants and how fast it opens them: with a success in the last ten seconds, one a queue with
/// work, ten at once and then one every 50 ms; without one, a single connection, one every two seconds.
/// </summary>
internal sealed class ConnectionRamp(int maxConnections)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly LeakyBucket active = new(10, TimeSpan.FromSeconds(0.5));
    private readonly LeakyBucket cautious = new(1, TimeSpan.FromSeconds(2));
    private TimeSpan? lastSuccess;
    private bool everConnected;

    public void Succeeded(TimeSpan now) => lastSuccess = now;

    /// <summary>The number of connections wanted for this many queues with work.</summary>
    public int Target(int queues, TimeSpan now)
    {
        if (!everConnected) return 1;
        var wanted = Math.Min(queues, maxConnections);
        return IsActive(now) ? Math.Max(wanted, 1) : Math.Min(wanted, 1);
    }

    /// <summary>Takes leave to open one connection now, or says when to ask again.</summary>
    public TimeSpan? TryOpen(TimeSpan now)
    {
        var bucket = IsActive(now) ? active : cautious;
        if (bucket.TryAdd(now) is { } later) return later;
        everConnected = true;
        return null;
    }

    private bool IsActive(TimeSpan now) => lastSuccess is { } success && success + Memory >= now;

    private sealed class LeakyBucket(int capacity, TimeSpan drainTime)
    {
        private readonly TimeSpan each = drainTime / capacity;
        private TimeSpan emptyAt = TimeSpan.MinValue;

        /// <summary>Null when there was room, else when there will be.</summary>
        public TimeSpan? TryAdd(TimeSpan now)
        {
            var from = emptyAt > now ? emptyAt : now;
            if (from + each - now > drainTime) return from + each - drainTime;
            emptyAt = from + each;
            return null;
        }
    }
}
