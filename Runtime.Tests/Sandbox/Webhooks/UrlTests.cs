using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.Updates;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>What becomes of a webhook's address in the request.</summary>
internal sealed class UrlTests : SenderTest
{
    [TestCase("http://127.0.0.1:{0}", "/", "127.0.0.1:{0}")]
    [TestCase("HTTP://127.0.0.1:{0}/Path", "/Path", "127.0.0.1:{0}")]
    [TestCase("http://127.0.0.1:{0}/a b?c\td   ", "/a%20b?c%09d", "127.0.0.1:{0}")]
    [TestCase("http://127.0.0.1:{0}/hook?x=1#part", "/hook?x=1#part", "127.0.0.1:{0}")]
    [TestCase("http://Bot.EXAMPLE:{0}/", "/", "bot.example:{0}")]
    [TestCase("http://bücher.example:{0}/", "/", "xn--bcher-kva.example:{0}")]
    [Wire("2.14", "2.16", "5.6")]
    public async Task An_address_becomes_a_target_and_a_host(string url, string target, string host)
    {
        await SetWebhook(new JsonObject { ["url"] = url.Replace("{0}", $"{Server.Port}", StringComparison.Ordinal), ["ip_address"] = "127.0.0.1" });
        await Ada.Says("hi");
        var head = (await Server.Next()).Head;
        Assert.That(head, Does.StartWith($"POST {target} HTTP/1.1\r\nHost: {host.Replace("{0}", $"{Server.Port}", StringComparison.Ordinal)}\r\nContent-Type: "));
    }

    // The ports below 1024 are not for a test to listen on, so these are the bytes before they are sent.
    [TestCase("https://example.org/", "example.org")]
    [TestCase("https://example.org:443/", "example.org")]
    [TestCase("https://example.org:80/", "example.org:80")]
    [TestCase("https://example.org:8443/", "example.org:8443")]
    [TestCase("http://example.org/", "example.org")]
    [TestCase("http://example.org:80/", "example.org")]
    [TestCase("http://example.org:443/", "example.org:443")]
    [Wire("5.5")]
    public void The_host_has_no_port_only_when_it_is_the_schemes_own(string url, string host)
    {
        var settings = new WebhookSettings { RawUrl = url, Url = WebhookUrl.Parse(url)!, SecretToken = "", MaxConnections = 1, FixedIp = "" };
        var bytes = RequestBytes.Make(settings, new QueuedUpdate(1, "poll", [], "{}", 0, 0))!;
        Assert.That(System.Text.Encoding.ASCII.GetString(bytes),
            Does.StartWith($"POST / HTTP/1.1\r\nHost: {host}\r\n"));
    }

    [Test]
    [Wire("2.13", "5.12")]
    public async Task Without_a_scheme_an_address_is_https()
    {
        await using var secure = new RawServer(TestAuthority.SelfSigned("127.0.0.1"));
        await Ada.Says("hi");
        await SetWebhook(new JsonObject { ["url"] = $"127.0.0.1:{secure.Port}/hook" });
        Assert.That((await Telegram.Deliveries(1))[0].Error, Does.StartWith("SSL error {"));
    }
}
