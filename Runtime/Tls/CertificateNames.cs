using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>The names a certificate is for, by where they stand in it.</summary>
internal sealed class CertificateNames(IReadOnlyList<string> dnsNames, IReadOnlyList<IPAddress> ipAddresses, IReadOnlyList<string> commonNames)
{
    private const string CommonName = "2.5.4.3";

    public IReadOnlyList<string> DnsNames { get; } = dnsNames;

    public IReadOnlyList<IPAddress> IpAddresses { get; } = ipAddresses;

    public IReadOnlyList<string> CommonNames { get; } = commonNames;

    public static CertificateNames Of(X509Certificate2 certificate)
    {
        var commonNames = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(rdn => !rdn.HasMultipleElements && rdn.GetSingleElementType().Value == CommonName)
            .Select(rdn => rdn.GetSingleElementValue() ?? "").ToArray();
        var alternative = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        try
        {
            return new CertificateNames([.. alternative?.EnumerateDnsNames() ?? []], [.. alternative?.EnumerateIPAddresses() ?? []], commonNames);
        }
        catch (CryptographicException)
        {
            // Names that cannot be decoded match nothing; what is left is what the check reports.
            return new CertificateNames([], [], commonNames);
        }
    }

    /// <summary>The names as a message lists them.</summary>
    public override string ToString()
    {
        var all = CommonNames.Select(n => $"CN={n}").Concat(DnsNames.Select(n => $"DNS:{n}")).Concat(IpAddresses.Select(a => $"IP:{a}"));
        return string.Join(", ", all) is { Length: > 0 } text ? text : "no name at all";
    }
}
