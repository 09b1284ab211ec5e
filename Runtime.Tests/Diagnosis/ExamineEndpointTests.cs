using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Telegram.Webhooks.Runtime.Diagnosis;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Diagnosis;

/// <summary>Path, secret token, and what answers instead of the server: each finding produced for real.</summary>
internal sealed class ExamineEndpointTests : ExamineWebhookFixture
{
    [Test]
    public async Task A_plain_server_behind_a_proxy_of_ones_own_is_as_it_should_be()
    {
        await using var server = await TestServers.Start(Receive);

        Assert.That((await Examine(Plain(UrlOf(server)))).Findings, Is.Empty);
    }

    [Test]
    public async Task The_secret_that_the_one_call_derives_is_the_default()
    {
        using var telegram = new MockTelegram().Answers("""{"ok":true,"result":true}""");
        using var bot = telegram.Bot(
            options => options with { BaseUrl = "http://127.0.0.1:8081", TimeProvider = TimeProvider.System });
        var port = WebhookServerTests.FreePort();
        var url = $"http://127.0.0.1:{port}/hook";
        await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", "hook", new SetWebhook(url), null, null, Receive, TestServers.Options(secret: null));
        telegram.Answers(Info(url));

        var examination = await bot.ExamineWebhook(new WebhookExpectation { Url = url });

        Assert.That(examination.Findings, Is.Empty, examination.ToString());
    }

    [Test]
    public async Task Another_path()
    {
        await using var server = await TestServers.Start(Receive, subroute: "webhook_route");

        Only(await Examine(Plain(UrlOf(server).Replace("webhook_route", "other", StringComparison.Ordinal))),
            "endpoint.not-found");
    }

    [Test]
    public async Task Another_secret_token()
    {
        await using var server = await TestServers.Start(Receive, TestServers.Options(secret: "another-one"));

        var finding = Only(await Examine(Plain(UrlOf(server))), "endpoint.secret-refused");

        Assert.That(finding.ToString(), Does.Not.Contain(TestServers.Secret));
    }

    [Test]
    public async Task A_server_that_does_not_look_at_the_secret_token()
    {
        await using var server = await TestServers.Start(Receive, TestServers.Options(secret: null));

        Assert.That(Only(await Examine(Plain(UrlOf(server))), "endpoint.secret-not-checked").Severity,
            Is.EqualTo(FindingSeverity.Warning));
        Assert.That((await Examine(Plain(UrlOf(server), secret: ""))).Findings, Is.Empty, "none was asked for");
    }

    [Test]
    public async Task An_address_outside_of_the_allowed_networks()
    {
        await using var server = await TestServers.Start(Receive, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            AllowedNetworks = TelegramNetworks.All,
            LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        });

        var finding = Only(await Examine(Plain(UrlOf(server))), "endpoint.address-refused");

