namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>A chat's calls: one under way, the others in order behind it.</summary>
internal sealed class PacedChat(TelegramLimits limits, bool isGroup)
{
    private readonly RateWindow _perSecond = new(limits.PerSecondInChat, TimeSpan.FromSeconds(1));
    private readonly RateWindow? _perMinute = isGroup
        ? new RateWindow(limits.PerMinuteInGroup, TimeSpan.FromMinutes(1))
        : null;

    /// <summary>The calls that have not had a turn.</summary>
    public LinkedList<PacedCall> Queue { get; } = [];

    /// <summary>The call that has its turn, or waits to try again: it keeps its place before all others.</summary>
    public PacedCall? Holder { get; set; }

    /// <summary>Until when Telegram asked this chat's calls to wait.</summary>
    public TimeSpan PausedUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>
    /// The call that goes next: the one that tries again, else the first in the queue when nothing is under way.
    /// </summary>
    public PacedCall? Head => Holder is null ? Queue.First?.Value : Holder.IsWaiting ? Holder : null;

    public TimeSpan ReadyAt => Max(PausedUntil, Max(_perSecond.NextAt, _perMinute?.NextAt ?? TimeSpan.MinValue));

    /// <summary>Whether nothing of it need be remembered.</summary>
    public bool IsIdle(TimeSpan now) =>
        Holder is null && Queue.Count == 0 && Max(
            PausedUntil, Max(_perSecond.FreeAt, _perMinute?.FreeAt ?? TimeSpan.MinValue)) <= now;

    public void Record(TimeSpan now)
    {
        _perSecond.Record(now);
        _perMinute?.Record(now);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
