namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Time as it passes, from when this was made: setting the system's clock changes no wait.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Now => time.GetElapsedTime(_start);
}
