using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>WIRE §5 and §10: whom the sender believes.</summary>
internal sealed class TrustTests : SandboxTest
{
    [TestCase("127.0.0.1", "", "", true)]
    [TestCase("127.0.0.1", "", "127.0.0.1", true)]
    [TestCase("anything", "127.0.0.1", "", true)]
    [TestCase("other", "", "127.0.0.1", false)]
    [TestCase("127.0.0.1", "unrelated.example", "", false)]
    [Wire("5.15", "10.14", "10.15")]
    public async Task An_uploaded_certificate_is_compared_with_the_address_as_a_name(
        string commonName, string dnsName, string ipName, bool trusted)
    {
        var certificate = TestAuthority.SelfSigned(commonName, dnsName, ipName);
        await using var server = new RawServer(certificate);
        await SomethingWaits();
        await Upload(server.Url, certificate);
        await Check(server, trusted);
    }

    [Test]
    [Wire("4.11", "10.16")]
    public async Task An_expired_certificate_is_not_trusted()
    {
        var certificate = TestAuthority.SelfSigned("127.0.0.1", notAfter: DateTimeOffset.UnixEpoch.AddYears(50));
        await using var server = new RawServer(certificate);
        await SomethingWaits();
        await Upload(server.Url, certificate);
        await Check(server, trusted: false);
    }

    [Test]
    [Wire("5.12")]
    public async Task Without_an_upload_a_self_signed_certificate_is_not_trusted()
    {
        await using var server = new RawServer(TestAuthority.SelfSigned("127.0.0.1", "", "127.0.0.1"));
        await SomethingWaits();
        await Bot.Result("setWebhook", Json($"{{'url':'{server.Url}'}}"));
        await Check(server, trusted: false);
    }

    [Test]
    [Wire("5.14")]
    public async Task Only_what_was_uploaded_is_trusted()
    {
        await using var server = new RawServer(TestAuthority.SelfSigned("127.0.0.1"));
        await SomethingWaits();
        await Upload(server.Url, TestAuthority.SelfSigned("127.0.0.1"));
        await Check(server, trusted: false);
    }

    [TestCase("bot.example", "bot.example", "bot.example", true)]
    [TestCase("bot.example", "anything", "*.example", true)]
    [TestCase("bot.example", "bot.example", "other.example", false)]
    [TestCase("127.0.0.1", "anything", "127.0.0.1", true)]
    [TestCase("127.0.0.1", "127.0.0.1", "bot.example", false)]
    [Wire("5.15", "10.17")]
    public async Task A_private_authority_is_trusted_for_a_leaf_with_the_hosts_name(
        string host, string commonName, string dnsName, bool trusted)
    {
        var (authorities, leaf) = TestAuthority.Issue(commonName, dnsName);
        await using var server = new RawServer(leaf);
        await SomethingWaits();
        await Upload(server.Url.Replace("127.0.0.1", host, StringComparison.Ordinal), authorities[0],
            ("ip_address", "127.0.0.1"));
        await Check(server, trusted);
    }

    // Where exactly the limit is depends on how OpenSSL counts; these are well below and well above it.
    [TestCase(5, true)]
    [TestCase(14, false)]
    [Wire("5.11")]
    public async Task A_chain_of_more_than_ten_is_not_trusted(int between, bool trusted)
    {
        var (authorities, leaf) = TestAuthority.Issue("127.0.0.1", "", between);
        await using var server = new RawServer(leaf);
        await SomethingWaits();
        var answer = await Bot.Upload(server.Url, Encoding.ASCII.GetBytes(authorities.ExportCertificatePems()));
        Assert.That(answer["ok"]!.GetValue<bool>(), Is.True, answer.ToJsonString());
        await Check(server, trusted);
    }

    [TestCase("bot.example", "bot.example")]
    [TestCase("127.0.0.1", "")]
    [Wire("5.3", "5.16")]
    public async Task The_name_is_indicated_unless_it_is_an_address_and_no_protocol_is_negotiated(
        string host, string indicated)
    {
        var certificate = TestAuthority.SelfSigned(host);
        await using var server = new RawServer(certificate);
        await SomethingWaits();
        await Upload(server.Url.Replace("127.0.0.1", host, StringComparison.Ordinal), certificate,
            ("ip_address", "127.0.0.1"));
        var tls = (await server.Next()).Tls!;
        Assert.That(tls.TargetHostName, Is.EqualTo(indicated));
        Assert.That(tls.NegotiatedApplicationProtocol, Is.EqualTo(default(SslApplicationProtocol)),
            "HTTP/2 and HTTP/1.1 were on offer");
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    [Wire("10.18")]
    public async Task Tls_1_2_and_1_3_both_work(SslProtocols version)
    {
        var certificate = TestAuthority.SelfSigned("127.0.0.1");
        await using var server = new RawServer(certificate, version);
        await SomethingWaits();
        await Upload(server.Url, certificate);
        Assert.That((await server.Next()).Tls!.SslProtocol, Is.EqualTo(version));
    }

    [TestCase("certificate", "cert.pem", null, true)]
    [TestCase("pem", "cert.pem", "attach://pem", true)]
    [TestCase("pem", "cert.pem", "attach://other", false)]
    [TestCase("pem", "cert.pem", "previous", false)]
    [TestCase("certificate", null, null, false)]
    [Wire("2.22", "2.23")]
    public async Task A_certificate_is_a_part_with_a_file_name_called_so_or_attached(
        string part, string? fileName, string? reference, bool taken)
    {
        using var certificate = TestAuthority.SelfSigned("127.0.0.1");
        var pem = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
        var answer = await Bot.Upload("https://127.0.0.1:9/", pem, "", part, fileName, reference is null ? [] : [("certificate", reference)]);
        Assert.That(answer["description"]!.GetValue<string>(), Is.EqualTo("Webhook was set"));
        Assert.That(Telegram.WebhookInfo()["has_custom_certificate"]!.GetValue<bool>(), Is.EqualTo(taken));
    }

    // The sender connects as soon as a webhook is set. Only an update that waits by then makes the first connection a
    // delivery.
    private Task<SandboxMessage> SomethingWaits() => Telegram.User("Ada").Says("hi");

    private async Task Check(RawServer server, bool trusted)
    {
        if (trusted)
        {
            await (await server.Next()).Ok();
            Assert.That((await Telegram.Deliveries(1))[0].Error, Is.Null);
            Assert.That(Telegram.WebhookInfo()["has_custom_certificate"]!.GetValue<bool>(), Is.EqualTo(trusted));
            return;
        }
        Assert.That((await Telegram.Deliveries(1))[0].Error,
            Is.EqualTo("SSL error {error:0A000086:SSL routines::certificate verify failed}"));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(), Does.StartWith("SSL error {"));
    }

    private async Task Upload(string url, X509Certificate2 certificate, params (string Name, string Value)[] more)
    {
        var answer = await Bot.Upload(url, certificate, more);
        Assert.That(answer["ok"]!.GetValue<bool>(), Is.True, answer.ToJsonString());
    }
}
