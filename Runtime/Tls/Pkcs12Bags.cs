using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Security;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// The keys (still encrypted) and certificates of a PKCS#12 store. BouncyCastle's own store class decrypts every key
/// with the store's password and pairs entries itself; reading the bags tells a wrong store password from a wrong key
/// password, and takes stores whose keys have their own.
/// </summary>
internal sealed class Pkcs12Bags
{
    private const string Type = "PKCS#12";

    public List<Pkcs12Bag> Keys { get; } = [];

    public List<Pkcs12Bag> Certificates { get; } = [];

    /// <exception cref="WebhookKeyStoreException">The store is damaged, or the password does not open it.</exception>
    public static Pkcs12Bags Open(string path, byte[] content, string password, KeyDerivationBudget budget)
    {
        var pfx = Parse(path, () => Pfx.GetInstance(Decode(content)));
        var safe = Parse(path, () => Asn1OctetString.GetInstance(pfx.AuthSafe.Content).GetOctets());
        // An absent password and an empty one are different keys; tools write either.
        var secret = password.ToCharArray();
        var emptyAsAbsent = false;
        if (pfx.MacData is { } mac && Parse(path, () => CheckMac(mac, safe, secret, false, budget)) == false)
        {
            emptyAsAbsent = password.Length == 0 && Parse(
                path, () => CheckMac(mac, safe, secret, true, budget)) == true;
            if (!emptyAsAbsent)
                throw KeyErrors.WrongStorePassword(path, null);
        }

        var bags = new Pkcs12Bags();
        foreach (var info in Parse(path, () => AuthenticatedSafe.GetInstance(Decode(safe)).GetContentInfo()))
        {
            if (info.ContentType.Equals(PkcsObjectIdentifiers.Data))
                Parse(path, () => bags.Collect(Asn1OctetString.GetInstance(info.Content).GetOctets()));
            else if (info.ContentType.Equals(PkcsObjectIdentifiers.EncryptedData))
                bags.Collect(
                    Parse(path, () => EncryptedData.GetInstance(info.Content)), path, password, emptyAsAbsent, budget);
        }

        return bags;
    }

    /// <summary>The entries as error messages list them.</summary>
    public IEnumerable<string> Describe()
    {
        var keys = Keys.Select(k => k.Name ?? "(unnamed)").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return keys.Select(name => KeyErrors.Entry(name, true)).Concat(
            Certificates.Where(c => c.Name is not null && !keys.Contains(c.Name))
                .Select(c => KeyErrors.Entry(c.Name!, false)));
    }

    /// <returns>Whether the password is right; null when the checksum is of a kind not known here, so that decryption
    /// must tell.</returns>
    private static bool? CheckMac(
        MacData mac, byte[] content, char[] password, bool emptyAsAbsent, KeyDerivationBudget budget)
    {
        IDigest digest;
        try
        {
            digest = DigestUtilities.GetDigest(mac.Mac.DigestAlgorithm.Algorithm);
        }
        catch (SecurityUtilityException)
        {
            return null;
        }

        budget.Spend(mac.Iterations.LongValueExact);
        var generator = new Pkcs12ParametersGenerator(digest);
        generator.Init(PbeParametersGenerator.Pkcs12PasswordToBytes(password, emptyAsAbsent), mac.MacSalt.GetOctets(),
            mac.Iterations.IntValueExact);
        var hmac = new HMac(digest);
        hmac.Init(generator.GenerateDerivedMacParameters(digest.GetDigestSize() * 8));
        hmac.BlockUpdate(content, 0, content.Length);
        var actual = new byte[hmac.GetMacSize()];
        hmac.DoFinal(actual, 0);
        return CryptographicOperations.FixedTimeEquals(actual, mac.Mac.Digest.GetOctets());
    }

    private void Collect(
        EncryptedData encrypted, string path, string password, bool emptyAsAbsent, KeyDerivationBudget budget)
    {
        // The parser looks at each of them only now.
        var (algorithm, content) = Parse(path, () => (encrypted.EncryptionAlgorithm, encrypted.Content.GetOctets()));
        var plain = new PasswordEncryption(path, budget).Decrypt(algorithm, password, content, emptyAsAbsent)
            ?? throw KeyErrors.WrongStorePassword(path, null);
        Parse(path, () => Collect(plain));
    }

    private bool Collect(byte[] safeContents)
    {
        foreach (var item in Asn1Sequence.GetInstance(Decode(safeContents)))
        {
            var bag = SafeBag.GetInstance(item);
            var (name, localKeyId) = Attributes(bag.BagAttributes);
            if (bag.BagID.Equals(PkcsObjectIdentifiers.CertBag))
                Certificates.Add(new Pkcs12Bag(name, localKeyId, ((Asn1OctetString)CertBag.GetInstance(bag.BagValue).CertValue).GetOctets(), false));
            else if (bag.BagID.Equals(PkcsObjectIdentifiers.Pkcs8ShroudedKeyBag))
                Keys.Add(new Pkcs12Bag(name, localKeyId, bag.BagValue.GetEncoded(), true));
            else if (bag.BagID.Equals(PkcsObjectIdentifiers.KeyBag))
                Keys.Add(new Pkcs12Bag(name, localKeyId, bag.BagValue.GetEncoded(), false));
        }

        return true;
    }

    private static (string? Name, string? LocalKeyId) Attributes(Asn1Set? attributes)
    {
        string? name = null, localKeyId = null;
        foreach (var item in attributes ?? Enumerable.Empty<Asn1Encodable>())
        {
            var attribute = AttributePkcs.GetInstance(item);
            if (attribute.AttrValues.Count == 0)
                continue;
            if (attribute.AttrType.Equals(PkcsObjectIdentifiers.Pkcs9AtFriendlyName))
                name = ((IAsn1String)attribute.AttrValues[0]).GetString();
            else if (attribute.AttrType.Equals(PkcsObjectIdentifiers.Pkcs9AtLocalKeyID))
                localKeyId = Convert.ToHexString(((Asn1OctetString)attribute.AttrValues[0]).GetOctets());
        }

        return (name, localKeyId);
    }

    private static Asn1Object Decode(byte[] content)
    {
        Asn1Shape.Require(content);
        return Asn1Object.FromByteArray(content);
    }

    private static T Parse<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception damaged) when (KeyDecoding.IsParserFault(damaged))
        {
            throw KeyErrors.Damaged(path, Type, damaged);
        }
    }
}
