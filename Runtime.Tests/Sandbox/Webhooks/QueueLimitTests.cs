using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Sandbox.Updates;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>How much waits for a bot at most.</summary>
internal sealed class QueueLimitTests : SenderTest
{
    private const int MaxUpdate = 512 << 10;

    [Test]
    [Wire("5.9")]
    public async Task An_update_is_at_most_512_KiB_without_its_envelope()
    {
        await SetWebhook();
        Assert.That(Telegram.SendUpdate("poll", OfSize(MaxUpdate + 1)), Is.False);
        Assert.That(Telegram.SendUpdate("poll", OfSize(MaxUpdate)), Is.True);
        var request = await Server.Next();
        Assert.That(request.Body, Has.Length.InRange(MaxUpdate + 1, MaxUpdate + 40));
        Assert.That(Telegram.WebhookInfo()["pending_update_count"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    [Wire("7.12")]
    public void More_than_100000_updates_are_dropped()
    {
        var queue = NewQueue();
        for (var i = 0; i < 100_000; i++) queue.Add("poll", []);
        Assert.That(queue.Add("poll", []), Is.False);
        Assert.That(queue.Count, Is.EqualTo(100_000));
        queue.Forget(queue.Head);
        Assert.That(queue.Add("poll", []), Is.True);
    }

    [Test]
    [Wire("7.13")]
    public void More_than_128_MiB_of_updates_are_dropped()
    {
        var queue = NewQueue();
        var largest = OfSize(MaxUpdate);
        for (var i = 0; i < 256; i++) queue.Add("poll", largest);
        Assert.That(queue.Count, Is.EqualTo(256));
        Assert.That(queue.Add("poll", []), Is.False);
        queue.Forget(queue.Head);
        Assert.That(queue.Add("poll", largest), Is.True);
    }

    private static UpdateQueue NewQueue() => new(new FakeTimeProvider(), new Random(7));

    /// <summary>The kind and its value together have this many bytes.</summary>
    private static JsonObject OfSize(int bytes) =>
        new() { ["id"] = new string('1', bytes - "\"poll\":{\"id\":\"\"}".Length) };
}
