using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.PostgreSql;

internal sealed class TopicLanesTests
{
    [Test]
    public async Task Topics_of_one_group_do_not_wait_for_each_other_and_each_is_in_order_in_all_instances()
    {
        await using var openers = new Openers(await PostgresRun.ConnectionString()) { Context = new InboxContext { Name = "topics", Lanes = UpdateLanes.PerTopic } };
        var (one, other) = (await openers.Open(), await openers.Open());
        await one.Append([InTopic(1, 4), InTopic(2, 5), InTopic(3, 4)]);
        await other.Append(InTopic(4, 5));
        UpdateClaim[] first = [await Openers.Claim(one), await Openers.Claim(one)];
        Assert.That(first.SelectMany(claim => claim.Ids()), Is.EquivalentTo(new[] { 1L, 2L }), "both topics at once, the first of each");
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            Assert.That(async () => await other.Claim(soon.Token), Throws.InstanceOf<OperationCanceledException>(), "the rest waits");

        await one.StopClaiming();
        foreach (var claim in first) await one.Complete(claim);
        UpdateClaim[] rest = [await Openers.Claim(other), await Openers.Claim(other)];
        Assert.That(rest.SelectMany(claim => claim.Ids()), Is.EquivalentTo(new[] { 3L, 4L }));
        Assert.That(rest.Select(claim => claim.Updates[0].Lane), Is.Unique);
    }

    private static UpdateEnvelope InTopic(long id, long topic) => TestUpdates.Read(
        $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1,"chat":{"id":-5,"type":"supergroup"},"message_thread_id":{{{topic}}},"is_topic_message":true,"text":"t"}}""");
}
