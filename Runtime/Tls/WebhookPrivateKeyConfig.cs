using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime;

/// <summary>Where the TLS key and certificate of a webhook server come from.</summary>
/// <remarks>
/// The format of a file is recognised by its content, never by its name: JKS, PKCS#12 (what <c>keytool</c> writes into
/// a <c>.jks</c> since Java 9) and PEM. Files are read when the server starts, not by the constructor, and again when
/// they change: new connections then get the new certificate. Immutable and safe for concurrent use. Never prints a
/// password.
/// </remarks>
public sealed class WebhookPrivateKeyConfig
{
    /// <summary>An entry of a key store.</summary>
    /// <param name="keyStorePath">The file: JKS, PKCS#12 or PEM.</param>
    /// <param name="keyStorePassword">The store's password. For PEM, a second password to try on an encrypted
    /// key.</param>
    /// <param name="aliasName">The entry's name, in any case. PEM has no aliases and ignores it.</param>
    /// <param name="aliasPassword">The password of the entry's key. PKCS#12 as written by <c>keytool</c> has one
    /// password for everything (<c>-keypass</c> is ignored there), so for PKCS#12 the store's password is tried as
    /// well.</param>
    /// <exception cref="ArgumentException">The path or the alias is null, empty or white space, or a password is
    /// null.</exception>
    public WebhookPrivateKeyConfig(string keyStorePath, string keyStorePassword, string aliasName, string aliasPassword)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(keyStorePath);
        ArgumentNullException.ThrowIfNull(keyStorePassword);
        ArgumentException.ThrowIfNullOrWhiteSpace(aliasName);
        ArgumentNullException.ThrowIfNull(aliasPassword);
        Source = new KeyStoreSource(keyStorePath, keyStorePassword, aliasName, aliasPassword);
    }

    private WebhookPrivateKeyConfig(KeySource source) => Source = source;

    /// <summary>What reads the key and the certificate.</summary>
    internal KeySource Source { get; }

    /// <summary>A PEM certificate and its PEM key, as <c>certbot</c> and <c>openssl</c> write them.</summary>
    /// <param name="certificate">The file with the certificate, followed by the rest of its chain
    /// (<c>fullchain.pem</c>), in any order.</param>
    /// <param name="key">The file with the key: PKCS#8, PKCS#1 or SEC1, plain or encrypted. May be the same
    /// file.</param>
    /// <param name="password">The password of an encrypted key; ignored when the key is plain.</param>
    /// <exception cref="ArgumentException">A path is null, empty or white space.</exception>
    public static WebhookPrivateKeyConfig FromPem(string certificate, string key, string? password = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(certificate);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new WebhookPrivateKeyConfig(new PemSource(certificate, key, password));
    }

    /// <summary>A PKCS#12 file, also known as PFX.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password; empty when it has none.</param>
    /// <param name="alias">The entry's friendly name; null for a file that holds a single private key.</param>
    /// <exception cref="ArgumentException">The path is null, empty or white space, or the password is null.</exception>
    public static WebhookPrivateKeyConfig FromPfx(string path, string password, string? alias = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(password);
        return new WebhookPrivateKeyConfig(new KeyStoreSource(path, password, alias, password));
    }

    /// <summary>
    /// A new self-signed certificate (ECDSA P-256, ten years) for the host of the webhook's URL, to be uploaded with
    /// <c>setWebhook</c>.
    /// </summary>
    /// <param name="hostOrIp">The host of the public URL exactly as it stands there: a name or an IPv4 address, without
    /// scheme and port.</param>
    /// <param name="keepAt">
    /// Null (the default) keeps key and certificate in memory: every start makes new ones. That suits the one call,
    /// which uploads the certificate at each start; Telegram sets such a webhook anew every time, whether or not the
    /// certificate changed. Give the path of a PEM file, made when missing and readable by its owner only, when the
    /// certificate must outlive the process: several instances behind one address, or a webhook that something else
    /// registers.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="hostOrIp"/> is not a host name or IP address, or
    /// <paramref name="keepAt"/> is empty.</exception>
    public static WebhookPrivateKeyConfig SelfSigned(string hostOrIp, string? keepAt = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hostOrIp);
        if (keepAt is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(keepAt);
        return new WebhookPrivateKeyConfig(new SelfSignedSource(SelfSignedCertificate.CheckHost(hostOrIp), keepAt));
    }

    /// <summary>
    /// Reads the certificate that clients must trust, as PEM: what to upload with <c>setWebhook</c> if it is not
    /// publicly trusted.
    /// </summary>
    /// <returns>A self-signed certificate itself; for a chain, its self-signed root if the store holds it, else the
    /// certificate the chain ends with.</returns>
    /// <param name="timeProvider">The clock that validity is checked against; null for the system's.</param>
    /// <exception cref="WebhookKeyStoreException">The key or certificate cannot be used.</exception>
    public string ReadCertificatePem(TimeProvider? timeProvider = null)
    {
        using var certificate = ServerCertificate.Load(Source, timeProvider ?? TimeProvider.System);
        return certificate.PublicCertificatePem;
    }

    /// <summary>Where the key comes from; never a password.</summary>
    public override string ToString() => Source.ToString();
}
