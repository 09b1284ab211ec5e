using CsCheck;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>Text with entities made in code, and cut into messages.</summary>
public sealed class FormattedTextTests
{
    private static readonly Gen<FormattedText> Texts =
        from pieces in Gen.OneOf(Gen.Const("word "), Gen.Const("line\n"), Gen.Const("\n\n"), Gen.Const("👩‍👩‍👧 "),
            Gen.Const("é"), Gen.Const("x"), Gen.Const(" ")).Array[0, 120]
        let text = string.Concat(pieces)
        from spans in Gen.Select(Gen.Int[0, Math.Max(0, text.Length - 1)], Gen.Int[1, 200], Gen.OneOf(Gen.Const(MessageEntityType.Bold), Gen.Const(MessageEntityType.Italic), Gen.Const(MessageEntityType.Pre))).Array[0, 6]
        select new FormattedText(text, [.. spans.Where(span => text.Length > 0).Select(span => new MessageEntity(span.Item3, span.Item1, Math.Min(span.Item2, text.Length - span.Item1)))]);

    [Test]
    public void Positions_count_UTF_16_units_as_Telegram_does()
    {
        var text = new FormattedTextBuilder().Text("👋 ").Bold("hi").Text(" ").Link("site", "https://example.org")
            .Build();

        Assert.That(text.Text, Is.EqualTo("👋 hi site"));
        Assert.That(text.Entities.Select(entity => (entity.Type, entity.Offset, entity.Length)), Is.EqualTo(((MessageEntityType, int, int)[])
            [(MessageEntityType.Bold, 3, 2), (MessageEntityType.TextLink, 6, 4)]));
    }

    [Test]
    public void Formats_nest_and_the_outer_one_comes_first()
    {
        var text = new FormattedTextBuilder().Bold(bold => bold.Text("very ").Italic("very")).Text("!").Build();

        Assert.That(text.Entities.Select(entity => (entity.Type, entity.ValueIn(text.Text))), Is.EqualTo(((MessageEntityType, string)[])
            [(MessageEntityType.Bold, "very very"), (MessageEntityType.Italic, "very")]));
    }

