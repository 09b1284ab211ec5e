using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>What new users of the page stumbled over.</summary>
internal sealed class PageNewcomerTests : PageTest
{
    [Test]
    public async Task A_bot_that_hangs_was_invisible_while_it_hung()
    {
        await using var server = new RawServer();
        await Call("setWebhook", new JsonObject { ["url"] = server.Url });
        await Type("are you there?");
        var request = await server.Next();

        var waiting = Page.Locator(".under-way");
        await Expect(waiting).ToContainTextAsync("are you there?");
        await Expect(waiting).ToContainTextAsync("waiting");
        await Keep("wire-hanging");

        await request.Ok();
        await Expect(waiting).ToHaveCountAsync(0);
        await Expect(Page.Locator(".entries [data-kind=delivery] .status.good")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Rows_of_the_wire_say_what_was_delivered_and_what_a_poll_brought()
    {
        await Type("hello bot");
        await Call("getUpdates", []);
        await Expect(Page.Locator(".entries li").First).ToContainTextAsync("brought 1 update: message “hello bot”");
        await using var server = new RawServer();
        await Call("setWebhook", new JsonObject { ["url"] = server.Url });
        await (await server.Next()).Ok();
        await Expect(Page.Locator(".entries [data-kind=delivery]").First).ToContainTextAsync("“hello bot”");
    }

    [Test]
    public async Task The_time_until_the_next_attempt_counts_down()
    {
        await using var server = new RawServer();
        await Call("setWebhook", new JsonObject { ["url"] = server.Url });
        await Type("hi");
        await (await server.Next()).Status(503, "Service Unavailable", "Retry-After: 3600\r\n");
        var row = Page.Locator(".entries [data-kind=delivery]").First;
        await Expect(row).ToContainTextAsync("retry in");
        var before = await row.Locator(".more").First.TextContentAsync();
        await Expect(row.Locator(".more").First).Not.ToHaveTextAsync(before!);
        await Expect(row).ToContainTextAsync("retry in");
    }

    [Test]
    public async Task The_bot_is_made_administrator_thrown_out_and_brought_back()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        await Page.GetByText("Lab").First.ClickAsync();
        await Button("Promote bot").ClickAsync();
        await Expect(Button("Demote bot")).ToBeVisibleAsync();
        Assert.That((await Call("getChatMember", new JsonObject { ["chat_id"] = lab.Id, ["user_id"] = Telegram.BotId }))["status"]!.GetValue<string>(), Is.EqualTo("administrator"));
        await Keep("bot-role");
        await Button("Remove bot").ClickAsync();
        await Button("Add bot").ClickAsync();
        await Expect(Button("Promote bot")).ToBeVisibleAsync();
        Assert.That((await Call("getChatMember", new JsonObject { ["chat_id"] = lab.Id, ["user_id"] = Telegram.BotId }))["status"]!.GetValue<string>(), Is.EqualTo("member"));
    }

    [Test]
    public async Task What_the_add_dialog_refuses_is_said_in_the_dialog()
    {
        Telegram.User("Bob", username: "bob");
        await Page.Locator("[data-opens=add]").First.ClickAsync();
        await Page.Locator("#name").FillAsync("Other");
        await Page.Locator("#username").FillAsync("@bob");
        await Page.Locator("#dialog button[type=submit]").ClickAsync();
        await Expect(Page.Locator("#adding-error")).ToHaveTextAsync("@bob is taken.");
        await Expect(Page.Locator("#dialog")).ToBeVisibleAsync();
        await Expect(Page.Locator("#toast")).ToBeHiddenAsync();
        await Keep("dialog-error");
    }

    [Test]
    public async Task The_reaction_picker_takes_the_focus_and_closes_by_Esc_and_by_a_press_elsewhere()
    {
        await Type("react to this");
        await LastOwn.FocusAsync();
        await LastOwn.PressAsync("+");
        await Expect(Page.Locator(".picker button").First).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator(".picker")).ToHaveCountAsync(0);
        await Expect(LastOwn).ToBeFocusedAsync();
        await LastOwn.PressAsync("+");
        await Expect(Page.Locator(".picker")).ToHaveCountAsync(1);
        await Page.Locator("#title").ClickAsync();
        await Expect(Page.Locator(".picker")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task One_row_of_what_is_offered_is_highlighted()
    {
        await Ada.Says("hello");
        await Call("setMyCommands", Arguments("""{"commands":[{"command":"one","description":"1"},{"command":"two","description":"2"}]}"""));
        await Expect(Page.Locator("#slash")).ToBeVisibleAsync();
        await Field.FillAsync("/");
        await Page.Locator("#suggestions [role=option]").Nth(1).HoverAsync();
        await Expect(Page.Locator("#suggestions [aria-selected=true]")).ToHaveCountAsync(1);
        await Expect(Page.Locator("#suggestions [aria-selected=true]")).ToContainTextAsync("two");
    }

    [Test]
    public async Task A_toast_covered_buttons()
    {
        await Ada.Says("hello");
        await Send("press", """{"inline_keyboard":[[{"text":"Link","callback_data":"x"}]]}""");
        await Button("Link").ClickAsync();
        var query = await Update("callback_query");
        await Call("answerCallbackQuery",
            new JsonObject { ["callback_query_id"] = query["id"]!.GetValue<string>(), ["text"] = "A toast" });
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("A toast");
        var toast = (await Page.Locator("#toast").BoundingBoxAsync())!;
        foreach (var button in await Page.Locator(".talk button:visible").AllAsync())
        {
            var box = (await button.BoundingBoxAsync())!;
            Assert.That(box.Y + box.Height <= toast.Y + 1 || box.Y >= toast.Y + toast.Height - 1, Is.True,
                await button.TextContentAsync());
        }
        await Keep("toast");
    }

    [Test]
    public async Task In_forced_colours_bubbles_and_buttons_keep_an_edge()
    {
        await Ada.Says("hello");
        await Send("hi");
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        foreach (var selector in new[] { ".bubble", ".filters button", ".bar .icon" })
            Assert.That(await Page.Locator(selector).First.EvaluateAsync<string>("node => getComputedStyle(node).borderTopStyle"), Is.EqualTo("solid"), selector);
        await Keep("forced-colours");
    }

    [TestCase(768, 1024)]
    [TestCase(820, 1180)]
    public async Task A_tablet_has_chats_messages_and_wire_beside_each_other(int width, int height)
    {
        var tablet = await Open(width, height);
        foreach (var part in new[] { ".side", ".talk", ".wire" }) await Expect(tablet.Locator(part)).ToBeVisibleAsync();
        Assert.That(await tablet.EvaluateAsync<int>("document.documentElement.scrollWidth"),
            Is.LessThanOrEqualTo(width));
        await Keep($"tablet-{width}", tablet);
    }

    [Test]
    public async Task A_reply_keyboard_is_hidden_and_shown_again()
    {
        await Ada.Says("hello");
        await Send("what?", """{"keyboard":[["Tea"],["Coffee"]]}""");
        await Expect(Button("Tea")).ToBeVisibleAsync();
        await Keep("keyboard-toggle");
        await Button("Hide keyboard").ClickAsync();
        await Expect(Button("Tea")).ToBeHiddenAsync();
        await Button("Show keyboard").ClickAsync();
        await Expect(Button("Tea")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_message_field_has_the_focus_from_the_start()
    {
        await Expect(Field).ToBeFocusedAsync();
        await Expect(Page.Locator("#bots")).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_burst_of_a_thousand_messages_stalled_the_page()
    {
        await Page.EvaluateAsync("""() => { window.draws = 0; new MutationObserver(() => window.draws++).observe(document.getElementById('log'), { childList: true }); }""");
        lock (Telegram.World.Gate)
        {
            var room = Telegram.World.PrivateRoom(Ada.Person);
            for (var i = 1; i <= 1000; i++)
                Runtime.Sandbox.World.Conversation.Post(
                    Telegram.World, room, Telegram.World.Bot, new JsonObject { ["text"] = $"burst {i}" });
        }

        await Expect(LastHeard).ToContainTextAsync("burst 1000");
        Assert.That(await Page.EvaluateAsync<int>("window.draws"), Is.LessThan(300),
            "drawn by the frame, not by the message");
        await Type("still here");
        await Expect(LastOwn).ToContainTextAsync("still here");
    }
}
