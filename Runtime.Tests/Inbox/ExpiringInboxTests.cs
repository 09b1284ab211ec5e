using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>
/// The inbox that every bot has between its engine and its workers: whatever the engine can, it can too.
/// </summary>
public sealed class ExpiringInboxTests : InboxCompliance
{
    protected override bool IsDurable => false;

    [Test]
    public async Task A_stop_did_not_wait_for_an_engine_that_keeps_nothing()
    {
        Assert.That(Inbox.WhenSafeToClose().IsCompleted, Is.True);
        await Inbox.Append(TestUpdates.Message(1));
        var safe = Inbox.WhenSafeToClose();
        Assert.That(safe.IsCompleted, Is.False);
        await Inbox.Complete(await Claim());
        await safe.WaitAsync(RealTime.Patience);
    }

    protected override ValueTask<IUpdateInbox> Open(InboxContext context) =>
        ExpiringInbox.Open(UpdateInbox.InMemory(), context, keepExpired: false, CancellationToken.None);
}
