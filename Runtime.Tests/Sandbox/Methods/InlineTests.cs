using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class InlineTests : MethodTest
{
    [Test]
    public async Task A_query_is_answered_and_the_choice_is_told()
    {
        var asked = Ada.Asks("cats");
        var query = await News(update => update.InlineQuery);
        Assert.That((query.Query, query.From.Id, query.Offset), Is.EqualTo(("cats", Ada.Id, "")));
        Assert.That(await Api.AnswerInlineQuery(query.Id, [Article("1", "Cat", "*meow*", Buttons("Pet")), Article("2", "Dog", "woof")]), Is.True);
        var answer = await asked.WaitAsync(Guard);
        Assert.That(answer.Titles, Is.EqualTo(new[] { "Cat", "Dog" }));
        var picked = await answer.Picks("Cat");
        Assert.That((picked.Text, picked.Buttons.Single()), Is.EqualTo(("meow", "Pet")));

        var chosen = (await News()).Single(update => update.ChosenInlineResult is not null).ChosenInlineResult!;
        Assert.That((chosen.ResultId, chosen.Query, chosen.From.Id), Is.EqualTo(("1", "cats", Ada.Id)));
        Assert.That(chosen.InlineMessageId, Is.Not.Null, "the message has a keyboard, so it can be edited");
        Assert.That((await Api.EditMessageText(inlineMessageId: chosen.InlineMessageId, text: "purr")).Message, Is.Null,
            "an inline message is answered by true");
        await Ada.Hears("purr");
    }

    [Test]
    public async Task A_press_under_an_inline_message_names_it_by_its_id()
    {
        var asked = Ada.Asks("cats");
        await Api.AnswerInlineQuery(
            (await News(update => update.InlineQuery)).Id, [Article("1", "Cat", "meow", Buttons("Pet"))]);
        await (await asked.WaitAsync(Guard)).Picks("Cat");
        await News();
        await Ada.Presses("Pet");
        var query = await News(update => update.CallbackQuery);
        Assert.That((query.Message, query.InlineMessageId is { Length: > 0 }, query.Data),
            Is.EqualTo(((MaybeInaccessibleMessage?)null, true, "Pet")));
    }

    [Test]
    public async Task Too_late_twice_and_too_much_are_refused()
    {
        const string TooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid";
        var asked = Ada.Asks("cats");
        var query = await News(update => update.InlineQuery);
        await Refused(400, "Bad Request: RESULT_ID_DUPLICATE",
            () => Api.AnswerInlineQuery(query.Id, [Article("1", "A", "a"), Article("1", "B", "b")]));
        await Refused(400, "Bad Request: RESULTS_TOO_MUCH",
            () => Api.AnswerInlineQuery(query.Id, [.. Enumerable.Range(0, 51).Select(i => Article($"{i}", "A", "a"))]));
        await Api.AnswerInlineQuery(query.Id, []);
        Assert.That((await asked.WaitAsync(Guard)).Titles, Is.Empty);
        await Refused(400, TooOld, () => Api.AnswerInlineQuery(query.Id, []));

        using var enough = new CancellationTokenSource();
        var unanswered = Ada.Asks("dogs", enough.Token);
        var late = await News(update => update.InlineQuery);
        await Pass(TimeSpan.FromSeconds(31));
        await Refused(400, TooOld, () => Api.AnswerInlineQuery(late.Id, []));
        await enough.CancelAsync();
        await Assert.ThatAsync(() => unanswered, Throws.InstanceOf<OperationCanceledException>());
    }

    private static InlineQueryResultArticle Article(string id, string title, string text, InlineKeyboardMarkup? buttons = null) => new()
    {
        Id = id,
        Title = title,
        InputMessageContent = new InputTextMessageContent { MessageText = text, ParseMode = ParseMode.MarkdownV2 },
        ReplyMarkup = buttons,
    };
}
