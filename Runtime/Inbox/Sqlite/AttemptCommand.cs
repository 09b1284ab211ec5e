namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// That an attempt was begun, so that it counts if the process ends in the midst of it. By the time it is written most
/// attempts are over: then it is their end that is written, and nothing else has to be queued for it.
/// </summary>
internal sealed class AttemptCommand(UpdateClaim claim) : WriteCommand
{
    // Ids only: the bodies are free while this waits.
    private readonly UpdateIds _ids = new(claim.Updates);
    private readonly int _attempt = claim.Attempt;
    private int _state = (int)State.Waiting;
    private SaidCalls? _said;

    private enum State
    {
        /// <summary>Not written yet, and the claim is held.</summary>
        Waiting,

        /// <summary>Written as begun, or about to be.</summary>
        Begun,

        /// <summary>Over before it was written.</summary>
        Completed,

        /// <summary>Over too, and another command tells how.</summary>
        Void,
    }

    public override bool IsUrgent => false;

    public override bool IsKept => true;

    public override bool GivesSpaceBack => (State)Volatile.Read(ref _state) == State.Completed;

    /// <summary>
    /// The attempt went well. Returns what is still to be queued; null when this command will write it.
    /// </summary>
    public WriteCommand? Complete() => EndsWaiting(State.Completed) ? null : new CompleteCommand(_ids);

    /// <summary>
    /// The attempt is over, and a command that is queued after this one tells how; or this one could not be written.
    /// </summary>
    public void Cancel() => EndsWaiting(State.Void);

    /// <summary>What the attempt has said is written with its beginning. False when that is written already.</summary>
    public bool WillWrite(SaidCalls said)
    {
        // A full fence: either this sees that the beginning is being written, or who writes it sees what was said.
        Interlocked.Exchange(ref _said, said);
        return Volatile.Read(ref _state) == (int)State.Waiting;
    }

    public override void Apply(WriteTransaction transaction)
    {
        EndsWaiting(State.Begun);
        switch ((State)Volatile.Read(ref _state))
        {
            case State.Begun:
                foreach (var id in _ids) transaction.Use(WriteSql.Claim).Bind(1, id).Bind(2, _attempt).Run();
                if (Volatile.Read(ref _said)?.Save() is { IsEmpty: false } saved)
                    transaction.Use(WriteSql.Said).Bind(1, _ids.First).Bind(2, saved.Span).Run();
                break;
            case State.Completed:
                foreach (var id in _ids) transaction.Pending(-transaction.Use(WriteSql.Complete).Bind(1, id).Run());
                break;
        }
    }

    // It will never be written: an end that comes later must not count on it.
    public override void Failed(InboxException error) => Cancel();

    private bool EndsWaiting(State state) =>
        Interlocked.CompareExchange(ref _state, (int)state, (int)State.Waiting) == (int)State.Waiting;
}

/// <summary>That an attempt that was written as begun is over: its updates are done.</summary>
internal sealed class CompleteCommand(UpdateIds ids) : WriteCommand
{
    public override bool IsUrgent => false;

    public override bool GivesSpaceBack => true;

    public override bool IsKept => true;

    public override void Apply(WriteTransaction transaction)
    {
        foreach (var id in ids) transaction.Pending(-transaction.Use(WriteSql.Complete).Bind(1, id).Run());
    }

    public override void Failed(InboxException error)
    {
    }
}
