using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// The ends of an outage, and what must not get stuck or lost on the way there. The fault is a lock that another
/// program holds.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteOutageTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = RealTime.Patience;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Channel<InboxException> _failures = Channel.CreateUnbounded<InboxException>();
    private IUpdateInbox _inbox = null!;

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Updates_are_handed_out_again_when_completions_are_recorded_though_new_updates_are_still_refused()
    {
        await Open(new SqliteInboxOptions { MaxFileBytes = 1024 * 1024 });
        var large = new string('x', 300_000);
        await _inbox.Append(TestUpdates.Message(1, chat: 1));
        await _inbox.Append(TestUpdates.Message(2, chat: 2));
        for (var id = 3; await IsTaken(TestUpdates.Message(id, chat: id, text: large)); id++)
        {
        }

        var first = await Claim();
        using (await Lock())
        {
            await _inbox.Complete(first);
            await _failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        }

        var next = Claim();
        Assert.That(next.IsCompleted, Is.False, "nothing is handed out while it cannot be recorded");
        Assert.That(await IsTaken(TestUpdates.Message(99, chat: 99, text: large)), Is.False,
            "the file is as full as before");
        Assert.That((await next).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task Closed_in_an_outage_nobody_is_left_waiting_however_much_is_queued()
    {
        using var log = new InboxLog();
        await Open(new SqliteInboxOptions(), log);
        await _inbox.Append(TestUpdates.Message(1, chat: 1));
        var claim = await Claim();
        using (await Lock())
        {
            await _inbox.Complete(claim);
            await _failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            var appends = Enumerable.Range(10, 6000)
                .Select(id => _inbox.Append(TestUpdates.Message(id, chat: id)).AsTask()).ToList();
            await _inbox.DisposeAsync().AsTask().WaitAsync(Patience);
            foreach (var append in appends)
                Assert.That(
                    async () => await append.WaitAsync(Patience), Throws.InstanceOf<InboxUnavailableException>());
        }

        Assert.That(log.Lines, Has.One.EqualTo($"Error: A step of closing the inbox '{_directory.File("inbox.db")}' failed; the others were taken."));
        await Open(new SqliteInboxOptions());
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }), "what could not be recorded is handled again");
    }

    [Test]
    public async Task An_update_that_the_file_refuses_is_no_duplicate_when_it_is_sent_again()
    {
        await Open(new SqliteInboxOptions());
        OtherProgram.Execute(_directory.File("inbox.db"), "CREATE TRIGGER refuse BEFORE INSERT ON updates WHEN new.update_id = 2 BEGIN SELECT RAISE(ABORT, 'no'); END");
        await _inbox.Append(TestUpdates.Message(1));
        Assert.That(async () => await _inbox.Append(TestUpdates.Message(2)), Throws.InstanceOf<InboxException>());
        OtherProgram.Execute(_directory.File("inbox.db"), "DROP TRIGGER refuse");

        Assert.That(await _inbox.Append(TestUpdates.Message(2)), Is.EqualTo(AppendResult.Appended));
        Assert.That(await _inbox.Append(TestUpdates.Message(2)), Is.EqualTo(AppendResult.Duplicate));
    }

    [Test]
    public async Task Of_a_batch_in_which_the_file_refuses_one_the_others_were_kept_and_came_again()
    {
        await Open(new SqliteInboxOptions());
        OtherProgram.Execute(_directory.File("inbox.db"), "CREATE TRIGGER refuse BEFORE INSERT ON updates WHEN new.update_id = 2 BEGIN SELECT RAISE(ABORT, 'no'); END");
        UpdateEnvelope[] batch = [TestUpdates.Message(1, chat: 1), TestUpdates.Message(2, chat: 2), TestUpdates.Undecodable(3)];
        Assert.That(async () => await _inbox.Append(batch), Throws.InstanceOf<InboxException>());
        var refused = await _inbox.Status();
        Assert.That((refused.Pending, refused.Dead), Is.EqualTo((0, 0)));
        OtherProgram.Execute(_directory.File("inbox.db"), "DROP TRIGGER refuse");

        Assert.That(await _inbox.Append(batch), Is.All.EqualTo(AppendResult.Appended));
        var kept = await _inbox.Status();
        Assert.That((kept.Pending, kept.Dead), Is.EqualTo((2, 1)));
        UpdateClaim[] claims = [await Claim(), await Claim()];
        Assert.That(claims.SelectMany(claim => claim.Ids()), Is.EqualTo(new[] { 1L, 2L }));
        foreach (var claim in claims) await _inbox.Complete(claim);
        await _inbox.DisposeAsync();
        await Open(new SqliteInboxOptions());
        var left = await _inbox.Status();
        Assert.That((left.Pending, left.Dead), Is.EqualTo((0, 1)), "nothing of the refused batch is in the file");
    }

    [Test]
    public async Task What_waits_for_a_retry_leaves_its_room_to_the_others()
    {
        await Open(new SqliteInboxOptions());
        var large = new string('x', 1024 * 1024);
        for (var chat = 1; chat <= 33; chat++) await _inbox.Append(TestUpdates.Message(chat, chat, large));
        await _inbox.Append(TestUpdates.Message(100, chat: 100));
        var claims = new List<UpdateClaim>();
        for (var i = 0; i < 32; i++) claims.Add(await Claim());
        foreach (var claim in claims) await _inbox.Retry(claim, TimeSpan.FromHours(1), "Telegram asks to wait");

        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 33L }));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 100L }));
    }

    [Test]
    public async Task A_log_that_throws_does_not_end_the_writer()
    {
        using var logs = new BrokenLog();
        await Open(new SqliteInboxOptions(), logs);
        using (await Lock())
            Assert.That(await IsTaken(TestUpdates.Message(1)), Is.False);

        Assert.That(await IsTaken(TestUpdates.Message(1)), Is.True);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    [Test]
    public async Task A_writer_that_ends_leaves_nobody_waiting()
    {
        var clock = new BreakingClock();
        _inbox = await UpdateInbox.Sqlite(_directory.File("inbox.db"))
            .Open(new InboxContext { Name = "42", TimeProvider = clock, OnFailing = failure => _failures.Writer.TryWrite(failure) });
        clock.IsBroken = true;

        Assert.That(async () => await _inbox.Append(TestUpdates.Message(1)).AsTask().WaitAsync(Patience), Throws.InstanceOf<InboxUnavailableException>());
        Assert.That(async () => await _inbox.Append(TestUpdates.Message(2)).AsTask().WaitAsync(Patience), Throws.InstanceOf<InboxUnavailableException>());
        clock.IsBroken = false;
        var told = await _failures.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.That(told.Message, Does.StartWith("The writer of the inbox").And.EndsWith("restart the bot."));
    }

    private async Task<UpdateClaim> Claim() => await _inbox.Claim().AsTask().WaitAsync(Patience);

    private async Task<bool> IsTaken(UpdateEnvelope update)
    {
        try
        {
            return await _inbox.Append(update) == AppendResult.Appended;
        }
        catch (InboxUnavailableException)
        {
            return false;
        }
    }

    private async Task Open(SqliteInboxOptions options, ILoggerFactory? logs = null)
    {
        var context = new InboxContext { Name = "42", TimeProvider = _time, OnFailing = failure => _failures.Writer.TryWrite(failure) };
        _inbox = await UpdateInbox.Sqlite(_directory.File("inbox.db"), options)
            .Open(logs is null ? context : context with { LoggerFactory = logs });
    }

    private async Task<SqliteConnection> Lock()
    {
        var connection = new SqliteConnection($"Data Source={_directory.File("inbox.db")};Pooling=False");
        await connection.OpenAsync();
        // Its end is that of the connection.
        _ = connection.BeginTransaction(deferred: false);
        return connection;
    }

    private sealed class BreakingClock : TimeProvider
    {
        private readonly FakeTimeProvider _time = new();

        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() =>
            IsBroken ? throw new InvalidOperationException("no time") : _time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _time.CreateTimer(callback, state, dueTime, period);
    }
}
