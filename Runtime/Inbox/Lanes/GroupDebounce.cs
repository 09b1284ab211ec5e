namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// How long a media group waits for its parts. A policy: it changes nothing but the group's own times.
/// </summary>
internal sealed class GroupDebounce(TimeSpan debounce)
{
    /// <summary>
    /// How long after a start a group that was open stays so: Telegram sends what it could not deliver meanwhile again
    /// after 0, 2, 4 or 8 seconds.
    /// </summary>
    public static readonly TimeSpan RecoveredGroupsUntil = TimeSpan.FromSeconds(10);

    // A refusal asks for a second; the rest is the way back.
    private static readonly TimeSpan RefusedPartReturns = TimeSpan.FromSeconds(2);

    /// <summary>A first part came in.</summary>
    public void Open(LaneUnit group, StoredRow first, TimeSpan now)
    {
        group.Open = true;
        if (first.IsRecovered) group.Hold(RecoveredGroupsUntil);
        group.OpenUntil = Later(now + (MediaGroupLimits.MaxDebounces * debounce), group.HoldUntil + debounce);
        group.DueAt = Later(now + Left(first), group.HoldUntil);
    }

    /// <summary>A further part came in.</summary>
    public void Joined(LaneUnit group, StoredRow part, TimeSpan now)
    {
        var quiet = Later(group.DueAt, now + Left(part));
        group.DueAt = quiet < group.OpenUntil ? quiet : group.OpenUntil;
    }

    /// <summary>
    /// A part was refused: Telegram sends it again after the second it is asked to wait, and a debounce after that is
    /// quiet.
    /// </summary>
    public void Refused(LaneUnit group, TimeSpan now)
    {
        group.Hold(now + RefusedPartReturns + debounce);
        group.OpenUntil = Later(group.OpenUntil, group.HoldUntil + debounce);
        group.DueAt = Later(group.DueAt, group.HoldUntil);
    }

    private TimeSpan Left(StoredRow part) => debounce - RetryWait.Clamp(part.Age, debounce);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
