namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>What is to be recorded of a lane.</summary>
internal abstract record Transition(OwnedLane Lane)
{
    /// <summary>
    /// How long it may wait for a fuller batch; not at all when somebody waits for it, or others may.
    /// </summary>
    public virtual TimeSpan Patience => TimeSpan.Zero;

    /// <summary>Its lane's head went on, and instances had ended with it: they do not count any more.</summary>
    public virtual bool EndsCrashes => false;

    /// <summary>It is over, whatever became of it: nobody can make it hold any more.</summary>
    public virtual void Void()
    {
    }
}

/// <summary>A claim's updates are done.</summary>
internal sealed record CompleteTransition(PostgreSqlClaim Claim) : Transition(Claim.Lane)
{
    // A crash within that time repeats the attempt. What it said is written after half of it, as SaidNotes promises, so
    // its end has the other half.
    public override TimeSpan Patience { get; } = Claim.HasSaid ? SaidNotes.Moment : 2 * SaidNotes.Moment;

    public override bool EndsCrashes { get; } = Claim.Lane.Crashes > 0;
}

/// <summary>Some of what an attempt has said, while it lasts.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="IsLast">The inbox is closed, and the claim given up with it; else an attempt's end tells what was
/// said.</param>
internal sealed record NoteTransition(PostgreSqlClaim Claim, bool IsLast = false) : Transition(Claim.Lane);

/// <summary>A lane is given back.</summary>
internal sealed record ReleaseTransition(LaneRelease Release) : Transition(Release.Lane)
{
    /// <summary>An empty one is nobody's work: what goes to it meanwhile is seen when it is to go.</summary>
    public override TimeSpan Patience => Release.DueAt is null ? 2 * SaidNotes.Moment : TimeSpan.Zero;
}

/// <summary>One that its caller waits for.</summary>
internal abstract record AwaitedTransition(PostgreSqlClaim Claim) : Transition(Claim.Lane)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool EndsCrashes { get; } = Claim.Lane.Crashes > 0;

    public Task<bool> Done => _done.Task;

    public void Recorded(bool isHeld) => _done.TrySetResult(isHeld);

    public override void Void() => _done.TrySetResult(false);
}

/// <summary>A claim's updates are pending again.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Wait">How long they wait.</param>
/// <param name="Error">What went wrong; null when nothing did, and the attempt does not count.</param>
internal sealed record RetryTransition(PostgreSqlClaim Claim, TimeSpan Wait, string? Error) : AwaitedTransition(Claim)
{
    /// <summary>How many attempts are behind it then.</summary>
    public int Attempts => Error is null ? Claim.Attempt - 1 : Claim.Attempt;

    /// <summary>
    /// Of an album: where it begins. An album whose only attempt does not count may go on growing, and so is none that
    /// was tried.
    /// </summary>
    public long Unit => Claim.Rows[0].Update.MediaGroupId is not null ? Claim.Rows[0].Position : 0;

    /// <summary>The rows as they are then.</summary>
    public IReadOnlyList<LaneRow> Rows(DateTimeOffset now, byte[] said) =>
    [
        .. Claim.Rows.Select((row, at) => row with
        {
            Attempt = Attempts,
            Failed = true,
            DueAt = Wait > TimeSpan.Zero ? now + Wait : null,
            Wait = Wait,
            Unit = Unit == 0 ? null : Unit,
            Said = at == 0 ? said : [],
        }),
    ];
}

/// <summary>A claim's updates become dead letters.</summary>
internal sealed record BuryTransition(PostgreSqlClaim Claim, string Error) : AwaitedTransition(Claim);

/// <summary>Changes nothing: when it is recorded, so is everything that was queued before it.</summary>
internal sealed record FlushTransition() : Transition((OwnedLane)null!)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void Void() => _done.TrySetResult();
}
