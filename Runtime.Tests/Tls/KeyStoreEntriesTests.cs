using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>What a key store is seen to hold, and which of it an alias picks.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyStoreEntriesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("single.jks", "JKS")]
    [TestCase("own-key-password.p12", "PKCS#12")]
    public void An_entry_shows_whose_certificate_it_has_and_when_that_ends(string file, string format)
    {
        using var certificate = KeyFixtures.Store(file, "only").Load();

        var store = WebhookKeyStore.Open(KeyFixtures.Path(file), KeyFixtures.StorePassword);

        var entry = store.Entries.Single();
        Assert.That(store.Format, Is.EqualTo(format));
        Assert.That((entry.Alias, entry.HasPrivateKey, entry.IsSelfSigned), Is.EqualTo(("only", true, true)));
        Assert.That((entry.Subject, entry.Issuer), Is.EqualTo(("CN=" + KeyFixtures.Host, "CN=" + KeyFixtures.Host)));
        Assert.That((entry.NotBefore, entry.NotAfter),
            Is.EqualTo(((DateTimeOffset?)certificate.NotBefore, (DateTimeOffset?)certificate.NotAfter)));
        Assert.That(entry.CertificatePem, Is.EqualTo(certificate.PublicCertificatePem));
        Assert.That(entry.ToString(), Does.StartWith("only: private key, CN=" + KeyFixtures.Host));
    }

    [Test]
    public void A_JKS_entry_without_a_certificate_is_shown_as_it_is()
    {
        byte[] content = [.. Big(0xFEEDFEED), .. Big(2), .. Big(1), .. Big(1), 0, 1, (byte)'a', .. new byte[8], .. Big(0), .. Big(0)];

        var entry = Open(LyingKeyFilesTests.Sealed(content), KeyFixtures.StorePassword).Entries.Single();

        Assert.That((entry.Alias, entry.HasPrivateKey, entry.Subject, entry.NotAfter),
            Is.EqualTo(("a", true, (string?)null, (DateTimeOffset?)null)));
        Assert.That(entry.ToString(), Is.EqualTo("a: private key"));
    }

    [Test]
    public void A_PKCS12_key_without_a_certificate_is_shown_as_it_is()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var entry = Open(Store(Key(key, "bot"))).Entries.Single();

        Assert.That((entry.Alias, entry.HasPrivateKey, entry.Subject), Is.EqualTo(("bot", true, (string?)null)));
    }

    [Test]
    public void A_key_alone_in_PEM_is_an_entry_and_beside_certificates_it_is_the_first_one_s()
    {
        var (key, certificate) = (File.ReadAllBytes(KeyFixtures.Path("ec-pkcs8.pem")),
            File.ReadAllBytes(KeyFixtures.Path("ec-cert.pem")));

        var alone = Open(key).Entries.Single();
        var beside = Open([.. certificate, .. key]).Entries.Single();
        var two = Open([.. certificate, .. File.ReadAllBytes(KeyFixtures.Path("rsa-cert.pem")), .. key]).Entries;

        Assert.That((alone.HasPrivateKey, alone.Subject, alone.ToString()),
            Is.EqualTo((true, (string?)null, "(no alias): private key")));
        Assert.That((beside.HasPrivateKey, beside.Subject), Is.EqualTo((true, "CN=" + KeyFixtures.Host)));
        Assert.That(two.Select(entry => entry.HasPrivateKey), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Keys_without_a_name_are_called_that_where_one_must_be_chosen()
    {
        using var one = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var two = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.That(
            () => Load(Store(Key(one, null), Key(two, "named")), alias: null).Dispose(),
            Throws.TypeOf<WebhookKeyStoreException>().With.Message.Contains(
                "'(unnamed)' (private key), 'named' (private key)"));
    }

    [Test]
    public void A_number_counts_the_keys_without_a_name_alone()
    {
        using var named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var unnamed = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var content = Store(Key(named, "named"), Key(unnamed, null), Certificate(named, "CN=named"),
            Certificate(unnamed, "CN=unnamed"));

        using var first = Load(content, "1");

        Assert.That(first.Certificate.Subject, Is.EqualTo("CN=unnamed"));
        Assert.That(() => Load(content, "2").Dispose(), Throws.TypeOf<WebhookKeyStoreException>().With.Property("Error").EqualTo(WebhookKeyStoreError.AliasNotFound));
    }

    private static ServerCertificate Load(byte[] content, string? alias) =>
        ServerCertificate.Load(new KeyStoreSource("store", "", alias, ""), [content], TimeProvider.System);

    private WebhookKeyStore Open(byte[] content, string password = "")
    {
        var path = _folder.File(Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content);
        return WebhookKeyStore.Open(path, password);
    }

    /// <summary>A PKCS#12 that is not encrypted at all.</summary>
    private static byte[] Store(params SafeBag[] bags)
    {
        var contents = new ContentInfo(
            PkcsObjectIdentifiers.Data, new DerOctetString(new DerSequence(bags).GetEncoded()));
        return new Pfx(new ContentInfo(PkcsObjectIdentifiers.Data, new DerOctetString(new DerSequence(contents).GetEncoded())), null).GetEncoded();
    }

    private static SafeBag Key(ECDsa key, string? name) =>
        new(PkcsObjectIdentifiers.KeyBag, Asn1Object.FromByteArray(key.ExportPkcs8PrivateKey()), name is null ? null : FriendlyName(name));

    private static SafeBag Certificate(ECDsa key, string subject)
    {
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return new(PkcsObjectIdentifiers.CertBag,
            new CertBag(PkcsObjectIdentifiers.X509Certificate, new DerOctetString(certificate.RawData)).ToAsn1Object());
    }

    private static DerSet FriendlyName(string name) =>
        new(new AttributePkcs(PkcsObjectIdentifiers.Pkcs9AtFriendlyName, new DerSet(new DerBmpString(name))));

    private static byte[] Big(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
