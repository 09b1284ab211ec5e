using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Where a server listens and what it speaks there.</summary>
public class ListeningTests
{
    [TestCase("localhost", "127.0.0.1", "[::1]")]
    [TestCase("*", "127.0.0.1", "[::1]")]
    [TestCase("+", "127.0.0.1", "[::1]")]
    public async Task A_name_for_every_family_bound_IPv4_only(string host, params string[] clients)
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Ignore("This system has no IPv6.");
        var received = 0;
        await using var server = await Start(host, () => Interlocked.Increment(ref received));
        var url = new Uri(server.Urls[0]);
        using var client = TestServers.Client();

        for (var i = 0; i < clients.Length; i++)
        {
            using var answer = await client.SendAsync(
                TestServers.Post($"http://{clients[i]}:{url.Port}{url.AbsolutePath}", TestServers.Message(i)));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), clients[i]);
        }

        Assert.That(received, Is.EqualTo(clients.Length));
    }

    [Test]
    public async Task A_client_of_either_family_is_judged_by_its_own_address()
    {
        await using var server = await Start("*", () => { }, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            LoggerFactory = NullLoggerFactory.Instance,
            AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")],
        });
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(
            TestServers.Post($"http://127.0.0.1:{new Uri(server.Urls[0]).Port}/hook", TestServers.Message(1)));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("1.1")]
    [TestCase("2.0")]
    public async Task HTTP_2_was_off_where_the_server_speaks_TLS(string version)
    {
        await using var server = await TestServers.Start(
            (_, _) => default, key: WebhookPrivateKeyConfig.SelfSigned("127.0.0.1"));
        using var client = TestServers.Client();
        using var request = TestServers.Post(server.Urls[0], TestServers.Message(1));
        request.Version = Version.Parse(version);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var answer = await client.SendAsync(request);

        Assert.That(answer.Version, Is.EqualTo(Version.Parse(version)));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("127.0.0.0/8", "149.154.167.1", HttpStatusCode.OK, TestName = "Telegram behind a trusted proxy")]
    [TestCase("127.0.0.0/8", "203.0.113.5", HttpStatusCode.Forbidden, TestName = "Somebody else behind a trusted proxy")]
    [TestCase("127.0.0.0/8", "149.154.167.1, 203.0.113.5", HttpStatusCode.Forbidden, TestName = "Somebody who writes a header of their own")]
    [TestCase("127.0.0.0/8", "149.154.167.1, 127.0.0.9", HttpStatusCode.OK, TestName = "Two trusted proxies")]
    [TestCase("10.0.0.0/8", "149.154.167.1", HttpStatusCode.Forbidden, TestName = "A proxy that is not trusted")]
    [TestCase(null, "149.154.167.1", HttpStatusCode.Forbidden, TestName = "No proxy is trusted")]
    public async Task Behind_a_proxy_every_update_came_from_the_proxy(
        string? trusted, string forwardedFor, HttpStatusCode status)
    {
        await using var server = await Start("127.0.0.1", () => { }, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            SecretToken = TestServers.Secret,
            LoggerFactory = NullLoggerFactory.Instance,
            AllowedNetworks = TelegramNetworks.All,
            TrustedProxies = trusted is null ? null : [IPNetwork.Parse(trusted)],
        });
        using var client = TestServers.Client();
        using var request = TestServers.Post(server.Urls[0], TestServers.Message(1));
        request.Headers.Add("X-Forwarded-For", forwardedFor);

        using var answer = await client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    private static Task<WebhookServer> Start(string host, Action onUpdate, WebhookServerOptions? options = null) => WebhookServer.StartListenWebhooks(
        0, host, "hook", null, null, (_, _) => { onUpdate(); return default; }, options ?? TestServers.Options());
}
