namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>An entry of a key store in one file, whatever its format turns out to be.</summary>
internal sealed class KeyStoreSource(string path, string storePassword, string? alias, string keyPassword) : KeySource
{
    public override IReadOnlyList<string> Paths { get; } = [path];

    public override KeyMaterial Read(IReadOnlyList<byte[]> contents, DateTimeOffset now)
    {
        var content = contents[0];
        return KeyStoreFormats.Recognize(content) switch
        {
            KeyStoreFormat.Jks => new JksReader(path, storePassword, alias, keyPassword).Read(content),
            KeyStoreFormat.Pkcs12 => new Pkcs12Reader(path, storePassword, alias, keyPassword).Read(content),
            KeyStoreFormat.Pem => PemReader.Read(path, content, path, content, [keyPassword, storePassword]),
            var other => throw Refuse(path, other),
        };
    }

    public override string ToString() => alias is null ? $"key store '{path}'" : $"key store '{path}', alias '{alias}'";

    /// <summary>The error for a format that no reader takes.</summary>
    public static WebhookKeyStoreException Refuse(string path, KeyStoreFormat format) => format switch
    {
        KeyStoreFormat.Jceks => KeyErrors.ForeignStore(path, "JCEKS", null),
        KeyStoreFormat.Bks => KeyErrors.ForeignStore(path, "BKS", KeyErrors.BouncyCastleProvider),
        KeyStoreFormat.Bcfks => KeyErrors.ForeignStore(path, "BCFKS", KeyErrors.BouncyCastleProvider),
        KeyStoreFormat.DerCertificate => KeyErrors.BareDer(
            path, "a certificate", $"openssl x509 -inform der -in {path} -out certificate.pem"),
        KeyStoreFormat.DerKey => KeyErrors.BareDer(
            path, "a private key", $"openssl pkey -inform der -in {path} -out key.pem"),
        KeyStoreFormat.Jks => KeyErrors.StoreInsteadOfPem(path, "JKS"),
        KeyStoreFormat.Pkcs12 => KeyErrors.StoreInsteadOfPem(path, "PKCS#12"),
        _ => KeyErrors.UnknownFormat(path, "its first bytes belong to none"),
    };
}
