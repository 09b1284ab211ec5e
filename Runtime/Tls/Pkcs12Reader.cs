using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Picks one entry out of a PKCS#12 store. Steps: check the store's password against its checksum; collect the bags; find the key by
/// alias; decrypt that key alone, with the key's password or the store's; find its certificate.
/// </summary>
internal sealed class Pkcs12Reader(string path, string storePassword, string? alias, string keyPassword)
{
    private const string Type = "PKCS#12";

    public KeyMaterial Read(byte[] content)
    {
        var bags = Pkcs12Bags.Open(path, content, storePassword);
        var key = FindKey(bags);
        var name = key.Name is null ? $"'{path}'" : $"'{key.Name}' in '{path}'";
        var pkcs8 = Decrypt(key);
        var certificates = bags.Certificates.ConvertAll(bag => (bag.LocalKeyId, Value: KeyDecoding.ToCertificate(path, Type, bag.Content)));
        var leaf = certificates.Find(c => c.LocalKeyId is not null && c.LocalKeyId == key.LocalKeyId).Value
            ?? certificates.Find(c => ServerKey.Matches(c.Value, pkcs8)).Value
            ?? throw KeyErrors.NoCertificate(path);
        return new KeyMaterial(name, leaf, pkcs8, [.. certificates.Select(c => c.Value).Where(c => c != leaf)]);
    }

    private Pkcs12Bag FindKey(Pkcs12Bags bags)
    {
        if (alias is null)
        {
            return bags.Keys switch
            {
                [] => throw KeyErrors.NoPrivateKey(path),
                [var only] => only,
                _ => throw KeyErrors.AliasRequired(path, bags.Describe()),
            };
        }

        // Names may differ by case alone when OpenSSL wrote them; keytool compares without case.
        return bags.Keys.Find(k => k.Name == alias)
            ?? bags.Keys.Find(k => string.Equals(k.Name, alias, StringComparison.OrdinalIgnoreCase))
            ?? throw (bags.Certificates.Exists(c => string.Equals(c.Name, alias, StringComparison.OrdinalIgnoreCase))
                ? KeyErrors.NoPrivateKeyUnder(path, alias, bags.Describe())
                : KeyErrors.AliasNotFound(path, alias, bags.Describe()));
    }

    private byte[] Decrypt(Pkcs12Bag key)
    {
        if (!key.IsEncrypted)
            return key.Content;
        Exception? last = null;
        foreach (var password in new[] { keyPassword, storePassword })
        {
            try
            {
                var encrypted = EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(key.Content));
                var secret = KeyDecoding.PasswordFor(encrypted.EncryptionAlgorithm.Algorithm, password);
                return PrivateKeyInfoFactory.CreatePrivateKeyInfo(secret, encrypted).GetEncoded();
            }
            catch (Exception wrong) when (KeyDecoding.IsParserFault(wrong))
            {
                // A wrong password shows as bad padding or as garbage after decryption: no telling which.
                last = wrong;
            }
        }

        throw KeyErrors.WrongKeyPassword(path, key.Name, last);
    }
}
