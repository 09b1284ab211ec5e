using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class KeyStoreErrorTests
{
    private const string Wrong = "planted-wrong-password";
    private DirectoryInfo _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    private static IEnumerable<TestCaseData> WrongInputs()
    {
        yield return Case(
            "missing file", KeyFixtures.Store("nowhere.jks", "rsa"), WebhookKeyStoreError.FileNotFound, "nowhere.jks");
        yield return Case("missing folder", KeyFixtures.Store("nowhere/a.jks", "rsa"),
            WebhookKeyStoreError.FileNotFound, "working directory");
        yield return Case("a directory", KeyFixtures.Store("", "rsa"), WebhookKeyStoreError.NotAFile, "directory");

        yield return Case("JKS, wrong store password", KeyFixtures.Store("entries.jks", "rsa", Wrong),
            WebhookKeyStoreError.WrongStorePassword, "keytool -list");
        yield return Case("JKS, wrong key password", KeyFixtures.Store("entries.jks", "rsa", keyPassword: Wrong),
            WebhookKeyStoreError.WrongKeyPassword, "-keypass");
        yield return Case("JKS, missing alias", KeyFixtures.Store("single.jks", "other"),
            WebhookKeyStoreError.AliasNotFound, "'only' (private key)");
        yield return Case("JKS, alias of a certificate", KeyFixtures.Store("entries.jks", "trusted"),
            WebhookKeyStoreError.NoPrivateKey, "'trusted' (certificate only)");
        yield return Case("JKS, no alias but several keys", KeyFixtures.Pfx("entries.jks"),
            WebhookKeyStoreError.AliasRequired, "'ec256' (private key)");
        yield return Case(
            "JKS, DSA", KeyFixtures.Store("entries.jks", "dsa"), WebhookKeyStoreError.UnsupportedKey, "DSA");
        yield return Case(
            "JKS, RSA 1024", KeyFixtures.Store("entries.jks", "rsa1024"), WebhookKeyStoreError.UnsupportedKey, "1024");
        yield return Case(
            "JKS, expired", KeyFixtures.Store("dated.jks", "expired"), WebhookKeyStoreError.Expired, "2001-01-3");
        yield return Case(
            "JKS, not valid yet", KeyFixtures.Store("dated.jks", "future"), WebhookKeyStoreError.NotYetValid, "clock");
        yield return Case(
            "JKS, cut off", KeyFixtures.Store("truncated-jks.bin", "only"), WebhookKeyStoreError.Damaged, "cut off");

        yield return Case("PKCS12, wrong store password", KeyFixtures.Store("pkcs12-by-keytool.jks", "bot", Wrong),
            WebhookKeyStoreError.WrongStorePassword, "store password");
        yield return Case("PKCS12, legacy, wrong password", KeyFixtures.Pfx("openssl-legacy.pfx", Wrong),
            WebhookKeyStoreError.WrongStorePassword, "store password");
        yield return Case("PKCS12, password missing", KeyFixtures.Pfx("openssl-modern.pfx", ""),
            WebhookKeyStoreError.WrongStorePassword, "store password");
        yield return Case("PKCS12, wrong key password", KeyFixtures.Store("own-key-password.p12", "only", keyPassword: Wrong), WebhookKeyStoreError.WrongKeyPassword, "'only'");
        yield return Case("PKCS12, missing alias", KeyFixtures.Store("pkcs12-by-keytool.jks", "other"),
            WebhookKeyStoreError.AliasNotFound, "'bot' (private key), 'trusted' (certificate only)");
        yield return Case("PKCS12, alias of a certificate", KeyFixtures.Store("pkcs12-by-keytool.jks", "trusted"),
            WebhookKeyStoreError.NoPrivateKey, "trusted certificate");
        yield return Case("PKCS12, no alias but several keys", KeyFixtures.Pfx("several.p12"),
            WebhookKeyStoreError.AliasRequired, "'rsa' (private key)");
        yield return Case("PKCS12, no key at all", KeyFixtures.Pfx("no-key.pfx"), WebhookKeyStoreError.NoPrivateKey,
            "no private key");
        yield return Case(
            "PKCS12, cut off", KeyFixtures.Pfx("truncated-pkcs12.bin"), WebhookKeyStoreError.Damaged, "cut off");

        yield return Case("PEM, wrong key password", KeyFixtures.Pem("ec-cert.pem", "ec-pkcs8-encrypted.pem", Wrong),
            WebhookKeyStoreError.WrongKeyPassword, "openssl pkey");
        yield return Case("PEM, wrong password, PKCS#1", KeyFixtures.Pem("rsa-cert.pem", "rsa-traditional-encrypted.pem", Wrong), WebhookKeyStoreError.WrongKeyPassword, "openssl pkey");
        yield return Case("PEM, wrong password, SEC1", KeyFixtures.Pem("ec-cert.pem", "ec-traditional-encrypted.pem", Wrong), WebhookKeyStoreError.WrongKeyPassword, "openssl pkey");
        yield return Case("PEM, no password for an encrypted key", KeyFixtures.Pem("ec-cert.pem", "ec-pkcs8-encrypted.pem"), WebhookKeyStoreError.WrongKeyPassword, "no password was given");
        yield return Case("PEM, key of another certificate", KeyFixtures.Pem("rsa-from-keytool.pem", "rsa-pkcs8.pem"),
            WebhookKeyStoreError.KeyMismatch, "does not belong");
        yield return Case("PEM, key of another kind", KeyFixtures.Pem("rsa-cert.pem", "ec-pkcs8.pem"),
            WebhookKeyStoreError.KeyMismatch, "does not belong");
        yield return Case("PEM, no key", KeyFixtures.Pem("rsa-cert.pem", "rsa-cert.pem"),
            WebhookKeyStoreError.NoPrivateKey, "privkey.pem");
        yield return Case("PEM, no certificate", KeyFixtures.Pem("rsa-pkcs8.pem", "rsa-pkcs8.pem"),
            WebhookKeyStoreError.NoCertificate, "fullchain.pem");
        yield return Case("PEM, Ed25519", KeyFixtures.Pem("ed25519.pem", "ed25519.pem"),
            WebhookKeyStoreError.UnsupportedKey, "Ed25519");
        yield return Case("PEM, curve that TLS clients do not take", KeyFixtures.Pem("secp256k1.pem", "secp256k1.pem"),
            WebhookKeyStoreError.UnsupportedKey, "curve");
        yield return Case("PEM, cut off", KeyFixtures.Pem("truncated-pem.bin", "rsa-pkcs8.pem"),
            WebhookKeyStoreError.Damaged, "cut off");

        yield return Case("JCEKS", KeyFixtures.Store("refused.jceks", "bot"), WebhookKeyStoreError.UnsupportedFormat,
            "keytool -importkeystore -srckeystore");
        yield return Case("DER certificate", KeyFixtures.Store("certificate.der", "bot"),
            WebhookKeyStoreError.UnsupportedFormat, "openssl x509 -inform der");
        yield return Case("DER key", KeyFixtures.Pem("ec-cert.pem", "key.der"), WebhookKeyStoreError.UnsupportedFormat,
            "openssl pkey -inform der");
        yield return Case("a script", KeyFixtures.Store("make-fixtures.sh", "bot"),
            WebhookKeyStoreError.UnsupportedFormat, "keytool -importkeystore");
        yield return Case("FromPem on a JKS", KeyFixtures.Pem("entries.jks", "rsa-pkcs8.pem"),
            WebhookKeyStoreError.UnsupportedFormat, "new WebhookPrivateKeyConfig(");
        yield return Case("FromPem on a PFX", KeyFixtures.Pem("openssl-modern.pfx", "rsa-pkcs8.pem"),
            WebhookKeyStoreError.UnsupportedFormat, "FromPfx");

        static TestCaseData Case(
            string name, WebhookPrivateKeyConfig config, WebhookKeyStoreError error, string says) =>
            new TestCaseData(config, error, says).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(WrongInputs))]
    public void Each_wrong_input_has_its_own_error_that_says_what_to_do(
        WebhookPrivateKeyConfig config, WebhookKeyStoreError error, string says)
    {
        var thrown = Assert.Throws<WebhookKeyStoreException>(() => config.Load().Dispose());

        Assert.That(thrown.Error, Is.EqualTo(error), thrown.Message);
        Assert.That(thrown.Message, Does.Contain(says));
        foreach (var secret in new[] { Wrong, KeyFixtures.StorePassword, KeyFixtures.KeyPassword })
        {
            Assert.That(thrown.ToString(), Does.Not.Contain(secret));
            Assert.That(config.ToString(), Does.Not.Contain(secret));
        }
    }

    [Test]
    public void A_key_that_is_encrypted_and_does_not_say_how_is_refused_for_that()
    {
        var key = File.ReadAllLines(KeyFixtures.Path("ec-traditional-encrypted.pem"))
            .Where(line => !line.StartsWith("DEK-Info", StringComparison.Ordinal));
        var source = new PemSource("cert.pem", "key.pem", Wrong);

        var thrown = Assert.Throws<WebhookKeyStoreException>(
            () => source.Read([File.ReadAllBytes(KeyFixtures.Path("ec-cert.pem")), Encoding.ASCII.GetBytes(string.Join('\n', key))], TimeProvider.System.GetUtcNow()));

        Assert.That(thrown.Error, Is.EqualTo(WebhookKeyStoreError.UnsupportedFormat), thrown.Message);
    }

    [TestCase(new byte[0], WebhookKeyStoreError.Empty, "empty")]
    [TestCase(new byte[] { 0, 0, 0, 2, 0, 0, 0, 20, 1, 2, 3 }, WebhookKeyStoreError.UnsupportedFormat, "-srcstoretype BKS")]
    [TestCase(new byte[] { 0x30, 0x82, 1, 0, 0x30, 0x81, 0x80, 0x30, 1, 1 }, WebhookKeyStoreError.UnsupportedFormat, "-srcstoretype BCFKS")]
    [TestCase(new byte[] { 0x30 }, WebhookKeyStoreError.UnsupportedFormat, "not a key store")]
    [TestCase(new byte[] { 0xFE, 0xED, 0xFE, 0xED }, WebhookKeyStoreError.Damaged, "JKS")]
    [TestCase(new byte[] { 0x30, 3, 2, 1, 3 }, WebhookKeyStoreError.Damaged, "PKCS#12")]
    public void Contents_that_no_tool_here_writes_are_refused_as_well(
        byte[] content, WebhookKeyStoreError error, string says)
    {
        var path = Path.Combine(_folder.FullName, "content.jks");
        File.WriteAllBytes(path, content);

        var thrown = Assert.Throws<WebhookKeyStoreException>(
            () => new WebhookPrivateKeyConfig(path, "a", "b", "c").Load().Dispose());

        Assert.That(thrown.Error, Is.EqualTo(error), thrown.Message);
        Assert.That(thrown.Message, Does.Contain(says));
    }

    [Test]
    public void An_unreadable_file_is_told_from_a_missing_one()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Needs a Unix user whose reads can be denied; root and Windows cannot show it.");
            return;
        }

        var path = Path.Combine(_folder.FullName, "denied.jks");
        File.Copy(KeyFixtures.Path("single.jks"), path);
        File.SetUnixFileMode(path, UnixFileMode.None);

        var thrown = Assert.Throws<WebhookKeyStoreException>(
            () => new WebhookPrivateKeyConfig(path, "a", "b", "c").Load().Dispose());

        Assert.That(thrown.Error, Is.EqualTo(WebhookKeyStoreError.Unreadable));
    }

    [Test]
    public void Validity_is_measured_with_the_given_clock()
    {
        var config = KeyFixtures.Store("dated.jks", "expired");
        using var then = config.Load(new FakeTimeProvider(new DateTimeOffset(2001, 1, 10, 0, 0, 0, TimeSpan.Zero)));

        Assert.That(then.NotAfter.Year, Is.EqualTo(2001));
    }

    [TestCase("single.jks")]
    [TestCase("openssl-modern.pfx")]
    [TestCase("plain.pfx")]
    [TestCase("ec-traditional.pem")]
    [TestCase("certificate.der")]
    public void Damage_anywhere_ends_in_a_clear_error_and_never_in_another_exception(string name)
    {
        var sound = File.ReadAllBytes(KeyFixtures.Path(name));
        var source = new KeyStoreSource(name, KeyFixtures.StorePassword, null, KeyFixtures.KeyPassword);

        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, cut) =>
        {
            var content = cut ? sound[..at] : [.. sound];
            if (!cut)
                content[at] = value;
            try
            {
                ServerCertificate.Load(source, [content], TimeProvider.System).Dispose();
            }
            catch (WebhookKeyStoreException)
            {
                // What is claimed: nothing else is thrown.
            }
        }, iter: 150);
    }
}
