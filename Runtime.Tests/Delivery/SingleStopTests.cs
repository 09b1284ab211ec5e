using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>One stop for all who ask for it.</summary>
public sealed class SingleStopTests
{
    [Test]
    public async Task Whoever_asks_gets_the_one_stop_and_what_came_of_it()
    {
        var (stops, mayEnd) = (0, NewSignal());
        var stop = new SingleStop(async _ =>
        {
            Interlocked.Increment(ref stops);
            await mayEnd.Task;
        });
        Assert.That(stop.Completion.IsCompleted, Is.False, "nobody has asked yet");

        var asked = new[] { stop.Begin(CancellationToken.None), stop.Begin(CancellationToken.None) };
        Assert.That(asked, Is.All.SameAs(stop.Completion));
        mayEnd.SetResult();
        await Task.WhenAll(asked).WaitAsync(RealTime.Patience);

        await stop.Begin(CancellationToken.None);
        Assert.That(stops, Is.EqualTo(1));
    }

    [Test]
    public async Task A_second_caller_could_not_end_the_patience_of_the_first()
    {
        var began = NewSignal();
        var stop = new SingleStop(async token =>
        {
            began.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var first = stop.Begin(CancellationToken.None);
        await began.Task.WaitAsync(RealTime.Patience);
        using var second = new CancellationTokenSource();
        var other = stop.Begin(second.Token);
        Assert.That(first.IsCompleted, Is.False);

        await second.CancelAsync();

        await Task.WhenAll(first, other).WaitAsync(RealTime.Patience);
    }

    [Test]
    public void What_a_stop_throws_is_told_to_each_who_asked()
    {
        var stop = new SingleStop(_ => throw new IOException("the disk is gone"));

        Assert.That(async () => await stop.Begin(CancellationToken.None).WaitAsync(RealTime.Patience), Throws.TypeOf<IOException>());
        Assert.That(async () => await stop.Begin(CancellationToken.None), Throws.TypeOf<IOException>());
    }

    [Test]
    public async Task A_token_that_fires_when_the_stop_is_over_threw_at_whoever_cancelled_it(
        [Values] bool givenAfterwards)
    {
        using var late = new CancellationTokenSource();
        var stop = new SingleStop(_ => Task.CompletedTask);
        await stop.Begin(givenAfterwards ? CancellationToken.None : late.Token).WaitAsync(RealTime.Patience);
        if (givenAfterwards) await stop.Begin(late.Token);

        Assert.That(late.Cancel, Throws.Nothing);
    }

    [Test]
    public async Task A_token_that_outlives_the_stop_kept_everything_that_was_stopped()
    {
        using var ofTheApplication = new CancellationTokenSource();
        var stopped = await Stopped(ofTheApplication.Token);

        // The stop lets go of the token on another thread.
        for (var i = 0; i < 300 && stopped.IsAlive; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            GC.Collect();
        }

        Assert.That(stopped.IsAlive, Is.False);
    }

    // Apart, so that nothing of it is on the stack of the test.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> Stopped(CancellationToken token)
    {
        var server = new object();
        var stop = new SingleStop(_ =>
        {
            GC.KeepAlive(server);
            return Task.CompletedTask;
        });
        await stop.Begin(token).WaitAsync(RealTime.Patience, CancellationToken.None);
        return new WeakReference(server);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
