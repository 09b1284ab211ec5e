using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>The wire panel: deliveries, calls, getWebhookInfo, a webhook that fails and recovers.</summary>
internal sealed class PageWireTests : PageTest
{
    private ILocator Deliveries => Page.Locator(".entries li[data-kind=delivery]");

    private ILocator Calls => Page.Locator(".entries li[data-kind=call]");

    [Test]
    public async Task A_failing_webhook_is_seen_at_once_and_so_is_its_recovery()
    {
        await using var server = new RawServer();
        await Call("setWebhook", new JsonObject { ["url"] = server.Url });
        await Expect(Page.Locator("#hook-title")).ToHaveTextAsync("Webhook set");
        await Ada.Says("anybody?");
        await (await server.Next()).Status(500, "Internal Server Error", "Retry-After: 1\r\n");
        await Expect(Page.Locator("#hook")).ToHaveAttributeAsync("data-health", "failing");
        await Expect(Page.Locator("#hook-note")).ToHaveTextAsync("Wrong response from the webhook: 500 Internal Server Error");
        await Expect(Page.Locator("#hook-pending")).ToHaveTextAsync("1 pending");
        await Expect(Deliveries.First.Locator(".status")).ToHaveTextAsync("500");
        await Expect(Deliveries.First.Locator(".more").First)
            .ToContainTextAsync($"queue {Ada.Id} · attempt 1 · retry in 1 s");
        await Expect(Deliveries.First.Locator(".error")).ToContainTextAsync("500 Internal Server Error");
        await Keep("failing-webhook");
        await (await server.Next()).Ok();
        await Expect(Page.Locator("#hook")).ToHaveAttributeAsync("data-health", "good");
        await Expect(Page.Locator("#hook-title")).ToHaveTextAsync("Webhook delivering again");
        await Expect(Page.Locator("#hook-pending")).ToHaveTextAsync("0 pending");
        await Expect(Deliveries.First.Locator(".status")).ToHaveTextAsync("200");
        await Expect(Deliveries.First.Locator(".more").First).ToContainTextAsync("attempt 2");
        await Expect(Page.Locator("#hook-note")).ToHaveTextAsync("Before: Wrong response from the webhook: 500 Internal Server Error");
        await Keep("recovered-webhook");
    }

