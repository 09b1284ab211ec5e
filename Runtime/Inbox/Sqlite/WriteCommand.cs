namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// One change, on its way through the writer: applied in a transaction with others, then told how that ended.
/// </summary>
internal abstract class WriteCommand
{
    /// <summary>
    /// Somebody waits for it: commit now. Otherwise it rides along with the next commit, which is at most moments away.
    /// </summary>
    public abstract bool IsUrgent { get; }

    /// <summary>A fact that must be recorded in the end: kept and tried again when a commit fails.</summary>
    public abstract bool IsKept { get; }

    /// <summary>It removes rows: when there is no space, such commands go first, and by themselves.</summary>
    public virtual bool GivesSpaceBack { get; init; }

    /// <summary>It writes several rows, of which one may be refused: then none is written.</summary>
    public virtual bool IsSeveral => false;

    /// <summary>How many bytes it holds up in the queue.</summary>
    public virtual int Bytes => 0;

    /// <exception cref="SqliteFault">SQLite reports an error.</exception>
    public abstract void Apply(WriteTransaction transaction);

    /// <summary>Under the scheduler's lock, after the commit.</summary>
    public virtual void Publish(LaneWindow window)
    {
    }

    /// <summary>The commit is on the disk.</summary>
    public virtual void Committed()
    {
    }

    /// <summary>Nothing was changed.</summary>
    public abstract void Failed(InboxException error);
}
