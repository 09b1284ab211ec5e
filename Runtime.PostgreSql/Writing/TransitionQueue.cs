using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Records what becomes of updates, in the order it came to be, many with one transaction; repeats each until it is
/// recorded or its lease is lost. While nothing can be recorded, nothing is handed out.
/// </summary>
internal sealed class TransitionQueue(
    InboxParts parts, LanePool pool, LaneLoader loader, Action leavesWork, Action notHeld) : IAsyncDisposable
{
    private const int MostAtOnce = 1000;

    // A batch costs much and another row in it little, so those that nobody waits for wait for more of their kind, as
    // long as the most impatient of them may or until these are many.
    private const int Many = 128;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Signal _signal = new();
    private readonly Queue<Transition> _waiting = [];
    private readonly CancellationTokenSource _giveUp = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _failing;
    private bool _closed;
    private bool _isUrgent;
    private TimeSpan _dueAt = TimeSpan.MaxValue;

    /// <summary>The last try failed.</summary>
    public bool IsFailing => _failing;

    public void Start() => _running = Task.Run(Run);

    /// <summary>Makes a note of what is to be recorded; may be called under the pool's lock.</summary>
    public void Add(Transition transition)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _waiting.Enqueue(transition);
                var due = Now + transition.Patience;
                _isUrgent |= transition.Patience == TimeSpan.Zero || _waiting.Count >= Many;
                if (_isUrgent || due < _dueAt) _signal.Set();
                if (due < _dueAt) _dueAt = due;
                return;
            }
        }

        transition.Void();
    }

    /// <summary>Records, and tells whether it was still held.</summary>
    public Task<bool> Record(AwaitedTransition transition)
    {
        Add(transition);
        return transition.Done;
    }

    /// <summary>Waits until what stands in the queue is recorded.</summary>
    /// <exception cref="InboxUnavailableException">It cannot be at the moment.</exception>
    public async Task Flush(CancellationToken cancellationToken)
    {
        if (_failing)
            throw new InboxUnavailableException("The database fails, so what became of updates is not recorded yet.");
        var flush = new FlushTransition();
        Add(flush);
        try
        {
            await flush.Done.WaitAsync(
                parts.Options.CommandTimeout, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw Database.Unavailable(error);
        }
    }

    /// <summary>Writes what is left, as far as that is possible within a time.</summary>
    public async Task Close(TimeSpan patience)
    {
        lock (_gate) _closed = true;
        _signal.Set();
        await _running.WaitAsync(patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_running.IsCompleted) InboxLog.ClosedEarly(parts.Logger, parts.Options.Lease.GivenUpAfter, null);
        await _giveUp.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _giveUp.Dispose();
        _signal.Dispose();
        return default;
    }

    private TimeSpan Now => parts.LeaseTime.GetElapsedTime(0);

    private async Task Run()
    {
        while (true)
        {
            var some = TakeSome(out var closed, out var wait);
            if (some.Count > 0) await WriteAll(some).ConfigureAwait(false);
            else if (closed) return;
            else await _signal.Wait(wait).ConfigureAwait(false);
        }
    }

    private List<Transition> TakeSome(out bool closed, out TimeSpan wait)
    {
        var taken = new List<Transition>();
        lock (_gate)
        {
            closed = _closed;
            wait = InboxParts.Poll;
            if (!_closed && !_isUrgent && _waiting.Count > 0)
            {
                wait = _dueAt - Now;
                if (wait > TimeSpan.Zero) return taken;
            }

            while (taken.Count < MostAtOnce && _waiting.TryDequeue(out var next)) taken.Add(next);
            // What is left over goes next, at once.
            (_isUrgent, _dueAt) = (_waiting.Count > 0, TimeSpan.MaxValue);
        }

        return taken;
    }

    private async Task WriteAll(List<Transition> transitions)
    {
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            var writable = transitions.Where(transition => transition.Lane is { Session.IsLost: false }).ToList();
            if (_giveUp.IsCancellationRequested) break;
            if (writable.Count == 0)
            {
                // What could not be recorded is the others' now; whether something can be shows with the next.
                Resume();
                break;
            }

            try
            {
                var batch = new TransitionBatch(parts.Database, writable);
                var (held, now) = await batch.Write().ConfigureAwait(false);
                if (now is { } time) pool.Heard(time);
                Worked();
                foreach (var transition in writable) Recorded(batch, transition, held, now, mayBeRepeated: tries > 1);
                break;
            }
            catch (Exception error)
            {
                parts.LoopFailed(error);
                Failed(error as InboxException ?? new InboxException($"What became of updates cannot be recorded: {error.Message}", error));
                await Task.Delay(pause, TimeProvider.System, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        // Those of lost leases, and those that only wait for the others.
        foreach (var transition in transitions) transition.Void();
    }

    private void Recorded(
        TransitionBatch batch, Transition transition, Dictionary<(long Lane, long Fence), long> held, DateTimeOffset? now, bool mayBeRepeated)
    {
        var lane = transition.Lane;
        var isHeld = held.TryGetValue((lane.Key, lane.Fence), out var tail);
        if (!isHeld && !mayBeRepeated) notHeld();
        switch (transition)
        {
            case RetryTransition retry:
                pool.Recorded(lane, isHeld, isHeld ? retry.Rows(now!.Value, batch.SaidOf(retry)) : []);
                retry.Recorded(isHeld || mayBeRepeated);
                break;
            case BuryTransition bury:
                pool.Recorded(lane, isHeld, []);
                // The first time may have been carried out and its answer lost.
                bury.Recorded(isHeld || mayBeRepeated);
                break;
            case ReleaseTransition { Release: var release }:
                var isGone = !isHeld || release.Always || tail == release.ReadTo;
                pool.Released(lane, isGone, tail);
                if (!isGone || !isHeld || release.DueAt is not { } due) break;
                if (due > now) loader.WakeAt(due - now.Value);
                else Free();
                break;
        }
    }

    private void Free()
    {
        loader.HasRoom();
        leavesWork();
    }

    private void Worked()
    {
        if (Resume()) InboxLog.Recovered(parts.Logger);
    }

    // Without it a pool that hands out nothing would wait for something to be recorded, of which there is none.
    private bool Resume()
    {
        if (!_failing) return false;
        _failing = false;
        pool.Pause(false);
        loader.HasRoom();
        return true;
    }

    private void Failed(InboxException error)
    {
        if (_failing) return;
        _failing = true;
        InboxLog.Failing(parts.Logger, error);
        pool.Pause(true);
        parts.Failing(error);
    }
}
