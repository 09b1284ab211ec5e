using CsCheck;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using SandboxText = Telegram.Webhooks.Runtime.Sandbox.Text.FormattedText;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Everyday;

/// <summary>Interpolated strings as markup: what is put in is shown as it is, whatever it holds.</summary>
public sealed class MarkupTests
{
    private static readonly Gen<string> Texts = Gen.Char["<>&\"'`*_[]()~#+-=|{}.!\\/ ab\u00e9\u4e2d\n"].Array[0, 40].Select(letters => new string(letters).Trim());

    [Test]
    public void What_is_put_into_html_is_escaped_and_what_stands_around_it_is_not()
    {
        var name = "<Ada & \"Bob\">";
        TelegramHtml html = $"<b>{name}</b> {12.5:F2}, {7,3}|{"x",-2}|";

        Assert.That(html.Markup, Is.EqualTo("<b>&lt;Ada &amp; &quot;Bob&quot;&gt;</b> 12.50,   7|x |"));
    }

    [Test]
    public void Markup_put_into_markup_stays_markup()
    {
        var name = "a<b";
        TelegramHtml inner = $"<i>{name}</i>";
        TelegramHtml outer = $"<b>{inner}</b>{TelegramHtml.Raw("<u>u</u>")}";

        Assert.That(outer.ToString(), Is.EqualTo("<b><i>a&lt;b</i></b><u>u</u>"));
    }

    [Test]
    public void Whatever_is_put_into_html_comes_out_as_it_went_in() => Texts.Sample(text =>
    {
        TelegramHtml html = $"<b>{text}</b><a href=\"https://e.org/\">{text}</a><code>{text}</code>.";
        return SandboxText.Parse(html.Markup, "HTML", null).Text == $"{text}{text}{text}.";
    });

    [Test]
    public void Whatever_is_put_into_markdown_comes_out_as_it_went_in() => Texts.Sample(text =>
    {
        TelegramMarkdown markdown = $"*b {text}*[l {text}](https://e.org/)`c {text}`\\.";
        return SandboxText.Parse(markdown.Markup, "MarkdownV2", null).Text == $"b {text}l {text}c {text}.";
    });

    [Test]
    public void Escaping_alone_does_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TelegramHtml.Escape("a<b>&\"c\""), Is.EqualTo("a&lt;b&gt;&amp;&quot;c&quot;"));
            Assert.That(TelegramMarkdown.Escape("1.5 (a_b)!"), Is.EqualTo("1\\.5 \\(a\\_b\\)\\!"));
            Assert.That(default(TelegramHtml).Markup, Is.Empty);
        }
    }

    [Test]
    public async Task An_interpolated_text_is_plain_unless_it_is_named_markup()
    {
        using var telegram = new MockTelegram();
        telegram.Answers("""{"ok":true,"result":{}}""").Answers("""{"ok":true,"result":{}}""").Answers("""{"ok":true,"result":{}}""");
        using var bot = telegram.Bot();
        var name = "<x>";

        await bot.SendMessage(1, $"You said: {name}");
        await bot.SendMessage(1, html: $"<b>{name}</b>");
        await bot.SendMessage(1, markdown: $"*{name}*");

        Assert.That(telegram.Received.Select(request => Recode(request.Text)), Is.EqualTo((string[])
        [
            """{"chat_id":1,"text":"You said: <x>"}""",
            """{"chat_id":1,"text":"<b>&lt;x&gt;</b>","parse_mode":"HTML"}""",
            """{"chat_id":1,"text":"*<x\\>*","parse_mode":"MarkdownV2"}""",
        ]));
    }

    private static string Recode(string json) => System.Text.RegularExpressions.Regex.Replace(json, @"\\u([0-9A-Fa-f]{4})", match =>
        ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
}
