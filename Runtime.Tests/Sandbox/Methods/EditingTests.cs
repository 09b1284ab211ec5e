using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class EditingTests : MethodTest
{
    private const string NotModified = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
        + " as a current content and reply markup of the message";

    [Test]
    public async Task A_text_and_its_keyboard_are_replaced()
    {
        var sent = await Api.SendMessage(Ada.Id, "one", replyMarkup: Buttons("A"));
        var edited = (await Api.EditMessageText(chatId: Ada.Id, messageId: sent.MessageId, text: "two")).Message!;
        Assert.That((edited.MessageId, edited.Text, edited.ReplyMarkup, edited.EditDate),
            Is.EqualTo((sent.MessageId, "two", (InlineKeyboardMarkup?)null, (DateTimeOffset?)Time.GetUtcNow())));
        Assert.That((await Ada.Hears("two")).Buttons, Is.Empty);
        await Refused(400, NotModified, () => Api.EditMessageText(chatId: Ada.Id, messageId: sent.MessageId, text: "two"));
        Assert.That(await Kinds(), Is.Empty, "the bot's own edits are no updates");
    }

    [Test]
    public async Task A_new_keyboard_alone_does_not_mark_the_message_as_edited()
    {
        var sent = await Api.SendMessage(Ada.Id, "choose", replyMarkup: Buttons("A"));
        var edited = (await Api.EditMessageReplyMarkup(chatId: Ada.Id, messageId: sent.MessageId, replyMarkup: Buttons("B", "C"))).Message!;
        Assert.That(edited.ReplyMarkup!.InlineKeyboard.SelectMany(row => row).Select(button => button.Text), Is.EqualTo(new[] { "B", "C" }));
        Assert.That(edited.EditDate, Is.Null);
        await Refused(400, NotModified, () => Api.EditMessageReplyMarkup(chatId: Ada.Id, messageId: sent.MessageId, replyMarkup: Buttons("B", "C")));
    }

    [Test]
    public async Task Captions_and_media_are_replaced()
    {
        var sent = await Api.SendPhoto(Ada.Id, Picture(), caption: "one");
        var edited = (await Api.EditMessageCaption(chatId: Ada.Id, messageId: sent.MessageId, caption: "two")).Message!;
        Assert.That((edited.Caption, edited.Photo![0].FileId), Is.EqualTo(("two", sent.Photo![0].FileId)));
        var other = new InputMediaDocument { Media = new byte[] { 1 }.ToInputFile("data.bin"), Caption = "three" };
        var changed = (await Api.EditMessageMedia(other, chatId: Ada.Id, messageId: sent.MessageId)).Message!;
        Assert.That((changed.Caption, changed.Document!.FileName, changed.Photo),
            Is.EqualTo(("three", "data.bin", (IReadOnlyList<PhotoSize>?)null)));
        await Ada.Hears("three");
    }

    [Test]
    public async Task A_live_location_moves_until_it_is_stopped_or_its_time_is_over()
    {
        var sent = await Api.SendLocation(Ada.Id, 1, 1, livePeriod: 60);
        var moved = (await Api.EditMessageLiveLocation(2, 3, chatId: Ada.Id, messageId: sent.MessageId)).Message!;
        Assert.That((moved.Location!.Latitude, moved.Location.Longitude, moved.Location.LivePeriod),
            Is.EqualTo((2d, 3d, (int?)60)));
        await Refused(400, NotModified, () => Api.EditMessageLiveLocation(2, 3, chatId: Ada.Id, messageId: sent.MessageId));
        Assert.That((await Api.StopMessageLiveLocation(chatId: Ada.Id, messageId: sent.MessageId)).Message!.Location!.LivePeriod, Is.Null);
        await Refused(400, "Bad Request: message can't be edited",
            () => Api.EditMessageLiveLocation(4, 4, chatId: Ada.Id, messageId: sent.MessageId));

        var brief = await Api.SendLocation(Ada.Id, 1, 1, livePeriod: 60);
        await Pass(TimeSpan.FromSeconds(61));
        await Refused(400, "Bad Request: message can't be edited",
            () => Api.EditMessageLiveLocation(2, 3, chatId: Ada.Id, messageId: brief.MessageId));
    }

    [Test]
    public async Task What_cannot_be_edited_is_refused_with_the_reason()
    {
        var text = await Api.SendMessage(Ada.Id, "text");
        var photo = await Api.SendPhoto(Ada.Id, Picture());
        var said = await Ada.Says("mine");
        await Refused(400, "Bad Request: message to edit not found",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: 9999, text: "x"));
        await Refused(400, "Bad Request: message to edit not found",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: 0, text: "x"));
        await Refused(400, "Bad Request: message identifier is not specified",
            () => Api.Execute(new EditMessageText { Text = "x" }));
        await Refused(400, "Bad Request: message can't be edited",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: said.Id, text: "x"));
        await Refused(400, "Bad Request: there is no text in the message to edit",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: photo.MessageId, text: "x"));
        await Refused(400, "Bad Request: there is no caption in the message to edit",
            () => Api.EditMessageCaption(chatId: Ada.Id, messageId: text.MessageId, caption: "x"));
        await Refused(400, "Bad Request: message text is empty",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: text.MessageId, text: " "));
        await Refused(400, "Bad Request: message is too long",
            () => Api.EditMessageText(chatId: Ada.Id, messageId: text.MessageId, text: new string('x', 4097)));
        await Refused(400, "Bad Request: chat not found",
            () => Api.EditMessageText(chatId: 77, messageId: 1, text: "x"));
        await Refused(400, "Bad Request: MESSAGE_ID_INVALID",
            () => Api.EditMessageText(inlineMessageId: "nonsense", text: "x"));
    }

    [Test]
    public async Task An_edit_by_a_user_is_an_update_with_the_new_text()
    {
        await Ada.Says("helo");
        await News();
        await Ada.Edits("hello");
        var edited = await News(update => update.EditedMessage);
        Assert.That((edited.Text, edited.From!.Id), Is.EqualTo(("hello", Ada.Id)));
        Assert.That(edited.EditDate, Is.GreaterThan(edited.Date));
        var news = Telegram.Channel("News", Ada);
        await Ada.In(news).Says("frist");
        await News();
        await Ada.In(news).Edits("first");
        Assert.That((await News(update => update.EditedChannelPost)).Text, Is.EqualTo("first"));
    }
}
