using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Tls;

namespace Telegram.Webhooks.Runtime.Tests.Tls;

public sealed class SelfSignedCertificateTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory();

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    private static readonly string LongHost = string.Join(
        '.', Enumerable.Repeat("a-rather-long-label", 4)) + ".example.com";

    private static IEnumerable<TestCaseData> Hosts() =>
        from host in new[] { "bot.example.com", "localhost", "203.0.113.5", "2001:db8::1", "бот.example.com", "my_bot.example.com", LongHost }
        select new TestCaseData(host).SetArgDisplayNames(host);

    [TestCaseSource(nameof(Hosts))]
    public async Task It_passes_Telegrams_check_for_a_name_and_for_an_address(string host)
    {
        using var certificate = WebhookPrivateKeyConfig.SelfSigned(host).Load();
        var asciiHost = SelfSignedCertificate.CheckHost(host);

        Assert.That(TelegramHostNameCheck.Check(certificate.Certificate, asciiHost, isUploaded: true),
            Is.EqualTo(HostNameResult.Match));
        Assert.That(TelegramHostNameCheck.Check(certificate.Certificate, "other.example", isUploaded: true),
            Is.Not.EqualTo(HostNameResult.Match));
        await TlsHandshake.Connect(certificate, certificate.PublicCertificatePem, asciiHost);
    }

    /// <summary>
    /// Telegram's client is OpenSSL: what its own verifier says counts more than our copy of its rule.
    /// </summary>
    [TestCaseSource(nameof(Hosts))]
    public async Task OpenSSL_takes_it_as_the_only_trust_root_with_the_host_compared_as_a_name(string host)
    {
        using var certificate = WebhookPrivateKeyConfig.SelfSigned(host).Load();
        var pem = Path.Combine(_folder.FullName, "cert.pem");
        File.WriteAllText(pem, certificate.PublicCertificatePem);

        var said = await OpenSsl.Run("verify", "-CAfile", pem, "-no-CApath", "-purpose", "sslserver",
            "-verify_hostname", SelfSignedCertificate.CheckHost(host), pem);

        Assert.That(said, Does.EndWith(": OK\n"));
    }

    [Test]
    public async Task A_client_that_trusts_another_certificate_refuses_it()
    {
        using var certificate = WebhookPrivateKeyConfig.SelfSigned("bot.example.com").Load();
        var other = WebhookPrivateKeyConfig.SelfSigned("bot.example.com").ReadCertificatePem();

        await Assert.ThatAsync(
            () => TlsHandshake.Connect(certificate, other, "bot.example.com"),
            Throws.InstanceOf<System.Security.Authentication.AuthenticationException>());
    }

    [Test]
    public void In_memory_one_configuration_keeps_one_key_and_another_has_its_own()
    {
        var config = WebhookPrivateKeyConfig.SelfSigned("bot.example.com");

        var (first, second) = (config.ReadCertificatePem(), config.ReadCertificatePem());

        Assert.That(second, Is.EqualTo(first));
        Assert.That(first, Is.Not.EqualTo(WebhookPrivateKeyConfig.SelfSigned("bot.example.com").ReadCertificatePem()));
    }

    [Test]
    public void It_is_valid_from_a_day_ago_for_ten_years()
    {
        var now = new DateTimeOffset(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);
        using var certificate = WebhookPrivateKeyConfig.SelfSigned("bot.example.com").Load(new FakeTimeProvider(now));

        Assert.That(certificate.NotBefore, Is.EqualTo(now.AddDays(-1)));
        Assert.That(certificate.NotAfter, Is.EqualTo(now.AddYears(10)));
    }

    [Test]
    public void A_kept_one_survives_the_process_and_only_its_owner_may_read_it()
    {
        var path = Path.Combine(_folder.FullName, "new", "kept.pem");
        var first = WebhookPrivateKeyConfig.SelfSigned("bot.example.com", path).ReadCertificatePem();
        var second = WebhookPrivateKeyConfig.SelfSigned("bot.example.com", path).ReadCertificatePem();

        Assert.That(second, Is.EqualTo(first));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.EqualTo([path]));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Instances_that_started_at_once_disagreed_on_their_certificate(CancellationToken cancellationToken)
    {
        for (var round = 0; round < 100; round++)
        {
            var path = Path.Combine(_folder.FullName, $"kept-{round}.pem");
            using var together = new Barrier(4);

            var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(cancellationToken);
                    return WebhookPrivateKeyConfig.SelfSigned("bot.example.com", path).ReadCertificatePem();
                },
                cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            Assert.That(made.Distinct().ToArray(), Has.Length.EqualTo(1));
            Assert.That(Directory.GetFiles(_folder.FullName, "*", new EnumerationOptions { AttributesToSkip = 0 }),
                Has.Length.EqualTo(round + 1));
        }
    }

    [Test]
    public void A_kept_one_of_another_host_is_not_used_and_not_overwritten()
    {
        var path = Path.Combine(_folder.FullName, "kept.pem");
        WebhookPrivateKeyConfig.SelfSigned("bot.example.com", path).ReadCertificatePem();
        var before = File.ReadAllBytes(path);

        var thrown = Assert.Throws<WebhookKeyStoreException>(
            () => WebhookPrivateKeyConfig.SelfSigned("203.0.113.5", path).ReadCertificatePem());

        Assert.That(thrown.Error, Is.EqualTo(WebhookKeyStoreError.OtherHost));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_an_error_of_its_own()
    {
        var file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        var thrown = Assert.Throws<WebhookKeyStoreException>(() => WebhookPrivateKeyConfig.SelfSigned("bot.example.com", Path.Combine(file, "kept.pem")).ReadCertificatePem());

        Assert.That(thrown.Message, Does.Contain("cannot be kept"));
    }

    /// <summary>A name may have 255 characters on every file system that counts.</summary>
    [Test]
    public void A_file_of_a_long_name_could_not_be_kept()
    {
        var path = Path.Combine(_folder.FullName, new string('k', 251) + ".pem");

        WebhookPrivateKeyConfig.SelfSigned("bot.example.com", path).ReadCertificatePem();

        Assert.That(Directory.GetFiles(_folder.FullName), Is.EqualTo([path]));
    }

    [Test]
    public void A_private_key_that_could_not_be_kept_stayed_in_a_hidden_file()
    {
        // Writing succeeds, and the name it should get then is one that no file can have.
        var path = Path.Combine(_folder.FullName, new string('k', 300) + ".pem");

        var thrown = Assert.Throws<WebhookKeyStoreException>(
            () => WebhookPrivateKeyConfig.SelfSigned("bot.example.com", path).ReadCertificatePem());

        Assert.That(thrown.Message, Does.Contain("cannot be kept"));
        Assert.That(Directory.GetFileSystemEntries(_folder.FullName), Is.Empty);
    }
}
