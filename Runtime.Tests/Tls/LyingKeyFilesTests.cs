using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using CsCheck;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>
/// Key files that lie about sizes and counts, and mutants of sound ones whose checksums are made right again.
/// </summary>
public sealed class LyingKeyFilesTests
{
    /// <summary>What reading a file of a few kilobytes may take, some of it for scrypt.</summary>
    private const long MaxAllocated = 64 << 20;

    /// <summary>
    /// How many times as many mutants as usual are tried, for a long search: the environment's TELEGRAM_FUZZ_TIMES; 1
    /// without it.
    /// </summary>
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("TELEGRAM_FUZZ_TIMES"), CultureInfo.InvariantCulture, out var times) ? times : 1;

    /// <summary>What bytes and lengths are overwritten with.</summary>
    private static readonly int[] Values = [0, 1, 0x30, 0x7F, 0x80, 0x84, 0xFF, int.MaxValue, int.MinValue, -1];

    [Test]
    public void A_JKS_with_a_key_longer_than_the_file_is_damaged([Values(int.MaxValue, -1, 1 << 20)] int length)
    {
        byte[] content = [.. Big(0xFEEDFEED), .. Big(2), .. Big(1), .. Big(1), 0, 1, (byte)'a', .. new byte[8], .. Big((uint)length)];

        Refuses(Sealed(content), WebhookKeyStoreError.Damaged);
    }

    [Test]
    public void A_JKS_whose_chain_counts_more_certificates_than_it_has_bytes_is_damaged(
        [Values(0x1FFFFFFF, -1, 5)] int count)
    {
        byte[] content = [.. Big(0xFEEDFEED), .. Big(2), .. Big(1), .. Big(1), 0, 1, (byte)'a', .. new byte[8], .. Big(0), .. Big((uint)count)];

        Refuses(Sealed(content), WebhookKeyStoreError.Damaged);
    }

    [Test]
    public void A_JKS_that_counts_more_entries_than_it_has_bytes_is_damaged([Values(int.MaxValue, -1, 3)] int count) =>
        Refuses(Sealed([.. Big(0xFEEDFEED), .. Big(2), .. Big((uint)count)]), WebhookKeyStoreError.Damaged);

    [TestCase(0x7FFFFFFFL)]
    [TestCase(5_000_001L)]
    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(long.MaxValue)]
    public void The_checksum_of_a_PKCS12_was_computed_for_as_many_rounds_as_the_file_asks(long rounds)
    {
        var pfx = Pfx.GetInstance(Asn1Object.FromByteArray(Fixture("no-name-no-password.pfx")));
        var mac = new MacData(pfx.MacData.Mac, pfx.MacData.MacSalt, DerInteger.ValueOf(rounds));

        var thrown = Refuses(
            new Pfx(pfx.AuthSafe, mac).GetEncoded(), WebhookKeyStoreError.UnsupportedFormat, password: "");

        Assert.That(thrown.Message, Does.Contain($"{rounds} rounds").And.Contain("5000000"));
    }

    [TestCase(8, 3)]
    [TestCase(8, 16)]
    [TestCase(8, 127)]
    [TestCase(8, 0)]
    [TestCase(0, 1)]
    public void Each_parallel_run_of_scrypt_took_its_memory_anew_and_was_not_counted(byte block, byte parallel)
    {
        var thrown = Refuses(Scrypt(block, parallel), WebhookKeyStoreError.UnsupportedFormat);

        Assert.That(thrown.Message, Does.Contain($"N = 16384, r = {block}, p = {parallel}").And.Contain("32 MiB"));
    }

    [Test]
    public void Scrypt_may_take_32_MiB_in_all() =>
        Refuses(Scrypt(block: 8, parallel: 2), WebhookKeyStoreError.WrongKeyPassword);

    [Test]
    public void What_has_a_salt_and_rounds_like_a_scheme_but_is_none_is_an_unknown_encryption()
    {
        var parameters = new Pkcs12PbeParams(new byte[8], 2048);
        var key = new EncryptedPrivateKeyInfo(
            new AlgorithmIdentifier(new DerObjectIdentifier("1.2.3.4"), parameters), new byte[64]).GetEncoded();
        var text = PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", key) + "\n";

        var thrown = Refuses([.. System.Text.Encoding.ASCII.GetBytes(text), .. Fixture("forms/P-256.crt")],
            WebhookKeyStoreError.UnsupportedFormat);

        Assert.That(thrown.Message, Does.Contain("1.2.3.4"));
    }

    /// <summary>A key under scrypt that asks for as much.</summary>
    private static byte[] Scrypt(byte block, byte parallel)
    {
        var text = System.Text.Encoding.ASCII.GetString(Fixture("forms/scrypt.key"));
        var fields = PemEncoding.Find(text);
        var key = Convert.FromBase64String(text[fields.Base64Data]);
        // The parameters of this key: N = 0x4000, r = 8, p = 1.
        ReadOnlySpan<byte> parameters = [2, 2, 0x40, 0, 2, 1, 8, 2, 1, 1];
        var last = key.AsSpan().IndexOf(parameters) + parameters.Length - 1;
        (key[last - 3], key[last]) = (block, parallel);
        return [.. System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString(text[fields.Label], key) + "\n"), .. Fixture("forms/P-256.crt")];
    }

    [Test]
    public void The_limit_of_rounds_is_for_the_whole_file()
    {
        var budget = new KeyDerivationBudget("file");
        budget.Spend(KeyDerivationBudget.MaxRounds - 1);
        budget.Spend(1);

        Assert.That(() => budget.Spend(1), Throws.TypeOf<WebhookKeyStoreException>());
    }

    [Test]
    public void Elements_that_nest_without_end_are_refused([Values(0x80, 0x82)] byte length)
    {
        // Each holds the next: without end, or with a length that the rest of the file fits.
        var content = new List<byte> { 0x30, 0x82, 0xFF, 0xFF, 2, 1, 3 };
        for (var left = 60_000; left > 0; left -= 4)
            content.AddRange(length == 0x80 ? [0x30, 0x80, 0x30, 0x80] : [0x30, 0x82, (byte)(left >> 8), (byte)left]);
        content.AddRange(new byte[65_535 + 4 - content.Count]);

        Refuses([.. content], WebhookKeyStoreError.Damaged);
    }

    [TestCase("openssl-modern.pfx")]
    [TestCase("openssl-legacy.pfx")]
    [TestCase("plain.pfx")]
    [TestCase("chain.p12")]
    [TestCase("forms/no-mac.pfx")]
    [TestCase("forms/with-NONE.pfx")]
    [TestCase("forms/explicit-curve.pfx")]
    public void A_mutant_of_a_PKCS12_ends_in_a_clear_error(string name) => Mutants(name, 120, content => content);

    [TestCase("with-NONE.pfx")]
    [TestCase("with-AES-256-CBC.pfx")]
    [TestCase("explicit-curve.pfx")]
    public void A_mutant_of_a_PKCS12_whose_checksum_is_right_ends_in_a_clear_error(string name)
    {
        var pfx = Pfx.GetInstance(Asn1Object.FromByteArray(Fixture("forms/" + name)));
        var safe = ((Asn1OctetString)pfx.AuthSafe.Content).GetOctets();

        // Without a checksum nothing has to be made right, and every mutant reaches the parsers behind it.
        Mutants(safe, 150, mutant => new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(mutant)), null).GetEncoded());
    }

    [TestCase("single.jks")]
    [TestCase("forms/JKS-cyrillic.store")]
    [TestCase("forms/JKS-pss.store")]
    public void A_mutant_of_a_JKS_whose_checksum_is_right_ends_in_a_clear_error(string name) =>
        Mutants(Fixture(name)[..^SHA1.HashSizeInBytes], 300, Sealed);

    [TestCase("P-256.key")]
    [TestCase("explicit.key")]
    [TestCase("rsa2048.key")]
    [TestCase("scrypt.key")]
    [TestCase("pbkdf2-hmacWithSHA256.key")]
    [TestCase("pbes1-PBE-SHA1-3DES.key")]
    public void A_mutant_of_a_key_in_PEM_ends_in_a_clear_error(string name)
    {
        var pem = System.Text.Encoding.ASCII.GetString(Fixture("forms/" + name));
        var fields = PemEncoding.Find(pem);
        var label = pem[fields.Label];
        var certificate = Fixture("forms/P-256.crt");

        Mutants(Convert.FromBase64String(pem[fields.Base64Data]), 150,
            mutant => [.. System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, mutant) + "\n"), .. certificate]);
    }

    [Test]
    public void A_PKCS12_whose_encryption_is_no_algorithm_ended_in_the_parsers_own_error()
    {
        var encrypted = new DerSequence(
            DerInteger.ValueOf(0),
            new DerSequence(PkcsObjectIdentifiers.Data, new DerTaggedObject(1, DerInteger.ValueOf(1)),
                new DerTaggedObject(false, 0, new DerOctetString(new byte[8]))));
        var safe = new DerSequence(new ContentInfo(PkcsObjectIdentifiers.EncryptedData, encrypted)).GetEncoded();

        Refuses(new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(safe)), null).GetEncoded(),
            WebhookKeyStoreError.Damaged);
    }

    [Test]
    public void A_certificate_on_a_curve_of_its_own_ended_in_a_null_reference()
    {
        var pfx = Pfx.GetInstance(Asn1Object.FromByteArray(Fixture("forms/explicit-curve.pfx")));
        var safe = ((Asn1OctetString)pfx.AuthSafe.Content).GetOctets();
        // A bit of the curve's parameters in the certificate: it is none of those with a name then.
        safe[571] ^= 1;

        var thrown = Refuses(new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(safe)), null).GetEncoded(), WebhookKeyStoreError.UnsupportedKey);

        Assert.That(thrown.Message, Does.Contain("given by its parameters"));
    }

    [Test]
    public void A_PKCS12_of_more_elements_than_a_key_store_has_is_not_given_to_the_parser()
    {
        var safe = new DerSequence(Enumerable.Repeat<Asn1Encodable>(DerNull.Instance, 50_000).ToArray()).GetEncoded();

        var thrown = Refuses(new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(safe)), null).GetEncoded(), WebhookKeyStoreError.Damaged);

        Assert.That(thrown.InnerException!.Message, Does.Contain("more elements than any key store"));
    }

    [Test]
    public void A_PKCS12_under_a_scheme_that_is_none_is_refused_by_the_name_of_the_scheme(
        [Values] bool withParametersOfPbes2)
    {
        var scheme = new DerObjectIdentifier("1.3.6.1.4.1.99999.1");
        Asn1Encodable parameters = withParametersOfPbes2
            ? new PbeS2Parameters(new KeyDerivationFunc(PkcsObjectIdentifiers.IdPbkdf2, new Pbkdf2Params(new byte[8], 1000)), new EncryptionScheme(new DerObjectIdentifier("2.16.840.1.101.3.4.1.42"), new DerOctetString(new byte[16])))
            : new Pkcs12PbeParams(new byte[8], 1000);
        var encrypted = new EncryptedData(
            PkcsObjectIdentifiers.Data, new AlgorithmIdentifier(scheme, parameters), new BerOctetString(new byte[16]));
        var safe = new DerSequence(new ContentInfo(PkcsObjectIdentifiers.EncryptedData, encrypted.ToAsn1Object()))
            .GetEncoded();

        var thrown = Refuses(new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(safe)), null).GetEncoded(), WebhookKeyStoreError.UnsupportedFormat);

        Assert.That(thrown.Message, Does.Contain($"({scheme.Id})"));
    }

    private static void Mutants(string name, int count, Func<byte[], byte[]> seal) =>
        Mutants(Fixture(name), count, seal);

    private static void Mutants(byte[] sound, int count, Func<byte[], byte[]> seal) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, sound.Length - 1], Gen.Int[1, 16], Gen.Int[0, Values.Length - 1])
            .Sample((kind, at, length, value) => EndsClearly(seal(Mutant(sound, kind, at, length, Values[value]))), iter: count * Times, threads: 1);

    private static byte[] Mutant(byte[] sound, int kind, int at, int length, int value)
    {
        length = Math.Min(length, sound.Length - at);
        byte[] mutant = [.. sound];
        switch (kind)
        {
            case 0:
                mutant[at] = (byte)value;
                return mutant;
            case 1 when at + sizeof(int) <= sound.Length:
                BinaryPrimitives.WriteInt32BigEndian(mutant.AsSpan(at), value);
                return mutant;
            case 2:
                return [.. sound[..at], .. sound[(at + length)..]];
            case 3:
                return [.. sound[..(at + length)], .. sound[at..]];
            case 4:
                return sound[..at];
            default:
                mutant[at] ^= (byte)(1 << (length % 8));
                return mutant;
        }
    }

    private static void EndsClearly(byte[] content)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var source = new KeyStoreSource("mutant", KeyFixtures.StorePassword, null, KeyFixtures.KeyPassword);
            ServerCertificate.Load(source, [content], TimeProvider.System).Dispose();
        }
        catch (WebhookKeyStoreException)
        {
            // What is claimed: nothing else is thrown.
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxAllocated));
    }

    private static WebhookKeyStoreException Refuses(
        byte[] content, WebhookKeyStoreError error, string password = KeyFixtures.StorePassword)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var source = new KeyStoreSource("lying", password, null, password);
        var thrown = Assert.Throws<WebhookKeyStoreException>(
            () => ServerCertificate.Load(source, [content], TimeProvider.System).Dispose());

        Assert.That(thrown.Error, Is.EqualTo(error), thrown.Message);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxAllocated));
        return thrown;
    }

    /// <summary>With the checksum that the password makes of it.</summary>
#pragma warning disable CA5350 // The format's own.
    internal static byte[] Sealed(byte[] content) =>
        [.. content, .. SHA1.HashData([.. JksKeyProtection.Bytes(KeyFixtures.StorePassword), .. "Mighty Aphrodite"u8, .. content])];
#pragma warning restore CA5350

    private static byte[] Big(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(KeyFixtures.Path(name));
}
