using System.Net;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

public class WebhookRequestVerifierTests
{
    private static readonly IPAddress Somebody = IPAddress.Parse("203.0.113.9");
    private static readonly IPNetwork[] Telegram = [IPNetwork.Parse("149.154.160.0/20")];

    [TestCase("secret", "secret", ExpectedResult = "Accepted")]
    [TestCase("secret", null, ExpectedResult = "WrongSecretToken")]
    [TestCase("secret", "", ExpectedResult = "WrongSecretToken")]
    [TestCase("secret", "Secret", ExpectedResult = "WrongSecretToken")]
    [TestCase("secret", "secret2", ExpectedResult = "WrongSecretToken")]
    [TestCase("secret", "sécret", ExpectedResult = "WrongSecretToken")]
    [TestCase(null, null, ExpectedResult = "Accepted")]
    [TestCase(null, "anything", ExpectedResult = "Accepted")]
    public string The_secret_token_must_be_the_very_one(string? own, string? given) =>
        new WebhookRequestVerifier(own, null, 1024).Verify(Somebody, given, "application/json", 10).ToString();

    [Test]
    public void A_very_long_secret_token_is_refused_and_not_compared() =>
        Assert.That(new WebhookRequestVerifier("secret", null, 1024).Verify(Somebody, new string('a', 100_000), null, 1), Is.EqualTo(WebhookRequestVerdict.WrongSecretToken));

    [TestCase("149.154.167.220", ExpectedResult = "Accepted")]
    [TestCase("::ffff:149.154.167.220", ExpectedResult = "Accepted")]
    [TestCase("149.154.176.1", ExpectedResult = "ForbiddenAddress")]
    [TestCase("::1", ExpectedResult = "ForbiddenAddress")]
    [TestCase(null, ExpectedResult = "ForbiddenAddress")]
    public string Only_the_allowed_networks_pass_when_there_are_any(string? remote) =>
        new WebhookRequestVerifier(null, Telegram, 1024)
            .Verify(remote is null ? null : IPAddress.Parse(remote), null, null, 1).ToString();

    [TestCase("application/json", ExpectedResult = "Accepted")]
    [TestCase("Application/JSON; charset=utf-8", ExpectedResult = "Accepted")]
    [TestCase("application/problem+json", ExpectedResult = "Accepted")]
    [TestCase("", ExpectedResult = "Accepted")]
    [TestCase(null, ExpectedResult = "Accepted")]
    [TestCase("text/plain", ExpectedResult = "NotJson")]
    [TestCase("application/jsonp", ExpectedResult = "NotJson")]
    [TestCase("multipart/form-data; boundary=x", ExpectedResult = "NotJson")]
    public string A_content_type_that_is_given_must_be_json(string? contentType) =>
        new WebhookRequestVerifier(null, null, 1024).Verify(Somebody, null, contentType, 1).ToString();

    [TestCase(1024L, ExpectedResult = "Accepted")]
    [TestCase(1025L, ExpectedResult = "TooLarge")]
    [TestCase(null, ExpectedResult = "Accepted")]
    public string An_announced_length_over_the_cap_is_refused(long? length) =>
        new WebhookRequestVerifier(null, null, 1024).Verify(Somebody, null, null, length).ToString();

    [Test]
    public void The_address_is_judged_before_the_secret_and_the_secret_before_the_rest()
    {
        var verifier = new WebhookRequestVerifier("secret", Telegram, 1024);
        Assert.Multiple(() =>
        {
            Assert.That(verifier.Verify(Somebody, "wrong", "text/plain", 9999),
                Is.EqualTo(WebhookRequestVerdict.ForbiddenAddress));
            Assert.That(verifier.Verify(IPAddress.Parse("149.154.160.1"), "wrong", "text/plain", 9999),
                Is.EqualTo(WebhookRequestVerdict.WrongSecretToken));
            Assert.That(verifier.Verify(IPAddress.Parse("149.154.160.1"), "secret", "text/plain", 9999),
                Is.EqualTo(WebhookRequestVerdict.NotJson));
        });
    }
}
