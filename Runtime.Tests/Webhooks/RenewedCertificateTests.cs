using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RichardSzalay.MockHttp;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Tls;
using Telegram.Webhooks.Runtime.Tls;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A certificate that is renewed while Telegram trusts nothing but the old one: real TLS, and Telegram's <c>setWebhook</c> captured.</summary>
public sealed class RenewedCertificateTests
{
    private const string PublicUrl = "https://bot.example.com:8443/hook";

    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentQueue<WebhookException> _errors = new();
    private readonly ConcurrentDictionary<int, SemaphoreSlim> _events = new();
    private readonly ConcurrentDictionary<string, Func<Task<HttpResponseMessage>>> _answerOf = new();
    private Func<Task<HttpResponseMessage>> _answer = null!;
    private bool _hasCertificate;
    private bool _isPublic;
    private SemaphoreSlim _called = null!;
    private SemaphoreSlim _told = null!;
    private RecordingLoggers _log = null!;
    private FakeTimeProvider _time = null!;
    private DirectoryInfo _folder = null!;

    private string KeyFile => Path.Combine(_folder.FullName, "bot.pem");

    [SetUp]
    public void Make()
    {
        _calls.Clear();
        _errors.Clear();
        _answerOf.Clear();
        (_hasCertificate, _isPublic) = (true, false);
        _time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        _folder = Directory.CreateTempSubdirectory();
        _answer = () => Answer("""{"ok":true,"result":true,"description":"Webhook was set"}""");
        _called = new SemaphoreSlim(0);
        _told = new SemaphoreSlim(0);
        _events.Clear();
        _log = new RecordingLoggers(id => Event(id).Release());
        Renew();
    }

