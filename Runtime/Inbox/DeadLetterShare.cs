namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// How much of an inbox dead letters may take: else a sender of garbage, or of updates that always fail, fills it up and
/// keeps everybody else out.
/// </summary>
internal sealed record DeadLetterShare(long MaxCount, long MaxBytes)
{
    /// <summary>The oldest must give way. One letter may always stay.</summary>
    public bool IsExceeded(long count, long bytes) => count > 1 && (count > MaxCount || bytes > MaxBytes);
}
