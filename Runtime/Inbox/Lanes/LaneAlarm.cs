namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Wakes lanes when something in them falls due. One timer, set to the earliest.</summary>
internal sealed class LaneAlarm : IDisposable
{
    // Timers count less than 50 days; waking early costs one look.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly MonotonicClock _clock;
    private readonly Action<List<Lane>> _wake;
    private readonly PriorityQueue<Lane, TimeSpan> _sleeping = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TimeSpan? _setFor;

    public LaneAlarm(TimeProvider time, MonotonicClock clock, Action<List<Lane>> wake)
    {
        _clock = clock;
        _wake = wake;
        _timer = time.CreateTimer(
            static state => ((LaneAlarm)state!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called under the scheduler's lock; the wake-up comes outside of it.</summary>
    public void Set(Lane lane, TimeSpan at)
    {
        lock (_gate)
        {
            // A lane that is woken too early is looked at and set again; so one entry that is early enough will do.
            if (lane.WakeAt <= at) return;
            lane.WakeAt = at;
            _sleeping.Enqueue(lane, at);
            if (_setFor is null || at < _setFor) SetTimer(at);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void SetTimer(TimeSpan at)
    {
        _setFor = at;
        var delay = at - _clock.Now;
        if (delay > Longest) delay = Longest;
        // Timers count whole milliseconds and cut the rest: rounded up, so as not to ring just before the time, again
        // and again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, delay.TotalMilliseconds))),
            Timeout.InfiniteTimeSpan);
    }

    private void Ring()
    {
        var due = new List<Lane>();
        lock (_gate)
        {
            var now = _clock.Now;
            _setFor = null;
            while (_sleeping.TryPeek(out var lane, out var at) && at <= now)
            {
                _sleeping.Dequeue();
                if (lane.WakeAt == at) lane.WakeAt = null;
                due.Add(lane);
            }

            if (_sleeping.TryPeek(out _, out var next)) SetTimer(next);
        }

        if (due.Count > 0) _wake(due);
    }
}
