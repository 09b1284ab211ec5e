using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tests.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>
/// What Telegram says of a webhook: each finding produced for real, by a local Telegram to which it happened.
/// </summary>
internal sealed class ExamineRegistrationTests : SenderTest
{
    private static readonly UpdateType[] Messages = [UpdateType.Message];
    private static readonly UpdateType[] MessagesAndPresses = [UpdateType.Message, UpdateType.CallbackQuery];

    // Statuses of a server, a proxy and a content delivery network, each with a row of its own.
    private static readonly int[] Statuses =
    [
        400, 401, 403, 404, 405, 408, 410, 411, 413, 414, 415, 418, 421, 426, 429, 431, 500, 502, 503, 504, 521, 530,
        301, 302, 303, 307, 308,
    ];

    [TestCase("{'max_connections':7}", "webhook.max-connections")]
    [TestCase("{'ip_address':'127.0.0.1'}", "webhook.ip-address")]
    [TestCase("{'allowed_updates':['message']}", "webhook.allowed-updates-missing")]
    [TestCase("{'allowed_updates':['message','callback_query']}", "webhook.allowed-updates-surplus")]
    [TestCase("{'allowed_updates':['inline_query']}", "webhook.allowed-updates-kept")]
    [TestCase("{}", "webhook.certificate-missing")]
    public async Task What_another_program_registered(string parameters, string id)
    {
        await SetWebhook(Json(parameters));

        Assert.That(Ids(await Examine(Expected(id))), Is.EqualTo(new[] { id }));
    }

    [Test]
    public async Task A_webhook_of_another_program()
    {
        await SetWebhook(new JsonObject { ["url"] = Server.Url + "/another_program" });

        Assert.That(Ids(await Examine(Expected(""))), Is.EqualTo(new[] { "webhook.taken-over" }));
    }

    [Test]
    public async Task A_certificate_that_another_program_uploaded_and_a_webhook_that_it_deleted()
    {
        await Bot.Upload(Server.Url, Encoding.ASCII.GetBytes(TestAuthority.SelfSigned("127.0.0.1").ExportCertificatePem()));
        Assert.That(Ids(await Examine(Expected(""))), Is.EqualTo(new[] { "webhook.certificate-left" }));

        await Bot.Result("deleteWebhook");
        Assert.That(Ids(await Examine(Expected(""))), Is.EqualTo(new[] { "webhook.missing" }));
    }

    [Test]
    public async Task Updates_that_were_to_be_dropped_wait_because_the_server_does_not_get_on()
    {
        await SetWebhook(Json("{'max_connections':1}"));
        foreach (var name in new[] { "Ada", "Bob", "Eve" }) await Telegram.User(name).Says("hi");
        await Server.Next();

        var examination = await Examine(new WebhookExpectation { Url = Server.Url, DropPendingUpdates = true });

        Assert.That(Ids(examination), Is.EquivalentTo(new[] { "updates.waiting", "webhook.not-dropped" }));
        Assert.That(examination.Info!.PendingUpdateCount, Is.EqualTo(3));
    }

    [Test]
    public async Task A_status_that_a_delivery_was_answered_with()
    {
        await SetWebhook();
        await Ada.Says("hi");
        for (var i = 0; i < Statuses.Length; i++)
        {
            await (await Server.Next()).Status(Statuses[i], "In Other Words");
            var retryIn = (await Telegram.Deliveries(i + 1))[i].RetryIn!.Value;
            var finding = (await Examine(Expected(""))).Findings.Single(
                finding => finding.Id.StartsWith("answer.", StringComparison.Ordinal));

            Assert.That(finding.Id, Is.EqualTo(StatusAdvice.Of(Statuses[i]).Id));
            Assert.That((finding.Severity, finding.Evidence!.Contains($"{Statuses[i]} In Other Words", StringComparison.Ordinal)), Is.EqualTo((FindingSeverity.Error, true)));
            await AfterAttempts(i + 1, retryIn.TotalSeconds);
        }

        Assert.That(StatusAdvice.Rows.Select(row => row.Id), Is.SubsetOf(Statuses.Select(status => StatusAdvice.Of(status).Id)), "each row was shown");
    }

