using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>A fake clock that tells when the code under test begins to wait, and for how long.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Timers of this length watch over an attempt; every other one is a wait between attempts.</summary>
    public static TimeSpan AttemptTimeout { get; } = new TelegramBotRetryOptions().RequestTimeout;

    /// <summary>Awaits the next wait between two attempts, lets it pass, and returns its length.</summary>
    public async Task<TimeSpan> PassNextWait()
    {
        var wait = await NextWait();
        Advance(wait);
        return wait;
    }

    public async Task<TimeSpan> NextWait() =>
        await _waits.Reader.ReadAsync().AsTask().WaitAsync(RealTime.Patience, System);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != AttemptTimeout && dueTime != Timeout.InfiniteTimeSpan)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
