using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Telegram.Webhooks.Runtime.Tls;

/// <summary>
/// Opens what is encrypted under a password (PKCS#5 and PKCS#12). What the algorithm asks for in time and memory is
/// checked before it is done, and an algorithm that is not known is told from a password that is wrong.
/// </summary>
internal sealed class PasswordEncryption(string path, KeyDerivationBudget budget)
{
    /// <summary>A key is no longer than this, whatever the file says.</summary>
    private const int MaxKeyBytes = 64;

    /// <summary>
    /// What OpenSSL itself allows scrypt; here for all of its parallel runs together, because each takes its memory
    /// anew.
    /// </summary>
    private const long MaxScryptBytes = 32 << 20;

    private const int MaxScryptParallel = 16;

    private static readonly DerObjectIdentifier HmacWithMD5 = new("1.2.840.113549.2.6");

    /// <summary>The ciphers that the tools write, and how long their keys are.</summary>
    private static readonly Dictionary<string, int> KeyBytesOf = new()
    {
        ["2.16.840.1.101.3.4.1.2"] = 16, // AES, CBC
        ["2.16.840.1.101.3.4.1.22"] = 24,
        ["2.16.840.1.101.3.4.1.42"] = 32,
        ["2.16.840.1.101.3.4.1.3"] = 16, // AES, OFB
        ["2.16.840.1.101.3.4.1.23"] = 24,
        ["2.16.840.1.101.3.4.1.43"] = 32,
        ["2.16.840.1.101.3.4.1.4"] = 16, // AES, CFB
        ["2.16.840.1.101.3.4.1.24"] = 24,
        ["2.16.840.1.101.3.4.1.44"] = 32,
        ["1.2.392.200011.61.1.1.1.2"] = 16, // Camellia
        ["1.2.392.200011.61.1.1.1.3"] = 24,
        ["1.2.392.200011.61.1.1.1.4"] = 32,
        ["1.2.410.200046.1.1.2"] = 16, // ARIA
        ["1.2.410.200046.1.1.7"] = 24,
        ["1.2.410.200046.1.1.12"] = 32,
        ["1.2.840.113549.3.7"] = 24, // Triple DES
        ["1.3.14.3.2.7"] = 8, // DES
        ["1.2.840.113549.3.2"] = 16, // RC2
        ["1.2.410.200004.1.4"] = 16, // SEED
        ["1.2.840.113533.7.66.10"] = 16, // CAST5
        ["1.3.6.1.4.1.3029.1.2"] = 16, // Blowfish
    };

    /// <summary>
    /// What was encrypted, or null: the password is another one (or the content damaged, which looks the same).
    /// </summary>
    /// <exception cref="WebhookKeyStoreException">The algorithm is not known, or asks for too much.</exception>
    public byte[]? Decrypt(AlgorithmIdentifier algorithm, string password, byte[] encrypted, bool emptyAsAbsent = false)
    {
        IBufferedCipher cipher;
        ICipherParameters parameters;
        try
        {
            (cipher, parameters) = algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2)
                ? Pbes2(PbeS2Parameters.GetInstance(algorithm.Parameters), password)
                : Pbes1(algorithm, password, emptyAsAbsent);
        }
        catch (Exception unknown) when (KeyDecoding.IsParserFault(unknown))
        {
            throw KeyErrors.UnknownEncryption(path, Name(algorithm), unknown);
        }

