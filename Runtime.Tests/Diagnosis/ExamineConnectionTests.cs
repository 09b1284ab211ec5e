using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>DNS, the port and TLS: each finding produced for real.</summary>
internal sealed class ExamineConnectionTests : ExamineWebhookFixture
{
    private static readonly IPAddress PublicAddress = new([8, 8, 8, 8]);

    [Test]
    public async Task A_server_with_its_certificate_uploaded_is_as_it_should_be()
    {
        var key = WebhookPrivateKeyConfig.SelfSigned(Host);
        await using var server = await TestServers.Start(Receive, key: key);

        var examination = await Examine(Uploaded(UrlOf(server), key.ReadCertificatePem()));

        Assert.That(examination.Findings, Is.Empty, examination.ToString());
        Assert.That(examination.IsHealthy, Is.True);
        Assert.That(examination.Info!.HasCustomCertificate, Is.True);
    }

    [Test]
    public async Task An_ip_address_as_the_host_is_compared_as_a_name_when_a_certificate_was_uploaded()
    {
        var key = WebhookPrivateKeyConfig.SelfSigned("127.0.0.1");
        await using var server = await TestServers.Start(Receive, key: key);

        Assert.That((await Examine(Uploaded(server.Urls[0], key.ReadCertificatePem()))).Findings, Is.Empty);
    }

