using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// How Telegram's webhook client (OpenSSL) decides whether a certificate is for the host of the webhook's URL.
/// </summary>
/// <remarks>
/// With an uploaded certificate an IP address is compared as if it were a name: the certificate's IP entries are not
/// looked at. Without one, an IP address must stand among the IP entries. A name is compared with the DNS entries if
/// there are any, else with the common names. Expiry and trust are not part of this.
/// </remarks>
internal static class TelegramHostNameCheck
{
    /// <param name="certificate">The certificate the server serves.</param>
    /// <param name="host">The host of the URL, in ASCII form and without port.</param>
    /// <param name="isUploaded">Whether a certificate is uploaded with <c>setWebhook</c>.</param>
    public static HostNameResult Check(X509Certificate2 certificate, string host, bool isUploaded) =>
        Check(CertificateNames.Of(certificate), host, isUploaded);

    /// <inheritdoc cref="Check(X509Certificate2, string, bool)"/>
    public static HostNameResult Check(CertificateNames names, string host, bool isUploaded)
    {
        if (!isUploaded && IPAddress.TryParse(host.Trim('[', ']'), out var ip))
            return names.IpAddresses.Contains(ip) ? HostNameResult.Match : HostNameResult.NotAmongIpAddresses;
        if (names.DnsNames.Count > 0)
            return names.DnsNames.Any(pattern => OpenSslNameMatch.Matches(pattern, host)) ? HostNameResult.Match : HostNameResult.NotAmongDnsNames;
        return names.CommonNames.Any(pattern => OpenSslNameMatch.Matches(pattern, host)) ? HostNameResult.Match : HostNameResult.OtherCommonName;
    }
}
