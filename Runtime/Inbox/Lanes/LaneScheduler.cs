namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Decides what may be claimed, in memory: of each lane the oldest unfinished unit, lanes in turn. It knows no store; what a store
/// holds beyond memory is the store's to bring in.
/// </summary>
internal sealed class LaneScheduler : IDisposable
{
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly GroupDebounce? _groups;
    private readonly Dictionary<long, Lane> _lanes = [];

    // Updates that are a lane of their own.
    private readonly HashSet<Lane> _single = [];
    private readonly Queue<Lane> _ready = new();
    private readonly ClaimWaiters _waiters = new();
    private readonly LaneAlarm _alarm;
    private TaskCompletionSource? _empty;
    private bool _paused;
    private bool _loading;
    private bool _serving;
    private bool _stopped;
    private bool _closed;

    public LaneScheduler(TimeProvider time, TimeSpan? debounce)
    {
        _time = time;
        _clock = new MonotonicClock(time);
        if (debounce is { } quiet) _groups = new GroupDebounce(quiet);
        _alarm = new LaneAlarm(time, _clock, Wake);
    }

    /// <summary>Guards everything here and every <see cref="Lane"/> and <see cref="LaneUnit"/>. Never held while waiting or writing.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How long ago the update came in, by the system's clock.</summary>
    public TimeSpan AgeOf(StoredUpdate update) => _time.GetUtcNow() - update.ReceivedAt;

    /// <summary>How long this has been running.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>How many updates are in memory, claimed ones included.</summary>
    public int Held { get; private set; }

    /// <summary>How many bytes of bodies are in memory.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Called under the lock when a lane has run out of what is in memory and has more in the store.</summary>
    public Action<Lane>? OnHungry { get; init; }

    /// <summary>Called under the lock for each claim that is handed out.</summary>
    public Action<LaneClaim>? OnClaimed { get; init; }

    /// <summary>Called under the lock for each claim that went well, before its lane moves on: so a store records the one before the other.</summary>
    public Action<LaneClaim>? OnFinished { get; init; }

    /// <summary>Makes the claim on a unit; a store may add to it what it needs.</summary>
    public Func<LaneUnit, LaneClaim> NewClaim { get; init; } = static unit => new LaneClaim(unit);

    /// <summary>Called under the lock for a lane that begins to wait for a retry.</summary>
    public Action<Lane>? OnWaiting { get; init; }

    /// <summary>Called under the lock when something has left memory.</summary>
    public Action? OnFreed { get; init; }

    public Lane LaneOf(StoredUpdate update)
    {
        if (update.Lane is not { } key)
        {
            var single = new Lane(null);
            _single.Add(single);
            return single;
        }

        if (_lanes.TryGetValue(key, out var lane)) return lane;
        return _lanes[key] = new Lane(key);
    }

    /// <summary>Adds an update behind the others of its lane, or to the media group it is a part of. Call under the lock.</summary>
    /// <param name="lane">Its lane, from <see cref="LaneOf"/>.</param>
    /// <param name="row">The update.</param>
    public void Add(Lane lane, StoredRow row)
    {
        Held++;
        HeldBytes += row.Update.Body.Length;
        var now = Now;
        if (!Join(lane, row, now))
        {
            var unit = new LaneUnit(lane, row.Update, row.Attempt)
            {
                CameIn = row.IsNew ? now : now - RetryWait.Clamp(AgeOf(row.Update), TimeSpan.MaxValue),
                LastAttemptFailed = row.LastAttemptFailed,
                HasSaid = row.HasSaid,
                Said = row.Said,
            };
            if (row.Wait > TimeSpan.Zero) unit.DueAt = now + row.Wait;
            if (row is { Attempt: 0, Update.MediaGroupId: not null }) _groups?.Open(unit, row, now);
            lane.Add(unit);
        }

        Consider(lane);
    }

    /// <summary>Whether the update is a part of a group in memory that it may still join.</summary>
    public bool HasGroup(StoredUpdate part, int attempt) =>
        part.MediaGroupId is not null && part.Lane is { } key && _lanes.TryGetValue(key, out var lane)
        && (attempt == 0 ? lane.FindOpenGroup(part) : lane.FindTriedGroup(part, attempt)) is not null;

