using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// The lanes this instance owns, in memory: of each the oldest unfinished update is handed out, lanes in turn. A lane is owned only while something of
/// it can be handled; one that waits is given back with the time when there is something to look at.
/// </summary>
internal sealed class LanePool(ILaneWork work, DueTimes times, DatabaseClock clock, TimeProvider leaseTime, int concurrency, Action<InboxException> unreadable)
{
    // With others there, what is not begun by then is given back to them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, OwnedLane> _lanes = [];
    private readonly LinkedList<OwnedLane> _ready = new();
    private readonly ClaimWaiters _waiters = new();
    private Session _session = new(0);
    private int _busy;
    private int _leaving;
    private bool _paused;
    private bool _stopped;
    private bool _closed;
    private bool _saturated;
    private bool _wantsRoom;
    private DateTimeOffset? _albumsHeldUntil;

    /// <summary>How many more lanes may be owned.</summary>
    public int Room
    {
        get
        {
            lock (_gate)
            {
                if (_stopped || _closed || _paused || _session.IsLost || (_saturated && !_waiters.Any)) return 0;
                var room = Math.Max(0, concurrency - (_lanes.Count - _busy - _leaving));
                _wantsRoom |= room == 0;
                return room;
            }
        }
    }

    /// <summary>How many updates are handled here now.</summary>
    public int Handled
    {
        get
        {
            lock (_gate) return _lanes.Values.Sum(lane => lane.Claim?.Rows.Count ?? 0);
        }
    }

    public Session Session
    {
        get
        {
            lock (_gate) return _session;
        }
    }

    /// <summary>The database's time, as far as it is known.</summary>
    public DateTimeOffset Now { get { lock (_gate) return clock.Now; } }

    /// <summary>A new life begins: whatever was owned before is not.</summary>
    public void Begin(Session session)
    {
        lock (_gate)
        {
            Clear();
            _session = session;
        }
    }

    /// <summary>Albums that were open in an outage, or when an instance stopped, are held until then.</summary>
    public void HoldAlbums(DateTimeOffset? until)
    {
        lock (_gate) _albumsHeldUntil = until;
    }

    /// <summary>Whether the database's clock was set back since this was asked.</summary>
    public bool ClockWentBack()
    {
        lock (_gate) return clock.TakeWentBack();
    }

    public void Heard(DateTimeOffset now)
    {
        lock (_gate) clock.Heard(now);
    }