        try
        {
            cipher.Init(false, parameters);
            return cipher.DoFinal(encrypted);
        }
        catch (Exception wrong) when (KeyDecoding.IsParserFault(wrong))
        {
            return null;
        }
    }

    private (IBufferedCipher, ICipherParameters) Pbes1(
        AlgorithmIdentifier algorithm, string password, bool emptyAsAbsent)
    {
        // Both standards have the same parameters: a salt and a number of rounds.
        budget.Spend(Pkcs12PbeParams.GetInstance(algorithm.Parameters).Iterations.LongValueExact);
        var secret = KeyDecoding.PasswordFor(algorithm.Algorithm, password);
        return ((IBufferedCipher)PbeUtilities.CreateEngine(algorithm),
            PbeUtilities.GenerateCipherParameters(algorithm, secret, emptyAsAbsent));
    }

    private (IBufferedCipher, ICipherParameters) Pbes2(PbeS2Parameters parameters, string password)
    {
        var scheme = parameters.EncryptionScheme;
        var cipher = CipherUtilities.GetCipher(scheme.Algorithm);
        var keyBytes = KeyBytesOf[scheme.Algorithm.Id];
        var secret = System.Text.Encoding.UTF8.GetBytes(password);
        var derivation = parameters.KeyDerivationFunc;
        var key = derivation.Algorithm.Equals(MiscObjectIdentifiers.id_scrypt)
            ? Scrypt(ScryptParams.GetInstance(derivation.Parameters), secret, keyBytes)
            : Pbkdf2(derivation, secret, keyBytes);
        // Nearly all take their initial vector and nothing else.
        return (cipher, scheme.Parameters.ToAsn1Object() is Asn1OctetString vector
            ? new ParametersWithIV(new KeyParameter(key), vector.GetOctets())
            : ParameterUtilities.GetCipherParameters(
                scheme.Algorithm, new KeyParameter(key), scheme.Parameters.ToAsn1Object()));
    }

    private byte[] Pbkdf2(AlgorithmIdentifier derivation, byte[] secret, int keyBytes)
    {
        if (!derivation.Algorithm.Equals(PkcsObjectIdentifiers.IdPbkdf2))
            throw new SecurityUtilityException("The key is derived in another way.");
        var parameters = Pbkdf2Params.GetInstance(derivation.Parameters);
        budget.Spend(parameters.IterationCount.LongValueExact);
        var generator = new Pkcs5S2ParametersGenerator(Digest(parameters.Prf));
        generator.Init(secret, parameters.Salt.GetOctets(), parameters.IterationCount.IntValueExact);
        var length = KeyBytes(parameters.KeyLength, keyBytes);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey();
    }

    private static IDigest Digest(AlgorithmIdentifier prf) => prf.Algorithm.Equals(HmacWithMD5)
        ? DigestUtilities.GetDigest("MD5")
        : DigestUtilities.GetDigest(
            MacUtilities.GetAlgorithmName(prf.Algorithm)["HMAC-".Length..].Replace("/", "-", StringComparison.Ordinal));

    private byte[] Scrypt(ScryptParams parameters, byte[] secret, int keyBytes)
    {
        var (cost, block, parallel) = (parameters.CostParameter.LongValueExact, parameters.BlockSize.LongValueExact,
            parameters.ParallelizationParameter.LongValueExact);
        if (cost is < 2 or > MaxScryptBytes || block is < 1 or > MaxScryptBytes
            || parallel is < 1 or > MaxScryptParallel
            || 128 * cost * block * parallel > MaxScryptBytes)
            throw KeyErrors.TooMuchForScrypt(path, cost, block, parallel, MaxScryptBytes);
        budget.Spend(cost * block * parallel);
        return SCrypt.Generate(secret, parameters.Salt.GetOctets(), (int)cost, (int)block, (int)parallel,
            KeyBytes(parameters.KeyLength?.Value, keyBytes));
    }

    private static int KeyBytes(BigInteger? asked, int usual) => asked is null ? usual
        : asked.LongValueExact is var length and >= 1 and <= MaxKeyBytes ? (int)length
        : throw new FormatException("The key is longer than any.");

    /// <summary>
    /// The part of an algorithm that tells it from others: for PBES2 the cipher and the function inside.
    /// </summary>
    private static string Name(AlgorithmIdentifier algorithm)
    {
        try
        {
            return algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdPbeS2) && PbeS2Parameters.GetInstance(algorithm.Parameters) is var inner
                ? $"{inner.EncryptionScheme.Algorithm.Id} with {inner.KeyDerivationFunc.Algorithm.Id}"
                : algorithm.Algorithm.Id;
        }
        catch (Exception unreadable) when (KeyDecoding.IsParserFault(unreadable))
        {
            return algorithm.Algorithm.Id;
        }
    }
}
