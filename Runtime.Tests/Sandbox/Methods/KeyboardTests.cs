using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class KeyboardTests : MethodTest
{
    [Test]
    public async Task A_press_is_a_callback_query_that_is_answered_once()
    {
        var sent = await Api.SendMessage(Ada.Id, "sure?", replyMarkup: Buttons("Yes", "No"));
        var press = await Ada.Presses("No");
        var query = await News(update => update.CallbackQuery);
        Assert.That((query.Data, query.From.Id, ((Message)query.Message!).MessageId),
            Is.EqualTo(("No", Ada.Id, sent.MessageId)));
        Assert.That(query.ChatInstance, Is.Not.Empty);
        Assert.That(await Api.AnswerCallbackQuery(query.Id, "Pity", showAlert: true), Is.True);
        Assert.That(await press.IsAnswered(), Is.EqualTo("Pity"));
        await Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid",
            () => Api.AnswerCallbackQuery(query.Id));
    }

    [Test]
    public async Task A_query_can_be_answered_for_a_quarter_of_an_hour()
    {
        await Api.SendMessage(Ada.Id, "sure?", replyMarkup: Buttons("Yes"));
        await Ada.Presses("Yes");
        var query = await News(update => update.CallbackQuery);
        await Refused(400, "Bad Request: MESSAGE_TOO_LONG",
            () => Api.AnswerCallbackQuery(query.Id, new string('x', 201)));
        await Pass(TimeSpan.FromMinutes(16));
        await Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid",
            () => Api.AnswerCallbackQuery(query.Id));
    }

    [Test]
    public async Task A_reply_keyboard_is_seen_pressed_and_taken_away()
    {
        var keyboard = new ReplyKeyboardMarkup
        {
            Keyboard = [[new KeyboardButton { Text = "Tea" }], [new KeyboardButton { Text = "Call me", RequestContact = true }, new KeyboardButton { Text = "Here", RequestLocation = true }]],
        };
        var sent = await Api.SendMessage(Ada.Id, "what?", replyMarkup: keyboard);
        Assert.That(sent.ReplyMarkup, Is.Null, "a reply keyboard is no part of the message");
        Assert.That((await Ada.Hears("what?")).Buttons, Is.EqualTo(new[] { "Tea", "Call me", "Here" }));
        await Ada.Presses("Tea");
        Assert.That((await News(update => update.Message)).Text, Is.EqualTo("Tea"));
        await Ada.Presses("Call me");
        Assert.That((await News(update => update.Message)).Contact!.UserId, Is.EqualTo(Ada.Id));
        await Ada.Presses("Here");
        Assert.That((await News(update => update.Message)).Location, Is.Not.Null);

        await Api.SendMessage(Ada.Id, "gone", replyMarkup: new ReplyKeyboardRemove());
        using var hasty = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThatAsync(() => Ada.Presses("Tea", hasty.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_one_time_keyboard_is_gone_after_one_press()
    {
        await Api.SendMessage(Ada.Id, "once", replyMarkup: new ReplyKeyboardMarkup { Keyboard = [[new KeyboardButton { Text = "Tea" }]], OneTimeKeyboard = true });
        await Ada.Presses("Tea");
        using var hasty = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThatAsync(() => Ada.Presses("Tea", hasty.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("{'text':'x','callback_data':''}", "Bad Request: BUTTON_DATA_INVALID")]
    [TestCase("{'text':'x','callback_data':'12345678901234567890123456789012345678901234567890123456789012345'}", "Bad Request: BUTTON_DATA_INVALID")]
    [TestCase("{'text':'x'}", "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")]
    [TestCase("{'callback_data':'x'}", "Bad Request: can't parse inline keyboard button: Can't find field \"text\"")]
    [TestCase("{'text':'x','url':'not a link'}", "Bad Request: inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL")]
    [TestCase("'x'", "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object")]
    public async Task A_button_that_cannot_work_is_refused(string button, string error)
    {
        var arguments = Json($"{{'text':'choose','reply_markup':{{'inline_keyboard':[[{button}]]}}}}");
        arguments["chat_id"] = Ada.Id;
        Assert.That(await Bot.Error(400, "sendMessage", arguments), Is.EqualTo(error));
    }

    [Test]
    public async Task Data_of_64_bytes_passes_counted_in_bytes()
    {
        await Api.SendMessage(Ada.Id, "x", replyMarkup: Data(new string('x', 64)));
        await Api.SendMessage(Ada.Id, "x", replyMarkup: Data(new string('é', 32)));
        await Refused(400, "Bad Request: BUTTON_DATA_INVALID",
            () => Api.SendMessage(Ada.Id, "x", replyMarkup: Data(new string('é', 33))));
    }

    [Test]
    public async Task An_edit_takes_no_reply_keyboard()
    {
        var sent = await Api.SendMessage(Ada.Id, "x");
        var arguments = Json("{'text':'y','reply_markup':{'keyboard':[['Tea']]}}");
        (arguments["chat_id"], arguments["message_id"]) = (Ada.Id, sent.MessageId);
        Assert.That(await Bot.Error(400, "editMessageText", arguments),
            Is.EqualTo("Bad Request: inline keyboard expected"));
    }

    private static InlineKeyboardMarkup Data(string data) =>
        new() { InlineKeyboard = [[new InlineKeyboardButton { Text = "x", CallbackData = data }]] };
}
