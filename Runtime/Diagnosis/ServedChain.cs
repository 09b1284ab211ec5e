using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Diagnosis;

/// <summary>The certificates that a server sends, taken as they come and judged afterwards.</summary>
internal sealed class ServedChain : IDisposable
{
    private readonly X509Certificate2Collection _others = [];

    public ServedChain()
    {
    }

    /// <param name="certificate">What a server would serve.</param>
    public ServedChain(ServerCertificate certificate)
    {
        Leaf = X509CertificateLoader.LoadCertificate(certificate.Certificate.RawDataMemory.Span);
        foreach (var issuer in certificate.Issuers)
            _others.Add(X509CertificateLoader.LoadCertificate(issuer.RawDataMemory.Span));
    }

    /// <summary>The server's own certificate; null before the handshake.</summary>
    public X509Certificate2? Leaf { get; private set; }

    /// <summary>What it sends besides.</summary>
    public IReadOnlyList<X509Certificate2> Others => [.. _others];

    /// <summary>
    /// Takes what the server sends and accepts it for now: everything is to be seen that is wrong with it.
    /// </summary>
    public bool Take(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return false;
        Leaf?.Dispose();
        Leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        foreach (var other in chain?.ChainPolicy.ExtraStore ?? [])
        {
            if (!other.RawDataMemory.Span.SequenceEqual(Leaf.RawDataMemory.Span))
                _others.Add(X509CertificateLoader.LoadCertificate(other.RawDataMemory.Span));
        }

        return true;
    }

    /// <summary>
    /// Whether a client that trusts only the uploaded certificates, or only the system's authorities, and fetches
    /// nothing, accepts it. Names and time apart.
    /// </summary>
    public bool IsTrusted(string? uploadedPem, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ExtraStore.AddRange(_others);
        if (uploadedPem is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            try
            {
                chain.ChainPolicy.CustomTrustStore.ImportFromPem(uploadedPem);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        return chain.Build(Leaf!);
    }

    public void Dispose()
    {
        Leaf?.Dispose();
        foreach (var other in _others)
            other.Dispose();
    }
}
