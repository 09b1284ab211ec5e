using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// What waits for a retry leaves its place in memory to the others, and what is refused or gone holds up nobody.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteWaitingTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestClock _time = new();
    private readonly List<InboxException> _faults = [];
    private IUpdateInbox _inbox = null!;

    private string DatabasePath => _directory.File("inbox.db");

    public async ValueTask DisposeAsync()
    {
        await _inbox.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Chats_that_wait_for_a_retry_stopped_all_others()
    {
        const int chats = 40;
        await Open(new WindowLimits { MaxHeld = 256, MaxPerLane = 16, MaxPerScan = 64 });
        for (var chat = 1; chat <= chats; chat++)
            await _inbox.Append([.. Enumerable.Range(0, 16).Select(i => TestUpdates.Message((chat * 100) + i, chat))]);
        for (var chat = 1; chat <= chats; chat++)
            await _inbox.Retry(await Claim(), TimeSpan.FromHours(1), "Telegram asks to wait");

        await _inbox.Append(TestUpdates.Message(9999, chat: 9999));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 9999L }));

        _time.Advance(TimeSpan.FromHours(1));
        var handled = new Dictionary<long, List<long>>();
        for (var i = 0; i < chats * 16; i++)
        {
            var claim = await Claim();
            var id = claim.Ids()[0];
            if (!handled.TryGetValue(id / 100, out var ids)) handled[id / 100] = ids = [];
            ids.Add(id);
            await _inbox.Complete(claim);
        }

        Assert.That(handled, Has.Count.EqualTo(chats));
        foreach (var (chat, ids) in handled)
            Assert.That(ids, Is.EqualTo(Enumerable.Range(0, 16).Select(i => (chat * 100) + i)));
    }

    [TestCase("retry")]
    [TestCase("bury")]
    public async Task A_transition_that_the_file_refuses_left_its_chat_stuck(string transition)
    {
        await Open(WindowLimits.Default);
        await _inbox.Append(TestUpdates.Message(1, chat: 5));
        await _inbox.Append(TestUpdates.Message(2, chat: 5));
        OtherProgram.Execute(DatabasePath, "CREATE TRIGGER refuse BEFORE UPDATE ON updates WHEN new.last_error = 'no' BEGIN SELECT RAISE(ABORT, 'no'); END");
        var claim = await Claim();
        if (transition == "retry") await _inbox.Retry(claim, TimeSpan.Zero, "no");
        else await _inbox.Bury(claim, "no");
        Assert.That(_faults.Single().Message, Does.StartWith("What became of update 1 was not recorded."));
        if (transition == "retry") await _inbox.Complete(await Claim());
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
    }

    [Test]
    public async Task A_row_that_is_gone_when_it_is_read_again_left_its_chat_stuck()
    {
        await Open(WindowLimits.Default);
        await _inbox.Append(TestUpdates.Message(1, chat: 5));
        await _inbox.Append(TestUpdates.Message(2, chat: 5));
        await _inbox.Retry(await Claim(), TimeSpan.FromSeconds(1), "broke");
        OtherProgram.Execute(DatabasePath, "DELETE FROM updates WHERE update_id = 1");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await Claim()).Ids(), Is.EqualTo(new[] { 2L }));
        Assert.That(_faults.Single().Message,
            Does.StartWith("Update 1 is not in the inbox").And.Contains("is not handled"));
    }

    [Test]
    public async Task A_clock_that_jumps_neither_forgot_ids_nor_brought_them_back()
    {
        await Open(WindowLimits.Default);
        await _inbox.Append(TestUpdates.Message(1));
        _time.Ahead = TimeSpan.FromDays(365);
        Assert.That(await _inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate), "forward");
        await _inbox.Append(TestUpdates.Message(2, chat: 2));
        _time.Ahead = TimeSpan.FromDays(-365);
        Assert.That(await _inbox.Append(TestUpdates.Message(1)), Is.EqualTo(AppendResult.Duplicate), "back");
        _time.Ahead = TimeSpan.Zero;
        await Reopen();
        Assert.That(await _inbox.Append(TestUpdates.Message(2)), Is.EqualTo(AppendResult.Duplicate));
        _time.Advance(TimeSpan.FromDays(60));
        await Reopen();
        _time.Advance(TimeSpan.FromHours(25));
        Assert.That(await _inbox.Append(TestUpdates.Message(2, chat: 3)), Is.EqualTo(AppendResult.Appended),
            "an id of 60 days ago is a new one");
    }

    private async Task<UpdateClaim> Claim() => await _inbox.Claim().AsTask().WaitAsync(RealTime.Patience);

    private async Task Reopen()
    {
        await _inbox.DisposeAsync();
        await Open(WindowLimits.Default);
    }

    private async Task Open(WindowLimits window) =>
        _inbox = await UpdateInbox.Sqlite(DatabasePath, new SqliteInboxOptions { Window = window })
            .Open(new InboxContext { Name = "42", TimeProvider = _time, OnFault = _faults.Add });
}
