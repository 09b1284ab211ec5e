using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A route from before its start to its end, with the time that the app's host leaves it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WebhookRouteStopTests
{
    private static readonly TimeSpan Unlimited = Timeout.InfiniteTimeSpan;

    private readonly FakeTimeProvider _time = new();
    private bool _isLocated;

    [Test]
    public async Task A_route_is_healthy_from_its_start_to_its_stop()
    {
        var route = Route((_, _) => default);

        var before = await route.CheckHealth(CancellationToken.None);
        await route.Start();
        var started = await route.CheckHealth(CancellationToken.None);
        await route.Stop(Unlimited, CancellationToken.None);
        var stopped = await route.CheckHealth(CancellationToken.None);

        Assert.That((before.Status, started.Status, stopped.Status),
            Is.EqualTo((HealthStatus.Unhealthy, HealthStatus.Healthy, HealthStatus.Unhealthy)));
        Assert.That(before.Findings.Single().Evidence,
            Is.EqualTo("It has not started yet, is being stopped, or has stopped."));
    }

    [Test]
    public async Task A_route_that_was_never_started_is_not_opened_to_be_stopped()
    {
        await Route((_, _) => default).Stop(Unlimited, CancellationToken.None).WaitAsync(TestServers.Guard);

        Assert.That(_isLocated, Is.False);
    }

    [Test]
    public async Task A_handler_gets_no_more_time_than_the_host_leaves()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var route = Route(async (_, token) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await route.Start();
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.ContentType) = ("POST", "application/json");
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(TestServers.Message(1)));
        var handling = route.Handle(context);
        await entered.Task.WaitAsync(TestServers.Guard);

        // The route's own patience is half a minute, which does not pass here.
        await route.Stop(limit: TimeSpan.Zero, CancellationToken.None).WaitAsync(TestServers.Guard);
        await handling.WaitAsync(TestServers.Guard);

        Assert.That(context.Response.StatusCode, Is.EqualTo(500), "Telegram keeps the update");
    }

    [Test]
    public async Task Time_is_the_app_s()
    {
        DateTimeOffset? receivedAt = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time).AddTelegramWebhooks();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapTelegramWebhook(
            "/hook",
            (_, _) =>
            {
                receivedAt = UpdateAttempt.Current!.ReceivedAt;
                return default;
            },
            options: new WebhookRouteOptions { Inbox = UpdateInbox.None, SecretToken = TestServers.Secret });
        await app.StartAsync();
        using var client = TestServers.Client();
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using var answer = await client.SendAsync(TestServers.Post(url + "/hook", TestServers.Message(1)));

        Assert.That(receivedAt, Is.EqualTo(_time.GetUtcNow()));
    }

    private WebhookRoute Route(UpdateReceiver receiver) => new(
        WebhookPipelineSettings.Of(
            receiver, null, new WebhookRouteOptions { Inbox = UpdateInbox.None }, bot: null,
            new RefusalSummary(NullLogger.Instance, _time), _time, NullLoggerFactory.Instance),
        shutdownTimeout: TimeSpan.FromSeconds(30),
        locateAll: () => _isLocated = true);
}
