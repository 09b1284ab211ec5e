namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>A claim that knows its unit; while the unit knows this claim too, it is held.</summary>
internal class LaneClaim(LaneUnit unit) : UpdateClaim
{
    private IReadOnlyList<StoredUpdate> _updates = unit.Parts;
    private SaidCalls? _said;
    private TimeSpan _age;
    private volatile bool _isOver;

    public LaneUnit Unit { get; } = unit;

    public override IReadOnlyList<StoredUpdate> Updates => _updates;

    public override int Attempt { get; } = unit.Attempt;

    public override bool LastAttemptFailed { get; } = unit.LastAttemptFailed;

    public override TimeSpan? Age => _age;

    /// <summary>How old its update is, when it is handed out.</summary>
    public void SetAge(TimeSpan age) => _age = age;

    // Made when somebody asks: hardly any update has any.
    public override SaidCalls Said => _said ?? Interlocked.CompareExchange(ref _said, NewSaid(), null) ?? _said;

    /// <summary>What was said, if anybody asked for it.</summary>
    public SaidCalls? SaidIfAny => Volatile.Read(ref _said) is { Count: > 0 } said ? said : null;

    /// <summary>It was taken away: by a transition.</summary>
    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    /// <summary>Before the claim is handed out: what was not in memory is now.</summary>
    protected void Complete(IReadOnlyList<StoredUpdate> updates, SaidCalls? said)
    {
        _updates = updates;
        _said = said;
    }

    protected virtual SaidCalls NewSaid() => Unit.Said ??= new SaidCalls();
}
