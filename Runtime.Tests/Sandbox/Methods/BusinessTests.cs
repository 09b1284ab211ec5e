using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class BusinessTests : MethodTest
{
    private SandboxUser _bob = null!;

    [SetUp]
    public void MeetBob() => _bob = Telegram.User("Bob");

    [Test]
    public async Task A_connection_is_told_and_can_be_asked_for()
    {
        var shop = await Ada.ConnectsBot("can_reply", "can_read_messages");
        var told = await News(update => update.BusinessConnection);
        Assert.That((told.Id, told.User.Id, told.UserChatId, told.IsEnabled, told.Rights!.CanReply, told.Rights.CanEditBio), Is.EqualTo((shop.ConnectionId, Ada.Id, Ada.Id, true, true, false)));
        await Assert.ThatAsync(() => Ada.ConnectsBot(), Throws.InvalidOperationException);
        await Assert.ThatAsync(() => _bob.ConnectsBot("can_fly"), Throws.ArgumentException);
        Assert.That((await Api.GetBusinessConnection(shop.ConnectionId)).Date, Is.EqualTo(told.Date));
        await Refused(400, "Bad Request: business connection not found", () => Api.GetBusinessConnection("nonsense"));

        await shop.Disconnects();
        Assert.That((await News(update => update.BusinessConnection)).IsEnabled, Is.False);
        Assert.That((await Api.GetBusinessConnection(shop.ConnectionId)).IsEnabled, Is.False);
        await shop.From(_bob).Says("anybody?");
        Assert.That(await Kinds(), Is.Empty, "the bot is out");
        await Refused(400, "Bad Request: business connection not found",
            () => Api.SendMessage(_bob.Id, "hi", businessConnectionId: shop.ConnectionId));
        Assert.That((await Ada.ConnectsBot()).ConnectionId, Is.Not.EqualTo(shop.ConnectionId));
    }

    [Test]
    public async Task Both_sides_are_heard_and_the_bot_answers_in_the_owners_name()
    {
        var shop = await Ada.ConnectsBot();
        await News();
        var asked = await shop.From(_bob).Says("open today?");
        var heard = await News(update => update.BusinessMessage);
        Assert.That((heard.Text, heard.From!.Id, heard.Chat.Id, heard.BusinessConnectionId, heard.MessageId),
            Is.EqualTo(("open today?", _bob.Id, _bob.Id, shop.ConnectionId, asked.Id)));
        await shop.OwnerTo(_bob).Says("wait");
        Assert.That((await News(update => update.BusinessMessage)).From!.Id, Is.EqualTo(Ada.Id));

        var answer = await Api.SendMessage(_bob.Id, "till six", replyParameters: To(asked.Id),
            replyMarkup: Buttons("Thanks"), businessConnectionId: shop.ConnectionId);
        Assert.That((answer.From!.Id, answer.SenderBusinessBot!.Id, answer.ReplyToMessage!.Text),
            Is.EqualTo((Ada.Id, Telegram.BotId, "open today?")));
        await shop.From(_bob).Hears("till six");
        Assert.That(await Kinds(), Is.Empty, "what the bot wrote itself is no update");
        await shop.From(_bob).Presses("Thanks");
        Assert.That(((Message)(await News(update => update.CallbackQuery)).Message!).BusinessConnectionId, Is.EqualTo(shop.ConnectionId));
        Assert.That((await Api.EditMessageText(_bob.Id, answer.MessageId, "till seven", businessConnectionId: shop.ConnectionId)).Message!.Text, Is.EqualTo("till seven"));
        await shop.From(_bob).Edits("open tomorrow?");
        Assert.That((await News(update => update.EditedBusinessMessage)).Text, Is.EqualTo("open tomorrow?"));
        await Assert.ThatAsync(() => Task.FromResult(shop.From(Ada)), Throws.ArgumentException);
    }

    [Test]
    public async Task A_business_chat_is_not_the_bots_own_chat_with_that_user()
    {
        var shop = await Ada.ConnectsBot();
        await shop.From(_bob).Says("hi");
        await Api.SendMessage(_bob.Id, "for Ada", businessConnectionId: shop.ConnectionId);
        await _bob.Starts();
        await Api.SendMessage(_bob.Id, "by itself");
        await shop.From(_bob).Hears("for Ada");
        await _bob.Hears("by itself");
        Assert.That((await News()).Count(update => update.BusinessMessage is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task The_bot_answers_whom_it_knows_for_a_day_and_only_if_it_may()
    {
        var shop = await Ada.ConnectsBot("can_read_messages");
        await Refused(400, "Bad Request: BUSINESS_PEER_INVALID",
            () => Api.SendMessage(_bob.Id, "spam", businessConnectionId: shop.ConnectionId));
        await shop.From(_bob).Says("hi");
        await Refused(400, "Bad Request: not enough rights",
            () => Api.SendMessage(_bob.Id, "hi", businessConnectionId: shop.ConnectionId));
        await shop.Disconnects();
        shop = await Ada.ConnectsBot("can_reply");
        await Api.SendMessage(_bob.Id, "hi", businessConnectionId: shop.ConnectionId);
        await Pass(TimeSpan.FromDays(1));
        await Refused(400, "Bad Request: BUSINESS_PEER_USAGE_MISSING",
            () => Api.SendMessage(_bob.Id, "still there?", businessConnectionId: shop.ConnectionId));
    }

    [Test]
    public async Task Reading_and_deleting_need_their_rights()
    {
        var shop = await Ada.ConnectsBot("can_reply", "can_delete_sent_messages");
        var asked = await shop.From(_bob).Says("hi");
        var sent = await Api.SendMessage(_bob.Id, "oops", businessConnectionId: shop.ConnectionId);
        await Refused(400, "Bad Request: not enough rights",
            () => Api.ReadBusinessMessage(shop.ConnectionId, _bob.Id, asked.Id));
        await Refused(400, "Bad Request: not enough rights",
            () => Api.DeleteBusinessMessages(shop.ConnectionId, [asked.Id]));
        await Refused(400, "Bad Request: message to delete not found",
            () => Api.DeleteBusinessMessages(shop.ConnectionId, [999]));
        var seen = await shop.From(_bob).Hears("oops");
        Assert.That(await Api.DeleteBusinessMessages(shop.ConnectionId, [sent.MessageId]), Is.True);
        await shop.From(_bob).SeesDeleted(seen);
        await shop.Disconnects();
        shop = await Ada.ConnectsBot();
        Assert.That(await Api.ReadBusinessMessage(shop.ConnectionId, _bob.Id, asked.Id), Is.True);
        await Refused(400, "Bad Request: message to read not found",
            () => Api.ReadBusinessMessage(shop.ConnectionId, _bob.Id, 999));
        Assert.That(await Api.DeleteBusinessMessages(shop.ConnectionId, [asked.Id]), Is.True);
    }
}
