using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.EndToEnd;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>
/// The health of a real server at the local Telegram, as <c>curl</c> sees it: going bad, and good again.
/// </summary>
internal sealed partial class HealthTests : EndToEndTest
{
    private HttpClient _http = null!;
    private TemporaryDirectory _keys = null!;

    [SetUp]
    public void MakeClient() => (_http, _keys) = (TestServers.Client(), new TemporaryDirectory());

    [TearDown]
    public void DisposeClient()
    {
        _http.Dispose();
        _keys.Dispose();
    }

    [Test]
    public async Task An_inbox_that_is_gone_is_unhealthy_until_it_is_back()
    {
        await using var server = await Listen(Echo, WithHealth());
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));

        File.Move(InboxFile, InboxFile + ".away");
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy", "inbox.unavailable")));
        Assert.That(await Body(), Does.Contain("was removed or replaced while the bot runs"));

        File.Move(InboxFile + ".away", InboxFile);
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));
    }

    [Test]
    public async Task A_webhook_that_was_taken_over_is_unhealthy_until_it_is_ours_again_and_Telegram_is_asked_every_15_seconds_at_most()
    {
        await using var server = await Listen(Echo, WithHealth());
        // The server's own first look, which health checks share.
        await Pass(TimeSpan.FromSeconds(5));
        await Until(async () => (await Calls("getWebhookInfo")).Count == 1);
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));
        using var thief = new TelegramBot(Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl });
        await thief.SetWebhook("http://127.0.0.1:1/others");
        for (var second = 0; second < 8; second++)
            Assert.That((await Look()).Status, Is.EqualTo("Healthy"), "it was asked a moment ago");
        Assert.That(await Calls("getWebhookInfo"), Has.Count.EqualTo(1));

        await Pass(TimeSpan.FromSeconds(15));
        Assert.That(await Body(), Does.Contain("\"id\": \"webhook.taken-over\""));
        Assert.That(await Calls("getWebhookInfo"), Has.Count.EqualTo(2));
        await thief.SetWebhook(Url);
        await Pass(TimeSpan.FromSeconds(15));
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));
        await thief.DeleteWebhook();
        await Pass(TimeSpan.FromSeconds(15));
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Unhealthy", "webhook.missing")));
    }

    [Test]
    public async Task Failures_that_Telegram_reports_are_degraded_until_it_delivers_again()
    {
        await using var server = await Listen(Echo, WithHealth(), new SetWebhook(Url, secretToken: "ours"));
        using var other = new TelegramBot(Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl });
        await other.SetWebhook(Url, secretToken: "another-one");
        await Ada.Says("hi");
        await Telegram.Deliveries(1);
        await Pass(TimeSpan.FromSeconds(15));
        var failing = await Look();
        Assert.That((failing.Code, failing.Status), Is.EqualTo((HttpStatusCode.OK, "Degraded")),
            "a restart would not help");
        Assert.That(failing.Findings, Does.Contain("answer.secret-refused"));

        await other.SetWebhook(Url, secretToken: "ours");
        await Ada.Hears("heard hi");
        await Pass(TimeSpan.FromSeconds(15));
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));
    }

    [Test]
    public async Task A_Telegram_that_cannot_be_asked_is_degraded_until_it_answers()
    {
        await using var server = await Listen(Echo, WithHealth());
        Telegram.Fails(new SandboxFault { Method = "getWebhookInfo", Status = 502 });
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Degraded", "telegram.unreachable")));

        await Pass(TimeSpan.FromSeconds(15));
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));
    }

    [Test]
    public async Task A_certificate_that_is_about_to_end_is_degraded_until_it_is_renewed_and_unhealthy_when_it_has_ended()
    {
        var key = WebhookPrivateKeyConfig.FromPem(Renew(TimeSpan.FromDays(10)), KeyFile);
        await using var server = await Listen(
            Echo, WithHealth(), new SetWebhook($"https://127.0.0.1:{Port}/hook"), key);
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Degraded", "tls.ends-soon")));

        Renew(TimeSpan.FromDays(15));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Until(async () => (await Look()).Status == "Healthy");

        Time.Advance(TimeSpan.FromDays(16));
        var ended = await server.CheckHealth();
        Assert.That(ended.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(ended.Findings.Select(finding => finding.Id), Does.Contain("tls.expired"));
    }

    [Test]
    public async Task New_dead_letters_are_degraded_until_somebody_has_seen_to_them_and_those_of_before_are_not()
    {
        UpdateReceiver fails = (update, _) => throw new ApiRequestException(
            "sendMessage", 403, "Forbidden: bot was blocked by the user");
        await using (var before = await Listen(fails, WithHealth()))
        {
            await Ada.Says("one");
            await Until(() => Task.FromResult(Errors.Count == 1));
        }

        // Or Telegram would try a port that nobody listens on for the moment.
        await Client.DeleteWebhook();
        await Pass(TimeSpan.FromSeconds(5));

        await using var server = await Listen(fails, WithHealth());
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")), "it was there before");
        await Ada.Says("two");
        await Until(() => Task.FromResult(Errors.Count == 2));
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Degraded", "inbox.dead-letters")));
        Assert.That(await Body(), Does.Contain("1 updates were given up within the last hour; 2 dead letters are kept."));

        await server.Inbox.Purge();
        Assert.That(await Look(), Is.EqualTo((HttpStatusCode.OK, "Healthy", "")));
    }

    [Test]
    public async Task An_old_backlog_is_degraded_and_a_server_that_stopped_is_unhealthy()
    {
        var gate = NewSignal();
        await using var server = await Listen(async (_, _) => await gate.Task, WithHealth());
        await Ada.Says("hi");
        await Until(() => Task.FromResult(server.Inbox.Running.Count == 1));
        // Or the clock would pass while Telegram still waits for the answer, which it then reports.
        await Telegram.Deliveries(1);
        await Pass(TimeSpan.FromMinutes(11));
        var late = await Look();
        // Before anything can fail: a stop that waits for the handler would wait for a clock that nobody moves any
        // more.
        gate.SetResult();
        Assert.That(late, Is.EqualTo((HttpStatusCode.OK, "Degraded", "inbox.backlog")));

        await server.Stop();
        Assert.That((await server.CheckHealth()).ToString(), Is.EqualTo("Unhealthy: bot.not-running"));
    }

    [Test]
    public async Task The_answer_shows_no_secret_and_no_path_and_other_methods_and_paths_are_what_they_were()
    {
        const string Secret = "planted-secret_token";
        await using var server = await Listen(Echo, WithHealth(), new SetWebhook(Url, secretToken: Secret));
        using var thief = new TelegramBot(Telegram.Token, new TelegramBotOptions { BaseUrl = Telegram.BaseUrl });
        await thief.SetWebhook($"http://127.0.0.1:1/{Telegram.Token}");
        await Pass(TimeSpan.FromSeconds(15));

        var body = await Body();
        Assert.That(body, Does.Contain("webhook.taken-over"));
        foreach (var secret in new[] { Telegram.Token, Telegram.Token.Split(':')[1], Secret, "/hook" })
            Assert.That(body, Does.Not.Contain(secret));
        using var post = await _http.PostAsync(new Uri(Base, "/health"), null);
        using var other = await _http.GetAsync(new Uri(Base, "/healthy"));
        using var update = await _http.GetAsync(new Uri(Base, "/hook"));
        Assert.That((post.StatusCode, other.StatusCode, update.StatusCode),
            Is.EqualTo((HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed)));
    }

    [Test]
    public async Task The_answer_in_the_docs_is_what_a_server_answers()
    {
        await using var server = await Listen(Echo, WithHealth());
        var healthy = await Body();
        await Client.DeleteWebhook();
        await Pass(TimeSpan.FromSeconds(15));
        var missing = await Body();

        var page = Path.Combine(Architecture.RepositoryFiles.Root, "docs", "health.md");
        var text = (await File.ReadAllTextAsync(page)).ReplaceLineEndings("\n");
        var answers = new Queue<string>([healthy, missing]);
        var real = JsonBlock().Replace(text, _ => $"```json\n{answers.Dequeue()}\n```");
        if (Environment.GetEnvironmentVariable("TELEGRAM_UPDATE_DOCS") == "1") await File.WriteAllTextAsync(page, real);
        else Assert.That(text, Is.EqualTo(real), "write it anew with TELEGRAM_UPDATE_DOCS=1");
    }

    [TestCase("a b", "HealthPath cannot be used")]
    [TestCase("/hook", "HealthPath is the path that updates are posted to")]
    public async Task A_path_that_cannot_be_is_refused_at_the_start(string path, string problem)
    {
        var options = WithHealth();
        options.HealthPath = path;

        Assert.That(async () => await Listen(Echo, options), Throws.InstanceOf<WebhookStartException>().With.Message.Contains(problem));
    }

    // Certificates are judged by the local Telegram at the system's time.
    protected override FakeTimeProvider Clock(DateTimeOffset start) => new(TimeProvider.System.GetUtcNow());

    private Uri Base => new($"{(File.Exists(KeyFile) ? "https" : "http")}://127.0.0.1:{Port}");

    private string KeyFile => _keys.File("key.pem");

    private WebhookServerOptions WithHealth()
    {
        var options = With("sqlite", time: Time);
        options.HealthPath = "/health";
        return options;
    }

    /// <summary>What is answered, a moment after what was answered before.</summary>
    private async Task<(HttpStatusCode Code, string Status, string Findings)> Look()
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await _http.GetAsync(new Uri(Base, "/health"));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (answer.StatusCode, body["status"]!.GetValue<string>(),
            string.Join(' ', body["findings"]!.AsArray().Select(finding => finding!["id"]!.GetValue<string>())));
    }

    private async Task<string> Body()
    {
        using var answer = await _http.GetAsync(new Uri(Base, "/health"));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Guard);
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
    }

    [GeneratedRegex("```json\n.*?\n```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    /// <summary>A new certificate in the files that the server watches.</summary>
    private string Renew(TimeSpan validFor)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("127.0.0.1");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(Time.GetUtcNow().AddDays(-1), Time.GetUtcNow() + validFor);
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_keys.File("certificate.pem"), certificate.ExportCertificatePem());
        return _keys.File("certificate.pem");
    }
}
