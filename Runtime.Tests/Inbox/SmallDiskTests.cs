using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class SmallDiskTests
{
    private const int MegabyteUpdates = 72;
    private const int Left = 6;

    [Test]
    public async Task Shrinking_at_the_start_kept_a_bot_from_starting_on_a_nearly_full_disk()
    {
        using var disk = new SmallDisk(mebibytes: 240);
        await LeaveAFileThatIsWorthShrinking(disk.File("inbox.db"));
        disk.FillUpTo(free: 2 * 1024 * 1024);
        using var log = new InboxLog();

        await using var inbox = await Open(disk.File("inbox.db"), log);

        Assert.That(log.Lines, Has.One.Contains("could not be shrunk"));
        for (var i = 0; i < Left; i++) Assert.That(await inbox.Complete(await Claim(inbox)), Is.True);
        Assert.That(await inbox.Append(TestUpdates.Message(1000)), Is.EqualTo(AppendResult.Appended));
    }

    private static async Task LeaveAFileThatIsWorthShrinking(string path)
    {
        await using var inbox = await Open(path);
        await inbox.Append([.. Enumerable.Range(1, MegabyteUpdates).Select(id => TestUpdates.Message(id, chat: id, new string('x', 1024 * 1024)))]);
        for (var i = Left; i < MegabyteUpdates; i++) Assert.That(await inbox.Complete(await Claim(inbox)), Is.True);
    }

    private static async Task<UpdateClaim> Claim(IUpdateInbox inbox) =>
        await inbox.Claim().AsTask().WaitAsync(RealTime.Patience);

    private static async Task<IUpdateInbox> Open(string path, InboxLog? log = null) => await UpdateInbox.Sqlite(path).Open(
        log is null ? new InboxContext { Name = "42" } : new InboxContext { Name = "42", LoggerFactory = log });
}
