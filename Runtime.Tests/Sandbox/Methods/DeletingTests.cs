using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class DeletingTests : MethodTest
{
    [Test]
    public async Task Own_and_other_messages_of_a_private_chat_are_deleted()
    {
        await Api.SendMessage(Ada.Id, "mine");
        var mine = await Ada.Hears("mine");
        var hers = await Ada.Says("hers");
        foreach (var message in new[] { mine, hers })
        {
            Assert.That(await Api.DeleteMessage(Ada.Id, message.Id), Is.True);
            await Ada.SeesDeleted(message);
            await Refused(400, "Bad Request: message to delete not found", () => Api.DeleteMessage(Ada.Id, message.Id));
        }
    }

    [Test]
    public async Task After_two_days_nothing_is_deleted_any_more()
    {
        var old = await Api.SendMessage(Ada.Id, "old");
        await Pass(TimeSpan.FromHours(49));
        await Refused(400, "Bad Request: message can't be deleted", () => Api.DeleteMessage(Ada.Id, old.MessageId));
    }

    [Test]
    public async Task In_a_group_others_messages_need_the_right()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        var said = await Ada.In(lab).Says("hers");
        await Refused(400, "Bad Request: message can't be deleted", () => Api.DeleteMessage(lab.Id, said.Id));
        await lab.PromotesBot("can_pin_messages");
        await Refused(400, "Bad Request: message can't be deleted", () => Api.DeleteMessage(lab.Id, said.Id));
        await lab.PromotesBot("can_delete_messages");
        await Api.DeleteMessage(lab.Id, said.Id);
        await Ada.In(lab).SeesDeleted(said);
    }

    [Test]
    public async Task Several_are_deleted_at_once_and_missing_ones_are_skipped()
    {
        var ids = new List<long>();
        foreach (var text in new[] { "one", "two", "three" }) ids.Add((await Api.SendMessage(Ada.Id, text)).MessageId);
        Assert.That(await Api.DeleteMessages(Ada.Id, [ids[0], 9999, ids[2]]), Is.True);
        await Refused(400, "Bad Request: message to delete not found", () => Api.DeleteMessage(Ada.Id, ids[0]));
        Assert.That(await Api.DeleteMessage(Ada.Id, ids[1]), Is.True, "not named, so still there");
        await Refused(400, "Bad Request: too many message identifiers specified",
            () => Api.DeleteMessages(Ada.Id, [.. Enumerable.Range(1, 101).Select(id => (long)id)]));
    }

    [Test]
    public async Task A_pinned_message_that_is_deleted_is_pinned_no_longer()
    {
        var sent = await Api.SendMessage(Ada.Id, "important");
        await Api.PinChatMessage(Ada.Id, sent.MessageId);
        Assert.That((await Api.GetChat(Ada.Id)).PinnedMessage!.Text, Is.EqualTo("important"));
        await Api.DeleteMessage(Ada.Id, sent.MessageId);
        Assert.That((await Api.GetChat(Ada.Id)).PinnedMessage, Is.Null);
    }
}
