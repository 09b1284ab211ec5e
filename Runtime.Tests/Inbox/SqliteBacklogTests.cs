using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// Faults of reading what is in the file only. One update of a chat is in memory at a time, so that each end of one
/// reads the next.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteBacklogTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Channel<InboxException> _faults = Channel.CreateUnbounded<InboxException>();
    private readonly InboxLog _log = new();
    private IUpdateInbox _inbox = null!;

    private string DatabasePath => _directory.File("inbox.db");

    [SetUp]
    public async Task Open()
    {
        var options = new SqliteInboxOptions { Window = new WindowLimits { MaxPerLane = 1 } };
        _inbox = await UpdateInbox.Sqlite(DatabasePath, options).Open(new InboxContext
        {
            Name = "42",
            TimeProvider = _time,
            LoggerFactory = _log,
            OnFault = fault => _faults.Writer.TryWrite(fault),
        });
        for (var id = 1; id <= 3; id++) await _inbox.Append(TestUpdates.Message(id));
    }

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _log.Dispose();
        _directory.Dispose();
    }

    [Test]
    public async Task A_backlog_that_cannot_be_read_is_reported_once_until_it_can_and_then_read_on()
    {
        for (var id = 1; id <= 2; id++)
        {
            var claim = await InTime(_inbox.Claim().AsTask());
            Assert.That(claim.Ids(), Is.EqualTo(new[] { (long)id }));
            // Reading fails, and what is done is recorded all the same.
            OtherProgram.Execute(DatabasePath, "ALTER TABLE updates RENAME COLUMN media_group TO hidden");
            await _inbox.Complete(claim);
            var fault = await Fault();
            Assert.That(fault.Message, Does.StartWith($"The inbox '{DatabasePath}' failed").And.EndsWith("What is not in memory yet is not handled meanwhile."));
            var tries = Failures();
            await InTime(() => Failures() >= tries + 2);
            Assert.That(_faults.Reader.TryRead(out _), Is.False, "one outage is one report");
            OtherProgram.Execute(DatabasePath, "ALTER TABLE updates RENAME COLUMN hidden TO media_group");
        }

        Assert.That((await InTime(_inbox.Claim().AsTask())).Ids(), Is.EqualTo(new[] { 3L }));
    }

    [Test]
    public async Task A_row_that_was_removed_before_it_could_be_buried_was_counted_among_the_dead()
    {
        OtherProgram.Execute(
            DatabasePath, "UPDATE updates SET received_at = received_at | (1 << 62) WHERE update_id = 2");
        await using (var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = other.BeginTransaction(deferred: false);
            await _inbox.Complete(await InTime(_inbox.Claim().AsTask()));
            Assert.That((await Fault()).Message, Does.Contain("cannot be read"));
            await using var delete = other.CreateCommand();
            delete.Transaction = transaction;
            delete.CommandText = "DELETE FROM updates WHERE update_id = 2";
            Assert.That(await delete.ExecuteNonQueryAsync(), Is.EqualTo(1));
            await transaction.CommitAsync();
        }

        var third = await InTime(_inbox.Claim().AsTask());
        Assert.That(third.Ids(), Is.EqualTo(new[] { 3L }));
        // What the file says of it is written behind what becomes of the second.
        Assert.That(await InTime(_inbox.Bury(third, "given up").AsTask()), Is.True);
        Assert.That((await _inbox.Status()).Dead, Is.EqualTo(1));
    }

    private int Failures() =>
        _log.Lines.Count(static line => line.EndsWith("Reading the backlog is tried again.", StringComparison.Ordinal));

    private async Task<InboxException> Fault() =>
        await _faults.Reader.ReadAsync().AsTask().WaitAsync(RealTime.Patience);

    private async Task<T> InTime<T>(Task<T> task)
    {
        await InTime(() => task.IsCompleted);
        return await task;
    }

    // Whatever waits for the clock: it may begin to wait at any moment.
    private async Task InTime(Func<bool> isDone)
    {
        for (var tries = 0; !isDone(); tries++)
        {
            Assert.That(tries, Is.LessThan(6000));
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
