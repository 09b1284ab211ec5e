using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class SqliteReaderTests
{
    [Test]
    public async Task A_piece_of_the_backlog_brings_the_parts_of_its_albums_from_beyond_it_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("inbox.db");
        var context = new InboxContext { Name = "a", BotId = 42, MediaGroupsDebounce = TimeSpan.FromHours(1) };
        await using (var inbox = await UpdateInbox.Sqlite(path).Open(context))
        {
            await inbox.Append(
            [
                TestUpdates.AlbumPart(1), TestUpdates.Message(2), TestUpdates.Message(3), TestUpdates.AlbumPart(4),
                TestUpdates.AlbumPart(5, chat: 2),
                TestUpdates.AlbumPart(6, group: "other"), TestUpdates.AlbumPart(7, kind: "channel_post"),
                TestUpdates.Message(8), TestUpdates.AlbumPart(9),
            ]);
        }

        using var file = InboxFile.Open(path, 1024 * 1024, context);
        var reader = new SqliteReader(file.Reader, TimeProvider.System, TimeSpan.FromHours(1));
        var read = reader.Scan(new ScanRequest(null, From: 0, To: 9, Tail: 9, Limit: 3));

        Assert.That(Ids(read.Rows), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(Ids(read.PartsAhead), Is.EqualTo(new[] { 4, 9 }));

        static IEnumerable<long> Ids(List<StoredRow> rows) => rows.Select(row => row.Update.UpdateId);
    }

    [Test]
    public void Who_still_reads_while_the_inbox_closes_is_told_so_and_reads_nothing_of_a_file_that_was_given_up()
    {
        using var directory = new TemporaryDirectory();
        using var file = InboxFile.Open(directory.File("inbox.db"), 1024 * 1024, new InboxContext { Name = "a" });
        var reader = new SqliteReader(file.Reader, TimeProvider.System, TimeSpan.FromHours(1));
        (string Name, Func<object?> Read)[] reads =
        [
            (nameof(reader.Scan), () => reader.Scan(new ScanRequest(null, From: 0, To: 1, Tail: 1, Limit: 1))),
            (nameof(reader.One), () => reader.One(1, withSaid: true)),
            (nameof(reader.Error), () => reader.Error(1)),
            (nameof(reader.LastDead), () => reader.LastDead()),
            (nameof(reader.Dead), () => reader.Dead(after: 0, last: 1)),
        ];
        foreach (var (name, read) in reads) Assert.That(() => read(), Throws.Nothing, name);

        reader.Close();

        foreach (var (name, read) in reads)
            Assert.That(() => read(), Throws.InstanceOf<InboxUnavailableException>(), name);
    }
}
