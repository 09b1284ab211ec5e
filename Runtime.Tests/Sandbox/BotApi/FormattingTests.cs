using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using SandboxText = Telegram.Webhooks.Runtime.Sandbox.Text.FormattedText;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.BotApi;

internal sealed class FormattingTests
{
    [TestCase("HTML", "a <b>b <i>c</i></b> &lt;&#x41;&gt;", "a b c <A>", "bold 2 3, italic 4 1")]
    [TestCase("HTML", "<a href=\"https://e.org/?a=1&amp;b=2\">x</a>", "x", "text_link 0 1 https://e.org/?a=1&b=2")]
    [TestCase("HTML", "<pre><code class=\"language-c\">int</code></pre>", "int", "pre 0 3 c")]
    [TestCase("HTML", "<code>/not_a_command</code>", "/not_a_command", "code 0 14")]
    [TestCase("HTML", "<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler>", "qs", "expandable_blockquote 0 1, spoiler 1 1")]
    [TestCase("MarkdownV2", "*b _i_* __u__ ~s~ ||p||", "b i u s p", "bold 0 3, italic 2 1, underline 4 1, strikethrough 6 1, spoiler 8 1")]
    [TestCase("MarkdownV2", "[x](https://e.org/\\)) `c\\`d` 1\\.5", "x c`d 1.5", "text_link 0 1 https://e.org/), code 2 3")]
    [TestCase("MarkdownV2", "`a\\.b\\[\\\\`", "a.b[\\", "code 0 5")]
    [TestCase("MarkdownV2", ">quote\n>more||\nafter", "quote\nmore\nafter", "expandable_blockquote 0 11")]
    [TestCase("MarkdownV2", "```py\nx = 1\n```", "x = 1", "pre 0 5 py")]
    [TestCase("Markdown", "*b* _i_ `c` [x](e.org) \\*", "b i c x *", "bold 0 1, italic 2 1, code 4 1, text_link 6 1 http://e.org/")]
    [TestCase("", "/go@sandbox_bot see https://e.org/x. #tag $USD @name a@b.org", "/go@sandbox_bot see https://e.org/x. #tag $USD @name a@b.org",
        "bot_command 0 15, url 20 15, hashtag 37 4, cashtag 42 4, mention 47 5, email 53 7")]
    [TestCase("", "  trimmed\n", "trimmed", "")]
    [TestCase("", "1/2 a/b x#y", "1/2 a/b x#y", "")]
    public void Formatting_becomes_entities(string mode, string source, string text, string entities)
    {
        var parsed = SandboxText.Parse(source, mode, null);
        Assert.That(parsed.Text, Is.EqualTo(text));
        Assert.That(string.Join(", ", parsed.Entities.Select(Describe)), Is.EqualTo(entities));
    }

    [TestCase("HTML", "<b>x", "Can't find end tag corresponding to start tag \"b\"")]
    [TestCase("HTML", "é<marquee>", "Unsupported start tag \"marquee\" at byte offset 2")]
    [TestCase("HTML", "<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"")]
    [TestCase("MarkdownV2", "1.5", "Character '.' is reserved and must be escaped with the preceding '\\'")]
    [TestCase("MarkdownV2", "é *b", "Can't find end of Bold entity at byte offset 3")]
    [TestCase("Markdown", "a _b", "Can't find end of the entity starting at byte offset 2")]
    public void Broken_formatting_is_refused_with_its_place(string mode, string source, string error)
    {
        var thrown = Assert.Throws<ApiError>(() => SandboxText.Parse(source, mode, null));
        Assert.That(thrown.Description, Is.EqualTo("Bad Request: can't parse entities: " + error));
    }

    private static string Describe(JsonNode? entity)
    {
        var basic = $"{entity!["type"]} {entity["offset"]} {entity["length"]}";
        return (entity["url"] ?? entity["language"]) is { } detail ? $"{basic} {detail}" : basic;
    }
}
