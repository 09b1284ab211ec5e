using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>A checked certificate with its key and chain, ready to be served. Immutable.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private ServerCertificate(string name, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> issuers)
    {
        Name = name;
        Certificate = certificate;
        Issuers = issuers;
        Context = SslStreamCertificateContext.Create(certificate, [.. issuers], offline: true);
        PublicCertificatePem = (issuers.Count > 0 ? issuers[^1] : certificate).ExportCertificatePem() + "\n";
    }

    /// <summary>What messages call it: the file, and the entry where there is one.</summary>
    public string Name { get; }

    /// <summary>The certificate that is served, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its issuers, nearest first, as far as the key store holds them; a root may be the last.</summary>
    public IReadOnlyList<X509Certificate2> Issuers { get; }

    /// <summary>What <see cref="SslStream"/> serves: the certificate and its intermediates.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>
    /// The end of the chain as PEM: what a client must trust, so what to upload to Telegram unless it is publicly
    /// trusted.
    /// </summary>
    public string PublicCertificatePem { get; }

    /// <summary>Whether it vouches for itself, so that no client trusts it without having been given it.</summary>
    public bool IsSelfSigned => CertificateChain.IsSelfSigned(Certificate);

    /// <summary>
    /// Whether <see cref="PublicCertificatePem"/> is a root, which alone can serve as Telegram's only trusted
    /// certificate.
    /// </summary>
    public bool HasRoot => IsSelfSigned || (Issuers.Count > 0 && CertificateChain.IsSelfSigned(Issuers[^1]));

    /// <summary>
    /// Whether Telegram must be given <see cref="PublicCertificatePem"/>: it is self-signed, or it comes from an
    /// authority of one's own whose root lies beside it. A root that this machine trusts is taken for a public one.
    /// </summary>
    public bool NeedsUpload(DateTimeOffset now) => IsSelfSigned || (HasRoot && !IsTrustedBySystem(now));

    public DateTimeOffset NotBefore => Certificate.NotBefore.ToUniversalTime();

    public DateTimeOffset NotAfter => Certificate.NotAfter.ToUniversalTime();

    /// <summary>Reads a source's files and checks what they hold.</summary>
    /// <exception cref="WebhookKeyStoreException">They cannot be used.</exception>
    public static ServerCertificate Load(KeySource source, TimeProvider time)
    {
        source.Prepare(time.GetUtcNow());
        return Load(source, KeyFiles.ReadAll(source.Paths), time);
    }

    /// <summary>Checks what the given contents of a source's files hold.</summary>
    /// <exception cref="WebhookKeyStoreException">They cannot be used.</exception>
    public static ServerCertificate Load(KeySource source, IReadOnlyList<byte[]> contents, TimeProvider time)
    {
        var material = source.Read(contents, time.GetUtcNow());
        try
        {
            return Check(material, time.GetUtcNow());
        }
        catch (CryptographicException damaged)
        {
            // The framework decodes a certificate's parts as they are asked for.
            throw KeyErrors.DamagedCertificate(material.Name, damaged);
        }
    }

    /// <summary>
    /// Whether this machine's own trust store vouches for it, which is the nearest local sign of whether Telegram's
    /// does.
    /// </summary>
    public bool IsTrustedBySystem(DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(Issuers.ToArray());
        return chain.Build(Certificate);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var issuer in Issuers)
            issuer.Dispose();
    }

    public override string ToString() => $"{Name}, valid until {KeyErrors.Time(NotAfter)}";

    private static ServerCertificate Check(KeyMaterial material, DateTimeOffset now)
    {
        ServerKey.RequireSupported(material.Name, material.Certificate);
        if (now < material.Certificate.NotBefore.ToUniversalTime())
            throw KeyErrors.NotYetValid(material.Name, material.Certificate.NotBefore.ToUniversalTime());
        if (now > material.Certificate.NotAfter.ToUniversalTime())
            throw KeyErrors.Expired(material.Name, material.Certificate.NotAfter.ToUniversalTime());

        var joined = ServerKey.Join(material.Name, material.Certificate, material.Pkcs8Key);
        CryptographicOperations.ZeroMemory(material.Pkcs8Key);
        return new ServerCertificate(
            material.Name, Persisted(joined), CertificateChain.Issuers(material.Certificate, material.Others, now));
    }

    /// <summary>The TLS stacks of Windows and macOS take no key that lives in this process's memory alone.</summary>
    private static X509Certificate2 Persisted(X509Certificate2 joined)
    {
        if (!OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS())
            return joined;
        using (joined)
            return X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null);
    }
}