    /// <summary>Whether the lane's oldest waits for a retry. Call under the lock.</summary>
    public bool Waits(Lane lane) => lane.Busy is null && lane.First is { Attempt: > 0, Open: false } head && head.DueAt > Now;

    /// <summary>Takes out of memory what stands behind a unit in its lane, save open groups and what is before them. Call under the lock.</summary>
    public List<StoredUpdate> RemoveBehind(LaneUnit unit)
    {
        var removed = new List<StoredUpdate>();
        foreach (var behind in unit.Lane.TakeBehind(unit))
        {
            Held -= behind.Count;
            HeldBytes -= behind.Bytes;
            removed.AddRange(behind.Parts);
        }

        return removed;
    }

    /// <summary>
    /// Adds several at once: nothing is handed out before all are in, or a group would be claimed as soon as its first part is. Call
    /// under the lock.
    /// </summary>
    public void Load(Action add)
    {
        _loading = true;
        try
        {
            add();
        }
        finally
        {
            _loading = false;
            Serve();
        }
    }

    /// <summary>Whether nothing of the lane up to this update will be read from the store again.</summary>
    public bool IsLoadedTo(long lane, long id) => !_lanes.TryGetValue(lane, out var known) || known.LoadedTo >= id;

    private bool Join(Lane lane, StoredRow row, TimeSpan now)
    {
        if (_groups is null || row.Update.MediaGroupId is null) return false;
        if (row.Attempt > 0)
        {
            if (lane.FindTriedGroup(row.Update, row.Attempt) is not { } tried) return false;
            tried.Join(row);
            return true;
        }

        if (lane.FindOpenGroup(row.Update) is not { } group) return false;
        group.Join(row);
        _groups.Joined(group, row, now);
        if (group.Count == MediaGroupLimits.MaxParts)
        {
            group.DueAt = default;
            lane.Close(group);
        }

        return true;
    }

    /// <summary>A part of a group was refused, and comes again.</summary>
    public void Refused(long? lane, string? kind, string group)
    {
        if (_groups is null || lane is not { } key) return;
        lock (Gate)
        {
            if (_lanes.TryGetValue(key, out var known) && known.FindOpenGroup(kind, group) is { } open) _groups.Refused(open, Now);
        }
    }

