using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>
/// A certificate whose name nests without end. OpenSSL takes it; a parser that goes down by recursion ends the process.
/// </summary>
public sealed class NestedCertificateTests
{
    // OpenSSL takes no name of more than a megabyte.
    private const int Levels = 180_000;
    private const byte Sequence = 0x30;
    private const byte Set = 0x31;

    [Test]
    public void A_certificate_in_a_key_file_that_nests_without_end_ended_the_process()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key);
        var pem = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");

        var source = new KeyStoreSource("nested", KeyFixtures.StorePassword, null, KeyFixtures.KeyPassword);
        using var loaded = ServerCertificate.Load(source, [pem], TimeProvider.System);

        Assert.That(loaded.Issuers, Is.Empty);
    }

    [Test]
    public void A_certificate_that_somebody_else_serves_ended_the_process_of_the_doctor()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key);

        Assert.That(CertificateNames.Of(certificate).CommonNames, Is.Empty);
        Assert.That(CertificateChain.Issuers(certificate, [certificate], DateTimeOffset.UnixEpoch), Is.Empty);
    }

    private static X509Certificate2 Certificate(ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(Name()), key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(75));
    }

    /// <summary>A common name that is a sequence in a sequence in a sequence.</summary>
    private static byte[] Name()
    {
        // From the innermost outwards, from the end of the buffer to its beginning.
        var buffer = new byte[(Levels + 4) * 5];
        var at = buffer.Length;
        for (var level = 0; level < Levels; level++)
            at = Wrap(buffer, at, Sequence);
        ReadOnlySpan<byte> commonName = [0x06, 0x03, 0x55, 0x04, 0x03];
        at -= commonName.Length;
        commonName.CopyTo(buffer.AsSpan(at));
        foreach (var tag in (ReadOnlySpan<byte>)[Sequence, Set, Sequence])
            at = Wrap(buffer, at, tag);
        return buffer[at..];
    }

    private static int Wrap(byte[] buffer, int at, byte tag)
    {
        var length = buffer.Length - at;
        var lengthBytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
        for (var i = 0; i < lengthBytes; i++)
            buffer[--at] = (byte)(length >> (8 * i));
        buffer[--at] = (byte)(lengthBytes == 0 ? length : 0x80 | lengthBytes);
        buffer[--at] = tag;
        return at;
    }
}
