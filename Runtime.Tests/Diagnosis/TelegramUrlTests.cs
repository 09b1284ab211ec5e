using CsCheck;
using Telegram.Webhooks.Runtime.Diagnosis;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

public sealed class TelegramUrlTests
{
    [TestCase("https://bot.example.com", "bot.example.com", 443, "/")]
    [TestCase("https://bot.example.com/hook?a=b", "bot.example.com", 443, "/hook?a=b")]
    [TestCase("HTTPS://BOT.Example.COM:8443/Hook", "bot.example.com", 8443, "/Hook")]
    [TestCase("http://bot.example.com", "bot.example.com", 80, "/")]
    [TestCase("bot.example.com/hook", "bot.example.com", 443, "/hook")]
    [TestCase("bot.example.com/?next=http://other", "bot.example.com", 443, "/?next=http://other")]
    [TestCase("https://bot.example.com:0088/", "bot.example.com", 88, "/")]
    [TestCase("https://user:pa:ss@bot.example.com:443/", "bot.example.com", 443, "/")]
    [TestCase("https://bot.example.com?a", "bot.example.com", 443, "/?a")]
    [TestCase("https://bot.example.com/a  ", "bot.example.com", 443, "/a")]
    [TestCase("https://bot.example.com#f", "bot.example.com", 443, "/#f")]
    [TestCase("https://[2001:DB8::1]:8443/", "[2001:db8::1]", 8443, "/")]
    [TestCase("https://[2001:db8::1]", "[2001:db8::1]", 443, "/")]
    [TestCase("https://бот.example.com/", "xn--90a0am.example.com", 443, "/")]
    [TestCase("https://a%20b.example.com/", "a%20b.example.com", 443, "/")]
    [TestCase("https://my_bot.example.com/", "my_bot.example.com", 443, "/")]
    public void It_is_taken_apart_as_Telegram_does(string text, string host, int port, string target)
    {
        var (url, reason) = TelegramUrl.Parse(text);

        Assert.That(reason, Is.Null);
        Assert.That((url!.Host, url.Port, url.Target), Is.EqualTo((host, port, target)));
        Assert.That(url.IsHttps, Is.EqualTo(!text.StartsWith("http:", StringComparison.Ordinal)));
    }

    [TestCase("ftp://bot.example.com", "scheme is 'ftp'")]
    [TestCase("://bot.example.com", "scheme is ''")]
    [TestCase("https://bot.example.com:0/", "port")]
    [TestCase("https://bot.example.com:65536/", "port")]
    [TestCase("https://bot.example.com:99999999999/", "port")]
    [TestCase("https://bot.example.com:-1/", "port")]
    [TestCase("https://bot.example.com:+1/", "port")]
    [TestCase("https://bot.example.com:/", "port")]
    [TestCase("https://bot.example.com:https/", "port")]
    [TestCase("https://", "no host")]
    [TestCase("https:///path", "no host")]
    [TestCase("https://user@/path", "no host")]
    [TestCase("", "no host")]
    [TestCase("https://./", "only a dot")]
    [TestCase("https://[2001:db8::zz]/", "IPv6")]
    [TestCase("https://[203.0.113.5]/", "IPv6")]
    [TestCase("https://[]/", "IPv6")]
    [TestCase("https://[fe80::1%eth0]/", "IPv6")]
    [TestCase("https://2001:db8::1/", "host has a character")]
    [TestCase("https://bot example.com/", "host has a character")]
    [TestCase("https://<host>/", "host has a character")]
    [TestCase("https://bot\\example/", "host has a character")]
    [TestCase("https://bot%zz.example/", "'%'")]
    [TestCase("https://bot%4", "'%'")]
    [TestCase("https://us er@bot.example.com/", "user name or password")]
    [TestCase("https://a%@bot.example.com/", "user name or password")]
    public void What_Telegram_does_not_take_has_a_reason(string text, string says)
    {
        var (url, reason) = TelegramUrl.Parse(text);

        Assert.That(url, Is.Null);
        Assert.That(reason, Does.Contain(says));
    }

    [Test]
    public void Its_text_leaves_out_what_may_be_secret()
    {
        Assert.That(TelegramUrl.Parse("https://user:secret@bot.example.com:8443/secret-path").Url!.ToString(),
            Is.EqualTo("https://bot.example.com:8443"));
    }

    [Test]
    public void Parsing_never_throws_and_always_gives_either_a_URL_or_a_reason()
    {
        string[] pieces = ["https", "http", "://", ":", "/", "?", "#", "@", "[", "]", "%", "%4", "%41", ".", "-", "443", "0", "::1", "a", "bot.example", "я", "\ud800", " ", "\0"];
        var piece = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
        Gen.OneOf(Gen.String, piece.List[0, 12].Select(string.Concat)).Sample(text =>
        {
            var (url, reason) = TelegramUrl.Parse(text);
            return (url is null) != (reason is null)
                && (url is null || (url.Host.Length > 0 && url.Port is > 0 and <= 65535 && url.Target[0] == '/'));
        });
    }
}
