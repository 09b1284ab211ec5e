using System.Collections.Concurrent;
using CsCheck;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// The write queue between threads that add, one that takes, and a close at any moment: what was taken in comes out,
/// once and in order.
/// </summary>
public sealed class WriteQueueInterleavingTests
{
    [Test]
    public void Between_any_threads_what_was_taken_in_comes_out_once_and_in_order() => Gen.Select(
        Gen.Int[1, 4], Gen.Bool.Array[1, 60], Gen.Int[1, 400]).Sample(
        (producers, urgent, closeAfter) => Follow(producers, urgent, closeAfter), iter: 200, threads: 1);

    private static void Follow(int producers, bool[] urgent, int closeAfter)
    {
        var queue = new WriteQueue();
        using var everything = new ManualResetEventSlim();
        var accepted = new ConcurrentBag<Command>();
        var taken = new List<Command>();
        var writer = Task.Run(() =>
        {
            var (batch, waited) = (new List<WriteCommand>(), 0);
            while (queue.Take(batch, hasKept: false, waited))
            {
                waited = batch.Count(command => command.IsUrgent);
                taken.AddRange(batch.Cast<Command>());
                batch.Clear();
                if (taken.Count >= closeAfter) queue.Close();
                if (taken.Count == producers * urgent.Length) everything.Set();
            }
        });
        var adding = Enumerable.Range(0, producers).Select(producer => Task.Run(() =>
        {
            for (var number = 0; number < urgent.Length; number++)
            {
                var command = new Command(producer, number, urgent[number]);
                if (queue.TryAdd(command)) accepted.Add(command);
                else Assert.That(queue.IsClosing, Is.True, "nothing else is a reason to refuse so little");
            }
        })).ToArray();
        Assert.That(Task.WaitAll(adding, RealTime.Patience), Is.True);
        // A close wakes the writer too: what a lost wake-up left behind has to come out before it.
        if (closeAfter > producers * urgent.Length)
            Assert.That(everything.Wait(RealTime.Patience, CancellationToken.None), Is.True,
                "the writer was not woken");
        queue.Close();
        Assert.That(writer.Wait(RealTime.Patience, CancellationToken.None), Is.True, "the close did not end it");

        Assert.That(taken, Is.EquivalentTo(accepted));
        for (var producer = 0; producer < producers; producer++)
            Assert.That(taken.Where(command => command.Producer == producer).Select(command => command.Number), Is.Ordered.And.Unique);
    }

    private sealed class Command(int producer, int number, bool urgent) : WriteCommand
    {
        public int Producer => producer;

        public int Number => number;

        public override bool IsUrgent => urgent;

        public override bool IsKept => !urgent;

        public override void Apply(WriteTransaction transaction) => throw new NotSupportedException();

        public override void Failed(InboxException error) => throw new NotSupportedException();
    }
}
