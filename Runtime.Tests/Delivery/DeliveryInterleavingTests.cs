using System.Collections.Concurrent;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>
/// Workers over a real inbox, between threads that append while handlers return at once, later, or fail: never more at
/// once than may be, no lane twice, in order, no claim without a transition; and no wake-up lost, for then the run
/// would not end.
/// </summary>
public sealed class DeliveryInterleavingTests
{
    private const int Updates = 60;

    // What the handler of an update does, attempt by attempt, until it succeeds.
    private enum Does
    {
        Returns,
        ReturnsLater,
        Fails,
        FailsLater,
    }

    private static readonly Gen<(int Concurrency, int Lanes, int Senders, Does[] Script)> Run = Gen.Select(
        Gen.Int[1, 5], Gen.Int[1, 12], Gen.Int[1, 3], Gen.Int[0, 3].Select(does => (Does)does).Array[Updates]);

    [Test]
    public async Task Between_any_threads_each_update_of_the_memory_inbox_is_handled_in_order() =>
        await Run.SampleAsync(run => Follow(UpdateInbox.InMemory(), run.Concurrency, run.Lanes, run.Senders, run.Script), iter: 60, threads: 1);

    [Test]
    public async Task Between_any_threads_each_update_of_the_file_is_handled_in_order() =>
        await Run.SampleAsync(
            async run =>
            {
                using var directory = new TemporaryDirectory();
                var choice = UpdateInbox.Sqlite(directory.File("inbox.db"));
                await Follow(choice, run.Concurrency, run.Lanes, run.Senders, run.Script);
                await using var left = await choice.Open(new InboxContext { Name = "42" });
                var status = await left.Status();
                Assert.That((status.Pending, status.Dead), Is.EqualTo((0L, 0L)), "a claim without a transition");
            },
            iter: 15, threads: 1);

    private static async Task Follow(UpdateInbox choice, int concurrency, int lanes, int senders, Does[] script)
    {
        var handled = new ConcurrentDictionary<long, ConcurrentQueue<long>>();
        var (held, tries) = (new ConcurrentDictionary<long, int>(), new ConcurrentDictionary<long, int>());
        var (left, running, faults) = (Updates, 0, new ConcurrentQueue<string>());
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // What the inbox in memory still holds when it is closed, it says.
        var context = new InboxContext { Name = "42", Concurrency = concurrency, OnFault = fault => faults.Enqueue(fault.Message) };
        var inbox = await choice.Open(context);
        await using (var delivery = new InboxDelivery(inbox, Settings()))
        {
            delivery.Start();
            // Each sender has lanes of its own, so that the order of a lane is its sender's.
            await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
            {
                for (var id = sender; id < Updates; id += senders)
                    await inbox.Append([TestUpdates.Message(id + 1, chat: (id % lanes * senders) + sender + 1)]);
            })));
            await all.Task.WaitAsync(RealTime.Patience);
            await delivery.Stop(RealTime.Patience).WaitAsync(RealTime.Patience);
        }

        Assert.That(faults, Is.Empty);
        foreach (var (lane, ids) in handled) Assert.That(ids, Is.Ordered.And.Unique, $"lane {lane}");
        Assert.That(handled.Values.Sum(ids => ids.Count), Is.EqualTo(Updates));

        DeliverySettings Settings() => new()
        {
            Receiver = async (update, _) =>
            {
                var lane = update.Message!.Chat.Id;
                if (Interlocked.Increment(ref running) > concurrency) faults.Enqueue("more at once than may be");
                if (held.AddOrUpdate(lane, 1, (_, count) => count + 1) > 1) faults.Enqueue($"lane {lane} twice");
                var does = tries.AddOrUpdate(update.UpdateId, 1, (_, count) => count + 1) == 1 ? script[update.UpdateId - 1] : Does.Returns;
                try
                {
                    if (does is Does.ReturnsLater or Does.FailsLater) await Task.Yield();
                    if (does is Does.Fails or Does.FailsLater)
                        throw new InvalidOperationException("as the script says");
                    handled.GetOrAdd(lane, _ => []).Enqueue(update.UpdateId);
                }
                finally
                {
                    held.AddOrUpdate(lane, 0, (_, count) => count - 1);
                    Interlocked.Decrement(ref running);
                }

                if (Interlocked.Decrement(ref left) == 0) all.SetResult();
            },
            Options = new DeliveryOptions
            {
                MaxConcurrency = concurrency,
                InitialBackoff = TimeSpan.FromMilliseconds(1),
                MaxBackoff = TimeSpan.FromMilliseconds(2),
            },
            BotId = 42,
            Errors = new ErrorReporter(error => Expect(error), NullLogger.Instance),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
        };

        void Expect(WebhookException error)
        {
            if (error.InnerException is not InvalidOperationException) faults.Enqueue(error.ToString());
        }
    }
}
