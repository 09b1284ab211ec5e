namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>What is being done with a lane that this instance owns.</summary>
internal enum LaneState
{
    /// <summary>To be looked at.</summary>
    Open,

    /// <summary>Something of it can be claimed.</summary>
    Ready,

    /// <summary>Something of it is claimed, or what became of it is being recorded.</summary>
    Busy,

    /// <summary>More of it, or the parts of an album, are being read.</summary>
    Reading,

    /// <summary>It is being given back.</summary>
    Leaving,

    /// <summary>It is not owned any more.</summary>
    Gone,
}

/// <summary>A lane by one lease, and what of it is in memory. Guarded by the pool's lock.</summary>
internal sealed class OwnedLane(Session session, long key, long fence)
{
    /// <summary>How many updates of a lane are in memory at most; <see cref="LaneSql.Read"/> says the same.</summary>
    public const int MostRows = 64;

    // Parts of albums that were claimed before they were read in their turn.
    private HashSet<long>? _ahead;

    public Session Session { get; } = session;

    public long Key { get; } = key;

    public long Fence { get; } = fence;

    public LaneState State { get; set; }

    /// <summary>The newest position that is known to be there.</summary>
    public long Tail { get; private set; }

    /// <summary>Everything up to this position is in memory, claimed or done.</summary>
    public long ReadTo { get; private set; }

    /// <summary>How many instances ended with its head.</summary>
    public int Crashes { get; set; }

    /// <summary>What is in memory and not claimed, in its order.</summary>
    public List<LaneRow> Rows { get; } = [];

    /// <summary>What can be claimed, while it is ready.</summary>
    public IReadOnlyList<LaneRow> Next { get; set; } = [];

    /// <summary>When it became ready, by the clock of the lease.</summary>
    public long ReadySince { get; set; }

    /// <summary>The claim that is held.</summary>
    public PostgreSqlClaim? Claim { get; set; }

    /// <summary>When open albums are complete whose parts were looked for in all of the lane.</summary>
    public Dictionary<(string? Kind, string Group), DateTimeOffset> Albums { get; } = [];

    public bool HasMore => Tail > ReadTo;

    public void Grew(long tail)
    {
        if (tail > Tail) Tail = tail;
    }

    /// <summary>
    /// An update that was just written here: kept in memory if it is the next one and there is room, else it is read in
    /// its turn.
    /// </summary>
    public void Push(LaneRow row)
    {
        Grew(row.Position);
        if (State == LaneState.Reading || row.Position != ReadTo + 1 || Rows.Count >= MostRows) return;
        Rows.Add(row);
        ReadTo = row.Position;
        if (row.Update.MediaGroupId is { } group) Albums.Remove((row.Update.Kind, group));
    }

    /// <summary>What was read behind <see cref="ReadTo"/>.</summary>
    /// <param name="rows">The rows, in their order.</param>
    /// <param name="tail">The tail that was known when they were asked for.</param>
    public void Read(IReadOnlyList<LaneRow> rows, long tail)
    {
        foreach (var row in rows)
        {
            if (row.Position <= ReadTo) continue;
            ReadTo = row.Position;
            if (_ahead?.Remove(row.Position) != true) Rows.Add(row);
        }

        // Less than there was room for: up to the tail nothing else is there.
        if (rows.Count < MostRows && ReadTo < tail) ReadTo = tail;
        Grew(ReadTo);
    }

    /// <summary>Takes what is claimed out of what is not.</summary>
    public void Take(IReadOnlyList<LaneRow> claimed)
    {
        foreach (var row in claimed)
        {
            Rows.RemoveAll(other => other.Position == row.Position);
            if (row.Position > ReadTo) (_ahead ??= []).Add(row.Position);
        }
    }

    /// <summary>What was claimed is pending again, where it stood.</summary>
    public void Return(IEnumerable<LaneRow> rows)
    {
        foreach (var row in rows)
        {
            var at = Rows.FindIndex(other => other.Position > row.Position);
            Rows.Insert(at < 0 ? Rows.Count : at, row);
        }
    }
}
