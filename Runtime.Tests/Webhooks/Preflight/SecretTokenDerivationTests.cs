using CsCheck;
using Telegram.Webhooks.Runtime.Webhooks.Preflight;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks.Preflight;

public sealed class SecretTokenDerivationTests
{
    private const string Token = "123456:fake-token";
    private const string Url = "https://bot.example.com/hook";

    [Test]
    public void It_is_the_same_on_every_start_of_every_version()
    {
        // Computed with: printf %s "$url" | openssl dgst -sha256 -hmac "$token" -binary | basenc --base64url
        Assert.That(SecretTokenDerivation.Derive(Token, Url), Is.EqualTo("fYgD7HnI7F05KI3Mph-NZQ8ykpdi6ce1vl1MVbXcOVA"));
    }

    [Test]
    public void Another_bot_or_another_URL_has_another_one()
    {
        Assert.That(
            new[] { SecretTokenDerivation.Derive(Token, Url), SecretTokenDerivation.Derive(Token + "x", Url), SecretTokenDerivation.Derive(Token, Url + "x") },
            Is.Unique);
    }

    [Test]
    public void Telegram_takes_it_whatever_the_URL()
    {
        Gen.Select(Gen.String, Gen.String).Sample((token, url) =>
            SecretTokenDerivation.Derive(token, url) is { Length: 43 } derived && derived.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }
}
