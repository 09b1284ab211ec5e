using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>How the limit of a file is divided between updates, their ends and the log.</summary>
public sealed class FileRoomTests
{
    private const long MiB = 1024 * 1024;

    [TestCase(1, 2, TestName = "A small file has a reserve of its own size")]
    [TestCase(8, 9)]
    [TestCase(16, 18, TestName = "A large one has an eighth more")]
    [TestCase(4096, 4608)]
    public void What_becomes_of_updates_has_a_reserve_beyond_the_limit(long limit, long most) =>
        Assert.That(FileRoom.MaxPages(limit * MiB) * Pragmas.BytesPerPage, Is.EqualTo(most * MiB));

    [TestCase(1, 128)]
    [TestCase(4, 256)]
    [TestCase(4096, 4000)]
    public void A_small_file_has_a_small_log(long limit, long pages)
    {
        Assert.That(FileRoom.CheckpointPages(limit * MiB), Is.EqualTo(pages));
        Assert.That(FileRoom.WalBytes(limit * MiB), Is.EqualTo(4 * pages * Pragmas.BytesPerPage));
    }

    [TestCase(0, 256)]
    [TestCase(1000, 1256)]
    [TestCase(3839, 4095)]
    [TestCase(3840, 4096)]
    [TestCase(3841, 8192, Description = "It takes whole pages of its own")]
    [TestCase(100_000, 102_400)]
    public void An_update_takes_its_body_and_a_row_and_from_a_page_on_whole_pages(int body, long bytes) =>
        Assert.That(FileRoom.BytesOf(body), Is.EqualTo(bytes));
}
