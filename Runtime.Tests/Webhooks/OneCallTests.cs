using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Telemetry;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>What a user does: one call, with Telegram captured and updates posted as Telegram would.</summary>
public class OneCallTests
{
    private const string Ok = """{"ok":true,"result":true,"description":"Webhook was set"}""";
    private const string PublicUrl = "https://bot.example.com:8443/hook";

    [Test]
    public async Task A_key_store_from_keytool_its_uploaded_certificate_and_updates_over_tls_reach_the_receiver()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        var received = new ConcurrentQueue<Update>();
        var key = KeyFixtures.Store("single.jks", "only");
        var pem = System.Text.Encoding.ASCII.GetBytes(key.ReadCertificatePem());

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl, pem.ToInputFile("cert.pem"), 40, [UpdateType.Message]),
            key, null,
            (update, _) => { received.Enqueue(update); return default; }, TestServers.Options(secret: null));

        var call = telegram.Received.Single();
        Assert.That(call.MethodName, Is.EqualTo("setWebhook"));
        var parts = (await FormPart.Parse(call)).ToDictionary(part => part.Name);
        Assert.Multiple(() =>
        {
            Assert.That(parts["url"].Text, Is.EqualTo(PublicUrl));
            Assert.That(parts["certificate"].FileName, Is.EqualTo("cert.pem"));
            Assert.That(parts["max_connections"].Text, Is.EqualTo("40"));
            Assert.That(parts["allowed_updates"].Text, Is.EqualTo("""["message"]"""));
            Assert.That(parts["secret_token"].Text, Has.Length.InRange(32, 256));
        });

        using var client = TrustOnly(parts["certificate"].Text);
        var url = new UriBuilder(server.Urls[0]) { Host = KeyFixtures.Host }.Uri;
        for (var id = 1; id <= 3; id++)
        {
            using var answer = await client.SendAsync(
                TestServers.Post(url.AbsoluteUri, TestServers.Message(id, $"text {id}"), parts["secret_token"].Text));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(received.Select(update => update.Message!.Text), Is.EqualTo(new[] { "text 1", "text 2", "text 3" }));
        Assert.That(received.Select(update => update.Type), Is.All.EqualTo(UpdateType.Message));
        using var refused = await client.SendAsync(
            TestServers.Post(url.AbsoluteUri, TestServers.Message(4), "guessed"));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task The_derived_secret_is_the_same_on_every_start_and_differs_by_url()
    {
        var first = await SecretFor(PublicUrl);
        var second = await SecretFor(PublicUrl);
        var other = await SecretFor("https://bot.example.com:8443/other");

        // Computed with: printf %s "$url" | openssl dgst -sha256 -hmac "$token" -binary | basenc --base64url, without
        // the padding
        Assert.That(first, Is.EqualTo("OzLZuI_C6Dz72w7-M6ywHiqITw1iEqTZEbMWvAAdt7E"));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_self_signed_key_uploads_its_public_part_by_itself()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        var key = WebhookPrivateKeyConfig.SelfSigned("bot.example.com");

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), key, null, (_, _) => default,
            TestServers.Options(secret: null));

        var uploaded = (await FormPart.Parse(telegram.Received.Single())).Single(part => part.Name == "certificate");
        Assert.That(uploaded.FileName, Does.EndWith(".pem"));
        using var certificate = X509Certificate2.CreateFromPem(uploaded.Text);
        Assert.That(certificate.MatchesHostname("bot.example.com"), Is.True);
        Assert.That(uploaded.Text, Does.Not.Contain("PRIVATE"));
    }

    [Test]
    public async Task Behind_a_proxy_with_its_own_certificate_a_self_signed_key_was_uploaded_all_the_same()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        var key = WebhookPrivateKeyConfig.SelfSigned("backend.internal");
        Task<WebhookServer> Start(bool behindProxy) => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), key, null, (_, _) => default,
            new WebhookServerOptions { Inbox = UpdateInbox.None, TlsEndsAtProxy = behindProxy, LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, TimeProvider = TimeProvider.System });

        var mismatch = await Assert.ThrowsAsync<WebhookStartException>(() => Start(behindProxy: false));
        await using var server = await Start(behindProxy: true);

        Assert.That(mismatch!.Message, Does.Contain("not for the URL's host").And.Contain("WebhookServerOptions.TlsEndsAtProxy"));
        Assert.That(telegram.Received.Single().Text, Does.Contain(PublicUrl).And.Not.Contain("certificate"));
        Assert.That(server.Urls.Single(), Does.StartWith("https://"), "the key is for the proxy");
    }

    [Test]
    public async Task Allowed_updates_come_from_the_filter_when_none_are_given()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        var filter = new FlowsUpdatesFilter(f =>
        {
            f.MessagesFlow.OnEach(_ => { });
            f.CallbackQueriesFlow.OnEach(_ => { });
        });

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, filter.AsUpdateReceiver,
            TestServers.Options(secret: null));

        Assert.That(telegram.Received.Single().Text,
            Does.Contain("\"allowed_updates\":[\"message\",\"callback_query\"]"));
    }

    [Test]
    public async Task The_log_of_the_bot_is_the_log_of_its_server()
    {
        using var log = new RecordingLoggers();
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot(options => options with { LoggerFactory = log });

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            new WebhookServerOptions { Inbox = UpdateInbox.None, Lookup = TestServers.PublicAddress });

        Assert.That(log.Lines, Has.One.StartsWith("Information 5000 "));
    }

    [Test]
    public async Task With_a_bot_everything_is_named_after_the_bot_and_not_after_a_port_of_the_moment()
    {
        const string Id = "6418532097";
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = new TelegramBot(Id + MockTelegram.Token[MockTelegram.Token.IndexOf(':', StringComparison.Ordinal)..], new TelegramBotOptions { HttpClient = telegram.Client });

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            TestServers.Options(secret: null));

        Assert.That(StateReading.Of("telegram.handler.running", Id), Is.Zero);
    }

    [Test]
    public async Task An_inbox_with_a_name_is_not_named_after_a_port_of_the_moment()
    {
        using var log = new RecordingLoggers();

        await using var server = await TestServers.Start(
            (_, _) => default, TestServers.Options(UpdateInbox.InMemory(), loggers: log));

        Assert.That(log.Lines, Has.None.StartsWith("Warning 5018"));
    }

    [Test]
    public async Task A_wrong_key_password_is_clear_and_telegram_is_not_called()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<WebhookKeyStoreException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl),
            KeyFixtures.Store("single.jks", "only", keyPassword: "wrong-secret"), null,
            (_, _) => default, TestServers.Options(secret: null)));

        Assert.That(error!.Message, Does.Contain("only").And.Not.Contain("wrong-secret"));
        Assert.That(telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_taken_port_is_clear_and_telegram_is_not_called()
    {
        await using var other = await TestServers.Start((_, _) => default);
        var port = new Uri(other.Urls[0]).Port;
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            TestServers.Options(secret: null)));

        Assert.That(error!.Message, Does.Contain($"Port {port}").And.Contain("taken"));
        Assert.That(telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_refused_registration_is_thrown_and_leaves_nothing_bound()
    {
        var port = WebhookServerTests.FreePort();
        using var telegram = new MockTelegram().AnswersError(
            400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known");
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<WebhookRegistrationException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            TestServers.Options(secret: null)));

        Assert.That(error!.Message, Does.Contain("Failed to resolve host").And.Contain("Telegram's DNS does not know the host").And.Contain("drops a webhook that was set before"));
        Assert.That(error.InnerException, Is.InstanceOf<ApiRequestException>());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.DoesNotThrow(() => socket.Bind(new IPEndPoint(IPAddress.Loopback, port)));
    }

    [Test]
    public async Task An_empty_secret_token_let_any_sender_in()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl, secretToken: ""), null, null, (_, _) => default,
            TestServers.Options(secret: null));

        using var registered = System.Text.Json.JsonDocument.Parse(telegram.Received.Single().Text);
        Assert.That(registered.RootElement.GetProperty("secret_token").GetString(), Has.Length.InRange(32, 256));
        using var client = TestServers.Client();
        using var answer = await client.SendAsync(
            TestServers.Post(server.Urls[0], TestServers.Message(1), secret: null));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_password_in_the_url_was_logged()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();

        await using (await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://proxy-user:planted-pass@bot.example.com:8443/hook@home"),
            null, null, (_, _) => default,
            new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log, TimeProvider = TimeProvider.System }))
        {
            Assert.That(telegram.Received.Single().Text, Does.Contain("planted-pass"), "Telegram needs it");
        }

        Assert.That(log.Lines, Has.Some.Contains("https://bot.example.com:8443/ho…"));
        Assert.That(log.Lines, Has.None.Contains("planted-pass").And.None.Contains("proxy-user"));
    }

    [Test]
    public async Task A_certificate_file_that_vanished_was_a_bare_io_error()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        var file = new FileInfo(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem"));
        await File.WriteAllTextAsync(file.FullName, "gone soon");
        var certificate = file.ToInputFile();
        file.Delete();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl, certificate), null, null, (_, _) => default,
            TestServers.Options(secret: null)));

        Assert.That(error!.Message, Does.Contain("certificate to upload").And.Contain(file.Name));
        Assert.That(telegram.Received, Is.Empty);
    }

    [Test]
    public async Task What_a_wrong_token_means_was_said_twice()
    {
        using var telegram = new MockTelegram().AnswersError(401, "Unauthorized");
        using var bot = telegram.Bot();

        var error = await Assert.ThrowsAsync<WebhookRegistrationException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            TestServers.Options(secret: null)));

        Assert.That(error!.Message, Is.EqualTo(
            "setWebhook failed: 401 Unauthorized. The bot's token is not valid, or no longer. Ask @BotFather for the token."));
    }

    [Test]
    public async Task An_outage_at_the_start_was_ridden_out_in_silence()
    {
        using var telegram = new MockTelegram()
            .BreaksBeforeReading(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"))
            .Answers(Ok);
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();

        var starting = bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default,
            new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log, TimeProvider = TimeProvider.System });
        await telegram.Time.PassNextWait();
        await using var server = await starting;

        Assert.That(log.Lines, Has.Some.Contains("setWebhook: attempt 1 did not succeed").And.Some.Contains("Connection refused"));
    }

    private static async Task<string> SecretFor(string url)
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(url), null, null, (_, _) => default,
            TestServers.Options(secret: null));
        using var body = System.Text.Json.JsonDocument.Parse(telegram.Received.Single().Text);
        return body.RootElement.GetProperty("secret_token").GetString()!;
    }

    /// <summary>
    /// Telegram's own rule: the uploaded certificate is the only root, and the name in the URL must match it.
    /// </summary>
    private static HttpClient TrustOnly(string pem)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, token) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509Certificate2.CreateFromPem(pem) },
        };
        return new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version11, Timeout = TestServers.Guard };
    }
}
