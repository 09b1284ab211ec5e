using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Sandbox.Webhooks;

/// <summary>
/// Whom the sender believes. Without an uploaded certificate: the system's roots and the usual host check. With one:
/// only what was uploaded, and the URL's host is compared as a name even when it is an IP address.
/// </summary>
internal sealed class PeerTrust(WebhookUrl url, X509Certificate2Collection? roots)
{
    // Authorities between the certificate and the trusted root, as OpenSSL counts.
    private const int MaxDepth = 10;

    public X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (roots is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (chain?.ChainElements.Count > MaxDepth + 2) return false;
        if (roots is null) return errors == SslPolicyErrors.None;
        return (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
            && certificate is X509Certificate2 leaf && MatchesName(leaf, url.BareHost);
    }

    /// <summary>DNS names decide; the common name only counts when there is none of them.</summary>
    public static bool MatchesName(X509Certificate2 leaf, string host)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames()).ToList();
        if (names.Count == 0) names.Add(leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return names.Any(name => MatchesPattern(name, host));
    }

    private static bool MatchesPattern(string pattern, string host)
    {
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
            return string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase);
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && string.Equals(pattern[1..], host[dot..], StringComparison.OrdinalIgnoreCase);
    }
}
