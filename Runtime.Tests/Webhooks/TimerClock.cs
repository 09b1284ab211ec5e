using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A fake clock that tells when a wait has begun, so that a test does not move it too early.</summary>
internal sealed class TimerClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Awaits the beginning of one more wait.</summary>
    /// <returns>How long it is.</returns>
    public Task<TimeSpan> NextWait() => _waits.Reader.ReadAsync().AsTask().WaitAsync(TestServers.Guard, System);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
