using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class UpdateLanesTests
{
    [TestCase("inline_query", "from")]
    [TestCase("chosen_inline_result", "from")]
    [TestCase("shipping_query", "from")]
    [TestCase("pre_checkout_query", "from")]
    [TestCase("stopped_message_generation", "user")]
    public void A_query_that_is_to_be_answered_within_seconds_waited_behind_the_users_messages(string kind, string who)
    {
        long? LaneOf(string kind, long user) => UpdateLanes.PerChat.LaneOf(TestUpdates.Read($$$""" {"update_id":1,"{{{kind}}}":{"{{{who}}}":{"id":{{{user}}} } } } """));
        var lane = LaneOf(kind, 7);
        Assert.That(lane, Is.Not.Null.And.Not.EqualTo(7));
        Assert.That(LaneOf(kind, 7), Is.EqualTo(lane));
        Assert.That(LaneOf(kind, 8), Is.Not.EqualTo(lane));
        Assert.That(LaneOf("callback_query", 7), Is.EqualTo(7));
    }

    [Test]
    public void Each_kind_of_query_has_a_lane_of_its_own()
    {
        string[] kinds = ["inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query", "stopped_message_generation"];
        var lanes = kinds.Select(kind => UpdateLanes.PerChat.LaneOf(TestUpdates.Read($$$"""{"update_id":1,"{{{kind}}}":{"from":{"id":7 } } }""")));
        Assert.That(lanes, Is.Unique);
    }

    [Test]
    public void Topics_waited_for_one_another()
    {
        long? LaneOf(UpdateLanes lanes, string inner) =>
            lanes.LaneOf(TestUpdates.Read($$$"""{"update_id":1,"message":{"chat":{"id":-5 } {{{inner}}} } }"""));
        const string four = ""","message_thread_id":4,"is_topic_message":true""";
        const string five = ""","message_thread_id":5,"is_topic_message":true""";
        const string comments = ""","message_thread_id":4""";
        Assert.That(LaneOf(UpdateLanes.PerTopic, four), Is.Not.EqualTo(LaneOf(UpdateLanes.PerTopic, five)));
        Assert.That(LaneOf(UpdateLanes.PerTopic, four + ",\"text\":\"t\""),
            Is.EqualTo(LaneOf(UpdateLanes.PerTopic, four)));
        Assert.That(LaneOf(UpdateLanes.PerTopic, comments), Is.EqualTo(-5), "a thread of comments is no topic");
        Assert.That(LaneOf(UpdateLanes.PerTopic, ""), Is.EqualTo(-5));
        Assert.That(LaneOf(UpdateLanes.PerChat, four), Is.EqualTo(-5));
    }

    [Test]
    public void A_button_pressed_in_a_topic_is_handled_after_the_topics_messages()
    {
        const string message = """{"chat":{"id":-5},"message_thread_id":4,"is_topic_message":true}""";
        Assert.That(
            UpdateLanes.PerTopic.LaneOf(TestUpdates.Read($$$"""{"update_id":1,"callback_query":{"from":{"id":7},"message":{{{message}}} } }""")),
            Is.EqualTo(UpdateLanes.PerTopic.LaneOf(TestUpdates.Read($$$"""{"update_id":1,"message":{{{message}}} }"""))));
    }

    [Test]
    public void A_key_of_ones_own_is_the_same_lane_in_every_process()
    {
        var lanes = UpdateLanes.By(update => update.UserId is { } user ? $"shard {user % 2}" : null);
        long? LaneOf(long user) => lanes.LaneOf(TestUpdates.Read($$$"""{"update_id":1,"message":{"from":{"id":{{{user}}} },"chat":{"id":3} } }"""));
        Assert.That(LaneOf(1), Is.EqualTo(LaneOf(3)).And.Not.EqualTo(LaneOf(2)));
        Assert.That(LaneOf(1), Is.EqualTo(LaneKey.Of("shard 1")).And.EqualTo(ShardOne));
        Assert.That(lanes.LaneOf(TestUpdates.Poll(1)), Is.Null);
    }

    [Test]
    public void No_hash_is_ever_the_id_of_a_chat()
    {
        var keys = Enumerable.Range(0, 10_000).Select(i => LaneKey.Of($"{i}")).ToList();
        Assert.That(keys, Is.Unique);
        Assert.That(keys.Min(), Is.GreaterThanOrEqualTo(1L << 62));
    }

    [Test]
    public void A_key_that_throws_does_not_refuse_the_update_for_ever()
    {
        using var log = new InboxLog();
        var context = new InboxContext { Name = "a", LoggerFactory = log, Lanes = UpdateLanes.By(_ => throw new InvalidOperationException("no key")) };
        Assert.That(context.LaneOf(TestUpdates.Message(1, chat: 5)), Is.EqualTo(5));
        Assert.That(log.Lines.Single(), Does.StartWith("Error: The lane of update 1"));
    }

    [Test]
    public void The_parts_of_an_album_find_each_other_without_a_key()
    {
        var context = new InboxContext { Name = "a", Lanes = UpdateLanes.By(_ => null) };
        var lane = context.LaneOf(TestUpdates.AlbumPart(1, group: "g"));
        Assert.That(lane, Is.Not.Null.And.EqualTo(context.LaneOf(TestUpdates.AlbumPart(2, group: "g"))));
        Assert.That(context.LaneOf(TestUpdates.AlbumPart(3, group: "h")), Is.Not.EqualTo(lane));
        Assert.That(context.LaneOf(TestUpdates.Message(4)), Is.Null);
    }

    // What a file of an earlier run has in it.
    private const long ShardOne = 8991079684856843986;
}
