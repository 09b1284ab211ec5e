using Telegram.Webhooks.Runtime.BotApi.Json;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>What a sender wrote, on its way into a log: one line, bounded, and nothing that a terminal obeys.</summary>
internal sealed class SenderTextTests
{
    [TestCase("brand_new", "brand_new")]
    [TestCase(" ~", " ~")]
    [TestCase("a\r\nb\tc", "a\\r\\nb\\tc")]
    [TestCase("\u001b[31mred\u007f", "\\u001B[31mred\\u007F")]
    [TestCase("zł", "z\\u0142")]
    [TestCase("", "")]
    public void Only_printable_ASCII_is_shown_as_it_is(string text, string shown) =>
        Assert.That(SenderText.OneLine(text), Is.EqualTo(shown));

    [Test]
    public void What_is_longer_than_64_characters_is_cut()
    {
        var exact = new string('x', 64);

        Assert.That(SenderText.OneLine(exact), Is.EqualTo(exact));
        Assert.That(SenderText.OneLine(exact + "y"), Is.EqualTo(exact + "…"));
        Assert.That(SenderText.OneLine("\n" + new string('x', 63)), Is.EqualTo("\\n" + new string('x', 63)),
            "what is written out longer is not cut for it");
        Assert.That(SenderText.OneLine("\n" + exact), Is.EqualTo("\\n" + new string('x', 63) + "…"));
    }
}
