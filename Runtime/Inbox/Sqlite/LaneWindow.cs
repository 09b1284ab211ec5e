namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Which part of the store is in memory. New updates are added to memory while there is room and nothing waits in the
/// store before them; else they stay in the store, and a scan in append order brings them in when there is room. A lane
/// with many updates keeps only its first in memory and is continued when it has run out, so that one lane's backlog
/// leaves room for the others; a lane that waits for a retry keeps its head only. Guarded by the scheduler's lock.
/// </summary>
internal sealed class LaneWindow(LaneScheduler lanes, WindowLimits limits)
{
    private const int PruneAheadAt = 1024;

    // Parts of media groups that were brought in before what stands before them in the store, and their lanes: skipped
    // when their turn comes.
    private readonly Dictionary<long, long> _ahead = [];
    private readonly Queue<Lane> _hungry = new();
    private long _openedTo;
    private long _scannedTo;
    private long _tail;

    public bool HasBacklog => _scannedTo < _tail;

    /// <summary>Room enough for a scan to be worth it.</summary>
    public bool HasRoom => lanes.Held < limits.MaxHeld / 2 && lanes.HeldBytes < limits.MaxHeldBytes / 2;

    public bool HasWork => _hungry.Count > 0 || (HasBacklog && HasRoom);

    public void AddHungry(Lane lane) => _hungry.Enqueue(lane);

    /// <summary>What is in the store when it is opened.</summary>
    public void Opened(long lastId) => _openedTo = _tail = lastId;

    /// <summary>An update is in the store.</summary>
    public void Appended(StoredRow row)
    {
        var isNext = !HasBacklog;
        var update = row.Update;
        _tail = update.Id;
        if (lanes.HasGroup(update, attempt: 0))
        {
            // A group's parts belong together, room or not.
            var lane = lanes.LaneOf(update);
            if (!isNext || lane.HasMore) AddAhead(update);
            else lane.LoadedTo = update.Id;
            lanes.Add(lane, row);
        }
        else if (isNext && lanes.Held < limits.MaxHeld && lanes.HeldBytes < limits.MaxHeldBytes)
        {
            Place(row);
        }
        else
        {
            isNext = false;
        }

        if (isNext) _scannedTo = update.Id;
    }

    /// <summary>
    /// The next piece of the store to read, a lane's or the scan's; null when there is nothing to do.
    /// </summary>
    public ScanRequest? Next()
    {
        if (_hungry.TryDequeue(out var lane))
            return new ScanRequest(lane, lane.LoadedTo, lane.SkippedTo, _tail, limits.MaxPerLane);
        return HasBacklog && HasRoom ? new ScanRequest(null, _scannedTo, _tail, _tail, limits.MaxPerScan) : null;
    }

    /// <summary>Takes in what was read.</summary>
    public void Apply(ScanRequest request, ScanResult result) => lanes.Load(() => TakeIn(request, result));

    private void TakeIn(ScanRequest request, ScanResult result)
    {
        foreach (var read in result.Rows)
        {
            if (_ahead.ContainsKey(read.Update.Id)) continue;
            var row = Dated(read);
            if (request.Lane is { } lane) lanes.Add(lane, row);
            else Place(row);
        }

        var readTo = result.ReachedEnd ? request.To : result.ReadTo;
        if (request.Lane is null) _scannedTo = readTo;
        foreach (var part in result.PartsAhead)
        {
            // Its group may have been claimed while this was read; then it comes in its turn, as a late part.
            if (_ahead.ContainsKey(part.Update.Id) || !lanes.HasGroup(part.Update, part.Attempt)) continue;
            AddAhead(part.Update);
            lanes.Add(lanes.LaneOf(part.Update), Dated(part));
        }

        if (request.Lane is not { } continued) return;
        continued.LoadedTo = readTo;
        continued.Hungry = false;
        lanes.Consider(continued);
    }

    /// <summary>
    /// The lane waits for a retry of its oldest: what stands behind that leaves memory, and is read again when it is
    /// over.
    /// </summary>
    public void Trim(Lane lane)
    {
        // While more of the lane is being read, what is known of it must stay as it is.
        if (lane.Hungry || lane.First is not { } head || lane.Count == 1) return;
        var left = lanes.RemoveBehind(head);
        if (left.Count == 0) return;
        foreach (var part in left) _ahead.Remove(part.Id);
        lane.SkippedTo = Math.Max(lane.SkippedTo, Math.Max(lane.LoadedTo, left.Max(part => part.Id)));
        // Reading goes on behind the last that stays; parts of groups that stand beyond it are in memory.
        lane.LoadedTo = lane.Last!.First.Id;
        foreach (var part in lane.PartsAfter(lane.LoadedTo)) AddAhead(part);
    }

    /// <summary>Reading failed: it is asked for again.</summary>
    public void GiveBack(ScanRequest request)
    {
        if (request.Lane is not null) _hungry.Enqueue(request.Lane);
    }

    // What this process has appended itself has waited already; never for longer than the clock, if it was set, lets it
    // seem.
    private StoredRow Dated(StoredRow row) =>
        row.Update.Id <= _openedTo ? row with { IsRecovered = true } : row with { Age = lanes.AgeOf(row.Update) };

    private void AddAhead(StoredUpdate part)
    {
        if (_ahead.Count >= PruneAheadAt)
        {
            foreach (var (id, lane) in _ahead)
                if (id <= _scannedTo && lanes.IsLoadedTo(lane, id)) _ahead.Remove(id);
        }

        _ahead[part.Id] = part.Lane!.Value;
    }

    private void Place(StoredRow row)
    {
        var lane = lanes.LaneOf(row.Update);
        var isApart = !lanes.HasGroup(row.Update, row.Attempt);
        if (lane.HasMore || (isApart && (lane.Count >= limits.MaxPerLane || lanes.Waits(lane))))
        {
            lane.SkippedTo = row.Update.Id;
            return;
        }

        lane.LoadedTo = row.Update.Id;
        lanes.Add(lane, row);
    }
}
