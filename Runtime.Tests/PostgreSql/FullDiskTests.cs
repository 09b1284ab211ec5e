using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

/// <summary>The disk of the database's tables is full; that of its write-ahead log is not.</summary>
internal sealed class FullDiskTests
{
    [Test]
    public async Task A_full_disk_refuses_appends_in_the_databases_words_and_all_goes_on_when_there_is_room_again()
    {
        using var disk = new SmallDisk(mebibytes: 160);
        using var server = await PostgresServer.Create(PostgresRun.Binaries(), disk.Path);
        var failures = new List<InboxException>();
        var context = new InboxContext { Name = "full", BotId = 1, OnFailing = failures.Add };
        await using var inbox = await UpdateInbox.PostgreSql(server.ConnectionString).Open(context);
        await inbox.Append(TestUpdates.Message(1));
        var claim = await Openers.Claim(inbox);
        disk.FillUpTo(free: 128 * 1024);

        var kept = 1;
        InboxUnavailableException? refusal = null;
        for (; refusal is null; kept++)
        {
            Assert.That(kept, Is.LessThan(1000), "the disk is not full");
            try
            {
                await inbox.Append(TestUpdates.Message(kept + 1, text: new string('x', 50_000)));
            }
            catch (InboxUnavailableException error)
            {
                refusal = error;
                break;
            }
        }

        Assert.That(refusal!.Message, Does.Contain("No space left on device").And.Contain("53100"));
        // What is done needs no room; the status waits until it is recorded.
        await inbox.Complete(claim);
        Assert.That((await inbox.Status()).Pending, Is.EqualTo(kept - 1));

        File.Delete(disk.File("filler"));
        await AppendUntilItIsTaken(inbox, TestUpdates.Message(kept + 1, text: "there is room"));
        var handled = new List<long>();
        while (handled.Count < kept)
        {
            var next = await Openers.Claim(inbox);
            handled.AddRange(next.Ids());
            await inbox.Complete(next);
        }

        Assert.That(handled, Is.EqualTo(Enumerable.Range(2, kept)), "what was acknowledged, in its order, once");
        Assert.That((await inbox.Status()).Pending, Is.Zero);
    }

    private static async Task AppendUntilItIsTaken(IUpdateInbox inbox, UpdateEnvelope update)
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (true)
        {
            try
            {
                await inbox.Append(update, patience.Token);
                return;
            }
            catch (InboxUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
            }
        }
    }
}
