using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>A bot's route beside what apps have in front of their routes.</summary>
public class HostedPipelineTests
{
    [Test]
    public async Task A_fallback_authorization_policy_does_not_concern_updates()
    {
        await using var api = await BotApiStub.Start();
        await using var app = await Start(
            api,
            "/telegram",
            builder =>
            {
                builder.Services.AddAuthentication("cookies").AddCookie("cookies");
                builder.Services.AddAuthorization(policies => policies.FallbackPolicy = policies.DefaultPolicy);
            },
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapTelegramWebhook();
                app.MapGet("/page", () => "a page");
            });

        Assert.That(await Post(app, "/telegram"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Post(app, "/telegram", secret: "wrong"), Is.EqualTo(HttpStatusCode.Unauthorized));
        using var client = TestServers.Client();
        using var page = await client.GetAsync(app.Urls.Single() + "/page");
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.Found), "the policy is in force");
    }

    [Test]
    public async Task A_bot_whose_path_holds_its_token_was_not_warned_of_the_apps_own_log()
    {
        const string Token = "4200000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
        await using var api = await BotApiStub.Start();
        using var log = new RecordingLoggers();
        await using var app = await Start(
            api,
            "/" + Token,
            builder =>
            {
                builder.Services.Configure<TelegramBotSettings>(settings => settings.Token = Token);
                builder.Services.AddSingleton<ILoggerFactory>(log);
            },
            app => app.MapTelegramWebhook());

        Assert.That(log.Lines, Has.One.StartsWith("Warning 5022 The path of the route /42…"));
        Assert.That(log.Lines.Where(line => line.Contains(" 50", StringComparison.Ordinal)), Has.None.Contains("AAHdq"));
    }

    [Test]
    public async Task Https_redirection_behind_a_proxy_sent_updates_away_without_its_forwarded_headers()
    {
        await using var api = await BotApiStub.Start();
        await using var app = await Start(
            api,
            "/telegram",
            builder =>
            {
                builder.Services.Configure<HttpsRedirectionOptions>(https => https.HttpsPort = 443);
                builder.Services.Configure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
            },
            app =>
            {
                app.UseForwardedHeaders();
                app.UseHttpsRedirection();
                app.MapTelegramWebhook();
            });

        Assert.That(await Post(app, "/telegram"), Is.EqualTo(HttpStatusCode.TemporaryRedirect),
            "the redirection is in force");
        Assert.That(await Post(app, "/telegram", forwarded: "https"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_path_base_leaves_the_path_that_the_settings_say()
    {
        await using var api = await BotApiStub.Start();
        await using var app = await Start(
            api,
            "/base/telegram",
            builder => builder.Services.Configure<TelegramBotSettings>(settings => settings.Webhook.Path = "/telegram"),
            app =>
            {
                app.UsePathBase("/base");
                app.UseRouting();
                app.MapTelegramWebhook();
            });

        Assert.That(api.Bodies("setWebhook").Single()["url"]!.GetValue<string>(), Does.EndWith("/base/telegram"));
        Assert.That(await Post(app, "/base/telegram"), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("/telegram", null)]
    [TestCase("/a%20b/{c}", null)]
    [TestCase("/", null)]
    [TestCase("/outside/telegram", "inside")]
    public async Task The_route_is_where_the_url_leads_or_where_the_app_says(string path, string? pattern)
    {
        await using var api = await BotApiStub.Start();
        await using var app = await Start(api, path, _ => { }, app => app.MapTelegramWebhook(pattern));

        Assert.That(await Post(app, pattern is null ? path : "/" + pattern), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<WebApplication> Start(
        BotApiStub api, string path, Action<WebApplicationBuilder> configure, Action<WebApplication> map)
    {
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, port, path: path)).UseWebhook()
            .Receive((_, _) => default);
        configure(builder);
        return await builder.Start(map);
    }

    private static async Task<HttpStatusCode> Post(
        WebApplication app, string path, string? secret = TestServers.Secret, string? forwarded = null)
    {
        using var client = TestServers.Client();
        using var request = TestServers.Post(app.Urls.Single() + path, TestServers.Message(1), secret);
        if (forwarded is not null)
            request.Headers.Add("X-Forwarded-Proto", forwarded);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
