using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class ExpiredQueryTests
{
    [TestCase("inline_query", 30)]
    [TestCase("shipping_query", 150)]
    [TestCase("pre_checkout_query", 150)]
    public async Task A_query_of_six_hours_ago_was_handled(string kind, int seconds)
    {
        var time = new TestClock();
        using var log = new InboxLog();
        await using var inbox = await Open(time, log, keepExpired: false);
        await inbox.Append(Query(1, kind, user: 1));
        time.Advance(TimeSpan.FromSeconds(seconds));
        var inTime = await Claim(inbox);
        Assert.That(inTime.Ids(), Is.EqualTo(new[] { 1L }));
        await inbox.Append(Query(2, kind, user: 2));
        time.Advance(TimeSpan.FromSeconds(seconds + 1));
        await inbox.Append(TestUpdates.Message(3));
        Assert.That((await Claim(inbox)).Ids(), Is.EqualTo(new[] { 3L }));
        Assert.That(log.Lines.Single(), Does.StartWith($"Warning: Update 2 ({kind}) was not handled").And.Contains("1 so far"));
        Assert.That((await inbox.Status()).Pending, Is.EqualTo(2));
        await inbox.Retry(inTime, TimeSpan.Zero, "broke");
        Assert.That((await Claim(inbox)).Ids(), Is.EqualTo(new[] { 1L }), "it was begun in time");
    }

    [TestCase("memory")]
    [TestCase("file")]
    public async Task A_clock_that_was_put_forward_dropped_a_payment_that_had_just_come_in(string engine)
    {
        var time = new TestClock();
        using var directory = new TemporaryDirectory();
        using var log = new InboxLog();
        var choice = engine == "file" ? UpdateInbox.Sqlite(directory.File("inbox.db")) : null;
        await using var inbox = await Open(time, log, keepExpired: false, choice);
        await inbox.Append(Query(1, "pre_checkout_query", user: 1));
        time.Advance(TimeSpan.FromSeconds(10));
        time.Ahead = TimeSpan.FromHours(1);
        var claim = await Claim(inbox);
        Assert.That((claim.Ids()[0], claim.Age), Is.EqualTo((1L, TimeSpan.FromSeconds(10))));

        time.Ahead = TimeSpan.FromHours(-1);
        await inbox.Append(Query(2, "pre_checkout_query", user: 2));
        time.Ahead = TimeSpan.FromHours(-3);
        time.Advance(TimeSpan.FromSeconds(151));
        await inbox.Append(TestUpdates.Message(3));
        Assert.That((await Claim(inbox)).Ids(), Is.EqualTo(new[] { 3L }),
            "put back, it kept one that nobody can answer any more");
    }

    [Test]
    public async Task What_waited_across_a_restart_or_as_a_dead_letter_is_as_old_as_the_clock_says()
    {
        var time = new TestClock();
        using var directory = new TemporaryDirectory();
        using var log = new InboxLog();
        var choice = UpdateInbox.Sqlite(directory.File("inbox.db"));
        await using (var inbox = await Open(time, log, keepExpired: false, choice))
        {
            await inbox.Append([Query(1, "inline_query", user: 1), Query(2, "inline_query", user: 2)]);
            await inbox.Bury(await Claim(inbox), "given up");
        }

        time.Advance(TimeSpan.FromSeconds(31));
        await using var again = await Open(time, log, keepExpired: false, choice);
        await foreach (var letter in again.DeadLetters()) Assert.That(await again.Replay(letter.Id), Is.True);
        await again.Append(TestUpdates.Message(3));
        Assert.That((await Claim(again)).Ids(), Is.EqualTo(new[] { 3L }));
        Assert.That(log.Lines.Where(line => line.Contains("was not handled", StringComparison.Ordinal)), Has.Exactly(2).Items);
    }

    [Test]
    public async Task An_expired_query_whose_end_could_not_be_recorded_left_its_lane_stuck()
    {
        var time = new TestClock();
        using var log = new InboxLog();
        var memory = await UpdateInbox.InMemory().Open(new InboxContext { Name = "a", TimeProvider = time });
        await using var inbox = new ExpiringInbox(new NeverDone(memory), null, time, log);
        await inbox.Append(Query(1, "inline_query", user: 1));
        time.Advance(TimeSpan.FromSeconds(31));

        var claim = await Claim(inbox);
        Assert.That(claim.Ids(), Is.EqualTo(new[] { 1L }), "who handles it records it, however long that takes");
        Assert.That(log.Lines.Single(), Does.StartWith("Warning: Update 1 (inline_query) waited longer").And.EndsWith("handled all the same."));
        Assert.That(inbox.Expired, Is.Zero);
    }

    [TestCase("message")]
    [TestCase("callback_query")]
    [TestCase("chosen_inline_result")]
    public void What_is_no_query_or_has_its_answer_elsewhere_does_not_expire(string kind) =>
        Assert.That(QueryLifetimes.Of(kind), Is.Null);

    [Test]
    public async Task Expired_queries_are_handled_when_that_is_asked_for()
    {
        var time = new TestClock();
        using var log = new InboxLog();
        await using var inbox = await Open(time, log, keepExpired: true);
        await inbox.Append(Query(1, "inline_query", user: 1));
        time.Advance(TimeSpan.FromHours(6));
        Assert.That((await Claim(inbox)).Ids(), Is.EqualTo(new[] { 1L }));
    }

    private static ValueTask<IUpdateInbox> Open(
        TestClock time, InboxLog log, bool keepExpired, UpdateInbox? choice = null)
    {
        var context = new InboxContext { Name = "a", TimeProvider = time, LoggerFactory = log };
        return ExpiringInbox.Open(choice ?? UpdateInbox.InMemory(), context, keepExpired, CancellationToken.None);
    }

    private static async Task<UpdateClaim> Claim(IUpdateInbox inbox) =>
        await inbox.Claim().AsTask().WaitAsync(RealTime.Patience);

    private static UpdateEnvelope Query(long id, string kind, long user) =>
        TestUpdates.Read($$$"""{"update_id":{{{id}}},"{{{kind}}}":{"id":"q","from":{"id":{{{user}}} } } }""");

    private sealed class NeverDone(IUpdateInbox inner) : ForwardingInbox(inner)
    {
        public override ValueTask<bool> Complete(UpdateClaim claim) => throw new InboxUnavailableException("no");
    }
}
