using System.Threading.Channels;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.PostgreSql;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

internal sealed class UnreadableBacklogTests
{
    [Test]
    public async Task A_backlog_that_cannot_be_read_ended_delivery_without_a_word_while_updates_were_taken_in()
    {
        var database = await PostgresRun.NewDatabase();
        var faults = Channel.CreateUnbounded<InboxException>();
        await using var openers = new Openers(database);
        var inbox = await openers.Open(change: context => context with { OnFault = fault => faults.Writer.TryWrite(fault) });
        // One more than is kept in memory of a lane, so that it has to be read.
        await inbox.Append([.. Enumerable.Range(1, OwnedLane.MostRows + 1).Select(id => TestUpdates.Message(id))]);
        await PostgresRun.Execute(database, "ALTER TABLE telegram.updates RENAME COLUMN unit TO hidden");
        for (var id = 1; id <= OwnedLane.MostRows; id++) await inbox.Complete(await Openers.Claim(inbox));

        var fault = await faults.Reader.ReadAsync().AsTask().WaitAsync(RealTime.Patience);
        Assert.That(fault.Message, Does.StartWith("What is to be handled cannot be read from the database").And.Contains("unit"));
        Assert.That(await inbox.Append(TestUpdates.Message(1000, chat: 2)), Is.EqualTo(AppendResult.Appended));
        await PostgresRun.Execute(database, "ALTER TABLE telegram.updates RENAME COLUMN hidden TO unit");
        long[] handled = [.. (await Openers.Claim(inbox)).Ids(), .. (await Openers.Claim(inbox)).Ids()];
        Assert.That(handled, Is.EquivalentTo(new[] { OwnedLane.MostRows + 1L, 1000L }));
        Assert.That(faults.Reader.TryRead(out _), Is.False, "one outage is one report");
    }
}
