using System.Buffers.Binary;
using System.Net;
using Telegram.Webhooks.Runtime.Sandbox.BotApi;
using Telegram.Webhooks.Runtime.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

/// <summary>The rules that a server of one's own waives with <c>--local</c>.</summary>
internal sealed class CloudRulesTests : SandboxTest
{
    protected override bool CloudRules => true;

    [TestCase("http://example.org/", "1.1.1.1", "An HTTPS URL must be provided for webhook")]
    [TestCase("https://example.org:8080/", "1.1.1.1", "Webhook can be set up only on ports 80, 88, 443 or 8443")]
    [TestCase("https://example.org/", "nowhere", "Invalid IP address specified")]
    [TestCase("https://example.org/", "::1", "IPv6-only addresses are not allowed")]
    [TestCase("https://example.org/", "127.0.0.1", "IP address 127.0.0.1 is reserved")]
    [TestCase("https://example.org/", "10.1.2.3", "IP address 10.1.2.3 is reserved")]
    [TestCase("https://example.org/", "172.31.0.1", "IP address 172.31.0.1 is reserved")]
    [TestCase("https://example.org/", "240.0.0.1", "IP address 240.0.0.1 is reserved")]
    [TestCase("https://192.168.1.1/", "", "IP address 192.168.1.1 is reserved")]
    [Wire("1.14", "2.6", "2.7", "2.8", "2.9", "2.10")]
    public async Task What_Telegrams_own_servers_refuse_is_a_bad_webhook(string url, string ip, string expected) =>
        Assert.That(await Bot.Error(400, "setWebhook", Json($"{{'url':'{url}','ip_address':'{ip}'}}")),
            Is.EqualTo("Bad Request: bad webhook: " + expected));

    [TestCase("0.0.0.0", "0.255.255.255")]
    [TestCase("10.0.0.0", "10.255.255.255")]
    [TestCase("100.64.0.0", "100.127.255.255")]
    [TestCase("127.0.0.0", "127.255.255.255")]
    [TestCase("169.254.0.0", "169.254.255.255")]
    [TestCase("172.16.0.0", "172.31.255.255")]
    [TestCase("192.0.0.0", "192.0.0.255")]
    [TestCase("192.0.2.0", "192.0.2.255")]
    [TestCase("192.88.99.0", "192.88.99.255")]
    [TestCase("192.168.0.0", "192.168.255.255")]
    [TestCase("198.18.0.0", "198.19.255.255")]
    [TestCase("198.51.100.0", "198.51.100.255")]
    [TestCase("203.0.113.0", "203.0.113.255")]
    [TestCase("224.0.0.0", "255.255.255.255")]
    [Wire("2.10")]
    public void A_range_is_reserved_from_its_first_to_its_last_address_and_not_beyond(string first, string last)
    {
        Assert.That(ReservedAddresses.Problem(IPAddress.Parse(first)), Is.EqualTo($"IP address {first} is reserved"));
        Assert.That(ReservedAddresses.Problem(IPAddress.Parse(last)), Is.EqualTo($"IP address {last} is reserved"));
        if (first != "0.0.0.0") Assert.That(ReservedAddresses.Problem(Beside(first, -1)), Is.Null);
        if (last != "255.255.255.255") Assert.That(ReservedAddresses.Problem(Beside(last, 1)), Is.Null);
    }

    // Asked of the rules alone: a webhook that Telegram's own servers accept is not on this machine.
    [TestCase(null, 40)]
    [TestCase("0", 1)]
    [TestCase("100", 100)]
    [TestCase("101", 100)]
    [TestCase("many", 1)]
    [Wire("2.18")]
    public void Max_connections_is_40_by_default_and_100_at_most(string? given, int taken)
    {
        var parameters = new CallParameters();
        if (given is not null) parameters.Add("max_connections", given);
        Assert.That(new WebhookRules(cloud: true).MaxConnections(parameters), Is.EqualTo(taken));
    }

    private static IPAddress Beside(string address, int step)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(BinaryPrimitives.ReadUInt32BigEndian(bytes) + step));
        return new IPAddress(bytes);
    }
}
