using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.World;

public class FeedTests
{
    [Test]
    public async Task A_listener_that_was_too_far_behind_lost_events_and_was_not_told()
    {
        var feed = new Feed();
        var slow = feed.Listen(1);
        for (var i = 0; i <= Feed.LongestDelay; i++)
            feed.Publish("number", new JsonObject { ["i"] = i });
        var other = feed.Listen(1);
        feed.Publish("number", new JsonObject { ["i"] = -1 });

        var seen = new List<int>();
        await foreach (var happened in slow.ReadAllAsync())
            seen.Add((int)happened["data"]!["i"]!);

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, Feed.LongestDelay)),
            "in order, without a gap, and then it ends");
        Assert.That(other.TryRead(out var next) ? (int?)next["data"]!["i"] : null, Is.EqualTo(-1), "the others go on");
    }

    [Test]
    public void What_concerns_one_bot_is_not_told_around_another()
    {
        var feed = new Feed();
        var (first, second) = (feed.Listen(1), feed.Listen(2));
        feed.Publish("own", [], bot: 2);
        feed.Publish("shared", []);

        Assert.That(Kinds(first), Is.EqualTo(new[] { "shared" }));
        Assert.That(Kinds(second), Is.EqualTo(new[] { "own", "shared" }));
    }

    private static List<string> Kinds(System.Threading.Channels.ChannelReader<JsonObject> feed)
    {
        var kinds = new List<string>();
        while (feed.TryRead(out var happened)) kinds.Add((string)happened["kind"]!);
        return kinds;
    }
}
