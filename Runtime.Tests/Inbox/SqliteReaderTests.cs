using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class SqliteReaderTests
{
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

        foreach (var (name, read) in reads) Assert.That(() => read(), Throws.InstanceOf<InboxUnavailableException>(), name);
    }
}
