using System.Collections.Concurrent;
using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// The scheduler between threads that add, claim, finish, return (with a wait or without) and pause at once, while the
/// clock goes on: no lane is held twice, no claim is left without an end, and no wake-up is lost, for then the run
/// would not end.
/// </summary>
public sealed class LaneInterleavingTests
{
    [Test]
    public void Between_any_threads_no_lane_is_held_twice_and_no_wake_up_is_lost() => Gen.Select(
        Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[0, 3].Array[40], (lanes, workers, ends) => (lanes, workers, ends)).Sample(
        run => Run(run.lanes, run.workers, run.ends), iter: 40, threads: 1);

    private static void Run(int laneCount, int workers, int[] ends)
    {
        var time = new TestClock();
        using var lanes = new LaneScheduler(time, debounce: null);
        var held = new ConcurrentDictionary<long, int>();
        var handled = new ConcurrentDictionary<long, List<long>>();
        using var done = new CancellationTokenSource();
        var left = ends.Length;
        var tasks = Enumerable.Range(0, workers).Select(_ => Task.Run(Work)).ToList();
        tasks.Add(Task.Run(Add));
        tasks.Add(Task.Run(Pause));
        var clock = Task.Run(Tick);
        var isOver = Task.WaitAll([.. tasks], RealTime.Patience);
        done.Cancel();
        Assert.That(clock.Wait(RealTime.Patience, CancellationToken.None), Is.True);
        Assert.That(tasks.Where(task => task.IsFaulted).Select(task => task.Exception!.GetBaseException().ToString()), Is.Empty);
        Assert.That(isOver, Is.True, $"{Volatile.Read(ref left)} of {ends.Length} were never handed out");
        foreach (var (lane, ids) in handled) Assert.That(ids, Is.Ordered.And.Unique, $"lane {lane}");
        Assert.That(handled.Values.Sum(ids => ids.Count), Is.EqualTo(ends.Length));
        Assert.That(lanes.Held, Is.Zero);

        void Add()
        {
            for (var i = 0; i < ends.Length; i++)
            {
                lock (lanes.Gate)
                {
                    var update = LaneWindowTests.Update(i + 1, lane: i % laneCount);
                    lanes.Add(lanes.LaneOf(update), new StoredRow(update));
                }
            }
        }

        // As timers do, it rings on a thread of its own.
        void Tick()
        {
            while (!done.IsCancellationRequested)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                Thread.Yield();
            }
        }

        void Pause()
        {
            for (var i = 0; i < 20; i++)
            {
                lanes.Pause(true);
                lanes.Pause(false);
            }
        }

        async Task Work()
        {
            while (true)
            {
                UpdateClaim claim;
                try
                {
                    claim = await lanes.Claim(done.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                var update = claim.Updates[0];
                Assert.That(held.AddOrUpdate(update.Lane!.Value, 1, (_, count) => count + 1), Is.EqualTo(1), "a lane was held twice");
                await Task.Yield();
                held[update.Lane!.Value] = 0;
                if (claim.Attempt <= ends[update.Id - 1] && lanes.Take(claim) is { } unit)
                {
                    lanes.Return(unit, TimeSpan.FromMilliseconds((claim.Attempt * update.Id) % 4), claim.Attempt);
                    continue;
                }

                handled.GetOrAdd(update.Lane!.Value, _ => []).Add(update.Id);
                Assert.That(lanes.Finish(claim), Is.True);
                if (Interlocked.Decrement(ref left) == 0) await done.CancelAsync();
            }
        }
    }
}