    [Test]
    public void Each_piece_carries_what_belongs_to_it()
    {
        var ada = new User { Id = 42, FirstName = "Ada", LastName = "L" };
        var when = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var text = new FormattedTextBuilder()
            .Underline("u").Strikethrough("s").Spoiler("p").Quote("q").Quote("e", expandable: true).Code("c")
            .Pre("int", "c")
            .Mention(ada).CustomEmoji("👍", "5368324170671202286").DateTime("soon", when, "r").Build();

        var byType = text.Entities.ToDictionary(entity => entity.Type);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(byType, Has.Count.EqualTo(10));
            Assert.That(byType[MessageEntityType.Pre].Language, Is.EqualTo("c"));
            Assert.That(byType[MessageEntityType.TextMention].User, Is.SameAs(ada));
            Assert.That(byType[MessageEntityType.TextMention].ValueIn(text.Text), Is.EqualTo("Ada L"));
            Assert.That(byType[MessageEntityType.CustomEmoji].CustomEmojiId, Is.EqualTo("5368324170671202286"));
            Assert.That((byType[MessageEntityType.DateTime].UnixTime, byType[MessageEntityType.DateTime].DateTimeFormat), Is.EqualTo(((DateTimeOffset?)when, "r")));
        }
    }

    [Test]
    public void An_empty_piece_leaves_no_entity_for_Telegram_refuses_those() =>
        Assert.That(new FormattedTextBuilder().Bold("").Italic(_ => { }).Code("").Link("", "https://example.org").Text("x").Build().Entities, Is.Empty);

    [Test]
    public void A_text_that_came_is_put_into_another()
    {
        var came = new Message { Text = "a b", Entities = [new MessageEntity(MessageEntityType.Bold, 2, 1)] };

        FormattedText answer = new FormattedTextBuilder().Text("You said: ").Text(came.FormattedText!);

        Assert.That(answer.Entities.Single().ValueIn(answer.Text), Is.EqualTo("b"));
    }

    [Test]
    public void A_text_that_fits_is_one_part() =>
        Assert.That(new FormattedText(new string('x', 4096)).Split(), Has.Count.EqualTo(1));

    [Test]
    public void A_long_text_is_cut_at_the_end_of_a_paragraph_line_or_word()
    {
        var paragraphs = new FormattedText(new string('a', 50) + "\n\n" + new string('b', 30)).Split(64);
        var lines = new FormattedText(new string('a', 40) + " " + new string('b', 10) + "\n" + new string('c', 30))
            .Split(64);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paragraphs.Select(part => part.Text.Trim()), Is.EqualTo((string[])[new('a', 50), new('b', 30)]));
            Assert.That(lines[1].Text, Is.EqualTo(new string('c', 30)));
        }
    }

    [Test]
    public void Formatting_that_fits_moves_on_as_a_whole_and_longer_formatting_goes_on()
    {
        var moved = new FormattedTextBuilder().Text(new string('a', 60)).Bold("bold and whole").Build().Split(64);
        var longer = new FormattedTextBuilder().Pre(new string('x', 150), "c").Build().Split(64);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved[1].Entities.Single().ValueIn(moved[1].Text), Is.EqualTo("bold and whole"));
            Assert.That(longer.Select(part => part.Entities.Single().Length), Is.EqualTo((int[])[64, 64, 22]));
            Assert.That(longer.Select(part => part.Entities.Single().Language), Is.All.EqualTo("c"));
        }
    }

    [Test]
    public void Formatting_that_begins_a_part_is_cut_at_a_word_and_not_in_the_word_after_it()
    {
        var text = new FormattedTextBuilder().Bold(new string('a', 40) + " " + new string('b', 20))
            .Text(new string('c', 40)).Build();

        var parts = text.Split(64);

        Assert.That(parts.Select(part => part.Text), Is.EqualTo((string[])[new string('a', 40) + " ", new string('b', 20) + new string('c', 40)]));
        Assert.That(parts.Select(part => (part.Entities.Single().Offset, part.Entities.Single().Length)), Is.EqualTo(((int, int)[])[(0, 41), (0, 20)]));
    }

    [Test]
    public void White_space_alone_is_no_part_for_Telegram_refuses_it()
    {
        var text = new FormattedText(new string('a', 64) + new string('\n', 64) + "b");

        Assert.That(text.Split(64).Select(part => part.Text.Trim()), Is.EqualTo((string[])[new('a', 64), "b"]));
        Assert.That(new FormattedText(" \n ").Split(), Is.Empty);
    }

    [Test]
    public void Cutting_loses_no_word_no_character_and_no_formatting() => Texts.Sample(text =>
    {
        var parts = text.Split(64);
        var at = 0;
        foreach (var part in parts)
        {
            at = text.Text.IndexOf(part.Text, at, StringComparison.Ordinal) is >= 0 and var found && string.IsNullOrWhiteSpace(text.Text[at..found]) ? found : -1;
            Assert.That(at, Is.GreaterThanOrEqualTo(0),
                "parts follow each other, with nothing but white space between them");
            Assert.That(part.Text, Has.Length.InRange(1, 64));
            Assert.That(char.IsLowSurrogate(part.Text[0]) || char.IsHighSurrogate(part.Text[^1]), Is.False);
            Assert.That(part.Entities, Has.All.Matches<MessageEntity>(entity => entity!.Offset >= 0 && entity.Length > 0 && entity.Offset + entity.Length <= part.Text.Length));
            Assert.That(Formats(part, 0, part.Text.Length), Is.EqualTo(Formats(text, at, part.Text.Length)));
            at += part.Text.Length;
        }

        Assert.That(text.Text[at..].Trim(), Is.Empty);
    });

    [Test]
    public void A_limit_that_leaves_no_room_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FormattedText("x").Split(63));

    /// <summary>The formats of each unit, whatever entities they come from.</summary>
    private static string[] Formats(FormattedText text, int start, int length) =>
        [.. Enumerable.Range(start, length).Select(at => string.Join(' ', text.Entities
            .Where(entity => entity.Offset <= at && at < entity.Offset + entity.Length)
            .Select(entity => entity.Type.Value).Distinct().Order(StringComparer.Ordinal)))];
}
