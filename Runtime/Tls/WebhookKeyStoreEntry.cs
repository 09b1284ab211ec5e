using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// One entry of a key store, as far as it can be seen without the password of its key. Immutable; holds no secret.
/// </summary>
public sealed class WebhookKeyStoreEntry
{
    internal WebhookKeyStoreEntry(string? alias, bool hasPrivateKey, X509Certificate2? certificate)
    {
        (Alias, HasPrivateKey) = (alias, hasPrivateKey);
        if (certificate is null) return;
        Subject = certificate.Subject;
        Issuer = certificate.Issuer;
        NotBefore = certificate.NotBefore.ToUniversalTime();
        NotAfter = certificate.NotAfter.ToUniversalTime();
        IsSelfSigned = CertificateChain.IsSelfSigned(certificate);
        var names = CertificateNames.Of(certificate);
        Names = [.. names.CommonNames.Select(name => $"CN={name}"), .. names.DnsNames.Select(name => $"DNS:{name}"), .. names.IpAddresses.Select(address => $"IP:{address}")];
        CertificatePem = certificate.ExportCertificatePem() + "\n";
    }

    /// <summary>
    /// Its name; null where there is none, as in PEM. What <see cref="WebhookPrivateKeyConfig"/> is given to use the
    /// entry.
    /// </summary>
    public string? Alias { get; }

    /// <summary>Whether there is a private key, without which no server can use the entry.</summary>
    public bool HasPrivateKey { get; }

    /// <summary>
    /// Whom the certificate is for, as a distinguished name; null where the entry has no certificate.
    /// </summary>
    public string? Subject { get; }

    /// <summary>Who issued the certificate, as a distinguished name; null without a certificate.</summary>
    public string? Issuer { get; }

    /// <summary>
    /// The names that Telegram compares with the host of a URL: <c>CN=…</c>, <c>DNS:…</c> and <c>IP:…</c>; empty
    /// without a certificate.
    /// </summary>
    public IReadOnlyList<string> Names { get; } = [];

    /// <summary>When the certificate begins to be valid; null without one.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>When the certificate ends; null without one.</summary>
    public DateTimeOffset? NotAfter { get; }

    /// <summary>Whether the certificate vouches for itself, so that Telegram must be given it.</summary>
    public bool IsSelfSigned { get; }

    /// <summary>The certificate as PEM, without its chain; null without one.</summary>
    public string? CertificatePem { get; }

    /// <summary>Alias, names and whether there is a key.</summary>
    public override string ToString() =>
        $"{Alias ?? "(no alias)"}: {(HasPrivateKey ? "private key" : "certificate only")}{(Names.Count == 0 ? "" : $", {string.Join(", ", Names)}")}";
}
