namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The units of one lane that are in memory, oldest first. Guarded by the scheduler's lock.</summary>
internal sealed class Lane(long? key)
{
    private LaneUnit? _first;
    private LaneUnit? _last;
    private List<LaneUnit>? _openGroups;

    /// <summary>Null for an update that is a lane of its own.</summary>
    public long? Key { get; } = key;

    public int Count { get; private set; }

    /// <summary>The oldest unit; null when there is none in memory.</summary>
    public LaneUnit? First => _first;

    /// <summary>The newest unit; null when there is none in memory.</summary>
    public LaneUnit? Last => _last;

    /// <summary>
    /// The unit that is claimed, or between two states: nothing else of the lane may be claimed meanwhile.
    /// </summary>
    public LaneUnit? Busy { get; set; }

    /// <summary>Stands in the queue of lanes with something to claim.</summary>
    public bool Ready { get; set; }

    /// <summary>
    /// The earliest moment the alarm will look at this lane; null when it will not. Guarded by the alarm.
    /// </summary>
    public TimeSpan? WakeAt { get; set; }

    /// <summary>Up to which update this lane is in memory or done.</summary>
    public long LoadedTo { get; set; }

    /// <summary>The newest update that was left in the store because enough of this lane was in memory.</summary>
    public long SkippedTo { get; set; }

    /// <summary>Has updates in the store that are not in memory; what comes later must not overtake them.</summary>
    public bool HasMore => LoadedTo < SkippedTo;

    /// <summary>More of this lane was asked for from the store.</summary>
    public bool Hungry { get; set; }

    /// <summary>No longer the lane of its key: it ran empty and was let go.</summary>
    public bool Gone { get; set; }

    public bool IsIdle => Count == 0 && Busy is null && !HasMore;

    public void Add(LaneUnit unit)
    {
        unit.Previous = _last;
        if (_last is null) _first = unit;
        else _last.Next = unit;
        _last = unit;
        Count++;
        if (unit.Open) (_openGroups ??= []).Add(unit);
    }

    public void Remove(LaneUnit unit)
    {
        if (unit.Previous is null) _first = unit.Next;
        else unit.Previous.Next = unit.Next;
        if (unit.Next is null) _last = unit.Previous;
        else unit.Next.Previous = unit.Previous;
        unit.Previous = unit.Next = null;
        Count--;
    }

    public void Close(LaneUnit group)
    {
        group.Open = false;
        _openGroups?.Remove(group);
    }

    public LaneUnit? FindOpenGroup(StoredUpdate part) => FindOpenGroup(part.Kind, part.MediaGroupId);

    public LaneUnit? FindOpenGroup(string? kind, string? group) => _openGroups?.Find(open => open.IsGroup(kind, group));

    /// <summary>The updates in memory that are newer than one.</summary>
    public List<StoredUpdate> PartsAfter(long id)
    {
        var parts = new List<StoredUpdate>();
        for (var unit = _first; unit is not null; unit = unit.Next) parts.AddRange(unit.Parts.Where(part => part.Id > id));
        return parts;
    }

    /// <summary>Removes the units behind one, from the end on, up to an open group.</summary>
    public List<LaneUnit> TakeBehind(LaneUnit unit)
    {
        var taken = new List<LaneUnit>();
        while (_last is { Open: false } last && last != unit)
        {
            Remove(last);
            taken.Add(last);
        }

        return taken;
    }

    /// <summary>A group that was tried before the process ended and is being put together again.</summary>
    public LaneUnit? FindTriedGroup(StoredUpdate part, int attempt)
    {
        for (var unit = _last; unit is not null; unit = unit.Previous)
            if (!unit.Open && unit.Attempt == attempt && unit.Count < MediaGroupLimits.MaxParts && unit != Busy && unit.IsGroup(part.Kind, part.MediaGroupId))
                return unit;
        return null;
    }

    /// <summary>
    /// The unit that may be claimed now: the oldest, save that open groups are passed over until they are due. When
    /// there is none,
    /// <paramref name="wakeAt"/> tells when to look again, if time alone can change that, and
    /// <paramref name="drained"/> whether a later update could be claimed at once.
    /// </summary>
    public LaneUnit? Claimable(TimeSpan now, out TimeSpan? wakeAt, out bool drained)
    {
        wakeAt = null;
        drained = false;
        if (Busy is not null) return null;
        for (var unit = _first; unit is not null; unit = unit.Next)
        {
            if (unit.DueAt <= now) return unit;
            if (wakeAt is null || unit.DueAt < wakeAt) wakeAt = unit.DueAt;
            if (!unit.Open) return null;
        }

        drained = true;
        return null;
    }
}
