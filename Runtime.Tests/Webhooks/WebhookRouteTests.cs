using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A webhook as a route of somebody's ASP.NET Core app.</summary>
public class WebhookRouteTests
{
    private readonly ConcurrentQueue<Types.Update> _received = new();
    private readonly ConcurrentQueue<WebhookException> _errors = new();

    [SetUp]
    public void Forget()
    {
        _received.Clear();
        _errors.Clear();
    }

    private static readonly object[] Mappings =
    [
        new object[] { "the app itself", "/", (Action<WebApplication, WebhookRouteTests>)((app, t) => app.IncludeWebhookHandlingInRoute(t._errors.Enqueue, t.Receive, Options())) },
        new object[] { "a group", "/telegram/hook", (Action<WebApplication, WebhookRouteTests>)((app, t) => app.MapGroup("/telegram/hook").IncludeWebhookHandlingInRoute(t._errors.Enqueue, t.Receive, Options())) },
        new object[] { "a group within a group", "/telegram/hook", (Action<WebApplication, WebhookRouteTests>)((app, t) => app.MapGroup("/telegram").MapGroup("hook").IncludeWebhookHandlingInRoute(t._errors.Enqueue, t.Receive, Options())) },
        new object[] { "a pattern", "/telegram/hook", (Action<WebApplication, WebhookRouteTests>)((app, t) => app.MapTelegramWebhook("/telegram/hook", t.Receive, t._errors.Enqueue, Options())) },
        new object[] { "flows", "/telegram/hook", (Action<WebApplication, WebhookRouteTests>)((app, t) => app.MapGroup("/telegram/hook").IncludeWebhookHandlingInRouteWithFlows(t._errors.Enqueue, f => f.AllUpdatesFlow.OnEach(t._received.Enqueue), Options())) },
    ];

    [TestCaseSource(nameof(Mappings))]
    public async Task A_route_takes_updates_beside_the_apps_own_pages(string name, string path, object map)
    {
        await using var app = await Start(app =>
        {
            ((Action<WebApplication, WebhookRouteTests>)map)(app, this);
            app.MapGet("/page", () => "a page");
        });
        using var client = TestServers.Client();

        using var update = await client.SendAsync(TestServers.Post(UrlOf(app) + path, TestServers.Message(1)));
        using var wrong = await client.SendAsync(
            TestServers.Post(UrlOf(app) + path, TestServers.Message(2), secret: "wrong"));
        using var get = await client.GetAsync(UrlOf(app) + path);

        Assert.Multiple(async () =>
        {
            Assert.That(update.StatusCode, Is.EqualTo(HttpStatusCode.OK), name);
            Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(get.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
            Assert.That(get.Content.Headers.Allow, Is.EquivalentTo(new[] { "POST" }));
            Assert.That(await client.GetStringAsync(UrlOf(app) + "/page"), Is.EqualTo("a page"));
            Assert.That(_received.Select(u => u.UpdateId), Is.EqualTo(new[] { 1L }));
        });
    }

    [Test]
    public async Task Stopping_the_app_lets_the_handlers_of_an_inbox_finish()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finished = false;
        await using var app = await Start(app => app.MapTelegramWebhook("/hook", async (_, _) =>
        {
            entered.TrySetResult();
            await leave.Task;
            finished = true;
        }, options: Options(UpdateInbox.InMemory())));
        using var client = TestServers.Client();
        using var accepted = await client.SendAsync(TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(1)));
        await entered.Task.WaitAsync(TestServers.Guard);

