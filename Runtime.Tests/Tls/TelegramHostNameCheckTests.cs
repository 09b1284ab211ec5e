using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

internal sealed class TelegramHostNameCheckTests
{
    // What the real sender was seen to do with an uploaded certificate and an IP address in the URL.
    [TestCase("CN=203.0.113.5", "", "", "203.0.113.5", HostNameResult.Match)]
    [TestCase("CN=203.0.113.5", "", "203.0.113.5", "203.0.113.5", HostNameResult.Match)]
    [TestCase("CN=other", "203.0.113.5", "", "203.0.113.5", HostNameResult.Match)]
    [TestCase("CN=other", "", "203.0.113.5", "203.0.113.5", HostNameResult.OtherCommonName)]
    [TestCase("CN=203.0.113.5", "other.example", "203.0.113.5", "203.0.113.5", HostNameResult.NotAmongDnsNames)]
    // Names.
    [TestCase("CN=bot.example.com", "", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=BOT.Example.com", "", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=x", "a.example,bot.example.com", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=bot.example.com", "www.example.com", "", "bot.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=example.com", "", "", "bot.example.com", HostNameResult.OtherCommonName)]
    [TestCase("O=nobody", "", "", "bot.example.com", HostNameResult.OtherCommonName)]
    [TestCase("CN=bot.example.com,CN=second.example.com", "", "", "second.example.com", HostNameResult.Match)]
    [TestCase("CN=bot.example.com+O=Bots", "", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("O=Bots+CN=bot.example.com,C=DE", "", "", "other.example.com", HostNameResult.OtherCommonName)]
    // Wildcards.
    [TestCase("CN=x", "*.example.com", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=x", "*.example.com", "", "a.bot.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "*.example.com", "", "example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "*.com", "", "example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "b*.example.com", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=x", "*t.example.com", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=x", "b*t.example.com", "", "bot.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "*.*.example.com", "", "a.b.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "bot.*.com", "", "bot.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "*.example.com", "", "xn--80adjg.example.com", HostNameResult.Match)]
    [TestCase("CN=x", "x*.example.com", "", "xn--80adjg.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "*.0.113.5", "", "203.0.113.5", HostNameResult.Match)]
    [TestCase("CN=x", "*.example.com", "", "my_bot.example.com", HostNameResult.NotAmongDnsNames)]
    [TestCase("CN=x", "*.my-example.com", "", "bot.my-example.com", HostNameResult.Match)]
    public async Task An_uploaded_certificate_is_checked_as_OpenSSL_checks_names(
        string subject, string dns, string ip, string host, HostNameResult expected)
    {
        using var certificate = Make(subject, dns, ip);

        Assert.That(TelegramHostNameCheck.Check(certificate, host, isUploaded: true), Is.EqualTo(expected));
        Assert.That(await OpenSslSays("-checkhost", certificate, host), Is.EqualTo(expected == HostNameResult.Match),
            "OpenSSL itself disagrees");
    }

    [TestCase("CN=203.0.113.5", "203.0.113.5", "", "203.0.113.5", HostNameResult.NotAmongIpAddresses)]
    [TestCase("CN=x", "", "203.0.113.5", "203.0.113.5", HostNameResult.Match)]
    [TestCase("CN=x", "", "2001:db8::1", "[2001:db8::1]", HostNameResult.Match)]
    public async Task A_public_certificate_needs_an_address_among_its_IP_entries(
        string subject, string dns, string ip, string host, HostNameResult expected)
    {
        using var certificate = Make(subject, dns, ip);

        Assert.That(TelegramHostNameCheck.Check(certificate, host, isUploaded: false), Is.EqualTo(expected));
        Assert.That(await OpenSslSays("-checkip", certificate, host.Trim('[', ']')),
            Is.EqualTo(expected == HostNameResult.Match), "OpenSSL itself disagrees");
    }

    [TestCase("CN=x", "bot.example.com", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=bot.example.com", "", "", "bot.example.com", HostNameResult.Match)]
    [TestCase("CN=x", "", "203.0.113.5", "bot.example.com", HostNameResult.OtherCommonName)]
    public void A_public_certificate_is_checked_for_names_alike(
        string subject, string dns, string ip, string host, HostNameResult expected)
    {
        using var certificate = Make(subject, dns, ip);

        Assert.That(TelegramHostNameCheck.Check(certificate, host, isUploaded: false), Is.EqualTo(expected));
    }

    [Test]
    public void The_names_are_listed_for_messages()
    {
        using var certificate = Make("CN=a.example", "b.example", "203.0.113.5");

        Assert.That(CertificateNames.Of(certificate).ToString(),
            Is.EqualTo("CN=a.example, DNS:b.example, IP:203.0.113.5"));
    }

    internal static X509Certificate2 Make(
        string subject, string dns = "", string ip = "", DateTimeOffset? notAfter = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The framework makes no names whose parts have several values.
        var name = subject.Contains('+', StringComparison.Ordinal)
            ? new X500DistinguishedName(new X509Name(subject).GetEncoded())
            : new X500DistinguishedName(subject);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        var dnsNames = dns.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Array.ForEach(dnsNames, names.AddDnsName);
        if (ip.Length > 0)
            names.AddIpAddress(IPAddress.Parse(ip));
        if (dnsNames.Length > 0 || ip.Length > 0)
            request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            notAfter ?? new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static async Task<bool> OpenSslSays(string check, X509Certificate2 certificate, string host)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(path, certificate.ExportCertificatePem());
        try
        {
            return (await OpenSsl.Run("x509", "-in", path, "-noout", check, host))
                .Contains("does match", StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
