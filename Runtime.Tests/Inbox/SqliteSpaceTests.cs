using Microsoft.Data.Sqlite;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>A file that is full: it refuses new updates, and nothing else.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteSpaceTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestClock _time = new();
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
            .Open(new InboxContext { Name = "42", TimeProvider = _time });

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
