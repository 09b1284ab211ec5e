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
    public async Task What_Telegrams_own_servers_refuse_is_a_bad_webhook(string url, string ip, string expected) =>
        Assert.That(await Bot.Error(400, "setWebhook", Json($"{{'url':'{url}','ip_address':'{ip}'}}")), Is.EqualTo("Bad Request: bad webhook: " + expected));
}
