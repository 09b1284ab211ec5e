using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>What a certificate of our own says of itself.</summary>
public sealed class SelfSignedContentTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void It_is_an_authority_of_no_others_that_signs_and_serves()
    {
        using var certificate = SelfSignedCertificate.Create("bot.example.com", Now);

        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((constraints.CertificateAuthority, constraints.HasPathLengthConstraint, constraints.PathLengthConstraint, constraints.Critical), Is.EqualTo((true, true, 0, true)));
            Assert.That((usage.KeyUsages, usage.Critical),
                Is.EqualTo((X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true)));
            Assert.That(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value, Is.EqualTo("1.3.6.1.5.5.7.3.1"));
            Assert.That(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().ToList(),
                Has.Count.EqualTo(1));
            Assert.That(certificate.NotBefore.ToUniversalTime(), Is.EqualTo(Now.UtcDateTime.AddDays(-1)));
            Assert.That(certificate.NotAfter.ToUniversalTime(), Is.EqualTo(Now.UtcDateTime.AddYears(10)));
        }
    }

    [TestCase("203.0.113.5", "CN=203.0.113.5, DNS:203.0.113.5, IP:203.0.113.5")]
    [TestCase("2001:db8::1", "CN=2001:db8::1, IP:2001:db8::1")]
    [TestCase("bot.example.com", "CN=bot.example.com, DNS:bot.example.com")]
    public void An_IPv4_address_is_named_as_a_DNS_name_too_for_Telegram_compares_it_so(string host, string names)
    {
        using var certificate = SelfSignedCertificate.Create(host, Now);

        Assert.That(CertificateNames.Of(certificate).ToString(), Is.EqualTo(names));
    }

    [TestCase("2001:DB8::1", "2001:db8::1")]
    [TestCase("[2001:db8:0::1]", "2001:db8::1")]
    [TestCase(" Bot.Example.com ", "bot.example.com")]
    public void A_host_is_taken_in_the_form_that_certificates_have(string given, string host) =>
        Assert.That(SelfSignedCertificate.CheckHost(given), Is.EqualTo(host));
}
