using Telegram.Webhooks.Runtime.Tests.Tls;

namespace Telegram.Webhooks.Runtime.Tests.EndToEnd;

/// <summary>Registering with a certificate that is uploaded, and delivery over TLS with no other trust.</summary>
internal sealed class CertificateTests : EndToEndTest
{
    [Test]
    public async Task A_self_signed_certificate_is_uploaded_and_updates_come_over_tls()
    {
        await using var server = await Listen(
            Echo, setWebhook: new SetWebhook($"https://127.0.0.1:{Port}/hook"),
            key: WebhookPrivateKeyConfig.SelfSigned("127.0.0.1"));

        await TalksOverTls();
    }

    [Test]
    public async Task A_key_store_of_keytool_serves_tls_under_its_host_name()
    {
        var key = KeyFixtures.Store("single.jks", "only");
        var certificate = System.Text.Encoding.ASCII.GetBytes(key.ReadCertificatePem()).ToInputFile("cert.pem");
        await using var server = await Listen(
            Echo, setWebhook: new SetWebhook($"https://{KeyFixtures.Host}:{Port}/hook", certificate, 40) { IpAddress = "127.0.0.1" }, key: key);

        await TalksOverTls();
        Assert.That(Telegram.WebhookInfo()["ip_address"]!.GetValue<string>(), Is.EqualTo("127.0.0.1"));
    }

    private async Task TalksOverTls()
    {
        await Ada.Says("hi");
        await Ada.Hears("heard hi");

        var info = Telegram.WebhookInfo();
        Assert.That(info["url"]!.GetValue<string>(), Does.StartWith("https://"));
        Assert.That(info["has_custom_certificate"]!.GetValue<bool>(), Is.True);
        Assert.That(info.ContainsKey("last_error_message"), Is.False);
        Assert.That((await Telegram.Deliveries(1)).Single().Status, Is.EqualTo(200));
        Assert.That(Errors, Is.Empty);
    }
}
