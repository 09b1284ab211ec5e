using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Utilities.IO.Pem;
using PemWriter = Org.BouncyCastle.Utilities.IO.Pem.PemWriter;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>Reads certificates and a key from PEM: PKCS#8, PKCS#1 and SEC1, plain, encrypted, or encrypted OpenSSL's old way.</summary>
internal static class PemReader
{
    private const string Type = "PEM";

    /// <param name="certificatePath">What messages call the file with the certificates.</param>
    /// <param name="certificateContent">The certificate to serve and, in any order, the rest of its chain.</param>
    /// <param name="keyPath">What messages call the file with the key.</param>
    /// <param name="keyContent">May be the same as the certificates'.</param>
    /// <param name="passwords">Tried one after another on an encrypted key.</param>
    public static KeyMaterial Read(string certificatePath, byte[] certificateContent, string keyPath, byte[] keyContent, string[] passwords)
    {
        var certificates = Certificates(certificatePath, certificateContent);
        var name = certificatePath == keyPath ? $"'{keyPath}'" : $"'{certificatePath}' with '{keyPath}'";
        var block = PemText.Split(keyPath, keyContent).Find(IsKey) ?? throw KeyErrors.NoPrivateKey(keyPath);
        if (certificates.Length == 0)
            throw KeyErrors.NoCertificate(certificatePath);

        var pkcs8 = Decrypt(keyPath, block, passwords);
        var leaf = Array.Find(certificates, c => ServerKey.Matches(c, pkcs8)) ?? certificates[0];
        return new KeyMaterial(name, leaf, pkcs8, [.. certificates.Where(c => c != leaf)]);
    }

    /// <summary>Every certificate in a PEM text.</summary>
    public static X509Certificate2[] Certificates(string path, byte[] content) =>
        [.. PemText.Split(path, content).Where(IsCertificate).Select(block => KeyDecoding.ToCertificate(path, Type, block.Content))];

    private static bool IsCertificate(PemObject block) => block.Type is "CERTIFICATE" or "X509 CERTIFICATE";

    private static bool IsKey(PemObject block) => block.Type.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    private static byte[] Decrypt(string path, PemObject block, string[] passwords)
    {
        var encrypted = block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers.Any(h => h.Name == "Proc-Type");
        if (!encrypted)
            return Decode(path, block, null);
        if (passwords.Length == 0)
            throw KeyErrors.MissingKeyPassword(path);

        Exception? last = null;
        foreach (var password in passwords)
        {
            try
            {
                return Decode(path, block, password);
            }
            catch (Exception wrong) when (KeyDecoding.IsParserFault(wrong))
            {
                // A wrong password shows as bad padding or as garbage after decryption: no telling which.
                last = wrong;
            }
        }

        throw KeyErrors.WrongKeyPassword(path, null, last);
    }

    private static byte[] Decode(string path, PemObject block, string? password)
    {
        using var text = new StringWriter();
        using (var writer = new PemWriter(text))
            writer.WriteObject(block);
        using var reader = new Org.BouncyCastle.OpenSsl.PemReader(new StringReader(text.ToString()), password is null ? null : new Password(KeyDecoding.PasswordFor(SchemeOf(block), password)));
        try
        {
            return reader.ReadObject() switch
            {
                AsymmetricCipherKeyPair pair => KeyDecoding.ToPkcs8(pair.Private),
                AsymmetricKeyParameter { IsPrivate: true } key => KeyDecoding.ToPkcs8(key),
                _ => throw KeyErrors.UnsupportedKey($"'{path}'", $"a {block.Type}"),
            };
        }
        catch (Exception damaged) when (password is null && KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }
    }

    private static DerObjectIdentifier? SchemeOf(PemObject block) => block.Type == "ENCRYPTED PRIVATE KEY"
        ? EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(block.Content)).EncryptionAlgorithm.Algorithm
        : null;

    private sealed class Password(char[] text) : IPasswordFinder
    {
        public char[] GetPassword() => (char[])text.Clone();
    }
}
