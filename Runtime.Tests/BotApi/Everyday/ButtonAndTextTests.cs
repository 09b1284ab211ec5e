using System.Globalization;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>Buttons, links, entities and markup at the edges of what people write.</summary>
public sealed class ButtonAndTextTests
{
    [Test]
    public void Each_sort_of_reply_button_asks_for_its_own_thing()
    {
        KeyboardButton[] buttons =
        [
            KeyboardButton.WithRequestContact("a"), KeyboardButton.WithRequestLocation("a"),
            KeyboardButton.WithRequestPoll("a", PollType.Quiz),
            KeyboardButton.WithRequestUsers("a", new KeyboardButtonRequestUsers { RequestId = 1 }),
            KeyboardButton.WithRequestChat("a", new KeyboardButtonRequestChat { RequestId = 1, ChatIsChannel = false }),
            KeyboardButton.WithWebApp("a", new Uri("https://b/")),
        ];

        Assert.That(buttons.Select(button => (button.Text, button.RequestContact, button.RequestLocation, button.RequestPoll?.Type, button.RequestUsers is null, button.RequestChat is null, button.WebApp?.Url)),
            Is.EqualTo(((string, bool?, bool?, PollType?, bool, bool, string?)[])
            [
                ("a", true, null, null, true, true, null), ("a", null, true, null, true, true, null),
                ("a", null, null, PollType.Quiz, true, true, null),
                ("a", null, null, null, false, true, null), ("a", null, null, null, true, false, null),
                ("a", null, null, null, true, true, "https://b/"),
            ]));
    }

    [Test]
    public void A_keyboard_without_buttons_has_no_row_and_Telegram_refuses_empty_ones()
    {
        Assert.That(new InlineKeyboardMarkup().InlineKeyboard, Is.Empty);
        Assert.That(new ReplyKeyboardMarkup().Keyboard, Is.Empty);
        Assert.That(new ReplyKeyboardMarkup().AddNewRow().AddNewRow("a").Keyboard.Select(row => row.Count), Is.EqualTo((int[])[1]));
    }

    [Test]
    public void A_button_is_added_to_the_last_row_and_the_rows_before_it_stay()
    {
        var keyboard = new InlineKeyboardMarkup([[("1", "1")], [("2", "2")], [("3", "3")]]).AddButton("4", "4")
            .AddNewRow(("5", "5"));

        Assert.That(keyboard.InlineKeyboard.Select(row => string.Concat(row.Select(button => button.Text))), Is.EqualTo((string[])["1", "2", "34", "5"]));
    }

