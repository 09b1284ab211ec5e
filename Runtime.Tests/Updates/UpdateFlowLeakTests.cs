using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telegram.Webhooks.Runtime.Tests.Updates;

public sealed class UpdateFlowLeakTests
{
    private const int CyclesEach = 1500;
    private const int Lanes = 4;

    [Test]
    public async Task Thousands_of_subscribers_that_come_and_go_under_load_leave_nothing_behind()
    {
        var filter = new FlowsUpdatesFilter();
        var seen = new WeakReference[3 * CyclesEach];
        var steady = 0;
        var subscription = filter.MessagesFlow.OnEach(_ => Interlocked.Increment(ref steady));

        var sent = await ChurnUnderLoad(filter, seen).WaitAsync(RealTime.Patience);

        Assert.That(steady, Is.EqualTo(sent), "no update was lost to the subscriber that stayed");
        Assert.That(sent, Is.GreaterThan(0));
        subscription.Dispose();
        Assert.That(filter.AllowedUpdates, Is.Empty);
        Assert.That(await LeftAlive(seen), Is.Zero, "what subscribers held is collected although the filter lives");
        GC.KeepAlive(filter);
    }

    /// <summary>
    /// How many stay alive for good. This test goes on inside the last call of the load, on whose stack its update
    /// still lies, so it first leaves that stack, and then lets the thread unwind it: a leak is what ten seconds of
    /// collecting do not take.
    /// </summary>
    private static async Task<int> LeftAlive(WeakReference[] seen)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var alive = seen.Count(reference => reference.IsAlive);
            if (alive == 0 || waited.Elapsed > TimeSpan.FromSeconds(10)) return alive;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> ChurnUnderLoad(FlowsUpdatesFilter filter, WeakReference[] seen)
    {
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(1, Lanes).Select(chat => Task.Run(async () =>
        {
            var sent = 0;
            for (; !stop.IsCancellationRequested; sent++) await filter.Receive(Sample.Text("hi", chat));
            return sent;
        })).ToList();

        await Task.WhenAll(
            Task.Run(() => Handlers(filter, new(seen, 0, CyclesEach))),
            Task.Run(() => LoopsThatLeave(filter, new(seen, CyclesEach, CyclesEach))),
            Task.Run(() => LoopsThatAreCancelled(filter, new(seen, 2 * CyclesEach, CyclesEach))));

        await stop.CancelAsync();
        return (await Task.WhenAll(load)).Sum();
    }

    private static async Task Handlers(FlowsUpdatesFilter filter, ArraySegment<WeakReference> seen)
    {
        for (var i = 0; i < seen.Count; i++)
        {
            seen[i] = HandleOnce(filter, sequential: i % 2 == 0);
            await Task.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference HandleOnce(FlowsUpdatesFilter filter, bool sequential)
    {
        var held = new object();
        using var subscription = (filter.MessagesFlow + filter.CallbackQueriesFlow.Select(query => query.Message as Types.Message).OfType<Types.Message>())
            .Where(message => held is not null && message.Text is not null)
            .OnEach(async _ => await Task.Yield(), sequential);
        return new WeakReference(held);
    }

    private static async Task LoopsThatLeave(FlowsUpdatesFilter filter, ArraySegment<WeakReference> seen)
    {
        for (var i = 0; i < seen.Count; i++) seen[i] = await TakeOne(filter);
    }

    private static async Task<WeakReference> TakeOne(FlowsUpdatesFilter filter)
    {
        await foreach (var message in filter.TextMessages()) return new WeakReference(message);
        throw new AssertionException("A flow does not end by itself.");
    }

    private static async Task LoopsThatAreCancelled(FlowsUpdatesFilter filter, ArraySegment<WeakReference> seen)
    {
        for (var i = 0; i < seen.Count; i++) seen[i] = await TakeUntilCancelled(filter, i % 4);
    }

    private static async Task<WeakReference> TakeUntilCancelled(FlowsUpdatesFilter filter, int items)
    {
        using var cancel = new CancellationTokenSource();
        var held = new object();
        if (items == 0) await cancel.CancelAsync();
        try
        {
            await foreach (var message in filter.AllUpdatesFlow.Where(_ => held is not null).WithCancellation(cancel.Token))
            {
                if (--items == 0) await cancel.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return new WeakReference(held);
        }
        throw new AssertionException("A flow does not end by itself.");
    }
}
