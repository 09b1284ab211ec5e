using System.Net;
using System.Text;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Architecture;
using Telegram.Webhooks.Runtime.Tests.Examples;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Deploy;

/// <summary>
/// The files for proxies in <c>deploy/</c>, given to the real programs: Telegram speaks TLS to the proxy, whose
/// certificate was uploaded, and the proxy plain HTTP to the bot. What is changed in a file is its host, its ports and
/// where its certificate is.
/// </summary>
public sealed class ProxyTests
{
    private readonly TemporaryDirectory _folder = new();
    private readonly int _proxyPort = WebhookServerTests.FreePort();
    private readonly int _botPort = WebhookServerTests.FreePort();
    private string _certificate = null!;

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [SetUp]
    public void MakeCertificate()
    {
        _certificate = _folder.File("proxy.pem");
        WebhookPrivateKeyConfig.SelfSigned("127.0.0.1", _certificate).ReadCertificatePem();
    }

    [Test]
    public async Task Caddy_carries_updates_to_the_bot_and_nothing_else()
    {
        var caddy = InstalledProgram.Require("caddy", "caddy");
        var site = Replaced("Caddyfile", ("{$PUBLIC_HOST} {", $"https://127.0.0.1:{_proxyPort} {{\n\ttls {_certificate} {_certificate}"), ("first-bot:8080", $"127.0.0.1:{_botPort}"), ("second-bot:8080", "127.0.0.1:1"));
        await File.WriteAllTextAsync(
            _folder.File("Caddyfile"), $"{{\n\tadmin off\n\tauto_https off\n\tdefault_sni 127.0.0.1\n}}\n{site}");
        await using var proxy = ExampleProcess.StartProgram(
            caddy, ["run", "--config", _folder.File("Caddyfile"), "--adapter", "caddyfile"],
            [new("XDG_DATA_HOME", _folder.File("data")), new("XDG_CONFIG_HOME", _folder.File("config"))]);
        await proxy.Printed("serving initial configuration");

        await Carries("first");
    }

    [Test]
    public async Task Nginx_carries_updates_to_the_bot_and_nothing_else()
    {
        var nginx = InstalledProgram.Require("nginx", "nginx-light");
        await File.WriteAllTextAsync(_folder.File("site.conf"), Replaced(
            "nginx.conf",
            ("listen 443 ssl", $"listen 127.0.0.1:{_proxyPort} ssl"), ("server 127.0.0.1:8080;",
                $"server 127.0.0.1:{_botPort};"), ("server_name bot.example.org", "server_name 127.0.0.1"),
            ("/etc/letsencrypt/live/bot.example.org/fullchain.pem", _certificate),
            ("/etc/letsencrypt/live/bot.example.org/privkey.pem", _certificate)));
        var temporary = new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {_folder.File(kind)};");
        await File.WriteAllTextAsync(_folder.File("nginx.conf"), $$"""
            daemon off;
            # One process, which ends as a whole.
            master_process off;
            pid {{_folder.File("nginx.pid")}};
            error_log stderr notice;
            events {}
            http {
                access_log off;
                {{string.Join(' ', temporary)}}
                include {{_folder.File("site.conf")}};
            }
            """);
        await using var proxy = ExampleProcess.StartProgram(
            nginx, ["-c", _folder.File("nginx.conf"), "-e", "stderr"], []);
        await proxy.Printed("event method");

        await Carries("telegram");
    }

    private async Task Carries(string path)
    {
        await using var telegram = await TelegramSandbox.Start();
        using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
        var filter = new FlowsUpdatesFilter(f => f.MessagesFlow.OnEach(async (m, ct) =>
            await bot.SendMessage(m.Chat.Id, $"heard {m.Text!.Length}", cancellationToken: ct)));
        var certificate = Encoding.ASCII.GetBytes(
            WebhookPrivateKeyConfig.SelfSigned("127.0.0.1", _certificate).ReadCertificatePem()).ToInputFile("cert.pem");
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            _botPort, "127.0.0.1", path, new SetWebhook($"https://127.0.0.1:{_proxyPort}/{path}", certificate),
            privateKeyConfig: null, onError: null, filter.AsUpdateReceiver,
            new WebhookServerOptions { Inbox = UpdateInbox.InMemory(), TlsEndsAtProxy = true });

        var ada = telegram.User("Ada");
        await ada.Says("hi");
        await ada.Hears("heard 2");
        await ada.Says(new string('x', 4096));
        await ada.Hears("heard 4096");
        Assert.That((await telegram.Deliveries(2)).Select(delivery => delivery.Status), Is.All.EqualTo(200));

        using var stranger = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var unproven = await stranger.PostAsync(new Uri($"https://127.0.0.1:{_proxyPort}/{path}"), body);
        using var elsewhere = await stranger.GetAsync(new Uri($"https://127.0.0.1:{_proxyPort}/health"));
        Assert.That((unproven.StatusCode, elsewhere.StatusCode),
            Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound)));
    }

    private static string Replaced(string name, params (string From, string To)[] changes)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "deploy", name)).ReplaceLineEndings("\n");
        foreach (var (from, to) in changes)
        {
            Assert.That(text, Does.Contain(from));
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }
}
