using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

/// <summary>What of a chain Telegram must be given.</summary>
public sealed class ServerCertificateTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(true, true)]
    [TestCase(false, false)]
    public void A_root_of_one_s_own_is_uploaded_if_it_is_there(bool withRoot, bool isUploaded)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Root", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        using var leaf = new CertificateRequest("CN=bot.example.com", key, HashAlgorithmName.SHA256)
            .Create(root, Now.AddMonths(-1), Now.AddMonths(1), [1]);
        var chain = leaf.ExportCertificatePem() + (withRoot ? "\n" + root.ExportCertificatePem() : "");

        using var loaded = ServerCertificate.Load(
            new PemSource("chain.pem", "key.pem", null),
            [Encoding.ASCII.GetBytes(chain), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())],
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now));

        Assert.That((loaded.IsSelfSigned, loaded.HasRoot, loaded.NeedsUpload(Now)),
            Is.EqualTo((false, withRoot, isUploaded)));
    }
}
