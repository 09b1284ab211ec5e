using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>What is damaged, removed or unusable in the file concerns what is damaged, and somebody is told.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteDamageTests : IAsyncDisposable
{
    private const string Flip = "UPDATE updates SET received_at = received_at | (1 << 62) WHERE update_id = 1";

    private readonly TemporaryDirectory _directory = new();
    private readonly TestClock _time = new();
    private readonly List<InboxException> _faults = [];
    private readonly InboxLog _log = new();
    private IUpdateInbox? _inbox;

    private string DatabasePath => _directory.File("inbox.db");

    public async ValueTask DisposeAsync()
    {
        if (_inbox is not null) await _inbox.DisposeAsync();
        _log.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_damaged_letter_that_was_replayed_ended_the_writer()
    {
        var inbox = await Open();
        await inbox.Append(TestUpdates.Message(1));
        await inbox.Bury(await Claim(), "given up");
        OtherProgram.Execute(DatabasePath, Flip);
        DeadLetter? damaged = null;
        await foreach (var letter in inbox.DeadLetters()) damaged = letter;

        Assert.That(await inbox.Replay(damaged!.Id), Is.True);
        var again = await Claim();
        Assert.That((again.Ids()[0], again.Updates[0].ReceivedAt), Is.EqualTo((1L, _time.GetUtcNow())),
            "nobody knows when it came in");
        Assert.That(await inbox.Append(TestUpdates.Message(2)), Is.EqualTo(AppendResult.Appended));
        Assert.That(_log.Lines, Has.None.StartsWith("Critical"));
    }

    [Test]
    public async Task A_row_that_was_damaged_while_it_waited_left_its_chat_stuck()
    {
        var inbox = await Open();
        await inbox.Append([TestUpdates.Message(1, chat: 5), TestUpdates.Message(2, chat: 5)]);
        await inbox.Retry(await Claim(), TimeSpan.FromSeconds(1), "broke");
        OtherProgram.Execute(DatabasePath, Flip);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
        Assert.That(_faults.Single().Message,
            Does.StartWith("Update 1 of the inbox").And.EndsWith("it became a dead letter."));
        Assert.That(_log.Lines.Single(), Does.StartWith("Error: Update 1 of the inbox"));
        var status = await inbox.Status();
        Assert.That((status.Pending, status.Dead), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public async Task What_was_said_and_cannot_be_read_any_more_was_told_to_nobody()
    {
        var inbox = await Open();
        await inbox.Append(TestUpdates.Message(1));
        var claim = await Claim();
        claim.Said.Add(new SaidCall("sendMessage", new byte[SaidCall.DigestBytes], 1, "{}"u8.ToArray()));
        await inbox.Retry(claim, TimeSpan.Zero, "broke");
        OtherProgram.Execute(DatabasePath, "UPDATE updates SET said = x'01ff'");

        var again = await Claim();
        Assert.That((again.Ids()[0], again.Said.Count), Is.EqualTo((1L, 0)));
        Assert.That(_faults.Single().Message,
            Is.EqualTo("What was already said for update 1 cannot be read; it may be said twice."));
    }

    [TestCase("seen_time = seen_time | (1 << 62)")]
    [TestCase("seen_wall = seen_wall | (1 << 62)")]
    public async Task A_damaged_time_kept_a_bot_from_starting_and_the_lock_from_being_given_up(string damage)
    {
        await (await Open()).Append(TestUpdates.Message(1));
        await _inbox!.DisposeAsync();
        OtherProgram.Execute(DatabasePath, $"UPDATE inbox SET {damage}");

        var again = await Open();
        Assert.That(await again.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task Whatever_an_opening_threw_kept_the_lock()
    {
        var never = new InboxContext { Name = "42", TimeProvider = new NoTimers() };
        Assert.That(async () => await UpdateInbox.Sqlite(DatabasePath).Open(never), Throws.InstanceOf<NotSupportedException>());

        Assert.That(await (await Open()).Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public async Task A_write_ahead_log_deleted_under_the_process_lost_what_was_acknowledged_after_that()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("What is open cannot be deleted there.");
        var inbox = await Open();
        await inbox.Append(TestUpdates.Message(1));
        File.Delete(DatabasePath + "-wal");
        Assert.That(
            async () => await inbox.Append(TestUpdates.Message(2, chat: 2)),
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("-wal', was removed"));
        await inbox.DisposeAsync();

        var again = await Open();
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }),
            "a stop has written into the inbox what was in the log");
        Assert.That(await again.Append(TestUpdates.Message(2, chat: 2)), Is.EqualTo(AppendResult.Appended));
    }

    [Test]
    public void A_file_system_without_shared_memory_was_taken_for_one_that_has_a_write_ahead_log()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("SQLite has no such file system there.");
        File.WriteAllBytes(DatabasePath, []);
        using var connection = new InboxConnection(DatabasePath, "unix-dotfile");
        Assert.That(
            () => InboxFile.Prepare(connection, DatabasePath, 1024 * 1024, NullLogger.Instance),
            Throws.InstanceOf<InboxException>().With.Message.Contains("journal mode is 'delete'").And.Message.Contains("local disk"));
    }

    private async Task<UpdateClaim> Claim() => await _inbox!.Claim().AsTask().WaitAsync(RealTime.Patience);

    private async Task<IUpdateInbox> Open() => _inbox = await UpdateInbox.Sqlite(DatabasePath)
        .Open(new InboxContext { Name = "42", TimeProvider = _time, OnFault = _faults.Add, LoggerFactory = _log });

    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("no timers");
    }
}
