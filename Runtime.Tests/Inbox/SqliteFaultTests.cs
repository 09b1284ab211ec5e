using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// Faults below SQLite: nothing is acknowledged while they last, nothing is lost, and it goes on by itself afterwards.
/// </summary>
public sealed class SqliteFaultTests
{
    private static readonly TimeSpan Patience = RealTime.Patience;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private TemporaryDirectory _directory = null!;
    private InboxLog _log = null!;
    private Channel<InboxException> _failures = null!;
    private IUpdateInbox _inbox = null!;

    private string DatabasePath => _directory.File("inbox.db");

    [SetUp]
    public async Task Open()
    {
        _directory = new TemporaryDirectory();
        _log = new InboxLog();
        _failures = Channel.CreateUnbounded<InboxException>();
        await Open(new SqliteInboxOptions());
    }

    [TearDown]
    public async Task Close()
    {
        await _inbox.DisposeAsync();
        _log.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_full_file_refuses_and_goes_on_when_updates_are_done()
    {
        await _inbox.DisposeAsync();
        await Open(new SqliteInboxOptions { MaxFileBytes = 1024 * 1024 });
        var appended = 0L;
        Assert.That(
            async () =>
            {
                for (; appended < 10_000; appended++)
                    await _inbox.Append(TestUpdates.Message(appended, text: new string('x', 10_000)));
            },
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("MaxFileBytes"));
        Assert.That(appended, Is.InRange(50, 105));
        Assert.That(new FileInfo(DatabasePath).Length, Is.LessThanOrEqualTo(1024 * 1024));

        for (var i = 0L; i < appended; i++)
        {
            var claim = await Claim();
            Assert.That(claim.Ids(), Is.EqualTo(new[] { i }));
            await _inbox.Complete(claim);
        }

        // Refused before, so not a duplicate; the completions above are recorded before it at the latest.
        await AppendUntilTaken(appended);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { appended }));
    }

    [TestCase("full")]
    [TestCase("broken")]
    public async Task A_disk_that_fails_refuses_and_recovers_by_itself(string fault)
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Redirects a file descriptor, which is done for Linux only.");
        await _inbox.Append(TestUpdates.Message(1, chat: 1));
        await _inbox.Append(TestUpdates.Message(2, chat: 1));
        var claim = await Claim();
        using (fault == "full" ? FaultyFile.Full(DatabasePath + "-wal") : FaultyFile.Broken(DatabasePath + "-wal"))
        {
            await _inbox.Complete(claim);
            Assert.That(async () => await _inbox.Append(TestUpdates.Message(3, chat: 3)), Throws.InstanceOf<InboxUnavailableException>());
            Assert.That(async () => await _inbox.Append(TestUpdates.Message(3, chat: 3)), Throws.InstanceOf<InboxUnavailableException>());
            var held = _inbox.Claim().AsTask();
            Assert.That(held.IsCompleted, Is.False, "what cannot be recorded is not begun");
            _ = held.ContinueWith(done => done.Exception, TaskScheduler.Default);
        }

        // Recovery needs no new update: what is to be recorded is tried again by the clock.
        await AppendUntilTaken(3);
        await Reopen();
        var left = new List<long>();
        for (var i = 0; i < 2; i++)
        {
            var again = await Claim();
            left.AddRange(again.Ids());
            await _inbox.Complete(again);
        }

        Assert.That(left, Is.EquivalentTo(new[] { 2L, 3L }),
            "the completion made during the fault was recorded after it");
    }

    [Test]
    public async Task Claims_go_on_after_a_fault_without_a_new_update()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Redirects a file descriptor, which is done for Linux only.");
        await _inbox.Append(TestUpdates.Message(1));
        await _inbox.Append(TestUpdates.Message(2));
        Task<bool> buried;
        using (FaultyFile.Full(DatabasePath + "-wal"))
        {
            buried = _inbox.Bury(await Claim(), "given up").AsTask();
            Assert.That(async () => await _inbox.Append(TestUpdates.Message(3)), Throws.InstanceOf<InboxUnavailableException>());
            Assert.That(buried.IsCompleted, Is.False);
        }

        for (var i = 0; i < 100 && !buried.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(buried, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        }

        Assert.That(await buried.WaitAsync(Patience), Is.True);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task An_outage_in_which_only_completions_fail_is_told_once_and_a_second_one_again()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Redirects a file descriptor, which is done for Linux only.");
        for (var i = 1; i <= 4; i++) await _inbox.Append(TestUpdates.Message(i, chat: i));
        var claims = new[] { await Claim(), await Claim(), await Claim(), await Claim() };
        using (FaultyFile.Full(DatabasePath + "-wal"))
        {
            await _inbox.Complete(claims[0]);
            var failure = await _failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            Assert.That(failure.Message, Does.Contain(DatabasePath));
            await _inbox.Complete(claims[1]);
            // Each is refused after everything was tried once more.
            for (var i = 0; i < 3; i++)
                Assert.That(async () => await _inbox.Append(TestUpdates.Message(9, chat: 9)), Throws.InstanceOf<InboxUnavailableException>());
            Assert.That(_failures.Reader.TryRead(out _), Is.False, "one outage is one report");
        }

        await AppendUntilTaken(9);
        // The writer says so after it has answered, and before it writes anything else.
        await _inbox.Purge(0);
        Assert.That(_log.Lines, Has.One.StartsWith("Error: ").And.One.EqualTo($"Information: The inbox '{DatabasePath}' works again."));
        using (FaultyFile.Full(DatabasePath + "-wal"))
        {
            await _inbox.Complete(claims[2]);
            await _failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }

        await AppendUntilTaken(10);
        await _inbox.Complete(claims[3]);
    }

    [Test]
    public async Task Updates_that_are_refused_are_told_to_their_sender_only()
    {
        await _inbox.DisposeAsync();
        await Open(new SqliteInboxOptions { MaxFileBytes = 1024 * 1024 });
        Assert.That(
            async () =>
            {
                for (var i = 0L; i < 10_000; i++)
                    await _inbox.Append(TestUpdates.Message(i, text: new string('x', 10_000)));
            },
            Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(_failures.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task A_lock_of_another_program_refuses_while_it_is_held()
    {
        using var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        other.Open();
        using (var transaction = other.BeginTransaction(deferred: false))
        {
            Assert.That(
                async () => await _inbox.Append(TestUpdates.Message(1)),
                Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("Another program holds a lock"));
        }

        Assert.That(_log.Lines, Has.None.StartsWith("Warning: Rolling back"),
            "where nothing was begun, nothing is rolled back");
        Assert.That(await _inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    private async Task<UpdateClaim> Claim() => await _inbox.Claim().AsTask().WaitAsync(Patience);

    private async Task AppendUntilTaken(long updateId)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Assert.That(await _inbox.Append(TestUpdates.Message(updateId, chat: updateId)),
                    Is.EqualTo(AppendResult.Appended));
                return;
            }
            catch (InboxUnavailableException) when (tries < 20)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    private async Task Open(SqliteInboxOptions options) =>
        _inbox = await UpdateInbox.Sqlite(DatabasePath, options).Open(new InboxContext
        {
            Name = "42",
            TimeProvider = _time,
            LoggerFactory = _log,
            OnFailing = failure => _failures.Writer.TryWrite(failure),
        });

    private async Task Reopen()
    {
        await _inbox.DisposeAsync();
        await Open(new SqliteInboxOptions());
    }
}
