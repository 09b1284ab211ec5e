using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>Which message an edit changes, and what of it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EditTests : IDisposable
{
    private const string Edited = """{"ok":true,"result":{"message_id":7,"chat":{"id":5},"text":"new"}}""";
    private static readonly Chat Ada = new() { Id = 5, Type = ChatType.Private };

    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [Test]
    public async Task The_words_of_a_text_are_edited()
    {
        await Bot().Edit(new Message { MessageId = 7, Chat = Ada, Text = "old", BusinessConnectionId = "b" }, "new",
            ParseMode.Html, new InlineKeyboardMarkup(("Ok", "ok")));

        AssertSent("editMessageText", """
            {"chat_id":5,"message_id":7,"text":"new","parse_mode":"HTML","business_connection_id":"b","reply_markup":{"inline_keyboard":[[{"text":"Ok","callback_data":"ok"}]]}}
            """);
    }

    [TestCase(true, """{"chat_id":5,"message_id":7,"caption":"new","show_caption_above_media":true,"business_connection_id":"b"}""")]
    [TestCase(false, """{"chat_id":5,"message_id":7,"caption":"new","business_connection_id":"b"}""")]
    public async Task A_caption_moved_below_its_picture_when_it_was_edited(bool isAbove, string sent)
    {
        await Bot().Edit(new Message { MessageId = 7, Chat = Ada, Photo = [], Caption = "old", ShowCaptionAboveMedia = isAbove, BusinessConnectionId = "b" }, "new");

        AssertSent("editMessageCaption", sent);
    }

    [Test]
    public async Task A_rich_message_has_words_and_no_caption()
    {
        await Bot().Edit(new Message { MessageId = 7, Chat = Ada, RichMessage = new RichMessage() }, "new");

        AssertSent("editMessageText", """{"chat_id":5,"message_id":7,"text":"new"}""");
    }

    [Test]
    public async Task A_message_of_which_only_the_id_is_known_has_words()
    {
        await Bot().Edit(new Message { MessageId = 7, Chat = Ada }, "new");

        AssertSent("editMessageText", """{"chat_id":5,"message_id":7,"text":"new"}""");
    }

    [Test]
    public async Task Formatting_goes_with_words_and_captions()
    {
        var bold = new FormattedTextBuilder().Bold("new").Build();
        const string Entities = """[{"type":"bold","offset":0,"length":3}]""";

        await Bot().Edit(new Message { MessageId = 7, Chat = Ada, Text = "old" }, bold);
        AssertSent("editMessageText", $$"""{"chat_id":5,"message_id":7,"text":"new","entities":{{Entities}}}""");
        await Bot().Edit(new Message { MessageId = 7, Chat = Ada, Photo = [] }, bold);
        AssertSent("editMessageCaption", $$"""{"chat_id":5,"message_id":7,"caption":"new","caption_entities":{{Entities}}}""");
    }

    [Test]
    public async Task A_keyboard_is_edited_alone()
    {
        await Bot().Edit(new Message { MessageId = 7, Chat = Ada, BusinessConnectionId = "b" }, replyMarkup: null);

        AssertSent("editMessageReplyMarkup", """{"chat_id":5,"message_id":7,"business_connection_id":"b"}""");
    }

    [Test]
    public async Task What_Telegram_answers_without_a_message_is_the_message_that_was_edited()
    {
        var message = new Message { MessageId = 9, Chat = Ada, Text = "old" };

        Assert.That(await Bot("true").Edit(message, "new"), Is.SameAs(message));
        Assert.That(await Bot("true").Edit(message, replyMarkup: null), Is.SameAs(message));
        Assert.That((await Bot().Edit(message, "new")).MessageId, Is.EqualTo(7));
        Assert.That((await Bot().Edit(message, replyMarkup: null)).MessageId, Is.EqualTo(7));
    }

    [Test]
    public async Task The_message_of_a_pressed_button_is_edited()
    {
        var edited = await Bot().Edit(Press(new Message { MessageId = 7, Chat = Ada, Photo = [] }), "new");

        AssertSent("editMessageCaption", """{"chat_id":5,"message_id":7,"caption":"new"}""");
        Assert.That(edited!.Text, Is.EqualTo("new"));
    }

    [Test]
    public async Task A_message_too_old_to_come_with_the_press_is_edited_by_its_id()
    {
        await Bot().Edit(Press(new InaccessibleMessage { MessageId = 7, Chat = Ada }), html: $"<b>{"new"}</b>");

        AssertSent("editMessageText", """{"chat_id":5,"message_id":7,"text":"<b>new</b>","parse_mode":"HTML"}""");
    }

    [Test]
    public async Task A_message_sent_inline_is_edited_by_its_own_id_and_nobody_sees_it()
    {
        var query = new CallbackQuery { Id = "1", InlineMessageId = "inline", From = new User { Id = 5 } };

        Assert.That(await Bot("true").Edit(query, new FormattedTextBuilder().Bold("new")), Is.Null);

        AssertSent("editMessageText", """{"inline_message_id":"inline","text":"new","entities":[{"type":"bold","offset":0,"length":3}]}""");
    }

    [Test]
    public async Task A_press_that_names_no_message_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => Bot().Edit(new CallbackQuery { Id = "1", From = new User { Id = 5 } }, "new"));

        Assert.That(_telegram.Received, Is.Empty);
    }

    [TestCase(true, """{"callback_query_id":"1","text":"hi","show_alert":true}""")]
    [TestCase(false, """{"callback_query_id":"1","text":"hi"}""")]
    public async Task A_press_is_answered_with_an_alert_only_where_it_is_asked_for(bool showAlert, string sent)
    {
        await Bot("true").Answer(new CallbackQuery { Id = "1" }, "hi", showAlert);

        AssertSent("answerCallbackQuery", sent);
    }

    [TestCase(true, """{"inline_query_id":"1","results":[],"cache_time":9,"is_personal":true}""")]
    [TestCase(false, """{"inline_query_id":"1","results":[],"cache_time":9}""")]
    public async Task Results_for_one_user_are_not_shown_to_others(bool isPersonal, string sent)
    {
        await Bot("true").Answer(new InlineQuery { Id = "1" }, [], 9, isPersonal);

        AssertSent("answerInlineQuery", sent);
    }

    [TestCase(null, """{"pre_checkout_query_id":"1","ok":true}""")]
    [TestCase("Sold out", """{"pre_checkout_query_id":"1","ok":false,"error_message":"Sold out"}""")]
    public async Task A_payment_with_an_error_is_not_confirmed(string? error, string sent)
    {
        await Bot("true").Answer(new PreCheckoutQuery { Id = "1" }, error);

        AssertSent("answerPreCheckoutQuery", sent);
    }

    [Test]
    public async Task A_delivery_is_offered_or_refused()
    {
        await Bot("true").Answer(
            new ShippingQuery { Id = "1" }, [new ShippingOption("s", "Ship", [new LabeledPrice("Post", 5)])]);
        AssertSent("answerShippingQuery", """{"shipping_query_id":"1","ok":true,"shipping_options":[{"id":"s","title":"Ship","prices":[{"label":"Post","amount":5}]}]}""");
        await Bot("true").Answer(new ShippingQuery { Id = "1" }, "Not to the moon");
        AssertSent("answerShippingQuery", """{"shipping_query_id":"1","ok":false,"error_message":"Not to the moon"}""");
    }

    private TelegramBot Bot(string? result = null)
    {
        _telegram.Answers(result is null ? Edited : $$"""{"ok":true,"result":{{result}}}""");
        return _telegram.Bot();
    }

    private static CallbackQuery Press(MaybeInaccessibleMessage message) =>
        new() { Id = "1", From = new User { Id = 5 }, Message = message };

    private void AssertSent(string method, string expected)
    {
        var sent = _telegram.Received[^1];
        Assert.That(sent.MethodName, Is.EqualTo(method));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(sent.Text), JsonNode.Parse(expected)), Is.True, sent.Text);
    }
}
