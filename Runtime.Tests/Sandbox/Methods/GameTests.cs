using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Methods;

internal sealed class GameTests : MethodTest
{
    private static readonly InlineKeyboardMarkup OwnButtons = new()
    {
        InlineKeyboard = [[new() { Text = "Go", CallbackGame = new() }], [new() { Text = "Rules", CallbackData = "rules" }]],
    };

    [Test]
    public async Task A_game_is_played_by_its_button_and_the_bot_opens_it()
    {
        Telegram.Game("chop", "Chop", "Chop wood");
        var sent = await Api.SendGame(Ada.Id, "chop");
        Assert.That((sent.Game!.Title, sent.Game.Description, sent.Game.Photo[0].Width),
            Is.EqualTo(("Chop", "Chop wood", 32)));
        Assert.That(sent.ReplyMarkup!.InlineKeyboard[0][0].Text, Is.EqualTo("Play Chop"));
        var press = await Ada.Presses("Play Chop");
        var query = await News(update => update.CallbackQuery);
        Assert.That((query.GameShortName, query.Data, query.Message!.MessageId),
            Is.EqualTo(("chop", (string?)null, sent.MessageId)));
        await Api.AnswerCallbackQuery(query.Id, url: "https://games.example/chop");
        Assert.That(await press.Opens(), Is.EqualTo("https://games.example/chop"));
        Assert.That(await press.IsAnswered(), Is.Empty);
    }

    [Test]
    public async Task Any_name_that_could_be_one_is_a_game_until_some_are_given()
    {
        Assert.That((await Api.SendGame(Ada.Id, "anything_2")).Game!.Title, Is.EqualTo("anything_2"));
        await Refused(400, "Bad Request: wrong game short name specified", () => Api.SendGame(Ada.Id, "no game"));
        Telegram.Game("chop", "Chop");
        await Refused(400, "Bad Request: wrong game short name specified", () => Api.SendGame(Ada.Id, "anything_2"));
        Assert.That(() => Telegram.Game("x", "Too short"), Throws.ArgumentException);
    }

    [Test]
    public async Task The_first_button_plays()
    {
        Assert.That((await Api.SendGame(Ada.Id, "chop", replyMarkup: OwnButtons)).ReplyMarkup!.InlineKeyboard[1][0].CallbackData, Is.EqualTo("rules"));
        await Refused(400, "Bad Request: REPLY_MARKUP_GAME_EMPTY",
            () => Api.SendGame(Ada.Id, "chop", replyMarkup: Buttons("Rules")));
        var swapped = new InlineKeyboardMarkup { InlineKeyboard = [.. OwnButtons.InlineKeyboard.Reverse()] };
        await Refused(400, "Bad Request: BUTTON_POS_INVALID", () => Api.SendGame(Ada.Id, "chop", replyMarkup: swapped));
        await Refused(400, "Bad Request: BUTTON_TYPE_INVALID",
            () => Api.SendMessage(Ada.Id, "no game", replyMarkup: OwnButtons));
    }

    [Test]
    public async Task Scores_rise_and_the_message_shows_the_best()
    {
        var sent = await Api.SendGame(Ada.Id, "chop");
        var shown = (await Api.SetGameScore(Ada.Id, 10, chatId: Ada.Id, messageId: sent.MessageId)).Message!;
        Assert.That((shown.Game!.Text, shown.EditDate is not null), Is.EqualTo(("1. Ada – 10", true)));
        await Refused(400, "Bad Request: BOT_SCORE_NOT_MODIFIED",
            () => Api.SetGameScore(Ada.Id, 9, chatId: Ada.Id, messageId: sent.MessageId));
        await Refused(400, "Bad Request: BOT_SCORE_NOT_MODIFIED",
            () => Api.SetGameScore(Ada.Id, 10, chatId: Ada.Id, messageId: sent.MessageId, force: true));
        var quiet = (await Api.SetGameScore(Ada.Id, 3, chatId: Ada.Id, messageId: sent.MessageId, force: true, disableEditMessage: true)).Message!;
        Assert.That(quiet.Game!.Text, Is.EqualTo("1. Ada – 10"));
        var scores = await Api.GetGameHighScores(Ada.Id, chatId: Ada.Id, messageId: sent.MessageId);
        Assert.That((scores.Single().Position, scores.Single().User.Id, scores.Single().Score),
            Is.EqualTo((1, Ada.Id, 3L)));
    }

    [Test]
    public async Task High_scores_are_the_best_three_and_the_neighbours()
    {
        var people = Enumerable.Range(1, 9).Select(i => Telegram.User($"P{i}")).ToList();
        var group = Telegram.Group("Arcade", [Ada, .. people]);
        var sent = await Api.SendGame(group.Id, "chop");
        for (var i = 0; i < people.Count; i++)
            await Api.SetGameScore(people[i].Id, 100 - i, chatId: group.Id, messageId: sent.MessageId);
        Assert.That(await Places(people[6]), Is.EqualTo(new[] { 1, 2, 3, 5, 6, 7, 8, 9 }));
        Assert.That(await Places(Ada), Is.EqualTo(new[] { 1, 2, 3 }));
        var elsewhere = await Api.SendGame(Ada.Id, "chop");
        Assert.That(await Api.GetGameHighScores(Ada.Id, chatId: Ada.Id, messageId: elsewhere.MessageId), Is.Empty,
            "scores count in their chat");

        async Task<IEnumerable<int>> Places(SandboxUser user) =>
            (await Api.GetGameHighScores(user.Id, chatId: group.Id, messageId: sent.MessageId))
                .Select(score => score.Position);
    }

