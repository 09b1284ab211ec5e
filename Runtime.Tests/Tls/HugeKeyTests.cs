using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>
/// Keys so long that to look whether they are sound takes minutes: the check of one of a megabyte goes on for hours.
/// </summary>
public sealed class HugeKeyTests
{
    [Test]
    public void An_RSA_key_longer_than_any_was_given_to_OpenSSL_to_be_checked()
    {
        var error = Assert.Throws<WebhookKeyStoreException>(() => Load(bits: 131_072));

        Assert.That(error.Error, Is.EqualTo(WebhookKeyStoreError.UnsupportedKey));
        Assert.That(error.Message, Does.Contain("bytes, longer than any that OpenSSL takes"));
    }

    [Test]
    public void The_longest_RSA_key_that_OpenSSL_takes_is_looked_into()
    {
        var error = Assert.Throws<WebhookKeyStoreException>(() => Load(bits: 16_384));

        Assert.That(error.Error, Is.EqualTo(WebhookKeyStoreError.KeyMismatch));
    }

    private static void Load(int bits)
    {
        using var own = RSA.Create(2048);
        using var certificate = Certificate(own);
        var pem = certificate.ExportCertificatePem() + "\n" + PemEncoding.WriteString("RSA PRIVATE KEY", Rsa(bits)) + "\n";
        var source = new KeyStoreSource("huge", KeyFixtures.StorePassword, null, KeyFixtures.KeyPassword);
        ServerCertificate.Load(source, [Encoding.ASCII.GetBytes(pem)], TimeProvider.System).Dispose();
    }

    private static X509Certificate2 Certificate(RSA key)
    {
        var request = new CertificateRequest(
            "CN=bot.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(75));
    }

    /// <summary>
    /// A key whose modulus is the product of its factors, which is all that can be seen at first sight.
    /// </summary>
    private static byte[] Rsa(int bits)
    {
        var (p, q) = ((BigInteger.One << (bits / 2)) - 1, (BigInteger.One << (bits / 2)) - 3);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var number in (BigInteger[])[0, p * q, 65_537, (p * q) - 2, p, q, p - 2, q - 2, 5])
                writer.WriteInteger(number);
        }

        return writer.Encode();
    }
}
