using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime;

/// <summary>What is in a key store: JKS, PKCS#12 or PEM, recognised by content. Immutable; holds no secret.</summary>
public sealed class WebhookKeyStore
{
    private WebhookKeyStore(string format, IReadOnlyList<WebhookKeyStoreEntry> entries) =>
        (Format, Entries) = (format, entries);

    /// <summary>What it is: <c>JKS</c>, <c>PKCS#12</c> or <c>PEM</c>.</summary>
    public string Format { get; }

    /// <summary>
    /// Its entries, in the order of the file. The certificates of a key's chain are no entries of their own in JKS and
    /// PKCS#12.
    /// </summary>
    public IReadOnlyList<WebhookKeyStoreEntry> Entries { get; }

    /// <summary>Reads which entries a key store has; private keys stay encrypted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">The store's password; empty for one without, and not needed for PEM.</param>
    /// <exception cref="ArgumentException">The path is null, empty or white space, or the password is null.</exception>
    /// <exception cref="WebhookKeyStoreException">The file cannot be read, is of a format that the runtime does not
    /// read, or the password does not open it.</exception>
    public static WebhookKeyStore Open(string path, string password = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(password);
        var content = KeyFiles.Read(path);
        return KeyStoreFormats.Recognize(content) switch
        {
            KeyStoreFormat.Jks => new WebhookKeyStore("JKS", new JksReader(path, password, null, "").Entries(content)),
            KeyStoreFormat.Pkcs12 => new WebhookKeyStore(
                "PKCS#12", new Pkcs12Reader(path, password, null, "").Entries(content)),
            KeyStoreFormat.Pem => new WebhookKeyStore("PEM", PemReader.Entries(path, content)),
            var other => throw KeyStoreSource.Refuse(path, other),
        };
    }

    /// <summary>Format and number of entries.</summary>
    public override string ToString() => $"{Format}, {Entries.Count} entries";
}
