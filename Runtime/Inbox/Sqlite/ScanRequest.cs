namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// A piece of the store to bring into memory: after one id, up to another; of one lane or of all. The tail is the last id in the store.
/// </summary>
internal sealed record ScanRequest(Lane? Lane, long From, long To, long Tail, int Limit);

/// <summary>What was read. The parts ahead belong to media groups among the rows and stand in the store beyond them.</summary>
internal sealed record ScanResult(List<StoredRow> Rows, List<StoredRow> PartsAhead, bool ReachedEnd);
