using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// OpenSSL's old way of encrypting a key in PEM: the cipher and its initial vector stand in the header <c>DEK-Info</c>.
/// </summary>
internal static class TraditionalPemKey
{
    /// <summary>By OpenSSL's name without the mode: BouncyCastle's name and the length of the key in bytes.</summary>
    private static readonly Dictionary<string, (string Name, int KeyBytes)> Ciphers = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["AES-128"] = ("AES", 16),
        ["AES-192"] = ("AES", 24),
        ["AES-256"] = ("AES", 32),
        ["CAMELLIA-128"] = ("CAMELLIA", 16),
        ["CAMELLIA-192"] = ("CAMELLIA", 24),
        ["CAMELLIA-256"] = ("CAMELLIA", 32),
        ["ARIA-128"] = ("ARIA", 16),
        ["ARIA-192"] = ("ARIA", 24),
        ["ARIA-256"] = ("ARIA", 32),
        ["DES-EDE3"] = ("DESEDE", 24),
        ["DES-EDE"] = ("DESEDE", 16),
        ["DES"] = ("DES", 8),
        ["SEED"] = ("SEED", 16),
        ["SM4"] = ("SM4", 16),
        ["CAST5"] = ("CAST5", 16),
        ["BF"] = ("BLOWFISH", 16),
        ["RC2"] = ("RC2", 16),
        ["IDEA"] = ("IDEA", 16),
    };

    private static readonly string[] Modes = ["CBC", "CFB", "OFB", "CTR"];

    /// <summary>The key as it was before, or null: the password is another one.</summary>
    /// <exception cref="WebhookKeyStoreException">The cipher is not known, or the header is damaged.</exception>
    public static byte[]? Decrypt(string path, PemObject block, string password)
    {
        var info = block.Headers.FirstOrDefault(header => header.Name == "DEK-Info")?.Value.Trim() ?? "";
        var (cipherName, vector) = info.Split(',') is [var named, var hex] ? (named.Trim(), hex.Trim()) : (info, "");
        var dash = cipherName.LastIndexOf('-');
        if (dash < 0 || !Ciphers.TryGetValue(cipherName[..dash], out var cipher) || Array.Find(Modes, m => m.Equals(cipherName[(dash + 1)..], StringComparison.OrdinalIgnoreCase)) is not { } mode)
            throw KeyErrors.UnknownEncryption(path, cipherName, null);

        byte[] iv;
        try
        {
            iv = Convert.FromHexString(vector);
        }
        catch (FormatException damaged)
        {
            throw KeyErrors.Damaged(path, "PEM", damaged);
        }

        if (iv.Length < 8)
            throw KeyErrors.Damaged(path, "PEM", null);
        try
        {
            var engine = CipherUtilities.GetCipher($"{cipher.Name}/{mode}/{(mode == "CBC" ? "PKCS7PADDING" : "NOPADDING")}");
            engine.Init(false, new ParametersWithIV(new KeyParameter(Key(Encoding.UTF8.GetBytes(password), iv.AsSpan(0, 8), cipher.KeyBytes)), iv));
            return engine.DoFinal(block.Content);
        }
        catch (Exception wrong) when (KeyDecoding.IsParserFault(wrong))
        {
            return null;
        }
    }

    /// <summary>
    /// One round of MD5 over password and salt, and as many more, each over the one before too, as the key is long.
    /// </summary>
    private static byte[] Key(byte[] password, ReadOnlySpan<byte> salt, int length)
    {
        var key = new List<byte>();
        for (byte[] last = []; key.Count < length; key.AddRange(last))
#pragma warning disable CA5351 // The format's own; nothing new is encrypted with it.
            last = MD5.HashData([.. last, .. password, .. salt]);
#pragma warning restore CA5351
        return [.. key.Take(length)];
    }
}
