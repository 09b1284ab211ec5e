namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// A piece of the store to bring into memory: after one id, up to another; of one lane or of all. The tail is the last
/// id in the store.
/// </summary>
internal sealed record ScanRequest(Lane? Lane, long From, long To, long Tail, int Limit);

/// <summary>What was read.</summary>
/// <param name="Rows">The updates, in order.</param>
/// <param name="PartsAhead">Parts of media groups among the rows that stand in the store beyond them.</param>
/// <param name="ReadTo">The last that was read.</param>
/// <param name="ReachedEnd">There is nothing more up to where it was asked for.</param>
/// <param name="Unreadable">Those of which something could not be read, with why.</param>
internal sealed record ScanResult(
    List<StoredRow> Rows, List<StoredRow> PartsAhead, long ReadTo, bool ReachedEnd,
    List<(long Id, Exception Why)> Unreadable);
