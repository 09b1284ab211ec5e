using System.Net.Http.Headers;
using System.Security.Cryptography;
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
    public async Task An_uploaded_certificate_is_compared_with_the_address_as_a_name(string commonName, string dnsName, string ipName, bool trusted)
    {
        var certificate = Certificate(commonName, dnsName, ipName, DateTimeOffset.UnixEpoch.AddYears(200));
        await using var server = new RawServer(certificate);
        await SomethingWaits();
        await Upload(server.Url, certificate);
        await Check(server, trusted);
    }

    [Test]
    public async Task An_expired_certificate_is_not_trusted()
    {
        var certificate = Certificate("127.0.0.1", "", "", DateTimeOffset.UnixEpoch.AddYears(50));
        await using var server = new RawServer(certificate);
        await SomethingWaits();
        await Upload(server.Url, certificate);
        await Check(server, trusted: false);
    }

    [Test]
    public async Task Without_an_upload_a_self_signed_certificate_is_not_trusted()
    {
        await using var server = new RawServer(Certificate("127.0.0.1", "", "127.0.0.1", DateTimeOffset.UnixEpoch.AddYears(200)));
        await SomethingWaits();
        await Bot.Result("setWebhook", Json($"{{'url':'{server.Url}'}}"));
        await Check(server, trusted: false);
    }

    [Test]
    public async Task Only_what_was_uploaded_is_trusted()
    {
        await using var server = new RawServer(Certificate("127.0.0.1", "", "", DateTimeOffset.UnixEpoch.AddYears(200)));
        await SomethingWaits();
        await Upload(server.Url, Certificate("127.0.0.1", "", "", DateTimeOffset.UnixEpoch.AddYears(200)));
        await Check(server, trusted: false);
    }

    // The sender connects as soon as a webhook is set. Only an update that waits by then makes the first connection a delivery.
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
        Assert.That((await Telegram.Deliveries(1))[0].Error, Is.EqualTo("SSL error {error:0A000086:SSL routines::certificate verify failed}"));
        Assert.That(Telegram.WebhookInfo()["last_error_message"]!.GetValue<string>(), Does.StartWith("SSL error {"));
    }

    private async Task Upload(string url, X509Certificate2 certificate)
    {
        using var form = new MultipartFormDataContent { { new StringContent(url), "url" } };
        var file = new ByteArrayContent(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "certificate", FileName = "cert.pem" };
        form.Add(file);
        var answer = await Bot.Post("setWebhook", form);
        Assert.That(answer["ok"]!.GetValue<bool>(), Is.True, answer.ToJsonString());
    }

    private static X509Certificate2 Certificate(string commonName, string dnsName, string ipName, DateTimeOffset notAfter)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (dnsName.Length > 0) names.AddDnsName(dnsName);
        if (ipName.Length > 0) names.AddIpAddress(System.Net.IPAddress.Parse(ipName));
        if (dnsName.Length + ipName.Length > 0) request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(40), notAfter);
    }
}