        Assert.That((finding.Severity, finding.Certainty),
            Is.EqualTo((FindingSeverity.Warning, FindingCertainty.Likely)));
    }

    [TestCase(200, "endpoint.accepts-anything")]
    [TestCase(405, "endpoint.method-refused")]
    [TestCase(502, "endpoint.proxy-cannot-reach")]
    [TestCase(503, "endpoint.busy")]
    [TestCase(504, "endpoint.proxy-timed-out")]
    [TestCase(521, "endpoint.cdn-cannot-reach")]
    [TestCase(418, "endpoint.other")]
    public async Task A_proxy_that_answers_instead(int status, string id)
    {
        var (app, url) = await Other(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Server = "a-proxy/1";
            return context.Response.WriteAsync($"<html>\n{context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"]} {MockTelegram.Token}</html>");
        });
        await using var disposed = app;

        var finding = Only(await Examine(Plain(url)), id);

        Assert.That(finding.Evidence, Does.Contain(status.ToString()).And.Contain("a-proxy/1").And.Contain("<secret token>").And.Contain("<token>"));
        Assert.That(finding.ToString(), Does.Not.Contain(TestServers.Secret).And.Not.Contain("AAplanted"));
    }

    [Test]
    public async Task A_redirection_is_not_followed()
    {
        var (app, url) = await Other(context =>
        {
            context.Response.Redirect("https://bot.example.com/elsewhere_to", permanent: true);
            return Task.CompletedTask;
        });
        await using var disposed = app;

        var finding = Only(await Examine(Plain(url)), "endpoint.redirects");

        Assert.That(finding.Evidence, Does.Contain("301").And.Contain("to https://bot.example.com/el…"));
    }

    [Test]
    public async Task A_proxy_that_asks_for_a_login()
    {
        var (app, url) = await Other(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"staff\"";
            return Task.CompletedTask;
        });
        await using var disposed = app;

        Assert.That(Only(await Examine(Plain(url)), "endpoint.secret-refused").Evidence,
            Does.Contain("asks for a login"));
    }

    [Test]
    public async Task The_request_is_like_telegrams_path_query_and_password_included()
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (app, url) = await Other(context =>
        {
            var request = context.Request;
            seen.TrySetResult($"{request.Method} {request.Protocol} {request.Path}{request.QueryString} {request.Host} {request.Headers.Authorization} {request.ContentLength}");
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        });
        await using var disposed = app;
        var port = new Uri(url).Port;

        await Examine(Plain($"http://ada:lovelace@{Host}:{port}/hook/./x?a=b"));

        Assert.That(await seen.Task.WaitAsync(TestServers.Guard),
            Is.EqualTo($"POST HTTP/1.1 /hook/x?a=b {Host}:{port} Basic YWRhOmxvdmVsYWNl 0"));
    }

    [Test]
    public async Task A_server_that_breaks_off()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = Task.Run(async () =>
        {
            while (true)
                (await listener.AcceptSocketAsync()).Dispose();
        });

        Only(await Examine(Plain($"http://{Host}:{((IPEndPoint)listener.LocalEndpoint).Port}/hook")),
            "endpoint.silent");
        listener.Stop();
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Test]
    public async Task A_token_that_telegram_does_not_know_and_a_telegram_that_cannot_be_reached_are_findings()
    {
        using var telegram = new MockTelegram().AnswersError(401, "Unauthorized")
            .Answers("<html>login</html>", HttpStatusCode.Forbidden, "text/html");
        using var bot = telegram.Bot();

        var refused = await bot.ExamineWebhook();
        var elsewhere = await bot.ExamineWebhook();

        Assert.That(Only(refused, "telegram.refused").Text, Does.Contain("@BotFather"));
        Only(elsewhere, "telegram.unreachable");
        Assert.That((refused.Info, refused.IsHealthy), Is.EqualTo((default(Types.WebhookInfo), false)));
    }

    [Test]
    public async Task Without_trying_the_connection_only_telegram_is_asked()
    {
        using var telegram = new MockTelegram().Answers(Info("https://other.example/hook"));
        using var bot = telegram.Bot();

        var examination = await bot.ExamineWebhook(Plain($"https://{Host}/hook"), new WebhookExaminationOptions { TryConnection = false, Lookup = (_, _) => throw new AssertionException("asked") });

        Only(examination, "webhook.taken-over");
        await Assert.ThrowsAsync<ArgumentException>(
            () => bot.ExamineWebhook(null, new WebhookExaminationOptions { Timeout = TimeSpan.Zero }));
    }

    [Test]
    public async Task A_url_that_telegram_cannot_take_is_a_finding()
    {
        var examination = await Examine(
            Info("https://bot.example.com/hook"), Plain("ftp://bot.example.com/hook"), cloud: true);

        Assert.That(examination.Findings.Select(finding => finding.Id), Is.EquivalentTo(new[] { "webhook.url", "webhook.taken-over" }));
    }
}
