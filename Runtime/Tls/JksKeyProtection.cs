using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Telegram.Webhooks.Runtime.Tls;

#pragma warning disable CA5350 // The format's own SHA-1; nothing new is protected with it.

/// <summary>
/// How a Java key store protects a private key: a key stream of chained SHA-1, and a SHA-1 of password and key behind
/// it.
/// </summary>
internal static class JksKeyProtection
{
    private const string Scheme = "1.3.6.1.4.1.42.2.17.1.1";

    /// <summary>The key as PKCS#8, or null: the password is another one.</summary>
    /// <exception cref="FormatException">The key is not protected in this way.</exception>
    public static byte[]? Decrypt(byte[] protectedKey, string password)
    {
        var content = Unwrap(protectedKey);
        var secret = Bytes(password);
        var salt = content.AsSpan(0, SHA1.HashSizeInBytes);
        var plain = content[SHA1.HashSizeInBytes..^SHA1.HashSizeInBytes];
        var block = new byte[secret.Length + SHA1.HashSizeInBytes];
        secret.CopyTo(block, 0);
        salt.CopyTo(block.AsSpan(secret.Length));
        for (var i = 0; i < plain.Length; i++)
        {
            if (i % SHA1.HashSizeInBytes == 0)
                SHA1.HashData(block, block.AsSpan(secret.Length));
            plain[i] ^= block[secret.Length + (i % SHA1.HashSizeInBytes)];
        }

        return CryptographicOperations.FixedTimeEquals(SHA1.HashData([.. secret, .. plain]), content.AsSpan(content.Length - SHA1.HashSizeInBytes)) ? plain : null;
    }

    /// <summary>A password as Java's own store takes it: two bytes a character, the higher first.</summary>
    public static byte[] Bytes(string password)
    {
        var bytes = new byte[password.Length * 2];
        for (var i = 0; i < password.Length; i++)
            (bytes[2 * i], bytes[(2 * i) + 1]) = ((byte)(password[i] >> 8), (byte)password[i]);
        return bytes;
    }

    private static byte[] Unwrap(byte[] protectedKey)
    {
        try
        {
            var info = new AsnReader(protectedKey, AsnEncodingRules.DER).ReadSequence();
            var scheme = info.ReadSequence().ReadObjectIdentifier();
            var content = info.ReadOctetString();
            if (scheme != Scheme)
                throw new FormatException($"The key is protected by {scheme}, which is not a Java key store's way.");
            return content.Length >= 2 * SHA1.HashSizeInBytes
                ? content
                : throw new FormatException("The protected key is too short.");
        }
        catch (AsnContentException damaged)
        {
            throw new FormatException("The protected key cannot be decoded.", damaged);
        }
    }
}
