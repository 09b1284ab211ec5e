namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class WebhookPrivateKeyConfigTests
{
    [Test]
    public void Bad_arguments_are_refused_at_once()
    {
        Assert.That(() => new WebhookPrivateKeyConfig(" ", "a", "b", "c"), Throws.ArgumentException);
        Assert.That(() => new WebhookPrivateKeyConfig("k.jks", null!, "b", "c"), Throws.ArgumentNullException);
        Assert.That(() => new WebhookPrivateKeyConfig("k.jks", "a", "", "c"), Throws.ArgumentException);
        Assert.That(() => new WebhookPrivateKeyConfig("k.jks", "a", "b", null!), Throws.ArgumentNullException);
        Assert.That(() => WebhookPrivateKeyConfig.FromPem("", "k"), Throws.ArgumentException);
        Assert.That(() => WebhookPrivateKeyConfig.FromPem("c", " "), Throws.ArgumentException);
        Assert.That(() => WebhookPrivateKeyConfig.FromPfx("p", null!), Throws.ArgumentNullException);
        Assert.That(() => WebhookPrivateKeyConfig.SelfSigned("a.example", ""), Throws.ArgumentException);
    }

    [TestCase("https://bot.example.com")]
    [TestCase("bot.example.com:8443")]
    [TestCase("bot.example.com/path")]
    [TestCase("bot example")]
    [TestCase("..")]
    [TestCase("*.example.com")]
    public void A_self_signed_certificate_needs_a_bare_host(string host)
    {
        Assert.That(() => WebhookPrivateKeyConfig.SelfSigned(host), Throws.ArgumentException.With.Message.Contains("without scheme, port and path"));
    }

    [Test]
    public void Its_text_names_the_source_and_no_password()
    {
        Assert.That(new WebhookPrivateKeyConfig("k.jks", "secret-1", "bot", "secret-2").ToString(),
            Is.EqualTo("key store 'k.jks', alias 'bot'"));
        Assert.That(WebhookPrivateKeyConfig.FromPfx("k.pfx", "secret-1").ToString(), Is.EqualTo("key store 'k.pfx'"));
        Assert.That(WebhookPrivateKeyConfig.FromPem("c.pem", "k.pem", "secret-1").ToString(),
            Is.EqualTo("PEM certificate 'c.pem' with key 'k.pem'"));
        Assert.That(WebhookPrivateKeyConfig.FromPem("both.pem", "both.pem").ToString(),
            Is.EqualTo("PEM file 'both.pem'"));
        Assert.That(WebhookPrivateKeyConfig.SelfSigned("BOT.example.com").ToString(),
            Is.EqualTo("self-signed certificate for 'bot.example.com'"));
    }
}
