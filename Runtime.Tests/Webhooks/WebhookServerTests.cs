using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>The handle: where it listens, starting all or nothing, stopping once.</summary>
public class WebhookServerTests
{
    [TestCase(null, "")]
    [TestCase("/", "")]
    [TestCase("webhook_route", "/webhook_route")]
    [TestCase("/a/b/", "/a/b")]
    [TestCase("a%20b", "/a%20b")]
    [TestCase("a%2Fb", "/a%2Fb")]
    [TestCase("c2VjcmV0%2f%3D", "/c2VjcmV0%2f%3D")]
    [TestCase("100%25", "/100%25")]
    [TestCase("%D0%B1%D0%BE%D1%82", "/%D0%B1%D0%BE%D1%82")]
    [TestCase("бот", "/%D0%B1%D0%BE%D1%82")]
    public async Task Urls_tell_scheme_host_real_port_and_subroute(string? subroute, string path)
    {
        await using var server = await TestServers.Start((_, _) => default, subroute: subroute);

        Assert.That(server.Urls, Has.Count.EqualTo(1));
        var url = new Uri(server.Urls[0]);
        Assert.That(url.Port, Is.Not.Zero);
        Assert.That(server.Urls[0], Is.EqualTo($"http://127.0.0.1:{url.Port}{path}"));
        using var client = TestServers.Client();
        using var answer = await client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_server_whose_Kestrel_ended_by_itself_ends_too()
    {
        IServiceProvider services = null!;
        var options = TestServers.Options();
        options.ConfigureKestrel = kestrel => services = kestrel.ApplicationServices;
        await using var server = await TestServers.Start((_, _) => default, options);

        await services.GetRequiredService<IHost>().StopAsync().WaitAsync(TestServers.Guard);
        await server.Completion.WaitAsync(TestServers.Guard);

        Assert.That(server.Completion.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task A_stopped_server_frees_its_port_and_completes()
    {
        var server = await TestServers.Start((_, _) => default);
        var port = new Uri(server.Urls[0]).Port;
        Assert.That(server.Completion.IsCompleted, Is.False);

        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(server.Completion.IsCompletedSuccessfully, Is.True);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.DoesNotThrow(() => socket.Bind(new IPEndPoint(IPAddress.Loopback, port)));
    }

    [Test]
    public async Task Stopping_and_disposing_from_many_threads_stops_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var server = await TestServers.Start((_, _) => default);
            await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                if (i % 2 == 0)
                    await server.Stop();
                else
                    await server.DisposeAsync();
            }))).WaitAsync(TestServers.Guard);
            await server.Stop();
            Assert.That(server.Completion.IsCompletedSuccessfully, Is.True);
        }
    }

    [Test]
    public async Task Of_many_starts_on_one_port_one_wins_and_the_rest_leave_nothing_behind()
    {
        await using var first = await TestServers.Start((_, _) => default);
        var port = new Uri(first.Urls[0]).Port;
        await first.Stop();

        var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(() => WebhookServer.StartListenWebhooks(
            port, "127.0.0.1", "hook", null, null, (_, _) => default, TestServers.Options()))).ToList();
        await ((Task)Task.WhenAll(starts)).WaitAsync(TestServers.Guard).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var won = starts.Where(start => start.IsCompletedSuccessfully).ToList();
        Assert.That(won, Has.Count.EqualTo(1));
        Assert.That(starts.Where(start => start.IsFaulted).Select(start => start.Exception!.InnerException), Is.All.InstanceOf<WebhookStartException>());
        await (await won[0]).Stop();
        await using var again = await WebhookServer.StartListenWebhooks(
            port, "127.0.0.1", "hook", null, null, (_, _) => default, TestServers.Options());
        Assert.That(new Uri(again.Urls[0]).Port, Is.EqualTo(port));
    }

    [Test]
    public async Task Wrong_arguments_are_all_named_in_one_exception()
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(() => WebhookServer.StartListenWebhooks(
            70000, " ", "a?b", null, null, (_, _) => default, new WebhookServerOptions { SecretToken = "not allowed!", MaxBodyBytes = 1, ShutdownTimeout = TimeSpan.FromSeconds(-1) }));

        Assert.That(error!.Problems, Has.Count.EqualTo(6));
        Assert.That(error!.Message, Does.Contain("70000").And.Contain("a?b").And.Contain("MaxBodyBytes").And.Contain("ShutdownTimeout").And.Not.Contain("not allowed!"));
    }

    [Test]
    public async Task A_list_of_no_networks_let_everybody_in()
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(() => WebhookServer.StartListenWebhooks(
            0, "127.0.0.1", "hook", null, null, (_, _) => default,
            new WebhookServerOptions { Inbox = UpdateInbox.None, AllowedNetworks = [] }));

        Assert.That(error!.Message, Does.Contain("AllowedNetworks"));
    }

    [Test]
    public async Task A_key_store_that_does_not_open_leaves_nothing_bound()
    {
        var port = FreePort();

        await Assert.ThrowsAsync<WebhookKeyStoreException>(() => WebhookServer.StartListenWebhooks(
            port, "127.0.0.1", null, new WebhookPrivateKeyConfig("missing.jks", "a", "b", "c"), null, (_, _) => default,
            TestServers.Options()));

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.DoesNotThrow(() => socket.Bind(new IPEndPoint(IPAddress.Loopback, port)));
    }

    [Test]
    public async Task When_the_time_to_drain_is_over_handlers_are_cancelled()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await TestServers.Start(
            async (_, token) =>
            {
                await using var registration = token.Register(() => cancelled.TrySetResult());
                entered.TrySetResult();
                await cancelled.Task;
            },
            new WebhookServerOptions
            {
                Inbox = UpdateInbox.None,
                ShutdownTimeout = TimeSpan.Zero,
                LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            });
        using var client = TestServers.Client();
        var running = client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        await entered.Task.WaitAsync(TestServers.Guard);

        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(cancelled.Task.IsCompleted, Is.True);
        using var answer = await running;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_cancelled_stop_ends_the_patience_at_once()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = await TestServers.Start(async (_, token) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        using var client = TestServers.Client();
        var running = client.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(1)));
        await entered.Task.WaitAsync(TestServers.Guard);
        using var second = new CancellationTokenSource();
        var stopped = server.Stop(second.Token);
        Assert.That(stopped.IsCompleted, Is.False);

        await second.CancelAsync();
        await stopped.WaitAsync(TestServers.Guard);

        using var answer = await running;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    }

    [Test]
    public async Task A_cancelled_wait_for_shutdown_stops_the_server()
    {
        var server = await TestServers.Start((_, _) => default);
        using var cancel = new CancellationTokenSource();
        var waiting = server.WaitForShutdown(cancel.Token);
        Assert.That(waiting.IsCompleted, Is.False);

        await cancel.CancelAsync();
        await waiting.WaitAsync(TestServers.Guard);

        Assert.That(server.Completion.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task A_server_without_a_secret_token_is_told_where_to_set_one()
    {
        using var log = new RecordingLoggers();
        await using var server = await TestServers.Start(
            (_, _) => default, TestServers.Options(secret: null, loggers: log));

        Assert.That(log.Lines, Has.One.Matches<string>(line => line!.StartsWith("Warning 5001", StringComparison.Ordinal)
            && line.Contains("WebhookServerOptions.SecretToken", StringComparison.Ordinal)));
    }

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