    public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IUpdateInbox));
            if (_stopped) throw new OperationCanceledException("The inbox was told to claim no more.");
            if (!_paused && TryTake() is { } claim) return new ValueTask<UpdateClaim>(claim);
            if (_saturated || _wantsRoom) work.HasRoom();
            (_saturated, _wantsRoom) = (false, false);
            return new ValueTask<UpdateClaim>(ClaimWaiters.Wait(_waiters.NewPlace(), cancellationToken));
        }
    }

    /// <summary>Lanes became this instance's, or grew.</summary>
    /// <param name="session">Whose they became: what an earlier life was given is nobody's.</param>
    /// <param name="leases">Each with its lease; known ones may be among them.</param>
    public void Adopt(Session session, IReadOnlyList<Lease> leases)
    {
        lock (_gate)
        {
            if (session != _session || session.IsLost || _closed) return;
            foreach (var lease in leases) Adopt(lease);
        }
    }

    /// <summary>What was read of lanes.</summary>
    public void HaveRead(OwnedLane lane, IReadOnlyList<LaneRow> rows, long tail)
    {
        lock (_gate)
        {
            if (lane.State != LaneState.Reading) return;
            lane.Read(rows, tail);
            Next(lane);
        }
    }

    /// <summary>All parts of an album that there are; none when it is not there any more.</summary>
    public void FoundAlbum(OwnedLane lane, LaneRow first, IReadOnlyList<LaneRow> parts)
    {
        lock (_gate)
        {
            if (lane.State != LaneState.Reading) return;
            if (parts.Count == 0)
            {
                lane.Take([first]);
                Next(lane);
                return;
            }

            var due = first.IsOpen ? times.OfAlbum(parts, _albumsHeldUntil, clock.Now) : DateTimeOffset.MinValue;
            if (due <= clock.Now && !_stopped)
            {
                if (first.IsOpen) lane.Albums.Remove((first.Update.Kind, first.Update.MediaGroupId!));
                Ready(lane, parts);
                return;
            }

            if (first.IsOpen) lane.Albums[(first.Update.Kind, first.Update.MediaGroupId!)] = due;
            Next(lane);
        }
    }

    /// <summary>Reading failed: it is asked for again.</summary>
    public void ReadAgain(OwnedLane lane)
    {
        lock (_gate)
            if (lane.State == LaneState.Reading) Next(lane);
    }

    /// <summary>The claim is done; its lane goes on at once, and what is to be written follows.</summary>
    public bool Complete(UpdateClaim claim)
    {
        lock (_gate)
        {
            if (Take(claim) is not { } held) return false;
            work.Completed(held);
            held.Lane.Crashes = 0;
            Next(held.Lane);
            return true;
        }
    }

    /// <summary>Takes the claim from who holds it; its lane stays busy until <see cref="Recorded"/>. Null when it is not held.</summary>
    public PostgreSqlClaim? Take(UpdateClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        lock (_gate)
        {
            if (_closed || claim is not PostgreSqlClaim held || held.Lane.Claim != held || held.Lane.Session.IsLost) return null;
            held.IsOver = true;
            held.Lane.Claim = null;
            return held;
        }
    }

    /// <summary>What became of a claim is recorded; its lane moves on.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="isHeld">The lease was still held.</param>
    /// <param name="rows">What is pending again of it.</param>
    public void Recorded(OwnedLane lane, bool isHeld, IReadOnlyList<LaneRow> rows)
    {
        lock (_gate)
        {
            if (lane.State == LaneState.Gone) return;
            if (!isHeld)
            {
                Remove(lane);
                return;
            }

            lane.Crashes = 0;
            lane.Return(rows);
            Next(lane);
        }
    }

    /// <summary>A lane was given back, or was not because more came.</summary>
    public void Released(OwnedLane lane, bool isGone, long tail)
    {
        lock (_gate)
        {
            if (lane.State != LaneState.Leaving) return;
            if (isGone)
            {
                Remove(lane);
                return;
            }

            lane.Grew(tail);
            Next(lane);
        }
    }

    /// <summary>Hands out nothing until resumed: while what would become of it cannot be recorded.</summary>
    public void Pause(bool paused)
    {
        lock (_gate)
        {
            _paused = paused;
            Serve();
        }
    }

    public void StopClaiming()
    {
        lock (_gate)
        {
            _stopped = true;
            _waiters.Fail(new OperationCanceledException("The inbox was told to claim no more."));
            GiveBack(long.MaxValue);
        }
    }

    /// <summary>With other instances there: what waits for a worker here gives way to them.</summary>
    public void GiveBackUnbegun()
    {
        lock (_gate)
        {
            if (_waiters.Any || _ready.Count == 0) return;
            GiveBack(leaseTime.GetTimestamp() - (long)(Patience.TotalSeconds * leaseTime.TimestampFrequency));
        }
    }

    /// <summary>Ends it; returns the lanes whose claims were held until now.</summary>
    public IReadOnlyList<(OwnedLane Lane, PostgreSqlClaim? Claim)> Close()
    {
        lock (_gate)
        {
            _closed = true;
            _waiters.Fail(new ObjectDisposedException(nameof(IUpdateInbox), "The inbox is closed."));
            var left = _lanes.Values.Where(lane => lane.State != LaneState.Leaving).Select(lane => (lane, lane.Claim)).ToList();
            foreach (var (lane, claim) in left)
            {
                if (claim is not null) claim.IsOver = true;
                lane.Claim = null;
                lane.State = LaneState.Leaving;
            }

            return left;
        }
    }

    private void Adopt(Lease lease)
    {
        if (!_lanes.TryGetValue(lease.Lane, out var lane) || lane.Fence < lease.Fence)
        {
            // One that grew under a lease which was given back meanwhile is somebody else's.
            if (!lease.IsNew) return;
            if (lane is not null) Remove(lane);
            lane = _lanes[lease.Lane] = new OwnedLane(_session, lease.Lane, lease.Fence) { Crashes = lease.Crashes };
        }
        else if (lane.Fence > lease.Fence)
        {
            return;
        }

        lane.Grew(lease.Tail);
        if (lease.Rows is [var first, ..]) clock.HeardFirst(first.JoinedAt);
        foreach (var row in lease.Rows) lane.Push(row);
        if (lane.State == LaneState.Open) Next(lane);
    }

    private void Next(OwnedLane lane)
    {
        SetState(lane, LaneState.Open);
        if (_closed || lane.Session.IsLost) return;
        var decision = LaneDecision.Of(lane, times, _albumsHeldUntil, clock.Now);
        if (decision.Step != LaneStep.Leave && _stopped)
        {
            Leave(new LaneRelease(lane, clock.Now, Always: true));
            return;
        }

        switch (decision.Step)
        {
            case LaneStep.Claim:
                Ready(lane, decision.Rows);
                break;
            case LaneStep.Read:
                SetState(lane, LaneState.Reading);
                work.Read(lane);
                break;
            case LaneStep.FindAlbum:
                SetState(lane, LaneState.Reading);
                work.FindAlbum(lane, decision.Rows[0]);
                break;
            default:
                Leave(new LaneRelease(lane, decision.DueAt, decision.Waits, Always: decision.Waits));
                break;
        }
    }

    private void Ready(OwnedLane lane, IReadOnlyList<LaneRow> rows)
    {
        SetState(lane, LaneState.Ready);
        lane.Next = rows;
        lane.ReadySince = leaseTime.GetTimestamp();
        _ready.AddLast(lane);
        Serve();
    }

    private void Serve()
    {
        while (!_paused && !_stopped && _waiters.Any && TryTake() is { } claim)
        {
            if (_waiters.Give(claim)) continue;
            // Who it was meant for has just given up waiting: it was never begun.
            claim.Lane.Claim = null;
            claim.Lane.Return(claim.Rows.Where(row => row.Position <= claim.Lane.ReadTo));
            SetState(claim.Lane, LaneState.Ready);
            _ready.AddFirst(claim.Lane);
        }
    }

    private PostgreSqlClaim? TryTake()
    {
        if (_ready.First is not { Value: var lane }) return null;
        _ready.RemoveFirst();
        lane.Take(lane.Next);
        SetState(lane, LaneState.Busy);
        if (_wantsRoom) work.HasRoom();
        _wantsRoom = false;
        return lane.Claim = new PostgreSqlClaim(lane, lane.Next, clock.Since(lane.Next[0].Update.ReceivedAt), work.Noted, unreadable);
    }

    private void GiveBack(long before)
    {
        foreach (var lane in _ready.Where(lane => lane.ReadySince <= before).ToList())
        {
            _ready.Remove(lane);
            _saturated = true;
            Leave(new LaneRelease(lane, clock.Now, Always: true));
        }
    }

    private void Leave(LaneRelease release)
    {
        SetState(release.Lane, LaneState.Leaving);
        work.Release(release);
    }

    private void SetState(OwnedLane lane, LaneState state)
    {
        _busy += (state == LaneState.Busy ? 1 : 0) - (lane.State == LaneState.Busy ? 1 : 0);
        _leaving += (state == LaneState.Leaving ? 1 : 0) - (lane.State == LaneState.Leaving ? 1 : 0);
        lane.State = state;
    }

    private void Remove(OwnedLane lane)
    {
        if (lane.State == LaneState.Ready) _ready.Remove(lane);
        SetState(lane, LaneState.Gone);
        if (_lanes.TryGetValue(lane.Key, out var known) && known == lane) _lanes.Remove(lane.Key);
    }

    private void Clear()
    {
        foreach (var lane in _lanes.Values.ToList())
        {
            if (lane.Claim is { } claim) claim.IsOver = true;
            lane.Claim = null;
            Remove(lane);
        }

        _saturated = false;
    }
}
