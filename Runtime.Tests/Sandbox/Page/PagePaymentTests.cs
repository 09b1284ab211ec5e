using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Invoices and paid media: what they cost, paying, and what the bot refuses or does not answer.</summary>
internal sealed class PagePaymentTests : PageTest
{
    private const string Dinner = """
        {"title":"Dinner for two","description":"Three courses.","payload":"dinner","provider_token":"x","currency":"EUR",
         "prices":[{"label":"Menu","amount":8400},{"label":"Wine","amount":2250}]}
        """;

    [SetUp]
    public Task OpenTheChat() => Ada.Says("hi");

    [Test]
    public async Task An_invoice_tells_what_it_is_for_and_what_it_costs()
    {
        await Call("sendInvoice", Arguments(Dinner));
        var invoice = LastHeard.Locator(".invoice");
        await Expect(invoice).ToContainTextAsync("Dinner for two");
        await Expect(invoice).ToContainTextAsync("Three courses.");
        await Expect(invoice.Locator(".price")).ToHaveTextAsync(["Menu€84.00", "Wine€22.50", "Total€106.50"]);
        await Expect(Button("Pay €106.50")).ToBeEnabledAsync();
        await Expect(Page.Locator(".chat .last").First).ToHaveTextAsync("Dinner for two · €106.50");
        await Call("sendInvoice", Arguments("""{"title":"Tea","description":"Hot","payload":"t","provider_token":"x","currency":"JPY","prices":[{"label":"Tea","amount":500}]}"""));
        await Expect(LastHeard.Locator(".price")).ToHaveTextAsync(["Total¥500"]);
        await Call("sendInvoice", Arguments("""{"title":"Cats","description":"Ten","payload":"c","currency":"XTR","prices":[{"label":"Set","amount":50}]}"""));
        await Expect(LastHeard.Locator(".price")).ToHaveTextAsync(["Total50 ⭐"]);
        await Keep("invoice");
    }

    [Test]
    public async Task An_invoice_is_paid_once_the_bot_has_confirmed()
    {
        var invoice = await Call("sendInvoice", Arguments(Dinner));
        await Button("Pay €106.50").ClickAsync();
        await Expect(Page.Locator("dialog[open]")).ToContainTextAsync("Pay €106.50?");
        await Button("Cancel").ClickAsync();
        await Button("Pay €106.50").ClickAsync();
        await Button("Pay").ClickAsync();
        var query = await Update("pre_checkout_query");
        Assert.That((query["total_amount"]!.GetValue<int>(), query["invoice_payload"]!.GetValue<string>()),
            Is.EqualTo((10650, "dinner")));
        await Expect(Button("Pay €106.50")).ToHaveAttributeAsync("aria-busy", "true");
        await Confirm(query);
        Assert.That((await Update("message"))["successful_payment"]!["total_amount"]!.GetValue<int>(),
            Is.EqualTo(10650));
        await Expect(Page.Locator(".log .service").Last).ToHaveTextAsync("Ada paid €106.50");
        var node = Page.Locator($".msg[data-id='{invoice["message_id"]}']");
        await Expect(node.Locator(".paid")).ToHaveTextAsync("Paid by you");
        await Expect(Button("Paid")).ToBeDisabledAsync();
        await Keep("paid");
        await Page.ReloadAsync();
        await Expect(Button("Paid")).ToBeDisabledAsync();
    }

