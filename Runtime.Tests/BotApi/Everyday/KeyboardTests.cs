using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>Keyboards in the ways in which people write them.</summary>
public sealed class KeyboardTests
{
    private const string YesNoHelp =
        """[[{"text":"Yes","callback_data":"y"},{"text":"No","callback_data":"n"}],[{"text":"Help","url":"https://example.org/"}]]""";

    [Test]
    public void An_inline_keyboard_is_a_collection_expression_of_pairs()
    {
        InlineKeyboardMarkup keyboard = [[("Yes", "y"), ("No", "n")], [("Help", new Uri("https://example.org/"))]];

        AssertSent(keyboard, "inline_keyboard", YesNoHelp);
    }

    [Test]
    public void An_inline_keyboard_grows_by_chained_calls() => AssertSent(
        new InlineKeyboardMarkup().AddButton("Yes", "y").AddButton("No", "n").AddNewRow()
            .AddButton(InlineKeyboardButton.WithUrl("Help", "https://example.org/")),
        "inline_keyboard",
        YesNoHelp);

    [Test]
    public void A_keyboard_built_in_a_loop_keeps_every_button_without_its_result_being_used()
    {
        var keyboard = new InlineKeyboardMarkup();
        foreach (var number in Enumerable.Range(1, 3))
            keyboard.AddNewRow().AddButton($"{number}", $"{number}");

        Assert.That(keyboard.InlineKeyboard.Select(row => row.Single().Text), Is.EqualTo((string[])["1", "2", "3"]));
    }

    [Test]
    public void A_new_row_that_stays_empty_is_no_row()
    {
        var keyboard = new InlineKeyboardMarkup().AddNewRow().AddNewRow().AddButton("Yes", "y").AddNewRow(("No", "n"));

        Assert.That(keyboard.InlineKeyboard.Select(row => row.Count), Is.EqualTo((int[])[1, 1]));
    }

    [Test]
    public void Whoever_read_the_rows_of_a_keyboard_that_grows_keeps_what_they_read()
    {
        var keyboard = new InlineKeyboardMarkup(("Yes", "y"));
        var before = keyboard.InlineKeyboard;
        keyboard.AddButton("No", "n");

        Assert.That((before[0].Count, keyboard.InlineKeyboard[0].Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public void A_row_and_several_rows_are_told_apart()
    {
        var row = new InlineKeyboardMarkup(("Yes", "y"), ("No", "n"));
        var rows = new InlineKeyboardMarkup([[("Yes", "y")], [("No", "n")]]);
        InlineKeyboardMarkup one = InlineKeyboardButton.WithPay("Pay");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.InlineKeyboard.Select(buttons => buttons.Count), Is.EqualTo((int[])[2]));
            Assert.That(rows.InlineKeyboard.Select(buttons => buttons.Count), Is.EqualTo((int[])[1, 1]));
            Assert.That(one.InlineKeyboard.Single().Single().Pay, Is.True);
        }
    }

    [Test]
    public void A_reply_keyboard_is_a_collection_expression_of_texts_as_high_as_its_buttons()
    {
        ReplyKeyboardMarkup keyboard = [["Yes", "No"], [KeyboardButton.WithRequestContact("My number")]];

        AssertSent(keyboard, "keyboard", """[[{"text":"Yes"},{"text":"No"}],[{"text":"My number","request_contact":true}]]""");
        Assert.That(keyboard.ResizeKeyboard, Is.True);
    }

    [Test]
    public void A_reply_keyboard_grows_by_chained_calls() => AssertSent(
        new ReplyKeyboardMarkup("Yes").AddButton("No").AddNewRow("Help"), "keyboard", """[[{"text":"Yes"},{"text":"No"}],[{"text":"Help"}]]""");

    [Test]
    public void Each_sort_of_inline_button_carries_its_own_field()
    {
        InlineKeyboardButton[] buttons =
        [
            InlineKeyboardButton.WithCallbackData("a", "b"), InlineKeyboardButton.WithUrl("a", "https://b"),
            InlineKeyboardButton.WithWebApp("a", new Uri("https://b/")),
            InlineKeyboardButton.WithLoginUrl("a", new LoginUrl("https://b")),
            InlineKeyboardButton.WithSwitchInlineQuery("a", "b"),
            InlineKeyboardButton.WithSwitchInlineQueryCurrentChat("a"),
            InlineKeyboardButton.WithSwitchInlineQueryChosenChat("a", new SwitchInlineQueryChosenChat()),
            InlineKeyboardButton.WithCopyText("a", "b"), InlineKeyboardButton.WithCallbackGame("a"),
            InlineKeyboardButton.WithPay("a"),
        ];

        var sent = new SendMessage(1, "x") { ReplyMarkup = new InlineKeyboardMarkup(buttons) }.ToJson()["reply_markup"]!["inline_keyboard"]![0]!.AsArray();

        Assert.That(sent.Select(button => button!.AsObject().Single(field => field.Key != "text").Key), Is.EqualTo((string[])
            ["callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
                "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"]));
    }

    private static void AssertSent(ReplyMarkup keyboard, string field, string json)
    {
        var sent = new SendMessage(1, "x") { ReplyMarkup = keyboard }.ToJson()["reply_markup"]![field];
        Assert.That(JsonNode.DeepEquals(sent, JsonNode.Parse(json)), Is.True, sent?.ToJsonString());
    }
}
