using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>A file that is full: it refuses new updates, and nothing else.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteSpaceTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestClock _time = new();
    private readonly Channel<InboxException> _failures = Channel.CreateUnbounded<InboxException>();
    private IUpdateInbox _inbox = null!;

    private string DatabasePath => _directory.File("inbox.db");

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _directory.Dispose();
    }

    // The reserve takes the first; the second needs more than that.
    [TestCase(40)]
    [TestCase(2000)]
    public async Task A_full_file_never_recovered_and_a_restart_handled_finished_updates_again(int errorLength)
    {
        await Open(1024 * 1024);
        var next = 1L;
        while (await IsTaken(next, chat: next)) next++;
        // A receiver that fails, with a text, and each time with more updates than the file has room to say so of.
        var failed = 0L;
        var retries = new List<Task<bool>>();
        for (; failed < next - 1; failed++)
        {
            var claim = await Claim();
            retries.Add(_inbox.Retry(claim, TimeSpan.Zero, new string('e', errorLength)).AsTask());
            if (retries.Count == 64) break;
        }

        // The receiver works again.
        var handled = new HashSet<long>();
        while (handled.Count < next - 1)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            var claim = await Claim();
            handled.UnionWith(claim.Ids());
            Assert.That(await _inbox.Complete(claim), Is.True);
        }

        Assert.That(await Task.WhenAll(retries).WaitAsync(RealTime.Patience), Is.All.True);
        Assert.That(await IsTaken(next, chat: 1), Is.True, "there is room again");
        await _inbox.DisposeAsync();
        await Open(1024 * 1024);
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { next }), "what is done is done");
    }

    [Test]
    public async Task What_made_room_did_not_count_for_an_update_that_was_committed_with_it()
    {
        await Open(1024 * 1024);
        var next = 1L;
        while (await IsTaken(next, chat: next)) next++;
        var claims = new List<UpdateClaim>();
        while (claims.Count < 32) claims.Add(await Claim());

        // Nobody waits for these to be written.
        foreach (var claim in claims) await _inbox.Complete(claim);

        Assert.That(await IsTaken(next, chat: next), Is.True);
    }

    [Test]
    public async Task A_full_file_hands_out_updates_for_as_long_as_what_is_done_can_be_recorded_and_again_when_it_can()
    {
        await Open(1024 * 1024);
        for (var id = 1; id <= 4; id++) await _inbox.Append(TestUpdates.Message(id, chat: id));
        var (first, second) = (await Claim(), await Claim());
        // Commits that they were begun.
        await _inbox.Purge(0);
        // More pages than the file may have, and then a retry and the end of the first update take one more.
        OtherProgram.Execute(DatabasePath, """
            CREATE TABLE ballast (x);
            INSERT INTO ballast VALUES (zeroblob(3000000));
            CREATE TRIGGER retried AFTER UPDATE ON updates WHEN new.last_error = 'broke' BEGIN INSERT INTO ballast VALUES (zeroblob(100000)); END;
            CREATE TRIGGER done AFTER DELETE ON updates WHEN old.update_id = 1 BEGIN INSERT INTO ballast VALUES (zeroblob(100000)); END;
            """);
        var retry = _inbox.Retry(second, TimeSpan.Zero, "broke").AsTask();
        // The second is refused after everything else was tried.
        for (var i = 0; i < 2; i++) Assert.That(await IsTaken(9, chat: 9), Is.False);
        Assert.That((retry.IsCompleted, _failures.Reader.TryRead(out _)), Is.EqualTo((false, false)));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 3L }), "to handle more is what gives it room");

        await _inbox.Complete(first);
        Assert.That(await IsTaken(9, chat: 9), Is.False);
        Assert.That((await _failures.Reader.ReadAsync().AsTask().WaitAsync(RealTime.Patience)).Message,
            Does.Contain(DatabasePath));
        var next = Claim();
        Assert.That(next.IsCompleted, Is.False, "what is done would be handled again after a crash");

        OtherProgram.Execute(DatabasePath, "DROP TRIGGER retried; DROP TRIGGER done; DROP TABLE ballast");
        for (var tries = 0; !retry.IsCompleted && tries < 6000; tries++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(retry, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        Assert.That(await retry.WaitAsync(RealTime.Patience), Is.True);
        Assert.That((await next).Ids(), Is.EqualTo(new[] { 4L }));
    }

    [Test]
    public async Task Dead_letters_could_not_be_purged_from_a_full_file()
    {
        await Open(1024 * 1024);
        await _inbox.Append(TestUpdates.Undecodable(1));
        for (var id = 2L; await IsTaken(id, chat: id); id++)
        {
        }

        Assert.That(await _inbox.Purge(null), Is.EqualTo(1));
    }

    [Test]
    public async Task A_reader_in_a_long_transaction_let_the_log_grow_without_a_bound()
    {
        await Open(1024 * 1024);
        await _inbox.Append(TestUpdates.Message(1));
        await using var reader = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await reader.OpenAsync();
        await using (var transaction = await reader.BeginTransactionAsync())
        {
            await using var select = reader.CreateCommand();
            select.CommandText = "SELECT count(*) FROM updates";
            select.Transaction = (SqliteTransaction)transaction;
            await select.ExecuteScalarAsync();
            var refused = false;
            for (var id = 2L; id < 3000 && !refused; id++)
            {
                refused = !await IsTaken(id, chat: id);
                if (!refused && (await Claim()) is var claim) await _inbox.Complete(claim);
            }

            Assert.That(refused, Is.True);
            Assert.That(new FileInfo(DatabasePath + "-wal").Length, Is.LessThan(8 * 1024 * 1024));
        }

        Assert.That(await IsTaken(5000, chat: 5000), Is.True, "nobody reads any more");
        Assert.That(new FileInfo(DatabasePath + "-wal").Length, Is.LessThan(3 * 1024 * 1024));
    }

    private async Task Open(long maxFileBytes) =>
        _inbox = await UpdateInbox.Sqlite(DatabasePath, new SqliteInboxOptions { MaxFileBytes = maxFileBytes })
            .Open(new InboxContext { Name = "42", TimeProvider = _time, OnFailing = failure => _failures.Writer.TryWrite(failure) });

    private async Task<UpdateClaim> Claim() => await _inbox.Claim().AsTask().WaitAsync(RealTime.Patience);

    private async Task<bool> IsTaken(long id, long chat)
    {
        try
        {
            return await _inbox.Append(TestUpdates.Message(id, chat, new string('x', 1500))) == AppendResult.Appended;
        }
        catch (InboxUnavailableException)
        {
            return false;
        }
    }
}
