using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>How an app with bots stops.</summary>
public class HostedStopTests
{
    [Test]
    public async Task Three_stuck_bots_under_load_drained_one_after_another_until_the_hosts_time_was_over()
    {
        var port = WebhookServerTests.FreePort();
        await using var api = await BotApiStub.Start();
        var builder = HostedApps.Builder(port);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = new StopProbe();
        builder.Services.AddSingleton<IHostedService>(probe);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        string[] names = ["one", "two", "three"];
        var stuck = names.ToDictionary(
            name => name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            builder.Services.AddTelegramBot(
                name, HostedApps.Settings(api.Url, port, $"420000000{i}:sandbox-token", "/" + name))
                .UseWebhook()
                .Receive(async (_, _) =>
                {
                    stuck[name].TrySetResult();
                    // A handler that hangs does not look at its token.
                    await release.Task;
                });
        }

        await using var app = await builder.Start(app =>
        {
            foreach (var name in names)
                app.MapTelegramWebhook(name: name);
        });
        using var client = TestServers.Client();
        foreach (var name in names)
        {
            using var answer = await client.SendAsync(
                TestServers.Post($"http://127.0.0.1:{port}/{name}", TestServers.Message(1)));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        await Task.WhenAll(stuck.Values.Select(one => one.Task)).WaitAsync(RealTime.Patience);
        using var loadEnds = new CancellationTokenSource();
        var load = Load(client, $"http://127.0.0.1:{port}/one", loadEnds.Token);
        await load.Refused(0).WaitAsync(RealTime.Patience);

        var stopping = app.StopAsync();
        await load.Refused(3).WaitAsync(RealTime.Patience);
        await stopping.WaitAsync(RealTime.Patience);
        await loadEnds.CancelAsync();
        await load.Ended.WaitAsync(RealTime.Patience);
        release.SetResult();

        Assert.That(probe.TimeWasOver, Is.False, "the bots' stop ended within the host's limit");
        Assert.That(app.Services.GetRequiredService<BotRuntimes>().All.Select(bot => bot.State), Is.All.EqualTo(BotRuntimeState.Stopped));
    }

    [Test]
    public async Task Handlers_finish_before_the_apps_server_and_its_other_services_stop()
    {
        var port = WebhookServerTests.FreePort();
        await using var api = await BotApiStub.Start();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = new StopProbe();
        var stoppedBefore = true;
        var builder = HostedApps.Builder(port);
        builder.Services.AddSingleton<IHostedService>(probe);
        builder.Services.AddTelegramBot(HostedApps.Settings(api.Url, port)).UseWebhook().Receive(async (_, _) =>
        {
            entered.SetResult();
            await leave.Task;
            stoppedBefore = probe.HasStopped;
        });
        await using var app = await builder.Start();
        using var client = TestServers.Client();
        using var taken = await client.SendAsync(
            TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(1)));
        await entered.Task.WaitAsync(RealTime.Patience);

        var stopping = app.StopAsync();
        // Time enough for a stop that does not wait for the handler.
        for (var id = 2; id < 30; id++)
        {
            using var refused = await client.SendAsync(
                TestServers.Post($"http://127.0.0.1:{port}/telegram", TestServers.Message(id)));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "the server still listens");
        }

        leave.SetResult();
        await stopping.WaitAsync(RealTime.Patience);

        Assert.That(stoppedBefore, Is.False);
        Assert.That(probe.HasStopped, Is.True);
    }

    private static RunningLoad Load(HttpClient client, string url, CancellationToken end) => new(client, url, end);

    /// <summary>Posts updates one after another until the app answers no more.</summary>
    private sealed class RunningLoad
    {
        private readonly TaskCompletionSource[] _refused = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

        public RunningLoad(HttpClient client, string url, CancellationToken end) => Ended = Run(client, url, end);

        public Task Ended { get; }

        /// <summary>Completes when so many were refused; 0 when the first one was answered.</summary>
        public Task Refused(int count) => _refused[count].Task;

        private async Task Run(HttpClient client, string url, CancellationToken end)
        {
            var refused = 0;
            for (var id = 100; !end.IsCancellationRequested; id++)
            {
                try
                {
                    using var answer = await client.SendAsync(
                        TestServers.Post(url, TestServers.Message(id, chatId: id)), end);
                    _refused[0].TrySetResult();
                    if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && ++refused < _refused.Length)
                        _refused[refused].TrySetResult();
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    // The server has stopped.
                    return;
                }
            }
        }
    }

    /// <summary>A service that is stopped after the bots.</summary>
    private sealed class StopProbe : IHostedService
    {
        public bool HasStopped { get; private set; }

        public bool TimeWasOver { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            (HasStopped, TimeWasOver) = (true, cancellationToken.IsCancellationRequested);
            return Task.CompletedTask;
        }
    }
}
