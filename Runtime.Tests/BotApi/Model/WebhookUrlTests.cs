using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Model;

/// <summary>
/// Addresses of webhooks are shown in logs: so that they can be recognised, and not so that they can be called.
/// </summary>
internal sealed class WebhookUrlTests
{
    [TestCase("https://bot.example.com/c2VjcmV0", "https://bot.example.com/c2…")]
    [TestCase("https://bot.example.com/secret", "https://bot.example.com/se…")]
    [TestCase("https://bot.example.com/short", "https://bot.example.com/…")]
    [TestCase("https://bot.example.com/", "https://bot.example.com/")]
    [TestCase("https://bot.example.com?key=secret", "https://bot.example.com?…")]
    [TestCase("https://bot.example.com#secret", "https://bot.example.com#…")]
    [TestCase("https://bot.example.com/webhooks?key=secret#more", "https://bot.example.com/we…?…")]
    [TestCase("https://user:pass@bot.example.com/webhooks", "https://bot.example.com/we…")]
    [TestCase("https://bot.example.com/user:pass@x", "https://bot.example.com/us…")]
    [TestCase("bot.example.com/webhooks", "bot.example.com/we…")]
    [TestCase("user:pass@bot.example.com/webhooks", "bot.example.com/we…")]
    [TestCase("", "")]
    public void A_masked_address_shows_its_host_and_how_its_path_begins(string url, string shown) =>
        Assert.That(WebhookUrl.Masked(url), Is.EqualTo(shown));

    [TestCase("/webhooks/c2VjcmV0", "/we…/c2…")]
    [TestCase("/", "/")]
    [TestCase("?key=secret", "?…")]
    [TestCase("/webhooks#secret", "/we…#…")]
    public void A_path_alone_is_masked_the_same(string path, string shown) =>
        Assert.That(WebhookUrl.MaskedPath(path), Is.EqualTo(shown));

    [TestCase("https://bot.example.com:8443/webhooks?x=1", "https://bot.example.com:8443")]
    [TestCase("https://bot.example.com?x=1", "https://bot.example.com")]
    [TestCase("https://bot.example.com#x", "https://bot.example.com")]
    [TestCase("https://bot.example.com", "https://bot.example.com")]
    [TestCase("https://user:pass@bot.example.com/a@b", "https://bot.example.com")]
    [TestCase("bot.example.com/webhooks", "https://bot.example.com")]
    public void The_origin_is_scheme_host_and_port(string url, string origin) =>
        Assert.That(WebhookUrl.Origin(url), Is.EqualTo(origin));

    [TestCase("https://user:pass@bot.example.com/x", "https://bot.example.com/x")]
    [TestCase("https://user:p@ss@bot.example.com/x", "https://bot.example.com/x")]
    [TestCase("https://bot.example.com/a@b", "https://bot.example.com/a@b")]
    [TestCase("https://bot.example.com?a@b", "https://bot.example.com?a@b")]
    [TestCase("user:pass@bot.example.com", "bot.example.com")]
    public void A_user_and_a_password_are_left_out_and_nothing_else_is(string url, string shown) =>
        Assert.That(WebhookUrl.WithoutUserInfo(url), Is.EqualTo(shown));

    [TestCase("bot.example.com/x", "https://bot.example.com/x")]
    [TestCase("http://bot.example.com/x", "http://bot.example.com/x")]
    [TestCase("", "")]
    public void An_address_without_a_scheme_gets_the_one_that_Telegram_asks_for(string url, string address) =>
        Assert.That(WebhookUrl.WithScheme(url), Is.EqualTo(address));
}
