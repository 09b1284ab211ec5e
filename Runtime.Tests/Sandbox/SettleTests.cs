using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox;

/// <summary>A test that moves the clock waits until nothing in the sandbox is between two steps.</summary>
internal sealed class SettleTests : SenderTest
{
    private SlowClock _clock = null!;

    [Test]
    public async Task The_clock_was_moved_before_the_sender_had_armed_its_timer()
    {
        await SetWebhook();
        await Settle();
        using var held = _clock.Hold();
        await Ada.Says("slow");
        await _clock.IsHeld.WaitAsync(Guard);

        var settled = Settle();
        for (var i = 0; i < 20; i++) await Bot.Result("getMe");

        Assert.That(settled.IsCompleted, Is.False);
        held.Dispose();
        await settled.WaitAsync(Guard);
    }

    [Test]
    public async Task The_clock_was_moved_before_a_call_that_waits_had_reached_the_sandbox()
    {
        var poll = Bot.Result("getUpdates", Json("{'timeout':50}"));
        await Pass(TimeSpan.FromSeconds(50));
        Assert.That((await poll.WaitAsync(Guard)).AsArray(), Is.Empty);
    }

    [Test]
    public void What_is_woken_and_has_not_gone_on_yet_is_not_at_rest()
    {
        var activity = new Activity();
        var woken = false;
        using var part = activity.Begin("sender");
        Assert.That((activity.IsAtRest, activity.ToString()), Is.EqualTo((false, "sender")));
        part.Waits(() => woken);
        Assert.That(activity.IsAtRest, Is.True);
        woken = true;
        Assert.That(activity.IsAtRest, Is.False);
        part.Works();
        Assert.That(activity.IsAtRest, Is.False);
        part.Dispose();
        Assert.That(activity.IsAtRest, Is.True);
    }

    [Test]
    public void A_look_during_which_one_part_wakes_another_does_not_count()
    {
        var activity = new Activity();
        using var first = activity.Begin("first");
        using var second = activity.Begin("second");
        first.Waits(() => false);
        second.Waits(() =>
        {
            // As a connection that reports and waits again, after the sender was looked at.
            first.Works();
            return false;
        });
        Assert.That(activity.IsAtRest, Is.False);
    }

    protected override FakeTimeProvider Clock(DateTimeOffset start) => _clock = new SlowClock(start);

    /// <summary>
    /// A clock on which arming a timer can be made to take as long as the test likes, as on a loaded machine.
    /// </summary>
    private sealed class SlowClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile Holding? _holding;

        public Task IsHeld => _isHeld.Task;

        public Holding Hold() => _holding = new Holding();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (_holding is { } holding)
            {
                _isHeld.TrySetResult();
                holding.WaitForRelease();
            }
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class Holding : IDisposable
    {
        private readonly ManualResetEvent _released = new(false);

        public void WaitForRelease() => _released.WaitOne(Guard);

        public void Dispose() => _released.Set();
    }
}
