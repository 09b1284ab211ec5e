using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>Passwords beyond ASCII: PKCS#12's own schemes take them as UTF-16, all others as UTF-8.</summary>
public class PasswordEncodingTests
{
    private DirectoryInfo _folder = null!;
    private X509Certificate2 _certificate = null!;

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("password-encoding");
        _certificate = SelfSignedCertificate.Create("bot.example.com", TimeProvider.System.GetUtcNow());
    }

    [TearDown]
    public void Remove()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_password_with_umlauts_did_not_open_a_modern_pfx(
        [Values("pässwörd", "пароль", "key🔑", "plain")] string password,
        [Values(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, Pkcs12ExportPbeParameters.Pkcs12TripleDesSha1)] Pkcs12ExportPbeParameters scheme)
    {
        var path = Path.Combine(_folder.FullName, "bot.pfx");
        await File.WriteAllBytesAsync(path, _certificate.ExportPkcs12(scheme, password));

        var pem = WebhookPrivateKeyConfig.FromPfx(path, password).ReadCertificatePem();

        Assert.That(pem.Trim(), Is.EqualTo(_certificate.ExportCertificatePem()));
    }

    [Test]
    public async Task A_password_with_umlauts_did_not_open_an_encrypted_pem_key(
        [Values("pässwörd", "пароль", "key🔑", "plain")] string password,
        [Values(PbeEncryptionAlgorithm.Aes256Cbc, PbeEncryptionAlgorithm.TripleDes3KeyPkcs12)] PbeEncryptionAlgorithm scheme)
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        var hash = scheme == PbeEncryptionAlgorithm.Aes256Cbc ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
        var path = Path.Combine(_folder.FullName, "key.pem");
        await File.WriteAllTextAsync(
            path, key.ExportEncryptedPkcs8PrivateKeyPem(password,
                new PbeParameters(scheme, hash, 2048)) + "\n" + _certificate.ExportCertificatePem());

        var pem = WebhookPrivateKeyConfig.FromPem(path, path, password).ReadCertificatePem();

        Assert.That(pem.Trim(), Is.EqualTo(_certificate.ExportCertificatePem()));
    }
}
