using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary><c>services.AddHealthChecks().AddTelegramBot()</c> in real apps.</summary>
public class HostedHealthTests
{
    [Test]
    public async Task A_bot_whose_webhook_is_taken_over_is_unhealthy_and_the_check_of_another_bot_is_not()
    {
        await using var telegram = await TelegramSandbox.Start();
        await using var other = await BotApiStub.Start();
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot("ours", HostedApps.Settings(telegram.BaseUrl, port)).UseWebhook()
            .Receive((_, _) => default);
        builder.Services.AddTelegramBot(
            "sender", settings => (settings.Token, settings.BaseUrl) = ("4711:another-token", other.Url));
        builder.Services.AddHealthChecks().AddTelegramBot().AddTelegramBot("ours").AddTelegramBot("sender");
        await using var app = await builder.Start(app =>
        {
            app.MapTelegramWebhook(name: "ours");
            app.MapHealthChecks("/health");
        });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        using var thief = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
        await thief.DeleteWebhook();

        var report = await Check(app);
        Assert.That(report.Entries["telegram:ours"].Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(report.Entries["telegram:ours"].Description, Does.Contain("No webhook is set for this bot."));
        Assert.That(report.Entries["telegram:ours"].Data.Keys, Is.EqualTo(new[] { "ours: webhook.missing" }));
        Assert.That(report.Entries["telegram:sender"].Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(report.Entries["telegram"].Status, Is.EqualTo(HealthStatus.Unhealthy), "the worst counts");
        Assert.That((int)(await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode, Is.EqualTo(503));
    }

    [Test]
    public async Task A_bot_whose_start_is_retried_is_unhealthy_and_says_why()
    {
        await using var api = await BotApiStub.Start(method => Task.FromResult<string?>(method == "setWebhook" ? "Bad Request: bad webhook: Failed to resolve host" : null));
        var port = WebhookServerTests.FreePort();
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(settings =>
        {
            HostedApps.Settings(api.Url, port)(settings);
            settings.RetryStart = true;
        }).UseWebhook().Receive((_, _) => default);
        builder.Services.AddHealthChecks().AddTelegramBot();
        await using var app = await builder.Start();

        var entry = (await Check(app)).Entries["telegram"];
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Data["bot.not-running"].ToString(), Does.Contain("Failed to resolve host"));
    }

    [Test]
    public async Task A_bot_whose_getUpdates_fails_was_healthy()
    {
        await using var telegram = await TelegramSandbox.Start();
        telegram.Fails(new SandboxFault { Method = "getUpdates", Status = 502, Times = int.MaxValue });
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = HostedApps.Builder(WebhookServerTests.FreePort());
        builder.Services.AddTelegramBot(HostedApps.Settings(telegram.BaseUrl, 443)).UseLongPolling()
            .Receive((_, _) => default).OnError(_ => failed.TrySetResult());
        builder.Services.AddHealthChecks().AddTelegramBot();
        await using var app = await builder.Start(_ => { });

        await failed.Task.WaitAsync(RealTime.Patience);
        var entry = (await Check(app)).Entries["telegram"];

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded), "a restart would not help");
        Assert.That(entry.Data["polling.failing"].ToString(), Does.Contain("502"));
    }

    [Test]
    public async Task An_app_whose_route_is_not_served_was_healthy()
    {
        var builder = HostedApps.Builder(WebhookServerTests.FreePort());
        builder.Services.AddTelegramWebhooks();
        builder.Services.AddHealthChecks().AddTelegramBot();
        await using var app = builder.Build();
        app.MapTelegramWebhook("/hook", (_, _) => default, options: new WebhookRouteOptions { Inbox = UpdateInbox.InMemory(), SecretToken = TestServers.Secret });
        var before = await Check(app);
        await app.StartAsync();

        Assert.That(before.Entries["telegram"].Status, Is.EqualTo(HealthStatus.Unhealthy), "it has not started yet");
        Assert.That((await Check(app)).Entries["telegram"].Status, Is.EqualTo(HealthStatus.Healthy));
    }

    private static Task<HealthReport> Check(WebApplication app) =>
        app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
}
