using System.Globalization;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Picks one entry out of a PKCS#12 store. Steps: check the store's password against its checksum; collect the bags;
/// find the key by alias; decrypt that key alone, with the key's password or the store's; find its certificate.
/// </summary>
internal sealed class Pkcs12Reader(string path, string storePassword, string? alias, string keyPassword)
{
    private const string Type = "PKCS#12";

    public KeyMaterial Read(byte[] content)
    {
        var budget = new KeyDerivationBudget(path);
        var bags = Pkcs12Bags.Open(path, content, storePassword, budget);
        var key = FindKey(bags);
        var name = key.Name is null ? $"'{path}'" : $"'{key.Name}' in '{path}'";
        var pkcs8 = Decrypt(key, budget);
        var certificates = bags.Certificates.ConvertAll(
            bag => (bag.LocalKeyId, Value: KeyDecoding.ToCertificate(path, Type, bag.Content)));
        // What ties a certificate to a key by name may be wrong, or on several; what they are is not.
        var leaf = certificates.Find(c => ServerKey.Matches(c.Value, pkcs8)).Value
            ?? certificates.Find(c => c.LocalKeyId is not null && c.LocalKeyId == key.LocalKeyId).Value
            ?? throw KeyErrors.NoCertificate(path);
        return new KeyMaterial(name, leaf, pkcs8, [.. certificates.Select(c => c.Value).Where(c => c != leaf)]);
    }

    /// <summary>
    /// What there is, with the keys left as they are: each key with the certificate that its mark or name says is its
    /// own, then certificates with a name of their own.
    /// </summary>
    public IReadOnlyList<WebhookKeyStoreEntry> Entries(byte[] content)
    {
        var bags = Pkcs12Bags.Open(path, content, storePassword, new KeyDerivationBudget(path));
        var own = bags.Keys.ConvertAll(key => (Key: key, Certificate: CertificateOf(bags, key)));
        var left = bags.Certificates.Where(bag => bag.Name is not null && !own.Exists(pair => pair.Certificate == bag));
        return [.. own.Select(pair => Describe(pair.Key.Name, true, pair.Certificate)), .. left.Select(bag => Describe(bag.Name, false, bag))];
    }

    private static Pkcs12Bag? CertificateOf(Pkcs12Bags bags, Pkcs12Bag key) =>
        bags.Certificates.Find(bag => key.LocalKeyId is not null && bag.LocalKeyId == key.LocalKeyId)
        ?? bags.Certificates.Find(bag => key.Name is not null && KeyAlias.AreEqual(bag.Name, key.Name))
        ?? (bags is { Keys.Count: 1, Certificates.Count: 1 } ? bags.Certificates[0] : null);

    private WebhookKeyStoreEntry Describe(string? name, bool hasKey, Pkcs12Bag? bag)
    {
        using var certificate = bag is null ? null : KeyDecoding.ToCertificate(path, Type, bag.Content);
        return new WebhookKeyStoreEntry(name, hasKey, certificate);
    }

    private Pkcs12Bag FindKey(Pkcs12Bags bags)
    {
        if (alias is null)
        {
            return bags.Keys switch
            {
                [] => throw KeyErrors.NoPrivateKey(path, null),
                [var only] => only,
                _ => throw KeyErrors.AliasRequired(path, bags.Describe()),
            };
        }

        // Names may differ by case alone when OpenSSL wrote them; keytool compares without case.
        return bags.Keys.Find(k => k.Name == alias)
            ?? bags.Keys.Find(k => KeyAlias.AreEqual(k.Name, alias))
            ?? Unnamed(bags, alias)
            ?? throw (bags.Certificates.Exists(c => KeyAlias.AreEqual(c.Name, alias))
                ? KeyErrors.NoPrivateKeyUnder(path, alias, bags.Describe())
                : KeyErrors.AliasNotFound(path, alias, bags.Describe()));
    }

    /// <summary>A key without a name goes by its number, from 1, as keytool lists it.</summary>
    private static Pkcs12Bag? Unnamed(Pkcs12Bags bags, string alias) =>
        bags.Keys.Where(key => key.Name is null).Select(
            (key, index) => (key, Number: (index + 1).ToString(CultureInfo.InvariantCulture)))
            .FirstOrDefault(numbered => numbered.Number == alias).key;

    private byte[] Decrypt(Pkcs12Bag key, KeyDerivationBudget budget)
    {
        if (!key.IsEncrypted)
            return Pkcs8.IsSound(key.Content) ? key.Content : throw KeyErrors.Damaged(path, Type, null);
        var (algorithm, encrypted) = Encrypted(key);
        var encryption = new PasswordEncryption(path, budget);
        foreach (var password in new[] { keyPassword, storePassword }.Distinct())
        {
            // A wrong password shows as bad padding or as garbage after decryption: no telling which.
            if (encryption.Decrypt(algorithm, password, encrypted) is { } pkcs8 && Pkcs8.IsSound(pkcs8))
                return pkcs8;
        }

        throw KeyErrors.WrongKeyPassword(path, key.Name, null);
    }

    private (AlgorithmIdentifier Algorithm, byte[] Content) Encrypted(Pkcs12Bag key)
    {
        try
        {
            var info = EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(key.Content));
            return (info.EncryptionAlgorithm, info.EncryptedData.GetOctets());
        }
        catch (Exception damaged) when (KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }
    }
}