    [TestCase("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", "delivery.http-version")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "delivery.content-encoding")]
    [TestCase("reset", "delivery.connection-broken")]
    [TestCase("nothing", "delivery.too-slow")]
    [TestCase("a mebibyte", "delivery.answer-too-large")]
    public async Task An_answer_that_Telegram_does_not_take(string answer, string id)
    {
        await SetWebhook();
        await Ada.Says("hi");
        var request = await Server.Next();
        if (answer == "reset") request.Reset();
        else if (answer == "nothing") await Pass(TimeSpan.FromSeconds(60));
        else if (answer == "a mebibyte") await request.Reply("application/json", $$"""{"method":"sendMessage","text":"{{new string('x', 1 << 20)}}"}""");
        else await request.Answer(answer);

        await IsExplained(id);
    }

    [Test]
    public async Task A_port_that_Telegram_finds_closed()
    {
        await Ada.Says("hi");
        await SetWebhook(new JsonObject { ["url"] = $"http://127.0.0.1:{WebhookServerTests.FreePort()}/hook" });

        await IsExplained("delivery.connection-refused");
    }

    [Test]
    public async Task A_certificate_that_Telegram_refuses()
    {
        await using var server = new RawServer(TestAuthority.SelfSigned("127.0.0.1"));
        await Ada.Says("hi");
        await SetWebhook(new JsonObject { ["url"] = server.Url });

        await IsExplained("delivery.certificate-refused");
    }

    [Test]
    [Wire("10.20")]
    public async Task Plain_http_behind_an_https_url_was_called_a_corrupted_frame_by_the_local_Telegram()
    {
        await using var server = await TestServers.Start((_, _) => default);
        await Ada.Says("hi");
        await SetWebhook(new JsonObject { ["url"] = server.Urls[0].Replace("http://", "https://", StringComparison.Ordinal) });

        await IsExplained("delivery.plain-http");
        Assert.That((await Telegram.Deliveries(1))[0].Error,
            Is.EqualTo("SSL error {error:0A00010B:SSL routines::wrong version number}"));
    }

    [Test]
    public async Task A_server_that_breaks_off_the_handshake()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await Ada.Says("hi");
        await SetWebhook(new JsonObject { ["url"] = $"https://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/hook" });
        using (var client = await listener.AcceptSocketAsync())
            await client.ReceiveAsync(new byte[1024]);

        await IsExplained("delivery.tls-broken");
    }

    /// <summary>After the first delivery has failed.</summary>
    private async Task IsExplained(string id)
    {
        await Telegram.Deliveries(1);
        await Settle();
        var examination = await Examine(null);

        Assert.That(Ids(examination), Does.Contain(id), examination.ToString());
    }

    private static IEnumerable<string> Ids(WebhookExamination examination) =>
        examination.Findings.Select(finding => finding.Id);

    private WebhookExpectation Expected(string id) => new()
    {
        Url = Server.Url,
        MaxConnections = id == "webhook.max-connections" ? 40 : null,
        IpAddress = id == "webhook.ip-address" ? "127.0.0.2" : null,
        CertificatePem = id == "webhook.certificate-missing" ? "-----BEGIN CERTIFICATE-----" : null,
        AllowedUpdates = id switch
        {
            "webhook.allowed-updates-missing" => MessagesAndPresses,
            "webhook.allowed-updates-surplus" => Messages,
            _ => null,
        },
    };

    private async Task<WebhookExamination> Examine(WebhookExpectation? expected)
    {
        using var bot = new TelegramBot(
            Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl, TimeProvider = Time });
        return await bot.ExamineWebhook(expected, new WebhookExaminationOptions { TryConnection = false });
    }
}
