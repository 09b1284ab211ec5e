using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Webhooks.Preflight;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks.Preflight;

public sealed class CertificatePreflightTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase("entries.jks", "rsa")]
    [TestCase("entries.jks", "ec256")]
    [TestCase("chain.jks", "server")]
    public void What_a_key_store_gives_to_upload_fits_it(string store, string alias)
    {
        using var served = KeyFixtures.Store(store, alias).Load();

        Assert.That(Check(Encoding.ASCII.GetBytes(served.PublicCertificatePem), served), Is.Empty);
    }

    [TestCase("bot.example.com")]
    [TestCase("8.8.8.8")]
    public void A_self_signed_certificate_fits_its_host(string host)
    {
        using var served = WebhookPrivateKeyConfig.SelfSigned(host).Load();

        Assert.That(Check(Encoding.ASCII.GetBytes(served.PublicCertificatePem), served, $"https://{host}/"), Is.Empty);
    }

    private static IEnumerable<TestCaseData> Unusable()
    {
        yield return Case("too big", new byte[(3 << 20) + 1], "certificate size is too big (3145729 bytes)");
        yield return Case("DER", Fixture("certificate.der"), "openssl x509 -inform der");
        yield return Case("JKS", Fixture("entries.jks"), "keytool -exportcert -rfc");
        yield return Case("PFX", Fixture("openssl-modern.pfx"), "never upload it");
        yield return Case("text", "hello"u8.ToArray(), "Failed to set custom certificate file");
        yield return Case("empty", [], "not PEM");
        yield return Case("cut off", Fixture("truncated-pem.bin"), "cut off");
        yield return Case("expired", Pem("CN=bot.example.com", notAfter: Now.AddDays(-1)), "expired at 2029-12-31");
        yield return Case("not valid yet", Pem("CN=bot.example.com"), "not valid before",
            at: new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero));
        yield return Case("private key beside it", [.. Fixture("ec-cert.pem"), .. Fixture("ec-pkcs8.pem")],
            "must never leave this machine");

        static TestCaseData Case(string name, byte[] content, string says, DateTimeOffset? at = null) =>
            new TestCaseData(content, says, at ?? Now).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Unusable))]
    public void An_unusable_upload_is_refused_with_what_to_do(byte[] content, string says, DateTimeOffset at)
    {
        var problems = Check(content, null, now: at);

        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0].Severity, Is.EqualTo(PreflightSeverity.Error));
        Assert.That(problems[0].Text, Does.Contain(says));
    }

    [Test]
    public void A_file_with_a_private_key_alone_is_refused_twice_over()
    {
        var problems = Check(Fixture("ec-pkcs8.pem"), null);

        Assert.That(problems.Select(p => p.Text), Has.Some.Contains("must never leave").And.Some.Contains("no certificate"));
    }

    [Test]
    public void An_upload_that_does_not_belong_to_the_served_key_is_refused()
    {
        using var served = KeyFixtures.Store("entries.jks", "rsa").Load();
        using var renewed = KeyFixtures.Store("entries.jks", "ec256").Load();

        var problems = Check(Encoding.ASCII.GetBytes(renewed.PublicCertificatePem), served);

        Assert.That(problems.Single().Text, Does.Contain("does not belong to the private key in use"));
        Assert.That(problems.Single().Severity, Is.EqualTo(PreflightSeverity.Error));
    }

    [Test]
    public void A_leaf_in_place_of_its_root_is_refused()
    {
        using var served = KeyFixtures.Store("chain.jks", "server").Load();

        Assert.That(Check(Encoding.ASCII.GetBytes(served.Certificate.ExportCertificatePem()), served).Single().Text,
            Does.Contain("needs the root"));
        Assert.That(Check(Encoding.ASCII.GetBytes(served.Issuers[0].ExportCertificatePem()), served).Single().Text,
            Does.Contain("nor its root"));
        Assert.That(Check(Fixture("chain.pem"), served), Is.Empty, "a bundle with the root in it is fine");
    }

    [TestCase("https://other.example.com/", "not for the URL's host 'other.example.com'")]
    [TestCase("https://8.8.8.8/", "compared as a name")]
    public void The_served_certificate_must_name_the_host(string url, string says)
    {
        using var served = KeyFixtures.Store("entries.jks", "rsa").Load();

        var problem = Check(Encoding.ASCII.GetBytes(served.PublicCertificatePem), served, url).Single();

        Assert.That(problem.Severity, Is.EqualTo(PreflightSeverity.Error));
        Assert.That(problem.Text, Does.Contain(says).And.Contain("DNS:bot.example.com"));
    }

    [Test]
    public void An_address_among_the_IP_entries_alone_is_not_enough_for_an_upload()
    {
        Assert.That(Check(Pem("CN=other", ip: "8.8.8.8"), null, "https://8.8.8.8/").Single().Text,
            Does.Contain("compared as a name"));
        Assert.That(Check(Pem("CN=8.8.8.8", ip: "8.8.8.8"), null, "https://8.8.8.8/"), Is.Empty);
    }

    [Test]
    public void With_TLS_ended_elsewhere_another_name_may_be_a_root_so_it_is_a_warning()
    {
        Assert.That(Check(Pem("CN=Our own authority"), null).Single().Severity, Is.EqualTo(PreflightSeverity.Warning));
    }

    [Test]
    public void Without_an_upload_an_untrusted_chain_is_a_warning_and_another_name_an_error()
    {
        using var served = KeyFixtures.Store("chain.jks", "server").Load();

        Assert.That(Check(null, served).Single().Severity, Is.EqualTo(PreflightSeverity.Warning));
        Assert.That(Check(null, served, "https://8.8.8.8/").Select(p => p.Severity), Is.EqualTo([PreflightSeverity.Error, PreflightSeverity.Warning]));
        Assert.That(Check(null, served, "https://8.8.8.8/")[0].Text, Does.Contain("IP entries alone"));
    }

    [Test]
    public void A_file_id_in_place_of_a_needed_upload_is_refused()
    {
        using var served = KeyFixtures.Store("entries.jks", "rsa").Load();

        var problem = WebhookPreflight.Check(
            new PreflightInput { Url = "https://bot.example.com/", CertificateIsFileId = true, Served = served, IsTelegramCloud = true, Now = Now }).Single();

        Assert.That(problem.Severity, Is.EqualTo(PreflightSeverity.Error));
        Assert.That(problem.Text, Does.Contain("file id").And.Contain("self-signed"));
    }

    [Test]
    public void Certificates_do_not_matter_to_plain_http_of_a_local_server()
    {
        Assert.That(Check(Pem("CN=x"), null, "http://10.0.0.1:8080/", cloud: false), Is.Empty);
    }

    [TestCase("203.0.113.5", true)]
    [TestCase("bot.example.com", false)]
    public void How_an_address_is_compared_is_said_of_addresses_alone(string host, bool isSaid)
    {
        var problem = Check(Pem("CN=other.example.com"), null, $"https://{host}/", cloud: false).Single();

        Assert.That(problem.Text, Does.Contain("not for the URL's host"));
        Assert.That(problem.Text.Contains("An IP address is compared as a name", StringComparison.Ordinal),
            Is.EqualTo(isSaid));
    }

    [Test]
    public void A_URL_that_cannot_be_read_is_the_only_problem_of_a_good_certificate()
    {
        using var served = KeyFixtures.Store("chain.jks", "server").Load();

        var uploaded = Check(Pem("CN=bot.example.com"), null, "https://bot.example.com:0/");
        var publicOne = Check(null, served, "https://bot.example.com:0/");

        Assert.That(uploaded.Single().Text, Does.Contain("invalid webhook URL specified"));
        Assert.That(publicOne.Where(p => p.Severity == PreflightSeverity.Error).Select(p => p.Text), Has.One.Contains("invalid webhook URL specified"));
    }

    private static IReadOnlyList<PreflightProblem> Check(
        byte[]? certificate, ServerCertificate? served, string url = "https://bot.example.com/hook",
        DateTimeOffset? now = null, bool cloud = true) =>
        WebhookPreflight.Check(new PreflightInput { Url = url, Certificate = certificate, Served = served, IsTelegramCloud = cloud, Now = now ?? Now });

    private static byte[] Fixture(string name) => File.ReadAllBytes(KeyFixtures.Path(name));

    private static byte[] Pem(string subject, string ip = "", DateTimeOffset? notAfter = null)
    {
        using var certificate = TelegramHostNameCheckTests.Make(subject, ip: ip, notAfter: notAfter);
        return Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
    }
}
