using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Tests.Inbox;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A server that a proxy on the same machine reaches by a file instead of a port.</summary>
[Platform(Exclude = "Win", Reason = "Permissions of socket files are tested.")]
[UnsupportedOSPlatform("windows")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnixSocketTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Path => _directory.File("bot.sock");

    [Test]
    public async Task Updates_come_through_a_socket_file_which_is_gone_after_the_stop()
    {
        var received = 0;
        var server = await Start(() => received++);
        using var client = Client();

        using var answer = await client.SendAsync(TestServers.Post("http://bot/hook", TestServers.Message(1)));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(received, Is.EqualTo(1));
        Assert.That(server.Urls, Is.EqualTo(new[] { $"http://unix:{Path}:/hook" }));
        Assert.That(
            File.GetUnixFileMode(Path),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite), "for the proxy's user, in the group");
        await server.Stop().WaitAsync(TestServers.Guard);
        Assert.That(File.Exists(Path), Is.False);
    }

    [Test]
    public async Task The_default_inbox_is_named_after_the_socket_and_not_after_a_port_of_the_moment()
    {
        var name = $"bot-{Guid.NewGuid():N}"[..20];
        using var log = new RecordingLoggers();
        var options = new WebhookServerOptions { SecretToken = TestServers.Secret, LoggerFactory = log };
        await using (await WebhookServer.StartListenWebhooks(0, $"unix:{_directory.File(name)}.sock", "hook", null, null, (_, _) => default, options))
            Assert.That(log.Lines, Has.None.StartsWith("Warning 5018"));

        var files = Directory.GetFiles(".telegram", $"*{name}*");
        foreach (var file in files) File.Delete(file);
        Assert.That(files, Is.Not.Empty);
    }

    [Test]
    public async Task A_file_that_a_killed_process_left_behind_kept_the_next_from_starting()
    {
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(Path));
            // Closing a socket removes its file, as long as it has its name. A process that is killed removes nothing.
            File.Move(Path, _directory.File("kept"));
        }

        File.Move(_directory.File("kept"), Path);

        await using var server = await Start(() => { });
        using var client = Client();
        using var answer = await client.SendAsync(TestServers.Post("http://bot/hook", TestServers.Message(1)));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_socket_that_somebody_listens_on_is_taken()
    {
        await using var first = await Start(() => { });

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => Start(() => { }));

        Assert.That(error!.Message, Does.Contain(Path).And.Contain("another program"));
        using var client = Client();
        using var answer = await client.SendAsync(TestServers.Post("http://bot/hook", TestServers.Message(1)));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "the first one goes on");
    }

    [Test]
    public async Task A_file_of_another_kind_is_left_alone()
    {
        await File.WriteAllTextAsync(Path, "precious");

        await Assert.ThrowsAsync<WebhookStartException>(() => Start(() => { }));

        Assert.That(await File.ReadAllTextAsync(Path), Is.EqualTo("precious"));
    }

    [Test]
    public async Task A_directory_that_does_not_exist_is_not_taken_for_another_program()
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(() => WebhookServer.StartListenWebhooks(
            0, $"unix:{_directory.File("missing")}/bot.sock", null, null, null, (_, _) => default, TestServers.Options()));

        Assert.That(error!.Message, Does.Contain("Cannot listen on the Unix socket").And.Not.Contain("another program"));
    }

    [Test]
    public void What_the_system_says_is_part_of_a_sentence() =>
        Assert.That(ReservedSocketFile.Explain(new UnauthorizedAccessException("...denied.")), Is.EqualTo("...denied"));

    [TestCase("149.154.167.1", HttpStatusCode.OK)]
    [TestCase("203.0.113.5", HttpStatusCode.Forbidden)]
    [TestCase("149.154.167.1, 203.0.113.5", HttpStatusCode.Forbidden)]
    [TestCase(null, HttpStatusCode.Forbidden)]
    public async Task Who_connects_to_the_file_is_the_proxy(string? forwardedFor, HttpStatusCode status)
    {
        await using var server = await Start(() => { }, TelegramNetworks.All);
        using var client = Client();
        using var request = TestServers.Post("http://bot/hook", TestServers.Message(1));
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);

        using var answer = await client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_port_beside_a_socket_file_is_refused()
    {
        var error = await Assert.ThrowsAsync<WebhookStartException>(() => WebhookServer.StartListenWebhooks(
            8080, $"unix:{Path}", null, null, null, (_, _) => default, TestServers.Options()));

        Assert.That(error!.Message, Does.Contain("no port"));
    }

    private Task<WebhookServer> Start(Action onUpdate, IReadOnlyList<IPNetwork>? networks = null) => WebhookServer.StartListenWebhooks(
        0, $"unix:{Path}", "hook", null, null, (_, _) => { onUpdate(); return default; }, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            LoggerFactory = NullLoggerFactory.Instance,
            AllowedNetworks = networks,
        });

    private HttpClient Client() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
