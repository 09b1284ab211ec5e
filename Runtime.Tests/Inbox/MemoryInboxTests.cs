using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

public sealed class MemoryInboxTests : InboxCompliance
{
    protected override bool IsDurable => false;

    protected override ValueTask<IUpdateInbox> Open(InboxContext context) => UpdateInbox.InMemory(new MemoryInboxOptions { MaxBytes = 1024 * 1024 }).Open(context);

    [Test]
    public async Task When_it_is_full_it_refuses_until_something_is_done()
    {
        var appended = 0;
        Assert.That(
            async () =>
            {
                for (; appended < 10_000; appended++) await Inbox.Append(TestUpdates.Message(appended, text: new string('x', 1000)));
            },
            Throws.InstanceOf<InboxUnavailableException>().With.Message.Contains("MaxBytes"));
        Assert.That(appended, Is.InRange(500, 1048));
        await Inbox.Complete(await Claim());
        Assert.That(await Inbox.Append(TestUpdates.Message(appended)), Is.EqualTo(AppendResult.Appended));
    }
}
