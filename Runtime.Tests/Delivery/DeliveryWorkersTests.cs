using System.Diagnostics;
using CsCheck;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>How many workers there are, on every path: one asks at a time, as many handle as may.</summary>
public sealed class DeliveryWorkersTests
{
    private static readonly TimeSpan Patience = RealTime.Patience;

    private enum Step
    {
        Offer,
        Finish,
        Fault,
    }

    [Test]
    public async Task As_many_as_may_handle_at_once_whatever_comes_and_ends_and_fails() =>
        await Gen.Select(Gen.Int[1, 4], Gen.Frequency((6, Gen.Const(Step.Offer)), (4, Gen.Const(Step.Finish)), (1, Gen.Const(Step.Fault))).List[1, 40]).SampleAsync(
            async (concurrency, steps) =>
            {
                await Follow(concurrency, steps);
                return true;
            },
            iter: 100, threads: 1);

    [Test]
    public async Task Receivers_that_block_their_thread_have_the_others_beside_them()
    {
        using var release = new ManualResetEventSlim();
        var entered = 0;
        await using var run = new WorkerRun(3, (_, _) =>
        {
            Interlocked.Increment(ref entered);
            release.Wait(Patience, CancellationToken.None);
            return default;
        });
        run.Workers.Start();
        for (var id = 1; id <= 5; id++) run.Inbox.Offer(id);

        await run.Until(() => Volatile.Read(ref entered) == 3, "three blocked");
        Assert.That(run.Inbox.Seeks, Is.EqualTo(3), "who holds as many as it may asks for no more");
        release.Set();
        await run.Until(() => run.Inbox.Ended.Count == 5, "all handled");
    }

    [Test]
    public async Task One_asks_at_a_time_however_many_come_and_however_fast_they_are_handled()
    {
        await using var run = new WorkerRun(64, (_, _) => default);
        run.Workers.Start();
        for (var id = 1; id <= 5000; id++) run.Inbox.Offer(id);

        await run.Until(() => run.Inbox.Ended.Count == 5000 && run.Inbox.Seeks == 5001, "all handled, and one asks");
        Assert.That(run.Inbox.MostSeeking, Is.EqualTo(1));
        Assert.That(run.Inbox.Ended.Distinct().Count(), Is.EqualTo(5000));
    }

    [Test]
    public async Task Stopped_before_the_start_nothing_is_claimed()
    {
        await using var run = new WorkerRun(2);
        run.Inbox.Offer(1);
        await run.Stop();
        run.Workers.Start();
        await run.Stop();

        Assert.That(run.Inbox.Seeks, Is.Zero);
    }

