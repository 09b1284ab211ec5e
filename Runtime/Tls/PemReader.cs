using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Reads certificates and a key from PEM: PKCS#8, PKCS#1 and SEC1, plain, encrypted, or encrypted OpenSSL's old way.
/// </summary>
internal static class PemReader
{
    private const string Type = "PEM";
    private const string EncryptedKey = "ENCRYPTED PRIVATE KEY";
    private const string TrustedCertificate = "TRUSTED CERTIFICATE";

    /// <param name="certificatePath">What messages call the file with the certificates.</param>
    /// <param name="certificateContent">The certificate to serve and, in any order, the rest of its chain.</param>
    /// <param name="keyPath">What messages call the file with the key.</param>
    /// <param name="keyContent">May be the same as the certificates'.</param>
    /// <param name="passwords">Tried one after another on an encrypted key.</param>
    public static KeyMaterial Read(
        string certificatePath, byte[] certificateContent, string keyPath, byte[] keyContent, string[] passwords)
    {
        var blocks = PemText.Split(certificatePath, certificateContent);
        var certificates = Certificates(certificatePath, blocks);
        var name = certificatePath == keyPath ? $"'{keyPath}'" : $"'{certificatePath}' with '{keyPath}'";
        var keyBlocks = PemText.Split(keyPath, keyContent);
        var keys = keyBlocks.FindAll(IsKey);
        if (keys.Count == 0)
            throw KeyErrors.NoPrivateKey(keyPath, Found(keyBlocks));
        if (certificates.Length == 0)
            throw blocks.Exists(block => block.Type is "PKCS7" or "CMS") ? KeyErrors.CertificatesInPkcs7(certificatePath) : KeyErrors.NoCertificate(certificatePath, Found(blocks));

        // A file may hold several keys, such as one of each kind: the first that a certificate belongs to counts.
        var budget = new KeyDerivationBudget(keyPath);
        byte[]? first = null;
        foreach (var block in keys)
        {
            var pkcs8 = Decrypt(keyPath, block, passwords, budget);
            first ??= pkcs8;
            if (Array.Find(certificates, c => ServerKey.Matches(c, pkcs8)) is { } leaf)
                return new KeyMaterial(name, leaf, pkcs8, [.. certificates.Where(c => c != leaf)]);
        }

        return new KeyMaterial(name, certificates[0], first!, certificates[1..]);
    }

    /// <summary>
    /// What there is: every certificate, the first one with the key if there is any; a key alone is an entry too.
    /// </summary>
    public static IReadOnlyList<WebhookKeyStoreEntry> Entries(string path, byte[] content)
    {
        var blocks = PemText.Split(path, content);
        var hasKey = blocks.Exists(IsKey);
        var certificates = Certificates(path, blocks);
        try
        {
            return certificates.Length == 0 && hasKey
                ? [new WebhookKeyStoreEntry(null, true, null)]
                : [.. certificates.Select((certificate, index) => new WebhookKeyStoreEntry(null, hasKey && index == 0, certificate))];
        }
        finally
        {
            Array.ForEach(certificates, certificate => certificate.Dispose());
        }
    }

    /// <summary>Every certificate in a PEM text.</summary>
    public static X509Certificate2[] Certificates(string path, IEnumerable<PemObject> blocks) =>
        [.. blocks.Where(IsCertificate).Select(block => KeyDecoding.ToCertificate(path, Type, Der(path, block)))];

    public static bool IsCertificate(PemObject block) =>
        block.Type is "CERTIFICATE" or "X509 CERTIFICATE" or TrustedCertificate;

    public static bool IsKey(PemObject block) => block.Type.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    /// <summary>What OpenSSL calls a trusted certificate has what it is trusted for behind it.</summary>
    private static byte[] Der(string path, PemObject block)
    {
        if (block.Type != TrustedCertificate)
            return block.Content;
        try
        {
            return new AsnReader(block.Content, AsnEncodingRules.BER).ReadEncodedValue().ToArray();
        }
        catch (AsnContentException damaged)
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }
    }

    /// <summary>What a file holds instead of what was looked for.</summary>
    private static string? Found(List<PemObject> blocks)
    {
        var kinds = blocks.Select(block => block.Type switch
        {
            "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => "a certificate request, which an authority has yet to sign",
            "PUBLIC KEY" or "RSA PUBLIC KEY" => "a public key",
            _ when IsCertificate(block) => "a certificate",
            _ when IsKey(block) => "a private key",
            _ => null,
        }).Where(kind => kind is not null).Distinct();
        return string.Join(" and ", kinds) is { Length: > 0 } found ? found : null;
    }

    private static byte[] Decrypt(string path, PemObject block, string[] passwords, KeyDerivationBudget budget)
    {
        if (block.Type == "OPENSSH PRIVATE KEY")
            throw KeyErrors.OpenSshKey(path);
        var isTraditional = block.Headers.Any(h => h.Name == "Proc-Type");
        if (block.Type != EncryptedKey && !isTraditional)
            return Decode(path, block.Type, block.Content) ?? throw KeyErrors.Damaged(path, Type, null);
        if (passwords.Length == 0)
            throw KeyErrors.MissingKeyPassword(path);

        var info = isTraditional ? null : EncryptedInfo(path, block);
        foreach (var password in passwords.Distinct())
        {
            // A wrong password shows as bad padding or as garbage after decryption: no telling which.
            var plain = info is null
                ? TraditionalPemKey.Decrypt(path, block, password)
                : new PasswordEncryption(path, budget)
                    .Decrypt(info.EncryptionAlgorithm, password, info.EncryptedData.GetOctets());
            if (plain is not null && Decode(path, info is null ? block.Type : "PRIVATE KEY", plain) is { } pkcs8)
                return pkcs8;
        }

        throw KeyErrors.WrongKeyPassword(path, null, null);
    }

    /// <summary>The key as PKCS#8, or null: it is not what its label says.</summary>
    private static byte[]? Decode(string path, string label, byte[] content)
    {
        try
        {
            var pkcs8 = label switch
            {
                "PRIVATE KEY" => content,
                "RSA PRIVATE KEY" => Pkcs8.FromPkcs1(content),
                "EC PRIVATE KEY" => Pkcs8.FromSec1(content),
                _ => throw KeyErrors.UnsupportedKey($"'{path}'", label == "DSA PRIVATE KEY" ? "DSA" : $"a {label}"),
            };
            return Pkcs8.IsSound(pkcs8) ? pkcs8 : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static EncryptedPrivateKeyInfo EncryptedInfo(string path, PemObject block)
    {
        try
        {
            Asn1Shape.Require(block.Content);
            return EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(block.Content));
        }
        catch (Exception damaged) when (KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }
    }
}