    [Test]
    public async Task A_delivery_tells_its_queue_attempt_status_and_duration_and_its_json()
    {
        await using var server = new RawServer();
        await Call("setWebhook", new JsonObject { ["url"] = server.Url });
        await Ada.Says("over the wire");
        await (await server.Next()).Ok();
        var row = Deliveries.First;
        await Expect(row.Locator(".status")).ToHaveTextAsync("200");
        await Expect(row.Locator(".what")).ToHaveTextAsync("message");
        await Expect(row.Locator(".more").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex($"^“over the wire” · update\\s\\d+ · queue\\s{Ada.Id} · attempt\\s1$"));
        await Expect(row.Locator(".took").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[\\d.]+ m?s$"));
        await row.Locator("summary").ClickAsync();
        await Expect(row.Locator(".json pre")).ToContainTextAsync("\"text\": \"over the wire\"");
        await Ada.Says("and another");
        await (await server.Next()).Ok();
        await Expect(Deliveries).ToHaveCountAsync(2);
        await Expect(Deliveries.Last.Locator("details")).ToHaveAttributeAsync("open", "");
    }

    [Test]
    public async Task A_call_shows_its_request_its_response_and_its_error()
    {
        await Ada.Says("hi");
        await Send("an answer");
        var row = Calls.First;
        await Expect(row.Locator(".what")).ToHaveTextAsync("sendMessage");
        await Expect(row.Locator(".more").First).ToHaveTextAsync($"chat {Ada.Id} · “an answer”");
        await row.Locator("summary").ClickAsync();
        await Expect(row.Locator(".json").First.Locator("pre")).ToContainTextAsync("\"text\": \"an answer\"");
        await Expect(row.Locator(".json").Last.Locator("pre")).ToContainTextAsync("\"ok\": true");
        await Keep("call");
        await Bot.Error(400, "sendMessage", new JsonObject { ["chat_id"] = 99, ["text"] = "?" });
        await Expect(Calls.First.Locator(".status")).ToHaveTextAsync("400");
        await Expect(Calls.First.Locator(".error")).ToHaveTextAsync("Bad Request: chat not found");
    }

    [Test]
    public async Task GetWebhookInfo_is_there_as_a_table_and_as_json()
    {
        await using var server = new RawServer();
        await Expect(Page.Locator("#hook-title")).ToHaveTextAsync("No webhook");
        await Call("setWebhook", new JsonObject { ["url"] = server.Url, ["max_connections"] = 7, ["allowed_updates"] = new JsonArray("message") });
        await Expect(Page.Locator("#hook-url")).ToHaveTextAsync(server.Url);
        await Page.Locator("#hook summary").ClickAsync();
        await Expect(Page.Locator("#hook-facts")).ToContainTextAsync("Connections7");
        await Expect(Page.Locator("#hook-json pre")).ToContainTextAsync("\"max_connections\": 7");
        await Keep("webhook-info");
        await Call("deleteWebhook", new JsonObject());
        await Expect(Page.Locator("#hook-title")).ToHaveTextAsync("No webhook");
    }

    [Test]
    public async Task Polls_without_updates_are_left_out()
    {
        await Ada.Says("hi");
        await Call("getUpdates", new JsonObject { ["offset"] = 0 });
        await Call("getUpdates", new JsonObject { ["offset"] = (await Call("getUpdates", new JsonObject()))[0]!["update_id"]!.GetValue<int>() + 1 });
        await Call("getMe", new JsonObject());
        await Expect(Page.Locator(".entries .what")).ToHaveTextAsync(["getMe", "getUpdates", "getUpdates"]);
    }

    [Test]
    public async Task The_last_200_that_fit_are_listed_newest_first()
    {
        for (var i = 0; i < 130; i++)
        {
            await Call("getMe", new JsonObject());
            await Call("getMyCommands", new JsonObject { ["language_code"] = i % 2 == 0 ? "en" : "" });
        }
        await Expect(Page.Locator(".entries .what")).ToHaveCountAsync(200);
        await Expect(Page.Locator(".entries .what").First).ToHaveTextAsync("getMyCommands");
        await Page.Locator("#search").FillAsync("getMe");
        await Expect(Page.Locator(".entries .what")).ToHaveCountAsync(130);
    }

    [Test]
    public async Task The_list_is_narrowed_searched_and_emptied()
    {
        await Expect(Page.Locator(".entries .empty")).ToContainTextAsync("Nothing yet");
        await using var server = new RawServer();
        await Call("setWebhook", new JsonObject { ["url"] = server.Url });
        await Ada.Says("hi");
        await (await server.Next()).Ok();
        await Send("needle");
        await Expect(Page.Locator(".entries li")).ToHaveCountAsync(3);
        await Button("Deliveries").ClickAsync();
        await Expect(Page.Locator(".entries .what")).ToHaveTextAsync(["message"]);
        await Button("Calls").ClickAsync();
        await Expect(Page.Locator(".entries .what")).ToHaveTextAsync(["sendMessage", "setWebhook"]);
        await Page.Locator("#search").FillAsync("NEEDLE");
        await Expect(Page.Locator(".entries .what")).ToHaveTextAsync(["sendMessage"]);
        await Page.Locator("#search").FillAsync("");
        await Button("Clear").ClickAsync();
        await Expect(Page.Locator(".entries .what")).ToHaveCountAsync(0);
        await Send("new again");
        await Expect(Page.Locator(".entries .what")).ToHaveTextAsync(["sendMessage"]);
    }
}
