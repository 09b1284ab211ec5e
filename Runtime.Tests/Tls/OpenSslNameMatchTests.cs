using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>Patterns that OpenSSL does not take for wildcards, and what a star does not cover.</summary>
public sealed class OpenSslNameMatchTests
{
    [TestCase("*.example.com", "bot.example.com", true)]
    [TestCase("*.example.com", ".example.com", false)]
    [TestCase("*.example.com", "", false)]
    [TestCase("*.exa_mple.com", "bot.exa_mple.com", false)]
    [TestCase("*.-example.com", "bot.-example.com", false)]
    [TestCase("*.example-.com", "bot.example-.com", false)]
    [TestCase("*..com", "bot..com", false)]
    [TestCase("bot.*.com", "xot.*.com", false)]
    [TestCase("xn--*.example.com", "xn--80adjg.example.com", false)]
    [TestCase("b*.example.com", "b.example.com", true)]
    public void A_star_covers_one_label_of_a_plain_name(string pattern, string host, bool matches) =>
        Assert.That(OpenSslNameMatch.Matches(pattern, host), Is.EqualTo(matches));
}