    [Test]
    public async Task A_flexible_invoice_asks_how_it_is_shipped_and_the_bots_own_pay_button_is_used()
    {
        var order = Arguments(Dinner);
        order["is_flexible"] = true;
        order["reply_markup"] = new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = "Order now", ["pay"] = true })) };
        await Call("sendInvoice", order);
        await Expect(LastHeard.Locator(".row button")).ToHaveTextAsync(["Order now"]);
        await Button("Order now").ClickAsync();
        await Button("Pay").ClickAsync();
        var query = await Update("shipping_query");
        await Call("answerShippingQuery", new JsonObject
        {
            ["shipping_query_id"] = query["id"]!.DeepClone(),
            ["ok"] = true,
            ["shipping_options"] = new JsonArray(Option("walk", "On foot", 0), Option("bike", "By bike", 350)),
        });
        await Expect(Page.Locator("dialog[open] .actions button"))
            .ToHaveTextAsync(["On foot · €0.00", "By bike · €3.50", "Cancel"]);
        await Keep("shipping");
        await Button("By bike · €3.50").ClickAsync();
        var checkout = await Update("pre_checkout_query");
        Assert.That((checkout["shipping_option_id"]!.GetValue<string>(), checkout["total_amount"]!.GetValue<int>()),
            Is.EqualTo(("bike", 11000)));
        await Confirm(checkout);
        await Expect(Page.Locator(".log .service").Last).ToHaveTextAsync("Ada paid €110.00");
    }

    [Test]
    public async Task A_payment_that_the_bot_refuses_says_why()
    {
        await Call("sendInvoice", Arguments(Dinner));
        await Button("Pay €106.50").ClickAsync();
        await Button("Pay").ClickAsync();
        await Call("answerPreCheckoutQuery", new JsonObject
        {
            ["pre_checkout_query_id"] = (await Update("pre_checkout_query"))["id"]!.DeepClone(),
            ["ok"] = false,
            ["error_message"] = "The kitchen is closed.",
        });
        await Expect(Page.Locator("dialog[open] .said")).ToHaveTextAsync("The kitchen is closed.");
        await Button("OK").ClickAsync();
        await Expect(Button("Pay €106.50")).Not.ToHaveAttributeAsync("aria-busy", "true");
    }

    [Test]
    public async Task A_payment_that_the_bot_does_not_answer_is_given_up()
    {
        await Call("sendInvoice", Arguments(Dinner));
        await Expect(Button("Pay €106.50")).ToBeVisibleAsync();
        await StopClock();
        await Button("Pay €106.50").ClickAsync();
        var asked = await Page.RunAndWaitForResponseAsync(() => Button("Pay").ClickAsync(), response => response.Url.EndsWith("/sandbox/act", StringComparison.Ordinal));
        await asked.FinishedAsync();
        await Update("pre_checkout_query");
        await Expect(Button("Pay €106.50")).ToHaveAttributeAsync("aria-busy", "true");
        // The page waits from when it has read the answer: before that of another request.
        await Page.EvaluateAsync("() => fetch('/sandbox/state').then(answer => answer.text())");
        await Page.Clock.FastForwardAsync(9_999);
        await Expect(Page.Locator("#toast")).ToBeHiddenAsync();
        await Page.Clock.FastForwardAsync(1);
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("The bot has not answered the payment; nothing was paid.");
        await Expect(Button("Pay €106.50")).Not.ToHaveAttributeAsync("aria-busy", "true");
    }

    [Test]
    public async Task A_settlement_that_the_bot_has_not_confirmed_is_refused()
    {
        var invoice = await Call("sendInvoice", Arguments(Dinner));
        var query = (await Act("pay", invoice))["query"]!;
        var refused = await Act("settle", invoice, query);
        Assert.That(refused["error"]?.GetValue<string>(), Is.EqualTo("The bot has not confirmed this."));
        await Confirm(new JsonObject { ["id"] = query.DeepClone() });
        Assert.That((await Act("settle", invoice, query)).ContainsKey("error"), Is.False);
        Assert.That((await Act("settle", invoice, query))["error"]!.GetValue<string>(),
            Is.EqualTo("Ada has paid it already."));
    }

    [Test]
    public async Task Paid_media_are_locked_until_they_are_bought()
    {
        await Upload("sendPaidMedia", "file", "p.png", SamplePicture.Png(), ("star_count", "5"), ("media", """[{"type":"photo","media":"attach://file"}]"""));
        await Expect(LastHeard.Locator(".card")).ToContainTextAsync("Paid media");
        await Expect(LastHeard.Locator("img")).ToHaveCountAsync(0);
        await Keep("paid-media");
        await Button("Unlock for 5 ⭐").ClickAsync();
        await Expect(LastHeard.Locator("img")).ToBeVisibleAsync();
        await Expect(Button("Unlock for 5 ⭐")).ToHaveCountAsync(0);
    }

    private Task<JsonNode> Confirm(JsonObject query) =>
        Call("answerPreCheckoutQuery", new JsonObject { ["pre_checkout_query_id"] = query["id"]!.DeepClone(), ["ok"] = true });

    private static JsonObject Option(string id, string title, int amount) => new()
    {
        ["id"] = id,
        ["title"] = title,
        ["prices"] = new JsonArray(new JsonObject { ["label"] = title, ["amount"] = amount }),
    };

    private async Task<JsonObject> Act(string action, JsonNode invoice, JsonNode? query = null)
    {
        var asked = new JsonObject { ["action"] = action, ["user"] = Ada.Id, ["message"] = invoice["message_id"]!.DeepClone(), ["query"] = query?.DeepClone() };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Telegram.BaseUrl}/sandbox/act");
        request.Headers.Add("X-Sandbox", "1");
        request.Content = new StringContent(asked.ToJsonString(), null, "application/json");
        using var answer = await Bot.Http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }
}
