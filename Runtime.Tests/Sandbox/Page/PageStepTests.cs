using System.Net;
using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>The page keeps step: with another page, and with a sandbox that was out of reach.</summary>
internal sealed class PageStepTests : PageTest
{
    [Test]
    public async Task Two_pages_show_the_same()
    {
        var other = await Open();
        await Type("typed here");
        await Expect(other.Locator(".msg.mine .body")).ToHaveTextAsync("typed here");
        await other.Locator("#text").FillAsync("typed there");
        await other.Locator("#text").PressAsync("Enter");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("typed there");
        await LastOwn.HoverAsync();
        await LastOwn.GetByLabel("Edit", new() { Exact = true }).ClickAsync();
        await Type("edited here");
        await Expect(other.Locator(".msg.mine .body").Last).ToHaveTextAsync("edited here");
        var sent = await Send("from the bot");
        await Expect(other.Locator(".msg:not(.mine) .body")).ToHaveTextAsync("from the bot");
        await LastHeard.HoverAsync();
        await LastHeard.GetByLabel("React", new() { Exact = true }).ClickAsync();
        await LastHeard.GetByLabel("React 🔥").ClickAsync();
        await Expect(other.Locator(".reactions")).ToHaveTextAsync("🔥 1");
        await Call("deleteMessage", new JsonObject { ["chat_id"] = Ada.Id, ["message_id"] = sent["message_id"]!.DeepClone() });
        await Expect(other.Locator(".msg:not(.mine)")).ToHaveCountAsync(0);
        await Expect(Page.Locator(".msg:not(.mine)")).ToHaveCountAsync(0);
        Assert.That(await other.Locator(".entries .what").AllTextContentsAsync(),
            Is.EqualTo(await Page.Locator(".entries .what").AllTextContentsAsync()));
    }

    [Test]
    public async Task A_cut_event_stream_is_said_and_what_was_missed_is_made_up_for()
    {
        await using var relay = new CuttableRelay(new IPEndPoint(IPAddress.Loopback, new Uri(Telegram.BaseUrl).Port));
        Use(await Open(url: $"http://127.0.0.1:{relay.Port}/"));
        await Type("before");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("before");
        await Expect(Page.Locator("#lost")).ToBeHiddenAsync();
        relay.Cut();
        await Expect(Page.Locator("#lost")).ToHaveTextAsync("The sandbox does not answer. Trying again…");
        await Send("said meanwhile");
        await Type("kept in the field");
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("The sandbox does not answer.");
        await Expect(Field).ToHaveValueAsync("kept in the field");
        await Keep("lost");
        relay.Restore();
        await Expect(Page.Locator("#lost")).ToBeHiddenAsync();
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("said meanwhile");
        await Field.PressAsync("Enter");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("kept in the field");
        await Send("live again");
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("live again");
    }

    [Test]
    public async Task A_sandbox_that_was_started_anew_is_shown_as_it_is_now()
    {
        var port = new Uri(Telegram.BaseUrl).Port;
        await Ada.Says("of the first life");
        await Expect(LastOwn).ToBeVisibleAsync();
        await Telegram.DisposeAsync();
        await Expect(Page.Locator("#lost")).ToBeVisibleAsync();
        await using var second = await TelegramSandbox.Start(new TelegramSandboxOptions { Port = port });
        await second.User("Bob").Says("of the second life");
        await Expect(Page.Locator("#who option:checked")).ToHaveTextAsync("Bob");
        await Expect(Page.Locator(".msg .body")).ToHaveTextAsync("of the second life");
        await Expect(Page.Locator("#lost")).ToBeHiddenAsync();
    }
}
