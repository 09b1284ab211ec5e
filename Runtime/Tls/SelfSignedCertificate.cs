using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Makes self-signed certificates that pass Telegram's check once uploaded.</summary>
internal static class SelfSignedCertificate
{
    private const int Years = 10;

    /// <summary>X.520's limit; a longer name stands in the alternative names alone.</summary>
    private const int MaxCommonName = 64;

    /// <summary>
    /// The host as a certificate names it: lower case, international names in their ASCII form, an IPv6 address without
    /// brackets.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither a host name nor an IP address.</exception>
    public static string CheckHost(string hostOrIp)
    {
        var host = hostOrIp.Trim();
        if (host.StartsWith('[') && host.EndsWith(']'))
            host = host[1..^1];
        if (IPAddress.TryParse(host, out var ip) && (ip.AddressFamily == AddressFamily.InterNetworkV6 || ip.ToString() == host))
            return ip.ToString();
        try
        {
            var ascii = new IdnMapping { AllowUnassigned = true }.GetAscii(host).ToLowerInvariant();
            if (Uri.CheckHostName(ascii) == UriHostNameType.Dns)
                return ascii;
        }
        catch (ArgumentException)
        {
            // Not a name; said below, in words that help.
        }

        throw new ArgumentException(
            $"'{hostOrIp}' is not a host name or IP address. Give the host of the webhook's URL alone, without scheme, port and path.", nameof(hostOrIp));
    }

    /// <summary>
    /// A certificate for one host. Telegram's OpenSSL client must take it as its only trust root, so it may sign
    /// itself; and it compares an IP address as if it were a name, so an address stands among the names as well.
    /// </summary>
    public static X509Certificate2 Create(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(host.Length <= MaxCommonName ? host : "Telegram webhook");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(AlternativeNames(host));
        // A day back, for clocks that differ.
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
    }

    private static X509Extension AlternativeNames(string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (!IPAddress.TryParse(host, out var ip))
        {
            names.AddDnsName(host);
            return names.Build();
        }

        names.AddIpAddress(ip);
        // An IPv6 address cannot be written as a DNS name; there the common name is what is compared.
        if (ip.AddressFamily == AddressFamily.InterNetwork)
            names.AddDnsName(host);
        return names.Build();
    }
}
