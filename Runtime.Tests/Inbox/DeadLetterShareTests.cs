using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// Dead letters have their share of an inbox, and the oldest give way: a sender of garbage does not keep others out.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeadLetterShareTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly InboxLog _log = new();
    private readonly List<InboxException> _faults = [];
    private readonly TestClock _time = new();
    private IUpdateInbox _inbox = null!;

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _log.Dispose();
        _directory.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_of_nothing_is_kept_like_any_other(bool isDurable)
    {
        await Open(isDurable ? UpdateInbox.Sqlite(_directory.File("inbox.db")) : UpdateInbox.InMemory());

        await _inbox.Append(TestUpdates.Read(""));

        Assert.That((await Letters()).Single().Body.IsEmpty, Is.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task One_letter_may_stay_however_large_it_is(bool isSecond)
    {
        await Open(UpdateInbox.InMemory());

        Assert.That(new DeadLetterShare(MaxCount: 10, MaxBytes: 100).IsExceeded(isSecond ? 2 : 1, bytes: 101), Is.EqualTo(isSecond));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Garbage_filled_the_inbox_for_good(bool isDurable)
    {
        var garbage = new string('x', 100_000);
        await Open(isDurable
            ? UpdateInbox.Sqlite(_directory.File("inbox.db"), new SqliteInboxOptions { MaxFileBytes = 4 * 1024 * 1024 })
            : UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 4 * 1024 * 1024 }));
        for (var i = 0; i < 100; i++) await _inbox.Append(TestUpdates.Read($"{i} {garbage}"));
        Assert.That(await _inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Appended));
        var letters = await Letters();
        Assert.That(letters, Has.Count.InRange(8, 11));
        Assert.That(letters[^1].Body.Span.StartsWith("99 "u8), Is.True, "the oldest gave way");
        Assert.That((await _inbox.Status()).Dead, Is.EqualTo(letters.Count));
        Assert.That(_log.Lines, Has.Some.StartsWith("Warning: ").And.Some.Contains("gave way to newer ones"));
        Assert.That(_faults, Is.Not.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Letters_with_long_errors_took_the_whole_inbox_for_good(bool isDurable)
    {
        await Open(OfOneMebibyte(isDurable));
        for (var first = 0; first < 600; first += 100)
        {
            var updates = Enumerable.Range(first, 100).Select(id => TestUpdates.Message(id, chat: id)).ToList();
            Assert.That(await _inbox.Append(updates), Is.All.EqualTo(AppendResult.Appended),
                "there is room for what is honest");
            var buried = new List<Task<bool>>();
            for (var i = 0; i < updates.Count; i++)
                buried.Add(_inbox.Bury(await _inbox.Claim(), new string('e', 2000)).AsTask());
            Assert.That(await Task.WhenAll(buried), Is.All.True);
        }

        Assert.That(await Letters(), Has.Count.InRange(40, 130), "a quarter of what the inbox may take");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Letters_of_a_few_bytes_each_took_many_times_their_share(bool isDurable)
    {
        await Open(OfOneMebibyte(isDurable));
        for (var first = 0; first < 3000; first += 500)
            await _inbox.Append([.. Enumerable.Range(first, 500).Select(i => TestUpdates.Read($"x{i}"))]);

        Assert.That(await Letters(), Has.Count.InRange(500, 1100));
    }

    [Test]
    public async Task What_letters_take_is_counted_alike_when_they_come_when_they_go_and_when_the_file_is_opened()
    {
        var path = _directory.File("inbox.db");
        var options = new SqliteInboxOptions { MaxDeadLetters = 3 };
        await Open(UpdateInbox.Sqlite(path, options));
        foreach (var (id, length) in ((int, int)[])[(1, 10), (2, 5000), (3, 100_000), (4, 10)])
        {
            await _inbox.Append(TestUpdates.Message(id, text: new string('x', length)));
            await _inbox.Bury(await _inbox.Claim(), new string('é', length));
        }

        await _inbox.Append(TestUpdates.Undecodable(5));
        await _inbox.Replay((await Letters())[0].Id);
        await _inbox.Purge((await Letters())[0].Id);
        var counted = DeadBytes();
        await _inbox.DisposeAsync();
        await Open(UpdateInbox.Sqlite(path, options));

        Assert.That(counted, Is.GreaterThan(0));
        Assert.That(DeadBytes(), Is.EqualTo(counted));
        await _inbox.Purge(null);
        Assert.That(DeadBytes(), Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task No_more_letters_are_kept_than_the_option_says(bool isDurable)
    {
        await Open(isDurable
            ? UpdateInbox.Sqlite(_directory.File("inbox.db"), new SqliteInboxOptions { MaxDeadLetters = 3 })
            : UpdateInbox.InMemory(new MemoryInboxOptions { MaxDeadLetters = 3 }));
        for (var i = 1; i <= 5; i++)
        {
            await _inbox.Append(TestUpdates.Message(i));
            await _inbox.Bury(await _inbox.Claim(), "given up");
        }

        Assert.That((await Letters()).Select(letter => letter.UpdateId), Is.EqualTo(new long?[] { 3, 4, 5 }));
        Assert.That(_faults.Single().Message, Does.StartWith("1 of the oldest dead letters"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await _inbox.Append(TestUpdates.Undecodable(6));
        Assert.That(_faults[^1].Message, Does.StartWith("2 of the oldest dead letters"),
            "those of the last minute together");
        await _inbox.Append(TestUpdates.Undecodable(7));
        _time.Advance(TimeSpan.FromMinutes(1));
        await _inbox.Append(TestUpdates.Undecodable(8));
        Assert.That(_faults, Has.Count.EqualTo(3));
        Assert.That(_faults[^1].Message, Does.StartWith("2 of the oldest dead letters"));
    }

    [Test]
    public async Task Purging_many_thousands_leaves_appends_their_turn()
    {
        await Open(UpdateInbox.Sqlite(_directory.File("inbox.db")));
        for (var i = 0; i < 2000; i += 100)
            await _inbox.Append([.. Enumerable.Range(i, 100).Select(id => TestUpdates.Undecodable(id))]);
        Assert.That(await _inbox.Purge(null), Is.EqualTo(2000));
        Assert.That((await _inbox.Status()).Dead, Is.Zero);
    }

    private UpdateInbox OfOneMebibyte(bool isDurable) => isDurable
        ? UpdateInbox.Sqlite(_directory.File("inbox.db"), new SqliteInboxOptions { MaxFileBytes = 1024 * 1024 })
        : UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 1024 * 1024 });

    private long DeadBytes() => ((SqliteInbox)_inbox).DeadBytes;

    private async Task Open(UpdateInbox choice) =>
        _inbox = await choice.Open(
            new InboxContext { Name = "a", TimeProvider = _time, LoggerFactory = _log, OnFault = _faults.Add });

    private async Task<List<DeadLetter>> Letters()
    {
        var letters = new List<DeadLetter>();
        await foreach (var letter in _inbox.DeadLetters()) letters.Add(letter);
        return letters;
    }
}
