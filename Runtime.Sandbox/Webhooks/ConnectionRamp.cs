namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// How many connections the sender wants and how fast it opens them: with a success in the last ten seconds, one a
/// queue with work, ten at once and then one every 50 ms; without one, a single connection, one every two seconds.
/// </summary>
internal sealed class ConnectionRamp(int maxConnections)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly LeakyBucket _active = new(10, TimeSpan.FromSeconds(0.5));
    private readonly LeakyBucket _cautious = new(1, TimeSpan.FromSeconds(2));
    private TimeSpan? _lastSuccess;
    private bool _everConnected;

    public void Succeeded(TimeSpan now) => _lastSuccess = now;

    /// <summary>The number of connections wanted for this many queues with work.</summary>
    public int Target(int queues, TimeSpan now)
    {
        if (!_everConnected) return 1;
        var wanted = Math.Min(queues, maxConnections);
        return IsActive(now) ? Math.Max(wanted, 1) : Math.Min(wanted, 1);
    }

    /// <summary>Takes leave to open one connection now, or says when to ask again.</summary>
    public TimeSpan? TryOpen(TimeSpan now)
    {
        var bucket = IsActive(now) ? _active : _cautious;
        if (bucket.TryAdd(now) is { } later) return later;
        _everConnected = true;
        return null;
    }

    private bool IsActive(TimeSpan now) => _lastSuccess is { } success && success + Memory >= now;

    private sealed class LeakyBucket(int capacity, TimeSpan drainTime)
    {
        private readonly TimeSpan _each = drainTime / capacity;
        private TimeSpan _emptyAt = TimeSpan.MinValue;

        /// <summary>Null when there was room, else when there will be.</summary>
        public TimeSpan? TryAdd(TimeSpan now)
        {
            var from = _emptyAt > now ? _emptyAt : now;
            if (from + _each - now > drainTime) return from + _each - drainTime;
            _emptyAt = from + _each;
            return null;
        }
    }
}
