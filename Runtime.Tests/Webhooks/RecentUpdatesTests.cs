using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class RecentUpdatesTests
{
    [Test]
    public async Task An_update_that_was_handled_is_a_duplicate()
    {
        var recent = new RecentUpdates(capacity: 4);
        Assert.That(recent.TryBegin(1, out _), Is.True);
        recent.Finish(1, isHandled: true);

        Assert.That(recent.TryBegin(1, out var handling), Is.False);
        Assert.That(await handling!, Is.True);
    }

    [Test]
    public void An_update_that_failed_is_taken_again()
    {
        var recent = new RecentUpdates(capacity: 4);
        Assert.That(recent.TryBegin(1, out _), Is.True);
        recent.Finish(1, isHandled: false);

        Assert.That(recent.TryBegin(1, out _), Is.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_redelivery_of_an_update_being_handled_waits_for_that_handling(bool isHandled)
    {
        var recent = new RecentUpdates(capacity: 4);
        Assert.That(recent.TryBegin(1, out _), Is.True);
        Assert.That(recent.TryBegin(1, out var first), Is.False);
        Assert.That(recent.TryBegin(1, out var second), Is.False);
        Assert.That(first!.IsCompleted, Is.False);

        recent.Finish(1, isHandled);

        Assert.That(await first, Is.EqualTo(isHandled));
        Assert.That(await second!, Is.EqualTo(isHandled));
    }

    [Test]
    public void Only_the_last_ids_are_remembered()
    {
        var recent = new RecentUpdates(capacity: 3);
        foreach (var id in new long[] { 1, 2, 3, 4 })
        {
            Assert.That(recent.TryBegin(id, out _), Is.True);
            recent.Finish(id, isHandled: true);
        }

        Assert.That(recent.TryBegin(2, out _), Is.False);
        Assert.That(recent.TryBegin(3, out _), Is.False);
        Assert.That(recent.TryBegin(4, out _), Is.False);
        Assert.That(recent.TryBegin(1, out _), Is.True);
    }
}
