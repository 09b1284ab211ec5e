using System.Collections.Concurrent;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

internal sealed class RetentionTurnTests
{
    [Test]
    public async Task Every_instance_forgot_what_one_can_forget_for_all()
    {
        await using var openers = new Openers(await PostgresRun.ConnectionString());
        var (ones, others) = (new TestClock(), new TestClock());
        var one = await openers.Open(change: context => context with { TimeProvider = ones });
        await Settled(one);
        var other = await openers.Open(change: context => context with { TimeProvider = others });
        await Settled(other);
        await one.Append(TestUpdates.Undecodable(1));

        others.Advance(TimeSpan.FromDays(31));
        await Settled(other);
        Assert.That((await other.Status()).Dead, Is.EqualTo(1), "the first to come does it");

        ones.Advance(TimeSpan.FromDays(31));
        await Settled(one);
        Assert.That((await other.Status()).Dead, Is.Zero);

        // And when it is gone, the next that looks.
        await other.Append(TestUpdates.Undecodable(2));
        await one.DisposeAsync();
        others.Advance(TimeSpan.FromDays(31));
        await Settled(other);
        Assert.That((await other.Status()).Dead, Is.Zero);
    }

    [Test]
    public async Task More_dead_letters_than_are_kept_filled_the_database()
    {
        var server = await PostgresRun.ConnectionString();
        var faults = new ConcurrentQueue<InboxException>();
        var context = new InboxContext { Name = "shared", BotId = PostgresRun.NewBot(), OnFault = faults.Enqueue };
        var options = new PostgreSqlInboxOptions { MaxDeadLetters = 3 };
        await using (var first = await UpdateInbox.PostgreSql(server, options).Open(context))
        {
            await Settled(first);
            await first.Append([.. Enumerable.Range(1, 5).Select(id => TestUpdates.Undecodable(id))]);
        }

        await using var second = await UpdateInbox.PostgreSql(server, options).Open(context);
        await Settled(second);

        var letters = new List<long?>();
        await foreach (var letter in second.DeadLetters()) letters.Add(letter.UpdateId);
        Assert.That(letters, Is.EqualTo(new long?[] { 3, 4, 5 }), "the oldest give way");
        Assert.That(faults.Select(fault => fault.Message), Has.One.StartsWith("2 of the oldest dead letters gave way"));
    }

    // A purge waits for what is being forgotten.
    private static ValueTask<int> Settled(IUpdateInbox inbox) => inbox.Purge(-1);
}
