using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>What a server's handle shows of its inbox.</summary>
public sealed class WebhookInboxTests
{
    [Test]
    public async Task Dead_letters_are_listed_replayed_and_purged()
    {
        await using var engine = await UpdateInbox.InMemory().Open(new InboxContext { Name = "m" });
        var inbox = new WebhookInbox(() => engine, () => []);
        for (var id = 1; id <= 3; id++)
        {
            await engine.Append(TestUpdates.Message(id, chat: id));
            await engine.Bury(await engine.Claim(), "given up");
        }

        var letters = await inbox.DeadLetters().ToListAsync();
        Assert.That(letters.Select(letter => letter.UpdateId), Is.EqualTo(new long?[] { 1, 2, 3 }));
        Assert.That(await inbox.Replay(letters[0].Id), Is.True);
        Assert.That((await engine.Claim()).Ids(), Is.EqualTo(new[] { 1L }));
        Assert.That(await inbox.Purge(letters[1].Id), Is.EqualTo(1));
        Assert.That(await inbox.Purge(), Is.EqualTo(1));
        Assert.That(await inbox.DeadLetters().ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task Where_nothing_is_kept_there_is_nothing_to_list()
    {
        var inbox = new WebhookInbox(() => null, () => []);

        Assert.That(await inbox.DeadLetters().ToListAsync(), Is.Empty);
        Assert.That(await inbox.Replay(1), Is.False);
        Assert.That(await inbox.Purge(), Is.Zero);
    }
}
