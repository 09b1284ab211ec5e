namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>How long an update that failed waits: not less than nothing, and not longer than the longest.</summary>
internal static class RetryWait
{
    /// <summary>The wait that was asked for, as it is kept.</summary>
    public static TimeSpan Clamp(TimeSpan asked, TimeSpan longest) =>
        asked <= TimeSpan.Zero ? TimeSpan.Zero : asked < longest ? asked : longest;

    /// <summary>
    /// What is left of a wait that was written down. The clock may have been ahead when it was, or be behind now: so
    /// never longer than was asked for.
    /// </summary>
    /// <param name="dueAt">When it is over, by the clock that wrote it.</param>
    /// <param name="asked">How long it was in all; null when that was not written.</param>
    /// <param name="now">The time now, by this clock.</param>
    /// <param name="longest">No wait is longer.</param>
    public static TimeSpan Left(DateTimeOffset? dueAt, TimeSpan? asked, DateTimeOffset now, TimeSpan longest)
    {
        if (dueAt is not { } due) return TimeSpan.Zero;
        var most = asked < longest ? asked.Value : longest;
        return Clamp(due - now, most);
    }
}