    [TestCase(SocketError.HostNotFound, "dns.not-found")]
    [TestCase(SocketError.TryAgain, "dns.no-answer")]
    public async Task A_host_that_cannot_be_looked_up(SocketError error, string id)
    {
        var finding = Only(await Examine(Plain($"https://{Host}/hook"), (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)error)), cloud: true), id);

        Assert.That(finding.Certainty, Is.EqualTo(FindingCertainty.Likely));
    }

    [Test]
    public async Task A_host_with_ipv6_addresses_only() =>
        Only(await Examine(Plain($"https://{Host}/hook"), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback]), cloud: true), "dns.ipv6-only");

    [Test]
    public async Task A_host_with_a_private_address()
    {
        var key = WebhookPrivateKeyConfig.SelfSigned(Host);
        await using var server = await TestServers.Start(Receive, key: key);

        var finding = Only(
            await Examine(Uploaded(UrlOf(server), key.ReadCertificatePem()), cloud: true), "dns.private-address");

        Assert.That((finding.Severity, finding.Text.Contains("IP address 127.0.0.1 is reserved", StringComparison.Ordinal)), Is.EqualTo((FindingSeverity.Error, true)));
    }

    [Test]
    public async Task A_host_that_leads_elsewhere_for_telegram()
    {
        await using var server = await TestServers.Start(Receive);
        var url = UrlOf(server);

        var finding = Only(await Examine(Plain(url), info: Info(url, more: $",\"ip_address\":\"{PublicAddress}\"")),
            "dns.other-address");

        Assert.That(finding.What, Does.Contain("delivers to 8.8.8.8, while DNS says 127.0.0.1"));
    }

    [Test]
    public async Task A_port_that_nobody_listens_on() =>
        Only(await Examine(Plain($"https://{Host}:{WebhookServerTests.FreePort()}/hook")), "port.refused");

    [Test]
    [Platform("Linux")]
    public async Task A_port_where_packets_are_dropped()
    {
        // Linux drops what comes when the queue of connections to accept is full.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var clients = Enumerable.Range(0, 8).Select(
            _ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        clients.ForEach(client => _ = client.ConnectAsync(IPAddress.Loopback, port).ContinueWith(connecting => connecting.Exception, TaskScheduler.Default));

        var examination = await Examine(Plain($"https://{Host}:{port}/hook"), timeout: TimeSpan.FromSeconds(2));
        clients.ForEach(client => client.Dispose());

        Assert.That(Only(examination, "port.no-answer").Evidence, Does.Contain("more than 2 s"));
    }

    [Test]
    public async Task Plain_http_behind_an_https_url_was_explained_as_an_untrusted_certificate()
    {
        await using var server = await TestServers.Start(Receive);

        var finding = Only(await Examine(Plain(UrlOf(server).Replace("http://", "https://", StringComparison.Ordinal))),
            "tls.plain-http");

        Assert.That(finding.Text, Does.Contain("No certificate is involved"));
    }

    [Test]
    public async Task A_port_where_nobody_speaks_tls()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = Task.Run(async () =>
        {
            while (true)
                (await listener.AcceptSocketAsync()).Dispose();
        });

        Only(await Examine(Plain($"https://{Host}:{((IPEndPoint)listener.LocalEndpoint).Port}/hook")), "tls.failed");
        listener.Stop();
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Test]
    public async Task A_self_signed_certificate_that_was_not_uploaded()
    {
        await using var server = await TestServers.Start(Receive, key: WebhookPrivateKeyConfig.SelfSigned(Host));

        Only(await Examine(Plain(UrlOf(server))), "tls.self-signed");
    }

    [Test]
    public async Task A_certificate_other_than_the_one_that_was_uploaded()
    {
        await using var server = await TestServers.Start(Receive, key: WebhookPrivateKeyConfig.SelfSigned(Host));

        Only(await Examine(Uploaded(UrlOf(server), WebhookPrivateKeyConfig.SelfSigned(Host).ReadCertificatePem())),
            "tls.not-uploaded");
    }

    [Test]
    public async Task A_certificate_for_another_host()
    {
        var key = WebhookPrivateKeyConfig.SelfSigned("other.example.com");
        await using var server = await TestServers.Start(Receive, key: key);

        var finding = Only(await Examine(Uploaded(UrlOf(server), key.ReadCertificatePem())), "tls.wrong-name");

        Assert.That(finding.What, Does.Contain("other.example.com").And.Contain("not for the URL's host bot.example.com"));
    }

    [TestCase(1, "tls.expired")]
    [TestCase(-5, "tls.ends-soon")]
    [TestCase(-1_000_000, "tls.not-yet-valid")]
    public async Task A_certificate_at_the_end_of_its_time(int daysFromItsEnd, string id)
    {
        var key = WebhookPrivateKeyConfig.SelfSigned(Host);
        await using var server = await TestServers.Start(Receive, key: key);
        var pem = key.ReadCertificatePem();
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        var time = new FakeTimeProvider(daysFromItsEnd < -100_000 ? new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero) : end.AddDays(daysFromItsEnd));

        var finding = Only(await Examine(Uploaded(UrlOf(server), pem), time: time), id);

        Assert.That(finding.Severity, Is.EqualTo(id == "tls.ends-soon" ? FindingSeverity.Warning : FindingSeverity.Error));
    }

    [Test]
    public async Task A_certificate_of_an_authority_that_nobody_knows_and_of_one_that_was_uploaded()
    {
        using var folder = new TemporaryDirectory();
        var (authorities, leaf) = TestAuthority.Issue(Host, Host);
        await File.WriteAllTextAsync(folder.File("leaf.pem"), leaf.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), leaf.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var server = await TestServers.Start(
            Receive, key: WebhookPrivateKeyConfig.FromPem(folder.File("leaf.pem"), folder.File("key.pem")));

        var unknown = Only(await Examine(Plain(UrlOf(server))), "tls.not-trusted");
        var uploaded = await Examine(Uploaded(UrlOf(server), authorities[0].ExportCertificatePem()));

        Assert.That(unknown.Why, Does.Contain("sends no intermediate certificate"));
        Assert.That(uploaded.Findings, Is.Empty, uploaded.ToString());
    }

    [Test]
    public async Task The_secret_token_is_sent_to_nobody_whom_telegram_would_not_trust()
    {
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start(
            Receive, TestServers.Options(secret: "another-one", loggers: log),
            key: WebhookPrivateKeyConfig.SelfSigned(Host));

        await Examine(Plain(UrlOf(server)));
        await Examine(Info(UrlOf(server), hasCertificate: true), null);

        Assert.That(log.Lines, Has.None.Contains(TestServers.Secret));
        Assert.That(Only(await Examine(Info(UrlOf(server), hasCertificate: true), null), "endpoint.secret-unknown").Severity, Is.EqualTo(FindingSeverity.Information));
    }

    private static WebhookExpectation Uploaded(string url, string pem) =>
        new() { Url = url, SecretToken = TestServers.Secret, CertificatePem = pem };
}
