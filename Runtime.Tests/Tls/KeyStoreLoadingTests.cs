using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class KeyStoreLoadingTests
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string Ec = "1.2.840.10045.2.1";

    private static IEnumerable<TestCaseData> Formats()
    {
        yield return Case("JKS, RSA", KeyFixtures.Store("entries.jks", "rsa"), Rsa);
        yield return Case("JKS, alias in capitals", KeyFixtures.Store("entries.jks", "RSA"), Rsa);
        yield return Case("JKS, EC P-256", KeyFixtures.Store("entries.jks", "ec256"), Ec);
        yield return Case("JKS, EC P-384", KeyFixtures.Store("entries.jks", "ec384"), Ec);
        yield return Case("JKS, EC P-521", KeyFixtures.Store("entries.jks", "ec521"), Ec);
        yield return Case("PKCS12 in a .jks, alias password differs from keytool's one password",
            KeyFixtures.Store("pkcs12-by-keytool.jks", "Bot"), Rsa);
        yield return Case(
            "PKCS12 whose key has a password of its own", KeyFixtures.Store("own-key-password.p12", "only"), Ec);
        yield return Case("PFX, OpenSSL modern", KeyFixtures.Pfx("openssl-modern.pfx"), Rsa);
        yield return Case("PFX, OpenSSL modern, alias", KeyFixtures.Pfx("openssl-modern.pfx", alias: "bot"), Rsa);
        yield return Case("PFX, OpenSSL legacy", KeyFixtures.Pfx("openssl-legacy.pfx"), Rsa);
        yield return Case("PFX, no name and empty password", KeyFixtures.Pfx("no-name-no-password.pfx", ""), Ec);
        yield return Case("PFX, not encrypted at all", KeyFixtures.Pfx("plain.pfx", ""), Ec);
        yield return Case("PFX of several keys, alias", KeyFixtures.Pfx("several.p12", alias: "ec256"), Ec);
        yield return Case("FromPfx on a JKS", KeyFixtures.Pfx("pkcs12-by-keytool.jks"), Rsa);
        yield return Case("PEM, PKCS#8", KeyFixtures.Pem("ec-cert.pem", "ec-pkcs8.pem"), Ec);
        yield return Case("PEM, PKCS#8 encrypted",
            KeyFixtures.Pem("ec-cert.pem", "ec-pkcs8-encrypted.pem", KeyFixtures.KeyPassword), Ec);
        yield return Case("PEM, SEC1", KeyFixtures.Pem("ec-cert.pem", "ec-traditional.pem"), Ec);
        yield return Case(
            "PEM, SEC1 after its parameters", KeyFixtures.Pem("ec-cert.pem", "ec-with-parameters.pem"), Ec);
        yield return Case("PEM, SEC1 encrypted",
            KeyFixtures.Pem("ec-cert.pem", "ec-traditional-encrypted.pem", KeyFixtures.KeyPassword), Ec);
        yield return Case("PEM, RSA PKCS#8", KeyFixtures.Pem("rsa-cert.pem", "rsa-pkcs8.pem"), Rsa);
        yield return Case("PEM, RSA PKCS#8 encrypted",
            KeyFixtures.Pem("rsa-cert.pem", "rsa-pkcs8-encrypted.pem", KeyFixtures.KeyPassword), Rsa);
        yield return Case("PEM, PKCS#1", KeyFixtures.Pem("rsa-cert.pem", "rsa-traditional.pem", "not needed"), Rsa);
        yield return Case("PEM, PKCS#1 encrypted",
            KeyFixtures.Pem("rsa-cert.pem", "rsa-traditional-encrypted.pem", KeyFixtures.KeyPassword), Rsa);
        yield return Case(
            "PEM, one file", KeyFixtures.Pem("rsa-combined.pem", "rsa-combined.pem", KeyFixtures.KeyPassword), Rsa);
        yield return Case("PEM through the key store constructor", KeyFixtures.Store("rsa-combined.pem", "any"), Rsa);

        static TestCaseData Case(string name, WebhookPrivateKeyConfig config, string algorithm) =>
            new TestCaseData(config, algorithm).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Formats))]
    public async Task Every_format_serves_TLS_to_a_client_that_trusts_only_its_uploaded_PEM(
        WebhookPrivateKeyConfig config, string algorithm)
    {
        using var certificate = config.Load();

        var served = await TlsHandshake.Connect(certificate, certificate.PublicCertificatePem, KeyFixtures.Host);

        Assert.That(served, Is.EqualTo(["CN=" + KeyFixtures.Host]));
        Assert.That(certificate.IsSelfSigned, Is.True);
        Assert.That(certificate.HasRoot, Is.True);
        Assert.That(certificate.Certificate.GetKeyAlgorithm(), Is.EqualTo(algorithm));
        Assert.That(certificate.PublicCertificatePem, Does.Not.Contain("PRIVATE"));
    }

    [TestCase("-----BEGIN PRIVATE KEY-----\nComment: by hand\n\n")]
    [TestCase("-----BEGIN PRIVATE KEY-----\\n")]
    public void A_key_with_a_header_of_its_own_or_with_written_line_breaks_is_a_key_like_any_other(string begin)
    {
        var key = File.ReadAllText(KeyFixtures.Path("ec-pkcs8.pem")).ReplaceLineEndings("\n");
        key = key.Replace("-----BEGIN PRIVATE KEY-----\n", begin, StringComparison.Ordinal);
        if (begin.EndsWith("\\n", StringComparison.Ordinal))
            key = key.Replace("\n", "\\n", StringComparison.Ordinal);

        using var loaded = ServerCertificate.Load(
            new PemSource("cert.pem", "key.pem", null),
            [File.ReadAllBytes(KeyFixtures.Path("ec-cert.pem")), Encoding.ASCII.GetBytes(key)], TimeProvider.System);

        Assert.That(loaded.Certificate.HasPrivateKey, Is.True);
    }

    [Test]
    public void The_headers_of_an_encrypted_key_are_lines_of_their_own_where_line_breaks_are_written_out()
    {
        var key = File.ReadAllText(KeyFixtures.Path("ec-traditional-encrypted.pem")).ReplaceLineEndings("\\n");
        var source = new PemSource("cert.pem", "key.pem", KeyFixtures.KeyPassword);

        using var loaded = ServerCertificate.Load(
            source, [File.ReadAllBytes(KeyFixtures.Path("ec-cert.pem")), Encoding.ASCII.GetBytes(key)],
            TimeProvider.System);

        Assert.That(loaded.Certificate.HasPrivateKey, Is.True);
    }

    private static IEnumerable<TestCaseData> Chains()
    {
        yield return new TestCaseData(KeyFixtures.Store("chain.jks", "server")).SetArgDisplayNames("JKS");
        yield return new TestCaseData(KeyFixtures.Pfx("chain.p12", alias: "server")).SetArgDisplayNames("PKCS12");
    }

    [TestCaseSource(nameof(Chains))]
    public async Task A_chain_is_served_whole_and_its_root_is_what_to_upload(WebhookPrivateKeyConfig config)
    {
        using var certificate = config.Load();
        using var root = X509Certificate2.CreateFromPem(certificate.PublicCertificatePem);

        var served = await TlsHandshake.Connect(certificate, certificate.PublicCertificatePem, KeyFixtures.Host);

        Assert.That(served, Does.Contain("CN=Fake Intermediate"));
        Assert.That(served[0], Is.EqualTo("CN=" + KeyFixtures.Host));
        Assert.That(root.Subject, Is.EqualTo("CN=Fake Root"));
        Assert.That(certificate.Issuers.Select(i => i.Subject), Is.EqualTo(["CN=Fake Intermediate", "CN=Fake Root"]));
        Assert.That(certificate.IsSelfSigned, Is.False);
        Assert.That(certificate.HasRoot, Is.True);
        Assert.That(certificate.IsTrustedBySystem(TimeProvider.System.GetUtcNow()), Is.False);
    }

    [Test]
    public async Task A_PEM_chain_may_be_in_any_order_beside_other_certificates()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (combined, key) = (Path.Combine(folder.FullName, "all.pem"), Path.Combine(folder.FullName, "key.pem"));
            using var fromStore = KeyFixtures.Store("chain.jks", "server").Load();
            using var rsa = fromStore.Certificate.GetRSAPrivateKey()!;
            File.WriteAllText(key, rsa.ExportPkcs8PrivateKeyPem());
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(KeyFixtures.Path("chain.pem"));
            File.WriteAllText(combined, File.ReadAllText(KeyFixtures.Path("ec-cert.pem")) + chain.Reverse().Aggregate("", (text, c) => text + c.ExportCertificatePem() + "\n"));

            using var certificate = WebhookPrivateKeyConfig.FromPem(combined, key).Load();
            var served = await TlsHandshake.Connect(certificate, certificate.PublicCertificatePem, KeyFixtures.Host);

            Assert.That(served[0], Is.EqualTo("CN=" + KeyFixtures.Host));
            Assert.That(certificate.Issuers.Select(i => i.Subject), Is.EqualTo(["CN=Fake Intermediate", "CN=Fake Root"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void The_PEM_to_upload_is_the_certificate_that_the_tools_export()
    {
        var pem = KeyFixtures.Store("entries.jks", "rsa").ReadCertificatePem();
        using var ours = X509Certificate2.CreateFromPem(pem);
        using var keytools = X509Certificate2.CreateFromPem(File.ReadAllText(KeyFixtures.Path("rsa-from-keytool.pem")));

        Assert.That(ours.RawData, Is.EqualTo(keytools.RawData));
    }
}
