namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// What is claimed as one: an update, or the parts of a media group. Guarded by the scheduler's lock.
/// </summary>
internal sealed class LaneUnit(Lane lane, StoredUpdate first, int attempt)
{
    // Null for all but media groups with more than one part: nearly every unit is one update.
    private List<StoredUpdate>? _parts;

    public Lane Lane { get; } = lane;

    public StoredUpdate First { get; private set; } = first;

    public int Count => _parts?.Count ?? 1;

    public LaneUnit? Previous { get; set; }

    public LaneUnit? Next { get; set; }

    /// <summary>
    /// When its first update came in, by the scheduler's clock; before zero for what came in before that began to run.
    /// </summary>
    public TimeSpan CameIn { get; init; }

    /// <summary>How many attempts were begun.</summary>
    public int Attempt { get; set; } = attempt;

    /// <summary>How the last attempt ended is known: not with the process.</summary>
    public bool LastAttemptFailed { get; set; }

    /// <summary>
    /// When it may be claimed, by the scheduler's clock: the release of an open group, the end of a retry's wait. Zero:
    /// at once.
    /// </summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>The store has notes of what was said; they are read when it is claimed.</summary>
    public bool HasSaid { get; set; }

    /// <summary>What was said, where it is kept in memory.</summary>
    public SaidCalls? Said { get; set; }

    /// <summary>A media group that parts may still join, and that its lane does not wait for.</summary>
    public bool Open { get; set; }

    /// <summary>The last a group stays open, however often parts go on coming.</summary>
    public TimeSpan OpenUntil { get; set; }

    /// <summary>
    /// Not before is an open group complete, save by having all its parts: parts of it are known to be on their way.
    /// </summary>
    public TimeSpan HoldUntil { get; private set; }

    /// <summary>The claim that is held; a transition applies only to this one.</summary>
    public LaneClaim? Claim { get; set; }

    public IReadOnlyList<StoredUpdate> Parts => _parts is null ? [First] : _parts.ToArray();

    public bool IsGroup(string? kind, string? group) => First.MediaGroupId == group && First.Kind == kind;

    public void Hold(TimeSpan until)
    {
        if (until > HoldUntil) HoldUntil = until;
    }

    public void Join(StoredRow part)
    {
        _parts ??= [First];
        _parts.Add(part.Update);
        HasSaid |= part.HasSaid;
        LastAttemptFailed &= part.LastAttemptFailed;
        if (part.Said is not { } said) return;
        if (Said is null) Said = said;
        else Said.AddAll(said);
    }

    public long Bytes
    {
        get
        {
            if (_parts is null) return First.Body.Length;
            long sum = 0;
            foreach (var part in _parts) sum += part.Body.Length;
            return sum;
        }
    }

    /// <summary>Replaces each part, for instance by itself without the body.</summary>
    public void Replace(Func<StoredUpdate, StoredUpdate> change)
    {
        for (var i = 0; i < _parts?.Count; i++) _parts[i] = change(_parts[i]);
        First = _parts?[0] ?? change(First);
    }
}