    [Test]
    public async Task Scores_need_a_game_of_the_bot_a_user_and_no_minus()
    {
        var sent = await Api.SendGame(Ada.Id, "chop");
        var text = await Api.SendMessage(Ada.Id, "no game");
        await Refused(400, "Bad Request: SCORE_INVALID",
            () => Api.SetGameScore(Ada.Id, -1, chatId: Ada.Id, messageId: sent.MessageId));
        await Refused(400, "Bad Request: user not found",
            () => Api.SetGameScore(99, 1, chatId: Ada.Id, messageId: sent.MessageId));
        await Refused(400, "Bad Request: message to set game score not found",
            () => Api.SetGameScore(Ada.Id, 1, chatId: Ada.Id, messageId: 9999));
        await Refused(400, "Bad Request: message to get game high scores not found",
            () => Api.GetGameHighScores(Ada.Id, chatId: Ada.Id, messageId: 9999));
        await Refused(400, "Bad Request: game score can't be set",
            () => Api.SetGameScore(Ada.Id, 1, chatId: Ada.Id, messageId: text.MessageId));
        await Refused(400, "Bad Request: message identifier is not specified", () => Api.SetGameScore(Ada.Id, 1));
    }

    [Test]
    public async Task The_text_below_a_game_is_edited_and_its_button_stays()
    {
        var sent = await Api.SendGame(Ada.Id, "chop");
        var edited = (await Api.EditMessageText(Ada.Id, sent.MessageId, "*Record*: 7", parseMode: ParseMode.MarkdownV2)).Message!;
        Assert.That((edited.Game!.Text, edited.Game.TextEntities![0].Type, edited.Text),
            Is.EqualTo(("Record: 7", MessageEntityType.Bold, (string?)null)));
        Assert.That(edited.ReplyMarkup!.InlineKeyboard[0][0].Text, Is.EqualTo("Play chop"));
        await Refused(400, "Bad Request: REPLY_MARKUP_GAME_EMPTY",
            () => Api.EditMessageReplyMarkup(Ada.Id, sent.MessageId, replyMarkup: Buttons("Rules")));
    }

    [Test]
    public async Task A_forwarded_or_copied_game_can_be_played_there()
    {
        var group = Telegram.Group("Arcade", Ada);
        var sent = await Api.SendGame(Ada.Id, "chop");
        var forwarded = await Api.ForwardMessage(group.Id, Ada.Id, sent.MessageId);
        Assert.That((forwarded.Game!.Title, forwarded.ForwardOrigin is not null), Is.EqualTo(("chop", true)));
        await Ada.In(group).Presses("Play chop");
        var query = (await News()).Select(update => update.CallbackQuery).OfType<CallbackQuery>().Single();
        Assert.That((query.GameShortName, query.Message!.MessageId), Is.EqualTo(("chop", forwarded.MessageId)));
        await Api.CopyMessage(group.Id, Ada.Id, sent.MessageId);
        await Ada.In(group).Presses("Play chop");
        Assert.That((await News(update => update.CallbackQuery)).Message!.MessageId, Is.EqualTo(forwarded.MessageId + 1));
    }

    [Test]
    public async Task A_game_is_an_inline_result_too()
    {
        Telegram.Game("chop", "Chop");
        var asking = Ada.Asks("play");
        var query = await News(update => update.InlineQuery);
        await Refused(400, "Bad Request: wrong game short name specified",
            () => Api.AnswerInlineQuery(query.Id, [new InlineQueryResultGame { Id = "1", GameShortName = "saw" }]));
        await Api.AnswerInlineQuery(query.Id, [new InlineQueryResultGame { Id = "1", GameShortName = "chop" }]);
        await (await asking.WaitAsync(Guard)).Picks("");
        var inline = (await News(update => update.ChosenInlineResult)).InlineMessageId!;
        Assert.That((await Api.SetGameScore(Ada.Id, 5, inlineMessageId: inline)).Message, Is.Null);
        Assert.That((await Api.GetGameHighScores(Ada.Id, inlineMessageId: inline)).Single().Score, Is.EqualTo(5));
        await Ada.Presses("Play Chop");
        var pressed = (await News()).Select(update => update.CallbackQuery).OfType<CallbackQuery>().Single();
        Assert.That((pressed.GameShortName, pressed.InlineMessageId), Is.EqualTo(("chop", inline)));
        await Refused(400, "Bad Request: MESSAGE_ID_INVALID",
            () => Api.GetGameHighScores(Ada.Id, inlineMessageId: "nonsense"));
    }

    [Test]
    public async Task Games_are_not_for_channels_nor_for_bots_without_the_right()
    {
        var channel = Telegram.Channel("News", Ada);
        await Refused(400, "Bad Request: games can't be sent to channel chats", () => Api.SendGame(channel.Id, "chop"));
        var group = Telegram.Supergroup("Quiet", Ada);
        await group.PromotesBot();
        await Api.SetChatPermissions(group.Id, new ChatPermissions { CanSendMessages = true });
        await group.DemotesBot();
        await Refused(400, "Bad Request: not enough rights to send games to the chat",
            () => Api.SendGame(group.Id, "chop"));
    }
}
