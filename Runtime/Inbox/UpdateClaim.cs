namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The right to handle one update, or the parts of one media group; held until completed, retried or buried.</summary>
/// <remarks>An inbox may derive from it to carry what it needs to recognise the claim.</remarks>
public class UpdateClaim
{
    /// <summary>Creates a claim.</summary>
    /// <param name="updates">The update, or the parts of a media group in append order; never empty.</param>
    /// <param name="attempt">Which attempt this is, from 1; interrupted attempts are not counted, crashed ones are as far as known.</param>
    public UpdateClaim(IReadOnlyList<StoredUpdate> updates, int attempt)
    {
        ArgumentNullException.ThrowIfNull(updates);
        ArgumentOutOfRangeException.ThrowIfZero(updates.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        Updates = updates;
        Attempt = attempt;
    }

    /// <summary>The update, or the parts of a media group in append order; never empty.</summary>
    public IReadOnlyList<StoredUpdate> Updates { get; internal set; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; }
}