        var stopping = Task.Run(() => app.StopAsync());
        Assert.That(finished, Is.False);
        leave.SetResult();
        await stopping.WaitAsync(TestServers.Guard);

        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(finished, Is.True);
    }

    [Test]
    public async Task A_handler_that_stopped_the_app_waited_for_itself()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var otherFinished = false;
        WebApplication? app = null;
        app = await Start(mapped => mapped.MapTelegramWebhook("/hook", async (update, _) =>
        {
            if (update.UpdateId == 1)
            {
                entered.SetResult();
                await leave.Task;
                otherFinished = true;
                return;
            }

            app!.Lifetime.StopApplication();
            returned.SetResult();
        }, options: Options(UpdateInbox.InMemory())));
        await using var disposed = app;
        using var client = TestServers.Client();
        using var first = await client.SendAsync(
            TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(1, chatId: 1)));
        await entered.Task.WaitAsync(TestServers.Guard);
        var ended = app.WaitForShutdownAsync();

        using var second = await client.SendAsync(
            TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(2, chatId: 2)));
        await returned.Task.WaitAsync(TestServers.Guard);
        leave.SetResult();
        await ended.WaitAsync(TestServers.Guard);

        Assert.That(otherFinished, Is.True, "the app's end waits for the other handlers");
    }

    [Test]
    public async Task A_route_knows_its_path_before_its_first_request()
    {
        using var log = new RecordingLoggers();
        await using var app = await Start(
            app => app.MapGroup("/telegram").MapTelegramWebhook("hook", Receive, options: Options()),
            builder => builder.Services.AddSingleton<ILoggerFactory>(log));

        Assert.That(log.Lines, Has.Some.Contains("Listening for updates on /te…/…"));
    }

    [TestCase("/987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1", true)]
    [TestCase("/telegram/hook", false)]
    public async Task That_an_app_logs_paths_was_not_said_where_one_holds_a_token(string path, bool isSaid)
    {
        using var log = new RecordingLoggers();
        await using var app = await Start(
            app => app.MapTelegramWebhook(path, Receive, options: Options()),
            builder => builder.Services.AddSingleton<ILoggerFactory>(log));

        Assert.That(log.Lines, Has.Exactly(isSaid ? 1 : 0).StartsWith("Warning 5022 The path of the route /"));
        Assert.That(log.Lines.Where(line => line.Contains(" 50", StringComparison.Ordinal)), Has.None.Contains("AAHdq"));
    }

    [Test]
    public async Task An_inbox_that_does_not_open_is_answered_503_and_the_rest_of_the_app_works()
    {
        await using var app = await Start(app =>
        {
            app.MapTelegramWebhook("/hook", Receive, options: Options(UpdateInbox.Sqlite(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db", "\0bad"))));
            app.MapGet("/page", () => "a page");
        }, isHosted: false);
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(1)));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(await client.GetStringAsync(UrlOf(app) + "/page"), Is.EqualTo("a page"));
    }

    [Test]
    public async Task An_app_whose_route_could_not_be_served_started_all_the_same()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db", "\0bad");

        var error = await Assert.ThrowsAsync<WebhookStartException>(
            () => Start(app => app.MapTelegramWebhook("/hook", Receive, options: Options(UpdateInbox.Sqlite(path)))));

        Assert.That(error!.Message, Does.Contain("/…"));
    }

    [Test]
    public async Task A_route_whose_drain_nobody_waits_for_says_so()
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var log = new RecordingLoggers(id =>
        {
            if (id == 5021)
                said.TrySetResult();
        });
        await using var app = await Start(
            app => app.MapTelegramWebhook("/hook", Receive, options: Options()),
            builder => builder.Services.AddSingleton<ILoggerFactory>(log),
            isHosted: false);

        await said.Task.WaitAsync(TestServers.Guard);

        Assert.That(log.Lines, Has.Some.Contains("handlers of /…").And.Contains("AddTelegramWebhooks()"));
    }

    [Test]
    public async Task A_fallback_authorization_policy_answered_updates_with_the_login_page()
    {
        await using var app = await Start(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapTelegramWebhook("/hook", Receive, options: Options());
                app.MapGroup("/group").IncludeWebhookHandlingInRoute(null, Receive, Options());
                app.MapGet("/page", () => "a page");
            },
            builder =>
            {
                builder.Services.AddAuthentication("cookies").AddCookie("cookies");
                builder.Services.AddAuthorization(policies => policies.FallbackPolicy = policies.DefaultPolicy);
            });
        using var client = TestServers.Client();

        using var page = await client.GetAsync(UrlOf(app) + "/page");
        using var update = await client.SendAsync(TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(1)));
        using var other = await client.SendAsync(TestServers.Post(UrlOf(app) + "/group", TestServers.Message(2)));
        using var wrong = await client.SendAsync(
            TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(3), secret: "wrong"));

        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.Found), "the policy is in force");
        Assert.That(update.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized),
            "the secret token is what authenticates");
    }

    [Test]
    public async Task Options_that_cannot_be_used_are_refused_when_the_route_is_mapped()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<WebhookStartException>(
            () => app.MapTelegramWebhook("/hook", Receive, options: new WebhookRouteOptions { MaxBodyBytes = 3 }))!;

        Assert.That(error.Message, Does.Contain("MaxBodyBytes"));
    }

    [Test]
    public async Task A_list_of_no_networks_let_everybody_in()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<WebhookStartException>(
            () => app.MapTelegramWebhook("/hook", Receive, options: new WebhookRouteOptions { AllowedNetworks = [] }))!;

        Assert.That(error.Message, Does.Contain("AllowedNetworks"));
    }

    [Test]
    public async Task A_route_without_a_secret_token_was_told_to_set_the_options_of_a_server()
    {
        using var log = new RecordingLoggers();
        await using var app = await Start(
            app => app.MapTelegramWebhook(
                "/hook", Receive, options: new WebhookRouteOptions { Inbox = UpdateInbox.None }),
            builder => builder.Services.AddSingleton<ILoggerFactory>(log));
        using var client = TestServers.Client();
        using var answer = await client.SendAsync(
            TestServers.Post(UrlOf(app) + "/hook", TestServers.Message(1), secret: null));

        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Warning 5001", StringComparison.Ordinal)
            && line.Contains("WebhookRouteOptions.SecretToken", StringComparison.Ordinal)));
    }

    private static WebhookRouteOptions Options(UpdateInbox? inbox = null) =>
        new() { Inbox = inbox ?? UpdateInbox.None, SecretToken = TestServers.Secret };

    private static async Task<WebApplication> Start(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, bool isHosted = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (isHosted)
            builder.Services.AddTelegramWebhooks();
        configure?.Invoke(builder);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static string UrlOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private ValueTask Receive(Types.Update update, CancellationToken cancellationToken)
    {
        _received.Enqueue(update);
        return default;
    }
}
