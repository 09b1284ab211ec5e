using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>The names a certificate is for, by where they stand in it.</summary>
internal sealed class CertificateNames(
    IReadOnlyList<string> dnsNames, IReadOnlyList<IPAddress> ipAddresses, IReadOnlyList<string> commonNames)
{
    public IReadOnlyList<string> DnsNames { get; } = dnsNames;

    public IReadOnlyList<IPAddress> IpAddresses { get; } = ipAddresses;

    public IReadOnlyList<string> CommonNames { get; } = commonNames;

    public static CertificateNames Of(X509Certificate2 certificate)
    {
        var commonNames = CommonNamesOf(certificate);
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        try
        {
            return new CertificateNames([.. alternative?.EnumerateDnsNames() ?? []],
                [.. alternative?.EnumerateIPAddresses() ?? []], commonNames);
        }
        catch (CryptographicException)
        {
            // Names that cannot be decoded match nothing; what is left is what the check reports.
            return new CertificateNames([], [], commonNames);
        }
    }

    /// <summary>
    /// Those of parts with several values, such as CN=bot.example.com+O=Bots, too: OpenSSL takes them, and the
    /// framework does not show them.
    /// </summary>
    private static string[] CommonNamesOf(X509Certificate2 certificate)
    {
        try
        {
            // Somebody else may have made the certificate, and the framework has not looked into its names.
            Asn1Shape.Require(certificate.SubjectName.RawData);
            return [.. X509Name.GetInstance(Asn1Object.FromByteArray(certificate.SubjectName.RawData)).GetValueList(X509Name.CN)];
        }
        catch (Exception undecodable) when (KeyDecoding.IsParserFault(undecodable))
        {
            return [];
        }
    }

    /// <summary>The names as a message lists them.</summary>
    public override string ToString()
    {
        var all = CommonNames.Select(n => $"CN={n}").Concat(DnsNames.Select(n => $"DNS:{n}"))
            .Concat(IpAddresses.Select(a => $"IP:{a}"));
        return string.Join(", ", all) is { Length: > 0 } text ? text : "no name at all";
    }
}