    [TearDown]
    public void Remove()
    {
        _log.Dispose();
        _called.Dispose();
        _told.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_renewed_certificate_was_served_before_Telegram_had_been_given_it()
    {
        using var bot = Bot();
        await using var server = await Start(bot);
        var old = Uploaded(0);
        var registration = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = () => registration.Task;

        var renewed = Renew();
        await Look();
        Assert.That(Uploaded(1), Is.EqualTo(renewed.Trim()));
        await Assert.ThatAsync(() => Post(server, old), Is.EqualTo(HttpStatusCode.OK), "Telegram trusts the old one until it has answered");

        registration.SetResult(await Answer("""{"ok":true,"result":true}"""));
        await Logged(2002);
        await Assert.ThatAsync(() => Post(server, renewed), Is.EqualTo(HttpStatusCode.OK));
        await Assert.ThatAsync(() => Post(server, old), Throws.InstanceOf<HttpRequestException>());
        Assert.That(_log.Lines, Has.Some.StartsWith("Information 2007").And.Some.StartsWith("Information 2008"));
        Assert.That(_errors, Is.Empty);
    }

    [Test]
    public async Task A_registration_that_fails_is_reported_once_and_tried_again_while_the_old_certificate_is_served()
    {
        using var bot = Bot();
        await using var server = await Start(bot);
        var old = Uploaded(0);
        _answer = () => Answer("""{"ok":false,"error_code":400,"description":"Bad Request: not today"}""", HttpStatusCode.BadRequest);

        var renewed = Renew();
        await Look();
        await Logged(2009);
        await Told();
        await Look();
        await Assert.ThatAsync(() => Post(server, old), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_errors.Select(e => e.Stage), Is.EqualTo([WebhookStage.Certificate]));
        Assert.That(_errors.Single().Message, Does.Contain("not today"));

        _answer = () => Answer("""{"ok":true,"result":true}""");
        await Look();
        await Logged(2002);
        await Assert.ThatAsync(() => Post(server, renewed), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_else_was_registered_is_registered_again_and_pending_updates_are_not_dropped_a_second_time()
    {
        using var bot = Bot();
        await using var server = await Start(bot, new SetWebhook(PublicUrl, maxConnections: 7, allowedUpdates: [UpdateType.Message], dropPendingUpdates: true));

        Renew();
        await Look();

        var (first, second) = (_calls.First(), _calls.Last());
        Assert.That(first, Does.Contain("drop_pending_updates"));
        Assert.That(second, Does.Not.Contain("drop_pending_updates"));
        foreach (var field in new[] { PublicUrl, "\"message\"", "max_connections", "\r\n\r\n7\r\n", Secret(first) })
            Assert.That(second, Does.Contain(field));
    }

    [Test]
    public async Task A_renewed_certificate_for_another_host_is_not_registered_for_Telegram_would_drop_the_webhook()
    {
        using var bot = Bot();
        await using var server = await Start(bot);
        var old = Uploaded(0);

        Renew("other.example.com");
        _time.Advance(ServerCertificateSource.PollInterval);
        await Logged(2009);
        // The callback comes after the log.
        await Told();

        Assert.That(_calls, Has.Count.EqualTo(1));
        Assert.That(_errors.Single().Message, Does.Contain("not for the URL's host"));
        await Assert.ThatAsync(() => Post(server, old), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_public_certificate_in_the_place_of_a_self_signed_one_was_never_served()
    {
        _isPublic = true;
        using var bot = Bot();
        await using var server = await Start(bot);

        var root = RenewFromAuthority();
        await Look();
        await Logged(2002);

        Assert.That(_calls.Last(), Does.Contain("bot.example.com").And.Contain(Secret(_calls.First())).And.Not.Contain("CERTIFICATE"));
        await Assert.ThatAsync(() => Post(server, root), Is.EqualTo(HttpStatusCode.OK));
        // What Telegram says from now on is right: it has no certificate any more.
        _hasCertificate = false;
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.That((await server.CheckHealth()).Findings.Select(finding => finding.Id), Has.None.StartsWith("webhook.certificate"));
        Assert.That(_errors.Where(error => error.Stage == WebhookStage.Certificate), Is.Empty);
    }

    [Test]
    public async Task A_self_signed_certificate_in_the_place_of_a_public_one_was_served_before_Telegram_had_been_given_it()
    {
        var root = RenewFromAuthority();
        using var bot = Bot();
        await using var server = await Start(bot);
        Assert.That(_calls.Single(), Does.Not.Contain("CERTIFICATE"));
        var registration = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = () => registration.Task;

        var renewed = Renew();
        await Look();
        Assert.That(Uploaded(1), Is.EqualTo(renewed.Trim()));
        await Assert.ThatAsync(() => Post(server, root), Is.EqualTo(HttpStatusCode.OK));

        registration.SetResult(await Answer("""{"ok":true,"result":true}"""));
        await Logged(2002);
        await Assert.ThatAsync(() => Post(server, renewed), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_certificate_from_an_authority_that_nobody_can_be_given_is_reported_and_not_served()
    {
        using var bot = Bot();
        await using var server = await Start(bot);
        var old = Uploaded(0);

        RenewFromAuthority();
        _time.Advance(ServerCertificateSource.PollInterval);
        await Logged(2009);
        await Told();

        Assert.That(_calls, Has.Count.EqualTo(1));
        Assert.That(_errors.Single().Message, Does.Contain("an authority that this machine does not trust").And.Contain("Put the root"));
        await Assert.ThatAsync(() => Post(server, old), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_bot_that_Telegram_refused_kept_the_others_of_a_shared_port_on_a_certificate_that_Telegram_refuses()
    {
        var listener = new WebhookListener();
        var key = WebhookPrivateKeyConfig.FromPem(KeyFile, KeyFile);
        using var bot = Bot();
        const string OtherUrl = "https://bot.example.com:8443/refused";
        using var refused = Bot("987654321:AAplanted-token_of-the-tests_6543210", OtherUrl);
        await using var first = await Start(refused, new SetWebhook(OtherUrl), "refused", key, listener);
        await using var second = await Start(bot, key: key, listener: listener);
        _answer = () => Answer("""{"ok":false,"error_code":401,"description":"Unauthorized"}""", HttpStatusCode.Unauthorized);
        _answerOf["/hook"] = () => Answer("""{"ok":true,"result":true}""");

        var renewed = Renew();
        await Look();
        await Logged(2011);
        await Told();
        await Assert.ThatAsync(() => Post(second, renewed, Secret(_calls.ElementAt(1))), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_errors.Select(e => e.Message), Is.All.Contains("for 1 of 2 bots").And.All.Contains("Unauthorized"));

        _answer = () => Answer("""{"ok":true,"result":true}""");
        await LookUntil(2008);
        Assert.That(_calls.Last(), Does.Contain("/refused"));
        Assert.That(_calls.Count(call => call.Contains("/hook", StringComparison.Ordinal)), Is.EqualTo(2), "it has the new one already");
    }

    [Test]
    public async Task A_renewed_certificate_of_a_proxy_was_not_given_to_Telegram()
    {
        var file = Path.Combine(_folder.FullName, "proxy.pem");
        await File.WriteAllTextAsync(file, Renew());
        using var bot = Bot();
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl, new FileInfo(file).ToInputFile(), dropPendingUpdates: true), null, Tell,
            (_, _) => default, Options());
        await _called.WaitAsync();

        await File.WriteAllTextAsync(file, "-----BEGIN CERTIFICATE-----\n");
        await Look(isRegistered: false);
        Assert.That(_calls, Has.Count.EqualTo(1), "Telegram would refuse it, and drop the webhook");
        var renewed = Renew();
        await File.WriteAllTextAsync(file, renewed);
        await Look();
        await Logged(5023);

        Assert.That(Uploaded(1), Is.EqualTo(renewed.Trim()));
        Assert.That(_calls.Last(), Does.Contain(Secret(_calls.First())).And.Not.Contain("drop_pending_updates"));
        Assert.That(_errors.Single().Stage, Is.EqualTo(WebhookStage.Certificate));
    }

    [Test]
    public async Task The_root_of_an_own_authority_in_the_key_store_was_not_uploaded()
    {
        using var bot = Bot();

        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook(PublicUrl), KeyFixtures.Store("chain.jks", "server"), Tell, (_, _) => default, Options());

        using var uploaded = X509Certificate2.CreateFromPem(Uploaded(0));
        Assert.That(uploaded.Subject, Is.EqualTo("CN=Fake Root"));
        await Assert.ThatAsync(() => Post(server, Uploaded(0)), Is.EqualTo(HttpStatusCode.OK));
    }

    private async Task<WebhookServer> Start(
        TelegramBot bot, SetWebhook? request = null, string subroute = "hook", WebhookPrivateKeyConfig? key = null,
        WebhookListener? listener = null)
    {
        var options = Options();
        options.Listener = listener;
        var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", subroute, request ?? new SetWebhook(PublicUrl), key ?? WebhookPrivateKeyConfig.FromPem(KeyFile, KeyFile), Tell,
            (_, _) => default, options);
        await _called.WaitAsync();
        return server;
    }

    private WebhookServerOptions Options() => new()
    {
        Inbox = UpdateInbox.None,
        LoggerFactory = _log,
        TimeProvider = _time,
        Lookup = TestServers.PublicAddress,
        IsPublic = (certificate, now) => _isPublic || certificate.IsTrustedBySystem(now),
    };

    private TelegramBot Bot(string token = MockTelegram.Token, string url = PublicUrl)
    {
        var handler = new MockHttpMessageHandler();
        handler.When("*/setWebhook").Respond(async request =>
        {
            var body = await request.Content!.ReadAsStringAsync();
            _calls.Enqueue(body);
            _called.Release();
            var own = _answerOf.FirstOrDefault(answer => body.Contains(answer.Key, StringComparison.Ordinal)).Value;
            return await (own ?? _answer)();
        });
        handler.When("*").Respond(() => Answer($$$"""
            {"ok":true,"result":{"url":"{{{url}}}","pending_update_count":0,"has_custom_certificate":
            {{{(_hasCertificate ? "true" : "false")}}}}}
            """));
        return new TelegramBot(token, new TelegramBotOptions { HttpClient = new HttpClient(handler) });
    }

    /// <summary>Puts a certificate from an authority, alone, in the place of the old; returns that of the authority.</summary>
    private string RenewFromAuthority()
    {
        var (authorities, leaf) = TestAuthority.Issue(KeyFixtures.Host, KeyFixtures.Host);
        using (leaf)
        using (var key = leaf.GetRSAPrivateKey()!)
            File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n" + leaf.ExportCertificatePem() + "\n");
        return authorities[0].ExportCertificatePem();
    }

    /// <summary>Puts a new self-signed certificate with its key in the place of the old; returns the certificate.</summary>
    private string Renew(string host = KeyFixtures.Host)
    {
        using var certificate = SelfSignedCertificate.Create(host, _time.GetUtcNow());
        using var key = certificate.GetECDsaPrivateKey()!;
        var pem = certificate.ExportCertificatePem();
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n" + pem + "\n");
        return pem;
    }

    /// <summary>
    /// Lets the server look at its files until a registration, or a report that none can be made, has followed: one that still ends is not
    /// begun again.
    /// </summary>
    private async Task Look(bool isRegistered = true)
    {
        for (var looks = 0; looks < 200; looks++)
        {
            _time.Advance(ServerCertificateSource.PollInterval);
            if (await (isRegistered ? _called : _told).WaitAsync(TimeSpan.FromMilliseconds(250)))
                return;
        }

        Assert.Fail(isRegistered ? "No registration came." : "Nothing was reported.");
    }

    private async Task LookUntil(int eventId)
    {
        for (var looks = 0; looks < 200; looks++)
        {
            _time.Advance(ServerCertificateSource.PollInterval);
            if (await Event(eventId).WaitAsync(TimeSpan.FromMilliseconds(250)))
                return;
        }

        Assert.Fail($"Event {eventId} did not come.");
    }

    private async Task Logged(int eventId) => Assert.That(await Event(eventId).WaitAsync(TestServers.Guard), Is.True, $"event {eventId}");

    private async Task Told() => Assert.That(await _told.WaitAsync(TestServers.Guard), Is.True, "onError was called");

    private void Tell(WebhookException error)
    {
        _errors.Enqueue(error);
        _told.Release();
    }

    private SemaphoreSlim Event(int id) => _events.GetOrAdd(id, _ => new SemaphoreSlim(0));

    /// <summary>The certificate in the n-th registration.</summary>
    private string Uploaded(int call)
    {
        var body = _calls.ElementAt(call);
        var begin = body.IndexOf("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal);
        const string End = "-----END CERTIFICATE-----";
        return body[begin..(body.IndexOf(End, StringComparison.Ordinal) + End.Length)];
    }

    private static string Secret(string body) => body.StartsWith('{')
        ? JsonNode.Parse(body)!["secret_token"]!.GetValue<string>()
        : body.Split("name=\"secret_token\"")[1].Split("\r\n\r\n")[1].Split("\r\n")[0];

    private async Task<HttpStatusCode> Post(WebhookServer server, string trusted, string? secret = null)
    {
        using var handler = new SocketsHttpHandler { SslOptions = TlsHandshake.TrustOnly(trusted, KeyFixtures.Host) };
        handler.SslOptions.CertificateChainPolicy!.VerificationTime = _time.GetUtcNow().UtcDateTime;
        using var client = new HttpClient(handler) { Timeout = TestServers.Guard };
        var update = TestServers.Message(_calls.Count * 1000 + trusted.Length);
        using var request = TestServers.Post(server.Urls[0], update, secret ?? Secret(_calls.First()));
        request.Headers.Host = KeyFixtures.Host;
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> Answer(string json, HttpStatusCode status = HttpStatusCode.OK) => Task.FromResult(new HttpResponseMessage(status)
    {
        Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
    });
}