    public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IUpdateInbox));
            if (_stopped) throw new OperationCanceledException("The inbox was told to claim no more.");
            if (!_paused && TryTake() is { } unit)
            {
                OnClaimed?.Invoke(unit.Claim!);
                return new ValueTask<UpdateClaim>(unit.Claim!);
            }

            return new ValueTask<UpdateClaim>(_waiters.Add(cancellationToken));
        }
    }

    /// <summary>
    /// Takes the claim away from its holder, if it is held; the lane stays busy until <see cref="Remove"/> or <see cref="Return"/>, so
    /// that a store can record the transition in between.
    /// </summary>
    public LaneUnit? Take(UpdateClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        lock (Gate)
        {
            if (_closed || claim is not LaneClaim { Unit: var unit } held || unit.Claim != claim) return null;
            unit.Claim = null;
            held.IsOver = true;
            return unit;
        }
    }

    /// <summary>Takes the claim away and removes its unit in one, where there is nothing to wait for in between; false when it was not held.</summary>
    public bool Finish(UpdateClaim claim)
    {
        lock (Gate)
        {
            if (Take(claim) is not { } unit) return false;
            OnFinished?.Invoke((LaneClaim)claim);
            Remove(unit);
            return true;
        }
    }

    /// <summary>The unit is done or dead: its lane moves on.</summary>
    public void Remove(LaneUnit unit)
    {
        lock (Gate)
        {
            Held -= unit.Count;
            HeldBytes -= unit.Bytes;
            unit.Lane.Remove(unit);
            Freed(unit.Lane);
            OnFreed?.Invoke();
            if (Held == 0) _empty?.TrySetResult();
        }
    }

    /// <summary>The unit is pending again; it stands where it stood and holds its lane until the wait is over.</summary>
    public void Return(LaneUnit unit, TimeSpan wait, int attempt, Func<StoredUpdate, StoredUpdate>? change = null)
    {
        lock (Gate)
        {
            unit.DueAt = wait > TimeSpan.Zero ? Now + wait : default;
            unit.Attempt = attempt;
            unit.LastAttemptFailed = true;
            if (change is not null)
            {
                HeldBytes -= unit.Bytes;
                unit.Replace(change);
                HeldBytes += unit.Bytes;
            }

            unit.Lane.Busy = null;
            if (wait > TimeSpan.Zero) OnWaiting?.Invoke(unit.Lane);
            if (change is not null) OnFreed?.Invoke();
            Freed(unit.Lane);
        }
    }

    /// <summary>Completes when nothing is in memory. Call under the lock.</summary>
    public Task WhenEmpty()
    {
        if (Held == 0) return Task.CompletedTask;
        _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _empty.Task;
    }

    /// <summary>Hands out no more claims; who waits for one is told.</summary>
    public void StopClaiming()
    {
        lock (Gate)
        {
            _stopped = true;
            _waiters.Fail(new OperationCanceledException("The inbox was told to claim no more."));
        }
    }

    /// <summary>Hands out no claims until resumed: while a store cannot record what would become of them.</summary>
    public void Pause(bool paused)
    {
        lock (Gate)
        {
            _paused = paused;
            Serve();
        }
    }

    /// <summary>What is in memory. Call under the lock.</summary>
    public LaneSurvey Survey() => LaneSurvey.Of(_lanes.Values.Concat(_single), Now);

    /// <summary>Looks whether the lane has something to claim now. Call under the lock.</summary>
    public void Consider(Lane lane)
    {
        if (lane.Gone || lane.Ready || lane.Busy is not null) return;
        if (lane.IsIdle)
        {
            lane.Gone = true;
            if (lane.Key is { } key) _lanes.Remove(key);
            else _single.Remove(lane);
        }
        else if (lane.Claimable(Now, out var wakeAt, out var drained) is not null)
        {
            lane.Ready = true;
            _ready.Enqueue(lane);
            Serve();
        }
        else
        {
            if (wakeAt is { } at) _alarm.Set(lane, at);
            if (!drained || !lane.HasMore || lane.Hungry) return;
            lane.Hungry = true;
            OnHungry?.Invoke(lane);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _closed = true;
            _empty?.TrySetResult();
            _waiters.Fail(new ObjectDisposedException(nameof(IUpdateInbox), "The inbox is closed."));
        }

        _alarm.Dispose();
    }

    private void Freed(Lane lane)
    {
        lane.Busy = null;
        Consider(lane);
    }

    private void Wake(List<Lane> lanes)
    {
        lock (Gate)
        {
            foreach (var lane in lanes) Consider(lane);
        }
    }

    /// <summary>Gives what is ready to who waits.</summary>
    private void Serve()
    {
        // Looking for what to give may find that more is ready. Given from within, it would take the one who waits for what is being given.
        if (_serving) return;
        _serving = true;
        try
        {
            ServeAll();
        }
        finally
        {
            _serving = false;
        }
    }

    private void ServeAll()
    {
        while (!_paused && !_loading && _waiters.Any && TryTake() is { } unit)
        {
            if (_waiters.Give(unit.Claim!))
            {
                OnClaimed?.Invoke(unit.Claim!);
                continue;
            }

            unit.Claim = null;
            unit.Attempt--;
            unit.Lane.Busy = null;
            unit.Lane.Ready = true;
            _ready.Enqueue(unit.Lane);
        }
    }

    private LaneUnit? TryTake()
    {
        while (_ready.TryDequeue(out var lane))
        {
            lane.Ready = false;
            if (lane.Claimable(Now, out _, out _) is not { } unit)
            {
                // A part joined the group meanwhile, or the clock went back: it is not due after all.
                Consider(lane);
                continue;
            }

            if (unit.Open) lane.Close(unit);
            lane.Busy = unit;
            unit.Attempt++;
            unit.Claim = NewClaim(unit);
            unit.Claim.SetAge(Now - unit.CameIn);
            return unit;
        }

        return null;
    }
}
