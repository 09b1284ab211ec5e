using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

public sealed class StopTests : DeliveryFixture
{
    [Test]
    public async Task Stopping_refuses_new_updates_and_waits_for_handlers()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        var stop = Delivery.Stop(TimeSpan.FromSeconds(30));
        Assert.That(await Delivery.Accept(TestUpdates.Message(2), default), Is.EqualTo(AcceptOutcome.Unavailable));
        Assert.That(stop.IsCompleted, Is.False);
        gate.SetResult();
        await stop.WaitAsync(Patience);
        Assert.That(Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task When_the_drain_time_is_over_handlers_are_cancelled_without_counting_as_failed()
    {
        var cancelled = new TaskCompletionSource();
        When(1, async token =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        var stop = Delivery.Stop(TimeSpan.FromSeconds(30));
        await AdvanceUntil(cancelled.Task, TimeSpan.FromSeconds(30));
        await stop.WaitAsync(Patience);
        Assert.That(Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task A_second_signal_cuts_the_draining_short()
    {
        using var second = new CancellationTokenSource();
        When(1, token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        var stop = Delivery.Stop(TimeSpan.FromSeconds(30), second.Token);
        Assert.That(stop.IsCompleted, Is.False);
        await second.CancelAsync();
        await stop.WaitAsync(Patience);
    }

    [Test]
    public async Task A_handler_that_ignores_being_cancelled_is_left_behind()
    {
        var gate = new TaskCompletionSource();
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        var stop = Delivery.Stop(TimeSpan.FromSeconds(30));
        await AdvanceUntil(stop, TimeSpan.FromSeconds(33));
        gate.SetResult();
        await stop.WaitAsync(Patience);
    }

    [Test]
    public async Task Stopping_twice_is_stopping_once()
    {
        var first = Delivery.Stop(TimeSpan.FromSeconds(1));
        Assert.That(Delivery.Stop(TimeSpan.FromSeconds(1)), Is.SameAs(first));
        await first.WaitAsync(Patience);
    }

    [Test]
    public async Task Emptying_an_inbox_in_memory_and_waiting_for_handlers_took_the_drain_time_twice()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        When(1, async token =>
        {
            await using var registration = token.Register(cancelled.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await Accept(TestUpdates.Message(1));
        await NextHandled();
        var stop = Delivery.Stop(TimeSpan.FromSeconds(30));
        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.That(cancelled.Task.IsCompleted, Is.False);
        Time.Advance(TimeSpan.FromSeconds(1));

        await cancelled.Task.WaitAsync(Patience);
        await stop.WaitAsync(Patience);
    }

    [Test]
    public async Task What_waits_behind_a_handler_is_handled_before_an_inbox_in_memory_is_closed()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        When(1, _ => gate.Task);
        await Accept(TestUpdates.Message(1, chat: 5));
        await Accept(TestUpdates.Message(2, chat: 5));
        await NextHandled();
        var stop = Delivery.Stop(TimeSpan.FromSeconds(30));
        gate.SetResult();
        await stop.WaitAsync(Patience);

        Assert.That((await NextHandled()).UpdateId, Is.EqualTo(2));
        Assert.That(Errors.Reader.TryRead(out _), Is.False);
    }

    // The wait that is to be cut short starts on another thread: the clock is moved on until it has been.
    private async Task AdvanceUntil(Task reached, TimeSpan atMost)
    {
        for (var moved = TimeSpan.Zero; moved < 4 * atMost && !reached.IsCompleted; moved += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(reached, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        await reached.WaitAsync(Patience);
    }
}
