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
        var inTime = await inbox.Claim();
        Assert.That(inTime.Ids(), Is.EqualTo(new[] { 1L }));
        await inbox.Append(Query(2, kind, user: 2));
        time.Advance(TimeSpan.FromSeconds(seconds + 1));
        await inbox.Append(TestUpdates.Message(3));
        Assert.That((await inbox.Claim()).Ids(), Is.EqualTo(new[] { 3L }));
        Assert.That(log.Lines.Single(), Does.StartWith($"Warning: Update 2 ({kind}) was not handled").And.Contains("1 so far"));
        Assert.That((await inbox.Status()).Pending, Is.EqualTo(2));
        await inbox.Retry(inTime, TimeSpan.Zero, "broke");
        Assert.That((await inbox.Claim()).Ids(), Is.EqualTo(new[] { 1L }), "it was begun in time");
    }

    [TestCase("message")]
    [TestCase("callback_query")]
    [TestCase("chosen_inline_result")]
    public void What_is_no_query_or_has_its_answer_elsewhere_does_not_expire(string kind) => Assert.That(QueryLifetimes.Of(kind), Is.Null);

    [Test]
    public async Task Expired_queries_are_handled_when_that_is_asked_for()
    {
        var time = new TestClock();
        using var log = new InboxLog();
        await using var inbox = await Open(time, log, keepExpired: true);
        await inbox.Append(Query(1, "inline_query", user: 1));
        time.Advance(TimeSpan.FromHours(6));
        Assert.That((await inbox.Claim()).Ids(), Is.EqualTo(new[] { 1L }));
    }

    private static ValueTask<IUpdateInbox> Open(TestClock time, InboxLog log, bool keepExpired) => ExpiringInbox.Open(
        UpdateInbox.InMemory(), new InboxContext { Name = "a", TimeProvider = time, LoggerFactory = log }, keepExpired, CancellationToken.None);

    private static UpdateEnvelope Query(long id, string kind, long user) =>
        TestUpdates.Read($$$"""{"update_id":{{{id}}},"{{{kind}}}":{"id":"q","from":{"id":{{{user}}} } } }""");
}
