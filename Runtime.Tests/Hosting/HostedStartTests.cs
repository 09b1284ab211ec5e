using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>How an app with a bot starts, and how it does not.</summary>
public class HostedStartTests
{
    private static readonly UpdateReceiver Nothing = (_, _) => default;

    [Test]
    public async Task Telegram_is_told_when_the_app_listens_and_not_before()
    {
        var port = WebhookServerTests.FreePort();
        HttpStatusCode? answer = null;
        using var client = TestServers.Client();
        await using var api = await BotApiStub.Start(async method =>
        {
            if (method == "setWebhook")
            {
                using var response = await client.SendAsync(
                    TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(1)));
                answer = response.StatusCode;
            }

            return null;
        });
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, port)).UseWebhook().Receive(Nothing);

        await using var app = await builder.Start();

        Assert.That(answer, Is.EqualTo(HttpStatusCode.OK), "an update that came in the moment of the registration");
        Assert.That(api.Bodies("setWebhook").Single()["url"]!.GetValue<string>(),
            Is.EqualTo($"http://127.0.0.1:{port}/telegram"));
        Assert.That(StateOf(app), Is.EqualTo(BotRuntimeState.Running));
    }

    [Test]
    public async Task An_app_that_was_stopped_while_it_started_ended_with_an_unhandled_exception()
    {
        var port = WebhookServerTests.FreePort();
        var (asked, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var api = await BotApiStub.Start(async method =>
        {
            if (method != "setWebhook") return null;
            asked.TrySetResult();
            await never.Task;
            return null;
        });
        var builder = HostedApps.Builder(port);
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, port)).UseWebhook().Receive(Nothing);
        await using var app = builder.Build();
        app.MapTelegramWebhook();

        var running = app.RunAsync();
        await asked.Task.WaitAsync(RealTime.Patience);
        app.Lifetime.StopApplication();

        Assert.That(async () => await running.WaitAsync(RealTime.Patience), Throws.Nothing);
        never.SetResult();
    }

    [Test]
    public async Task All_that_was_wrong_with_a_configuration_took_as_many_starts_to_find()
    {
        await using var api = await BotApiStub.Start();
        var builder = HostedApps.Builder(0);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Telegram:Token"] = "no-token",
            ["Telegram:BaseUrl"] = api.Url,
            ["Telegram:Tokn"] = "x",
            ["Telegram:Webhook:MaxConnections"] = "many",
            ["Telegram:Webhook:AllowedUpdates:0"] = "mesage",
            ["Telegram:Inbox:InMemory"] = "true",
            ["Telegram:Inbox:None"] = "true",
            ["Telegram:Inbox:Sqlite"] = ":memory:",
        });
        builder.Services.AddTelegramBot(builder.Configuration.GetSection("Telegram")).UseWebhook();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => builder.Start(_ => { }));

        Assert.That(error!.Problems, Has.Some.Contains("'Tokn'").And.Some.Contains("Telegram:Webhook:MaxConnections is 'many'")
            .And.Some.Contains("bot token").And.Some.Contains("Webhook:Url is missing").And.Some.Contains("app.MapTelegramWebhook()").And.Some.Contains("Inbox names more than one").And.Some.Contains("':memory:' is not the path of a file").And.Some.Contains("Nobody handles the updates"));
        Assert.That(error.Message, Does.Not.Contain("no-token"));
        Assert.That(api.Methods, Is.Empty);
    }

    [Test]
    public async Task What_only_a_bot_with_a_token_can_find_is_among_the_problems()
    {
        await using var api = await BotApiStub.Start();
        var builder = HostedApps.Builder(0);
        builder.Services.AddTelegramBot(settings =>
        {
            settings.Token = "123456:fake-token-for-a-test";
            settings.BaseUrl = api.Url;
            settings.Webhook.Url = "ftp://bot.example.org";
            settings.Webhook.SecretToken = "not a secret token";
            settings.Webhook.AllowedUpdates = ["mesage"];
            settings.Webhook.Certificate = "missing.pem";
            settings.Delivery.MaxAttempts = 0;
            settings.Inbox.InMemory = true;
        }).UseWebhook().Receive(Nothing);

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => builder.Start(_ => { }));

        Assert.That(error!.Problems, Has.Some.Contains("SecretToken").And.Some.Contains("'mesage'").And.Some.Contains("missing.pem")
            .And.Some.Contains("MaxAttempts").And.Some.Contains("app.MapTelegramWebhook()").And.Some.Contains("ftp"));
        Assert.That(api.Methods, Is.Empty);
    }

    [Test]
    public async Task A_binder_that_refuses_a_key_fails_the_start_and_names_it()
    {
        var builder = HostedApps.Builder(0);
        var section = HostedApps.Configuration(("Token", "123456:fake-token-for-a-test"), ("Wehbook:Url", "x"));
        Action<IConfiguration, object, Action<BinderOptions>> bind = ConfigurationBinder.Bind!;
        builder.Services.AddTelegramBot(settings => bind(section, settings, binder => binder.ErrorOnUnknownConfiguration = true)).UseWebhook().Receive(Nothing);

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => builder.Start(app => app.MapTelegramWebhook("/hook")));

        Assert.That(error!.Message, Does.Contain("Wehbook"));
    }

    [Test]
    public async Task A_start_that_Telegram_refused_left_the_inbox_open()
    {
        var folder = Directory.CreateTempSubdirectory("hosted-");
        try
        {
            var refusal = "Bad Request: bad webhook: Failed to resolve host";
            await using var api = await BotApiStub.Start(method => Task.FromResult(method == "setWebhook" ? refusal : null));
            WebApplicationBuilder Builder(int port)
            {
                var builder = HostedApps.Builder(port);
                builder.Services.AddTelegramBot(settings =>
                {
                    HostedApps.Settings(api.Url, port)(settings);
                    settings.Inbox = new TelegramInboxSettings { Sqlite = Path.Combine(folder.FullName, "inbox.db") };
                }).UseWebhook().Receive(Nothing);
                return builder;
            }

            var first = Builder(WebhookServerTests.FreePort()).Build();
            first.MapTelegramWebhook();
            var error = await Assert.ThrowsAsync<WebhookRegistrationException>(() => first.StartAsync());
            refusal = null;
            // The failed app is not disposed yet: its file is free all the same.
            await using var second = await Builder(WebhookServerTests.FreePort()).Start();
            await first.DisposeAsync();

            Assert.That(error!.Message, Does.Contain("resolve"));
            Assert.That(StateOf(second), Is.EqualTo(BotRuntimeState.Running));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task A_bot_whose_start_is_retried_lets_the_app_start_and_starts_later()
    {
        var port = WebhookServerTests.FreePort();
        var clock = new FakeTimeProvider();
        var refusal = "Bad Request: bad webhook: Failed to resolve host";
        await using var api = await BotApiStub.Start(method => Task.FromResult(method == "setWebhook" ? refusal : null));
        var retried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failures = 0;
        using var log = new RecordingLoggers(id =>
        {
            if (id == 8100 && Interlocked.Increment(ref failures) == 2)
                retried.TrySetResult();
            if (id == 8101)
                started.TrySetResult();
        });
        var builder = HostedApps.Builder(port);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddTelegramBot(settings =>
        {
            HostedApps.Settings(api.Url, port)(settings);
            settings.RetryStart = true;
        }).UseWebhook().Receive(Nothing);
        await using var app = await builder.Start();
        using var client = TestServers.Client();
        var runtime = app.Services.GetRequiredService<BotRuntimes>().All.Single();

        using var refused = await client.SendAsync(
            TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(1)));
        var (state, failure) = (runtime.State, runtime.Failure);
        await MoveUntil(clock, retried.Task);
        refusal = null;
        await MoveUntil(clock, started.Task);
        using var taken = await client.SendAsync(
            TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(2)));

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((state, failure?.Message), Is.EqualTo((BotRuntimeState.Failed, failure?.Message)));
        Assert.That(failure, Is.InstanceOf<WebhookRegistrationException>());
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((runtime.State, runtime.Failure), Is.EqualTo((BotRuntimeState.Running, (Exception?)null)));
    }

    [Test]
    public async Task A_reload_of_the_configuration_changes_nothing_of_a_running_bot()
    {
        var port = WebhookServerTests.FreePort();
        await using var api = await BotApiStub.Start();
        var builder = HostedApps.Builder(port);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Telegram:Token"] = "4200000001:sandbox-token",
            ["Telegram:BaseUrl"] = api.Url,
            ["Telegram:Webhook:Url"] = $"http://127.0.0.1:{port}/telegram",
            ["Telegram:Webhook:SecretToken"] = TestServers.Secret,
            ["Telegram:Inbox:InMemory"] = "true",
        });
        builder.Services.AddTelegramBot(builder.Configuration.GetSection("Telegram")).UseWebhook().Receive(Nothing);
        await using var app = await builder.Start();
        var bot = app.Services.GetRequiredService<TelegramBot>();
        using var client = TestServers.Client();

        builder.Configuration["Telegram:Webhook:SecretToken"] = "another";
        builder.Configuration["Telegram:Token"] = "1:x";
        ((IConfigurationRoot)app.Configuration).Reload();
        using var answer = await client.SendAsync(
            TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(1)));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(app.Services.GetRequiredService<ITelegramBot>(), Is.SameAs(bot));
        Assert.That(bot.Id, Is.EqualTo(4200000001));
    }

    [Test]
    public async Task A_program_without_a_web_server_is_told_what_to_use()
    {
        await using var api = await BotApiStub.Start();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, 443)).UseWebhook().Receive(Nothing);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => host.StartAsync());

        Assert.That(error!.Message, Does.Contain("UseLongPolling()").And.Contain("UseWebhookServer"));
    }

    [Test]
    public async Task Two_bots_at_one_path_got_a_server_error_at_each_update()
    {
        var builder = HostedApps.Builder(0);
        foreach (var name in new[] { "one", "two" })
            builder.Services.AddTelegramBot(name, HostedApps.Settings("http://127.0.0.1:1", 443)).UseWebhook()
                .Receive(Nothing);
        await using var app = builder.Build();
        app.MapTelegramWebhook(name: "one");

        var error = Assert.Throws<WebhookStartException>(() => app.MapTelegramWebhook(name: "two"));

        Assert.That(error!.Message, Does.Contain("bot 'one'").And.Contain("bot 'two'").And.Contain("Webhook:Url"));
    }

    [Test]
    public void Contradictions_are_refused_when_they_are_said()
    {
        var services = new ServiceCollection();
        var bot = services.AddTelegramBot(_ => { }).UseWebhook().Receive(Nothing);

        Assert.Throws<InvalidOperationException>(() => bot.UseLongPolling());
        Assert.Throws<InvalidOperationException>(() => bot.Receive(Nothing));
        Assert.Throws<InvalidOperationException>(() => services.AddTelegramBot(_ => { }));
        Assert.DoesNotThrow(() => services.AddTelegramBot("other", _ => { }));
        Assert.Throws<InvalidOperationException>(() => services.AddTelegramBot("other", _ => { }));
    }

    private static BotRuntimeState StateOf(WebApplication app) =>
        app.Services.GetRequiredService<BotRuntimes>().All.Single().State;

    // A wait on the clock may begin only after the clock was moved.
    private static async Task MoveUntil(FakeTimeProvider clock, Task signal)
    {
        using var patience = new CancellationTokenSource(RealTime.Patience);
        while (!signal.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(signal, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token));
        }
    }
}
