using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>Ids that are so far apart that they do not all stay in memory.</summary>
public sealed class SqliteSeenIdsTests
{
    private const int MorePagesThanInMemory = 600;

    [Test]
    public async Task An_id_whose_page_had_left_memory_was_taken_for_new([Values] bool afterARestart)
    {
        using var directory = new TemporaryDirectory();
        var context = new InboxContext { Name = "a" };
        UpdateEnvelope[] updates = [.. Enumerable.Range(0, MorePagesThanInMemory).Select(page => TestUpdates.Message(page * 4096L, chat: page))];
        var inbox = await UpdateInbox.Sqlite(directory.File("inbox.db")).Open(context);
        Assert.That(await inbox.Append(updates), Is.All.EqualTo(AppendResult.Appended));
        if (afterARestart)
        {
            await inbox.DisposeAsync();
            inbox = await UpdateInbox.Sqlite(directory.File("inbox.db")).Open(context);
        }

        Assert.That(await inbox.Append(updates), Is.All.EqualTo(AppendResult.Duplicate));
        Assert.That(await inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended), "a neighbour");
        await inbox.DisposeAsync();
    }
}