    [Test]
    public void A_reply_keyboard_is_as_high_as_its_buttons_however_it_is_made()
    {
        ReplyMarkup row = new[] { "a", "b" };
        ReplyMarkup rows = (string[][])[["a"], ["b"]];

        Assert.That(new ReplyKeyboardMarkup("a").ResizeKeyboard, Is.True);
        Assert.That(((ReplyKeyboardMarkup)row).ResizeKeyboard, Is.True);
        Assert.That(((ReplyKeyboardMarkup)rows).ResizeKeyboard, Is.True);
        Assert.That(((ReplyKeyboardMarkup)rows).Keyboard, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_link_takes_a_payload_of_1_to_64_characters()
    {
        var bot = new User { Id = 1, Username = "my_bot", IsBot = true };

        Assert.That(bot.StartLink(new string('a', 64)).Query, Has.Length.EqualTo("?start=".Length + 64));
        Assert.That(bot.StartLink("a-b_C9").Query, Is.EqualTo("?start=a-b_C9"));
        foreach (var payload in new[] { "", new string('a', 65), "é", "a b", "a.b" })
            Assert.That(() => bot.StartLink(payload), Throws.ArgumentException, payload);
        Assert.That(() => new User { Id = 1, Username = "" }.StartLink(), Throws.InvalidOperationException);
    }

    [TestCase("/start  abc ", "abc")]
    [TestCase("/start@my_bot", null)]
    [TestCase("/startx@my_bot abc", null)]
    [TestCase("/begin abc", null)]
    [TestCase("/start a b", "a b")]
    [TestCase(null, null)]
    public void A_payload_is_all_that_follows_the_first_space(string? text, string? payload) =>
        Assert.That(new Message { Text = text }.StartPayload, Is.EqualTo(payload));

    [Test]
    public void Text_forms_name_what_is_known()
    {
        Assert.That(new User { Id = 5, IsBot = true }.ToString(), Is.EqualTo("bot 5"));
        Assert.That(new Chat { Id = 5 }.ToString(), Is.EqualTo("chat 5"));
        Assert.That(new Message { MessageId = 7, Chat = new Chat { Id = 5 } }.ToString(),
            Is.EqualTo("message 7 (no type) in chat 5"));
        Assert.That((new Chat { FirstName = "Ada" }.FullName, new Chat().FullName), Is.EqualTo(("Ada", "")));
    }

    [TestCase(0, 2, "ab")]
    [TestCase(1, 2, "bc")]
    [TestCase(1, 9, "bc")]
    [TestCase(-2, 4, "ab")]
    [TestCase(3, 1, "")]
    [TestCase(7, 1, "")]
    [TestCase(1, -1, "")]
    [TestCase(1, int.MaxValue, "bc")]
    public void An_entity_that_points_beyond_its_text_gives_what_is_there(int offset, int length, string value) =>
        Assert.That(new MessageEntity(MessageEntityType.Bold, offset, length).ValueIn("abc"), Is.EqualTo(value));

    [Test]
    public void Lines_and_mentions_are_built()
    {
        var text = new FormattedTextBuilder().Line("one").Line().Mention(new User { Id = 1, FirstName = "Ada" }, "you")
            .Text((string?)null);

        Assert.That((text.ToString(), text.Build().Text), Is.EqualTo(("one\n\nyou", "one\n\nyou")));
        Assert.That(text.Build().Entities.Select(entity => (entity.Offset, entity.Length)), Is.EqualTo(((int, int)[])[(5, 3)]));
    }

    [Test]
    public void A_quote_is_expandable_only_where_it_is_asked_for() => Assert.That(
        new FormattedTextBuilder().Quote("a").Quote("b", expandable: true)
            .Build().Entities.Select(entity => (entity.Type, entity.Offset)),
        Is.EqualTo(((MessageEntityType, int)[])[(MessageEntityType.Blockquote, 0), (MessageEntityType.ExpandableBlockquote, 1)]));

    [Test]
    public void A_place_to_cut_is_taken_from_the_second_half_of_a_part_on()
    {
        var half = new FormattedText(new string('a', 32) + " " + new string('b', 60)).Split(64);
        var early = new FormattedText(new string('a', 31) + " " + new string('b', 60)).Split(64);

        Assert.That(half[0].Text, Is.EqualTo(new string('a', 32) + " "));
        Assert.That(early[0].Text, Has.Length.EqualTo(64));
    }

    [Test]
    public void An_earlier_place_is_taken_where_the_latest_one_would_cut_formatting_that_fits()
    {
        var text = new FormattedTextBuilder().Text(new string('a', 40) + " bb ").Bold("cc dd " + new string('e', 30))
            .Build();

        var parts = text.Split(64);

        Assert.That(parts.Select(part => part.Text), Is.EqualTo((string[])[new string('a', 40) + " bb ", "cc dd " + new string('e', 30)]));
        Assert.That(parts.Select(part => part.Entities.Count), Is.EqualTo((int[])[0, 1]), "an entity of no length is refused by Telegram");
    }

    [TestCase(40, int.MaxValue, 2)]
    [TestCase(40, int.MaxValue - 40, 2)]
    [TestCase(-5, int.MaxValue, 2)]
    [TestCase(int.MaxValue, int.MaxValue, 0)]
    [TestCase(int.MinValue, int.MinValue, 0)]
    public void Formatting_to_the_end_of_its_range_was_lost_when_its_text_was_cut(int offset, int length, int parts)
    {
        var text = new FormattedText(new string('x', 100), [new MessageEntity(MessageEntityType.Bold, offset, length)]);

        var formatted = text.Split(64).Where(part => part.Entities.Count > 0).ToList();

        Assert.That(formatted, Has.Count.EqualTo(parts));
        var ends = formatted.Select(part => part.Entities.Single()).Select(entity => entity.Offset + entity.Length);
        Assert.That(ends, Is.SubsetOf((int[])[64, 36]), "up to its part's end");
    }

    [TestCase(int.MaxValue, 1)]
    [TestCase(int.MaxValue - 1, 1)]
    [TestCase(0, int.MaxValue)]
    public void A_text_with_formatting_beyond_it_was_put_behind_another_with_formatting_before_it(
        int offset, int length)
    {
        var beyond = new FormattedText("x", [new MessageEntity(MessageEntityType.Bold, offset, length)]);

        var built = new FormattedTextBuilder().Text("ab").Text(beyond).Build();

        Assert.That(built.Entities.Single().Offset, Is.GreaterThanOrEqualTo(2));
        Assert.That(built.Entities.Single().ValueIn(built.Text), Is.EqualTo(offset == 0 ? "x" : ""));
    }

    [Test]
    public void A_text_as_long_as_a_part_is_one_and_a_longer_one_is_two()
    {
        Assert.That(new FormattedText(new string('x', 64)).Split(64), Has.Count.EqualTo(1));
        Assert.That(new FormattedText(new string('x', 65)).Split(64).Select(part => part.Text.Length), Is.EqualTo((int[])[64, 1]));
    }

    [Test]
    public void What_is_put_into_markdown_is_escaped_and_what_stands_around_it_is_not()
    {
        var name = "a_b*";
        TelegramMarkdown inner = $"*{name}*";
        TelegramMarkdown outer = $"_{inner}_ {7,3}|{"x",-2}|{TelegramMarkdown.Raw("~u~")} {null as string}{(object?)null}";

        Assert.That(outer.ToString(), Is.EqualTo("_*a\\_b\\**_   7|x |~u~ "));
        Assert.That((default(TelegramMarkdown).Markup, TelegramMarkdown.Escape("plain"), TelegramHtml.Escape("plain")),
            Is.EqualTo(("", "plain", "plain")));
    }

    [Test]
    public void Numbers_in_markup_are_written_as_people_there_write_them()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // As German does; a machine without data of cultures knows no "de-DE".
            var german = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            CultureInfo.CurrentCulture = german;
            TelegramHtml html = $"{1.5:F2} {1.5,6:F1}";
            TelegramMarkdown markdown = $"{1.5:F2} {1.5,6:F1}";

            Assert.That((html.Markup, markdown.Markup), Is.EqualTo(("1,50    1,5", "1,50    1,5")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase("http://example.org/a.png", "http://example.org/a.png")]
    [TestCase("HTTPS://example.org/a.png", "https://example.org/a.png")]
    [TestCase("a-b_C9", "a-b_C9")]
    public void A_file_is_named_by_an_address_or_an_id(string text, string reference)
    {
        InputFile file = text;

        Assert.That((file.Reference, file.IsUpload, file.ToString()), Is.EqualTo((reference, false, reference)));
    }
}
