using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class CertificateChainTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static byte _serial;

    [Test]
    public void An_issuer_that_shared_its_name_with_another_was_taken_for_it([Values] bool reversed)
    {
        using var one = Authority.Root("CN=Same root");
        using var two = Authority.Root("CN=Same root");
        using var first = one.Issue("CN=Same intermediate");
        using var second = two.Issue("CN=Same intermediate");
        using var leaf = second.Issue("CN=bot.example.com", isAuthority: false);
        X509Certificate2[] others = [one.Certificate, first.Certificate, two.Certificate, second.Certificate];

        var issuers = CertificateChain.Issuers(leaf.Certificate, reversed ? [.. others.Reverse()] : others, Now);

        Assert.That(issuers, Is.EqualTo([second.Certificate, two.Certificate]));
    }

    [Test]
    public void A_certificate_from_an_authority_of_its_own_name_was_taken_for_self_signed()
    {
        using var authority = Authority.Root("CN=bot.example.com");
        using var leaf = authority.Issue("CN=bot.example.com", isAuthority: false);

        Assert.That(CertificateChain.IsSelfSigned(leaf.Certificate), Is.False);
        Assert.That(CertificateChain.IsSelfSigned(authority.Certificate), Is.True);
        Assert.That(CertificateChain.Issuers(leaf.Certificate, [authority.Certificate], Now),
            Is.EqualTo([authority.Certificate]));
    }

    [Test]
    public void A_root_that_was_renewed_with_the_same_key_was_followed_to_the_expired_one([Values] bool reversed)
    {
        using var root = Authority.Root("CN=Root");
        using var old = root.Renewed(Now.AddYears(-5), Now.AddDays(-1));
        using var leaf = root.Issue("CN=bot.example.com", isAuthority: false);

        var issuers = CertificateChain.Issuers(leaf.Certificate, reversed ? [root.Certificate, old] : [old, root.Certificate], Now);

        Assert.That(issuers, Is.EqualTo([root.Certificate]));
    }

    [Test]
    public void Of_two_valid_roots_the_one_that_is_valid_longer_counts()
    {
        using var root = Authority.Root("CN=Root");
        using var shorter = root.Renewed(Now.AddYears(-5), Now.AddDays(1));
        using var leaf = root.Issue("CN=bot.example.com", isAuthority: false);

        Assert.That(CertificateChain.Issuers(leaf.Certificate, [shorter, root.Certificate], Now),
            Is.EqualTo([root.Certificate]));
    }

    [Test]
    public void A_chain_is_followed_ten_deep_and_no_deeper()
    {
        var chain = new List<Authority> { Authority.Root("CN=0") };
        for (var i = 1; i < 13; i++)
            chain.Add(chain[^1].Issue($"CN={i}"));

        var issuers = CertificateChain.Issuers(chain[^1].Certificate, [.. chain.Select(c => c.Certificate)], Now);

        Assert.That(issuers, Has.Count.EqualTo(10));
        Assert.That(issuers[0].Subject, Is.EqualTo("CN=11"));
        chain.ForEach(c => c.Dispose());
    }

    [Test]
    public void An_authority_of_another_name_is_no_issuer_though_it_has_the_same_key()
    {
        using var root = Authority.Root("CN=Root");
        using var renamed = root.Renewed(Now.AddYears(-1), Now.AddYears(9), "CN=Other root");
        using var leaf = root.Issue("CN=bot.example.com", isAuthority: false);

        Assert.That(CertificateChain.Issuers(leaf.Certificate, [renamed, root.Certificate], Now),
            Is.EqualTo([root.Certificate]));
        Assert.That(CertificateChain.Issuers(leaf.Certificate, [renamed], Now), Is.Empty);
    }

    [Test]
    public void What_has_not_signed_is_no_issuer_and_a_missing_one_ends_the_chain()
    {
        using var root = Authority.Root("CN=Root");
        using var middle = root.Issue("CN=Middle");
        using var leaf = middle.Issue("CN=bot.example.com", isAuthority: false);
        using var impostor = Authority.Root("CN=Middle");

        Assert.That(CertificateChain.Issuers(leaf.Certificate, [root.Certificate, impostor.Certificate], Now),
            Is.Empty);
        Assert.That(CertificateChain.Issuers(leaf.Certificate, [middle.Certificate, leaf.Certificate], Now),
            Is.EqualTo([middle.Certificate]));
    }

    [Test]
    public void An_issuer_whose_key_takes_seconds_to_compute_with_is_none()
    {
        using var key = RSA.Create(2048);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var given = key.ExportParameters(false);
        var huge = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(
            new RsaKeyParameters(
                false, new BigInteger(1, given.Modulus), BigInteger.One.ShiftLeft(64).Add(BigInteger.One)));
        var signer = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        var name = new X500DistinguishedName("CN=Root");
        var slow = new CertificateRequest(
            name, PublicKey.CreateFromSubjectPublicKeyInfo(huge.GetEncoded(), out _), HashAlgorithmName.SHA256);
        using var issuer = slow.Create(name, signer, Now.AddYears(-1), Now.AddYears(1), [1]);
        using var leaf = new CertificateRequest("CN=bot.example.com", leafKey, HashAlgorithmName.SHA256)
            .Create(name, signer, Now.AddYears(-1), Now.AddYears(1), [2]);

        Assert.That(CertificateChain.Issuers(leaf, [issuer], Now), Is.Empty);
    }

    private sealed class Authority(ECDsa key, X509Certificate2 certificate) : IDisposable
    {
        public X509Certificate2 Certificate { get; } = certificate;

        public static Authority Root(string name)
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new Authority(key, SelfSigned(name, key, Now.AddYears(-1), Now.AddYears(5)));
        }

        public Authority Issue(string name, bool isAuthority = true)
        {
            var issued = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = Request(name, issued, isAuthority);
            var signer = X509SignatureGenerator.CreateForECDsa(key);
            return new Authority(issued,
                request.Create(Certificate.SubjectName, signer, Now.AddMonths(-1), Now.AddYears(1), [++_serial]));
        }

        /// <summary>The same key, and the same name if no other is given, valid at another time.</summary>
        public X509Certificate2 Renewed(DateTimeOffset from, DateTimeOffset until, string? name = null) =>
            SelfSigned(name ?? Certificate.Subject, key, from, until);

        public void Dispose()
        {
            Certificate.Dispose();
            key.Dispose();
        }

        private static X509Certificate2 SelfSigned(string name, ECDsa key, DateTimeOffset from, DateTimeOffset until) =>
            Request(name, key, isAuthority: true).CreateSelfSigned(from, until);

        // Without key identifiers, so that nothing but the signature tells issuers of one name apart.
        private static CertificateRequest Request(string name, ECDsa key, bool isAuthority)
        {
            var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
            return request;
        }
    }
}
