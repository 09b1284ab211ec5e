namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The right to handle one update, or the parts of one media group; held until completed, retried or buried.
/// </summary>
/// <remarks>Each inbox has a claim of its own, which knows what the inbox needs to recognise it.</remarks>
public abstract class UpdateClaim
{
    /// <summary>The update, or the parts of a media group in append order; never empty.</summary>
    public abstract IReadOnlyList<StoredUpdate> Updates { get; }

    /// <summary>
    /// Which attempt this is, from 1; interrupted attempts are not counted, crashed ones are as far as known.
    /// </summary>
    public abstract int Attempt { get; }

    /// <summary>
    /// Whether the attempt before this one is known to have failed, and not to have ended with its process. Default
    /// false: nobody knows. An update that has had its attempts (<c>MaxAttempts</c>, when that is lowered) is tried
    /// once more if this is true, and buried untried if not.
    /// </summary>
    public virtual bool LastAttemptFailed => false;

    /// <summary>
    /// How long ago the update came in, by a clock that nobody sets, as far as the inbox knows one. Default null:
    /// <see cref="StoredUpdate.ReceivedAt"/> is compared with the system's clock, which is wrong where that was set, or
    /// is not the one it was written by.
    /// </summary>
    public virtual TimeSpan? Age => null;

    /// <summary>
    /// What earlier attempts, and this one so far, have already got done. The inbox keeps what is added.
    /// </summary>
    public abstract SaidCalls Said { get; }

    /// <summary>
    /// Fires when another instance may handle the update now: then no transition applies any more. Never fires where an
    /// inbox has one owner.
    /// </summary>
    public virtual CancellationToken Lost => CancellationToken.None;
}