    [Test]
    public async Task Stopping_ends_who_waits_for_an_update()
    {
        await using var run = new WorkerRun(2);
        run.Workers.Start();
        await run.Until(() => run.Inbox.Seeks == 1, "asking");
        await run.Stop();

        Assert.That(run.Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task Stopping_ends_the_pause_after_a_fault()
    {
        await using var run = new WorkerRun(2);
        run.Inbox.OfferFault();
        run.Workers.Start();
        var error = await run.Errors.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        await run.Stop();

        Assert.That((error.Stage, error.InnerException!.Message),
            Is.EqualTo((WebhookStage.Storing, "the disk is gone")));
        Assert.That(run.Inbox.Seeks, Is.EqualTo(1));
    }

    [Test]
    public async Task What_cannot_be_recorded_was_dropped_with_its_claim_and_its_lane_was_stuck()
    {
        using var log = new BrokenLog();
        await using var run = new WorkerRun(1, (_, _) => default, log);
        var asked = 0;
        run.Inbox.Completing = id =>
        {
            if (id <= 3 && ++asked % 3 != 0) throw new IOException("the disk is full");
        };
        for (var id = 1; id <= 4; id++) run.Inbox.Offer(id);
        run.Inbox.OfferFault();
        run.Inbox.Offer(5);
        run.Workers.Start();

        await run.Until(() => run.Inbox.Ended.Count == 5, "all recorded", moveClock: true);
        Assert.That(run.Inbox.Ended, Is.EqualTo(new long[] { 1, 2, 3, 4, 5 }));
        Assert.That(asked, Is.EqualTo(9), "each was asked for until it was recorded");
        for (var i = 0; i < 4; i++)
            Assert.That(run.Errors.Reader.TryRead(out var error) ? error.Stage : (WebhookStage?)null, Is.EqualTo(WebhookStage.Storing), "told once each");
        Assert.That(run.Errors.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task Four_at_once_were_five()
    {
        var (now, most) = (0, 0);
        await using var run = new WorkerRun(4, async (_, _) =>
        {
            var count = Interlocked.Increment(ref now);
            for (var seen = Volatile.Read(ref most); count > seen; seen = Volatile.Read(ref most))
                Interlocked.CompareExchange(ref most, count, seen);
            await Task.Yield();
            Interlocked.Decrement(ref now);
        });
        run.Workers.Start();
        const int updates = 50_000;
        for (var id = 1; id <= updates; id++) run.Inbox.Offer(id);

        await run.Until(() => run.Inbox.Ended.Count == updates, "all handled");
        Assert.That(most, Is.EqualTo(4));
    }

    [Test]
    public async Task Every_handler_was_a_part_of_the_span_that_the_bot_was_started_in()
    {
        using var starting = new Activity("starting").Start();
        var ambient = new TaskCompletionSource<Activity?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = new WorkerRun(1, (_, _) =>
        {
            ambient.SetResult(Activity.Current);
            return default;
        });
        run.Inbox.Offer(1);
        run.Workers.Start();

        Assert.That(await ambient.Task.WaitAsync(Patience), Is.Null);
        Assert.That(Activity.Current, Is.SameAs(starting));
    }

    [Test]
    public async Task A_callback_on_the_receivers_token_that_throws_does_not_keep_the_stop()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = new WorkerRun(1, async (_, token) =>
        {
            await using var throwing = token.Register(static () => throw new InvalidOperationException("mine"));
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var telling = token.Register(cancelled.SetResult);
            entered.SetResult();
            await cancelled.Task;
            token.ThrowIfCancellationRequested();
        });
        run.Inbox.Offer(1);
        run.Workers.Start();
        await entered.Task.WaitAsync(Patience);

        await run.Workers.Stop(TimeSpan.Zero, CancellationToken.None).WaitAsync(Patience);

        Assert.That(run.Errors.Reader.TryRead(out var error), Is.True);
        Assert.That((error!.Stage, ((AggregateException)error.InnerException!).InnerException!.Message),
            Is.EqualTo((WebhookStage.Handling, "mine")));
        Assert.That(run.Inbox.Retried, Is.EqualTo(new (long, string?)[] { (1, null) }));
    }

    // The simplest model: what was offered is taken in order while fewer run than may; a fault is told and passed over.
    private static async Task Follow(int concurrency, List<Step> steps)
    {
        await using var run = new WorkerRun(concurrency);
        run.Workers.Start();
        var (offered, begun, faults, told) = (0L, 0L, new Queue<long>(), 0);
        var errors = 0;
        var running = new List<long>();
        foreach (var step in steps)
        {
            if (step == Step.Offer) run.Inbox.Offer(++offered);
            if (step == Step.Finish && running.Count > 0)
            {
                run.Release(running[0]);
                running.RemoveAt(0);
            }

            if (step == Step.Fault)
            {
                run.Inbox.OfferFault();
                faults.Enqueue(offered);
            }

            while (running.Count < concurrency && (begun < offered || faults.Count > 0))
            {
                if (faults.TryPeek(out var after) && after == begun)
                {
                    faults.Dequeue();
                    told++;
                }
                else
                {
                    running.Add(++begun);
                }
            }

            await run.Until(
                () =>
                {
                    while (run.Errors.Reader.TryRead(out _)) errors++;
                    return errors == told && run.Running.Order().SequenceEqual(running);
                },
                $"{string.Join(", ", running)} running and {told} told, not {string.Join(", ", run.Running)} and {errors}",
                moveClock: told > 0);
        }

        Assert.That(run.Most, Is.LessThanOrEqualTo(concurrency));
        Assert.That(run.Inbox.MostSeeking, Is.LessThanOrEqualTo(1));
    }
}
