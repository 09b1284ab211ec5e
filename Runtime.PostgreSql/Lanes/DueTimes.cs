using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// When what stands in a lane is due, by the database's clock. A policy: it holds nothing but settings.
/// </summary>
/// <param name="Debounce">How long an album waits for its next part; null keeps parts apart.</param>
/// <param name="LongestWait">No wait for a retry is longer.</param>
internal sealed record DueTimes(TimeSpan? Debounce, TimeSpan LongestWait)
{
    /// <summary>
    /// How long after an outage an album that was open stays so: Telegram sends again after 0, 2, 4 or 8 seconds what
    /// it could not deliver.
    /// </summary>
    public static readonly TimeSpan AfterOutage = TimeSpan.FromSeconds(10);

    /// <summary>A clock that goes back by more was ahead when a time was written; then the time says nothing.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>When a wait for a retry is over; the beginning of time when it is, or when nobody can tell.</summary>
    public DateTimeOffset OfRetry(LaneRow row, DateTimeOffset now)
    {
        if (row.DueAt is not { } due) return DateTimeOffset.MinValue;
        var began = due - row.Wait;
        if (began > now + Skew) return DateTimeOffset.MinValue;
        return row.Wait <= LongestWait ? due : began + LongestWait;
    }

    /// <summary>When an album is complete, as far as its parts are known.</summary>
    /// <param name="parts">Its parts.</param>
    /// <param name="heldUntil">Until when albums are held that were open in an outage.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset OfAlbum(IReadOnlyList<LaneRow> parts, DateTimeOffset? heldUntil, DateTimeOffset now)
    {
        if (parts.Count >= MediaGroupLimits.MaxParts || Debounce is not { } debounce) return DateTimeOffset.MinValue;
        var (first, last) = (parts.Min(part => part.JoinedAt), parts.Max(part => part.JoinedAt));
        if (last > now + Skew) return DateTimeOffset.MinValue;
        var quiet = last + debounce;
        var longest = first + (MediaGroupLimits.MaxDebounces * debounce);
        if (heldUntil is not { } held || first >= held - AfterOutage) return quiet < longest ? quiet : longest;
        if (longest < held + debounce) longest = held + debounce;
        if (quiet < held) quiet = held;
        return quiet < longest ? quiet : longest;
    }
}
