using System.Net;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Testing;

/// <summary>
/// A sandbox that others than this machine reach: bots in containers call it, the page opens with its key only.
/// </summary>
public sealed class SandboxHostTests
{
    [Test]
    public async Task On_every_address_the_page_needs_the_key_and_the_bot_only_its_token()
    {
        await using var telegram = await TelegramSandbox.Start(new TelegramSandboxOptions { Host = IPAddress.Any });
        var page = new Uri(telegram.PageUrl);
        Assert.That((page.Host, page.Query.Length), Is.EqualTo(("127.0.0.1", "?key=".Length + 32)));
        using var client = new HttpClient();

        Assert.That(await Status(client, $"{telegram.BaseUrl}/bot{telegram.Token}/getMe"),
            Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Status(client, $"{telegram.BaseUrl}/"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await Status(client, $"{telegram.BaseUrl}/sandbox/state?key={new string('0', 32)}"),
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await Status(client, telegram.PageUrl), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Status(client, $"{telegram.BaseUrl}/sandbox/state"), Is.EqualTo(HttpStatusCode.OK),
            "the cookie that came with the page");
    }

    [Test]
    public async Task On_loopback_there_is_no_key()
    {
        await using var telegram = await TelegramSandbox.Start();
        Assert.That(new Uri(telegram.PageUrl).Query, Is.Empty);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string url)
    {
        using var answer = await client.GetAsync(new Uri(url));
        return answer.StatusCode;
    }
}
