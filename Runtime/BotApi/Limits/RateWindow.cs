namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>
/// At most so many in any stretch of time of a given length, wherever it begins. Remembers when the last ones were.
/// </summary>
internal sealed class RateWindow(int permits, TimeSpan period)
{
    private readonly TimeSpan[] _times = new TimeSpan[permits];
    private int _count;

    /// <summary>The earliest time at which one more is allowed.</summary>
    public TimeSpan NextAt => _count < permits ? TimeSpan.MinValue : _times[_count % permits] + period;

    /// <summary>The time after which nothing remembered matters.</summary>
    public TimeSpan FreeAt => _count == 0 ? TimeSpan.MinValue : _times[(_count - 1) % permits] + period;

    public void Record(TimeSpan now)
    {
        _times[_count % permits] = now;
        // Past the first round only the place in the ring matters.
        _count = _count == (2 * permits) - 1 ? permits : _count + 1;
    }
}
