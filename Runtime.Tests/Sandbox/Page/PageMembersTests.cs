using Microsoft.Playwright;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Users and chats: adding, choosing, joining, leaving, blocking.</summary>
internal sealed class PageMembersTests : PageTest
{
    private ILocator Chat(string name) => Page.Locator(".chat", new() { HasText = name });

    [Test]
    public async Task A_user_is_added_and_talks_to_the_bot()
    {
        await Add("User", "Bob", "bob");
        await Expect(Page.Locator("#who option:checked")).ToHaveTextAsync("Bob");
        await Type("hello");
        var from = (await Update("message"))["from"]!;
        Assert.That((from["first_name"]!.GetValue<string>(), from["username"]!.GetValue<string>()),
            Is.EqualTo(("Bob", "bob")));
        await Page.Locator("#who").SelectOptionAsync("Ada");
        await Expect(Page.Locator(".msg")).ToHaveCountAsync(0);
    }

    [TestCase("Group", "message", "group")]
    [TestCase("Supergroup", "message", "supergroup")]
    [TestCase("Forum", "message", "supergroup")]
    [TestCase("Channel", "channel_post", "channel")]
    public async Task A_chat_is_added_and_spoken_in(string kind, string update, string type)
    {
        await Add(kind, "Garden");
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Garden");
        await Type("hello all");
        var heard = await Update(update);
        Assert.That((heard["chat"]!["type"]!.GetValue<string>(), heard["chat"]!["title"]!.GetValue<string>()),
            Is.EqualTo((type, "Garden")));
        await Expect(Chat("Garden")).ToHaveAttributeAsync("aria-current", "true");
        Assert.That(heard["chat"]!.AsObject().ContainsKey("is_forum"), Is.EqualTo(kind == "Forum"));
    }

    [Test]
    public async Task Whoever_is_there_when_a_chat_is_made_is_in_it()
    {
        Telegram.User("Bob");
        await Add("Group", "Garden");
        await Page.Locator("#who").SelectOptionAsync("Bob");
        await Chat("Garden").ClickAsync();
        await Expect(Button("Leave")).ToBeVisibleAsync();
        await Type("I am here too");
        Assert.That((await Update("message"))["from"]!["first_name"]!.GetValue<string>(), Is.EqualTo("Bob"));
    }

    [Test]
    public async Task A_name_that_is_taken_is_refused_and_the_dialog_stays()
    {
        await Add("User", "Bob", "bob");
        await Expect(Page.Locator("#dialog")).ToBeHiddenAsync();
        await Page.Locator("[data-opens=add]").ClickAsync();
        await Keep("add");
        await Page.Locator("#name").FillAsync("Other Bob");
        await Page.Locator("#username").FillAsync("@BOB");
        await Page.Locator("#username").PressAsync("Enter");
        await Expect(Page.Locator("#adding-error")).ToHaveTextAsync("@BOB is taken.");
        await Expect(Page.Locator("#dialog")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("#dialog")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Who_comes_later_joins_a_group_and_leaves_it()
    {
        await AskForEverything();
        var group = Telegram.Supergroup("Garden", Ada);
        await group.PromotesBot();
        await Ada.In(group).Says("hello");
        await Add("User", "Bob");
        await Chat("Garden").ClickAsync();
        await Expect(Field).ToBeHiddenAsync();
        await Button("Join Garden").ClickAsync();
        await Type("I am here");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("I am here");
        await Expect(Page.Locator("#subtitle")).ToContainTextAsync("3 members");
        await Keep("group");
        await Button("Leave").ClickAsync();
        await Expect(Button("Join Garden")).ToBeVisibleAsync();
        Assert.That((await Update("chat_member"))["new_chat_member"]!["status"]!.GetValue<string>(),
            Is.EqualTo("member"));
        Assert.That((await Update("chat_member"))["new_chat_member"]!["status"]!.GetValue<string>(),
            Is.EqualTo("left"));
    }

    [Test]
    public async Task The_bot_is_blocked_and_let_back_in()
    {
        await AskForEverything();
        await Ada.Says("hi");
        await Button("Block bot").ClickAsync();
        Assert.That((await Update("my_chat_member"))["new_chat_member"]!["status"]!.GetValue<string>(),
            Is.EqualTo("kicked"));
        await Expect(Field).ToBeHiddenAsync();
        Assert.That(await Bot.Error(403, "sendMessage", new() { ["chat_id"] = Ada.Id, ["text"] = "?" }),
            Does.Contain("blocked"));
        await Expect(Page.Locator(".entries .error").First).ToContainTextAsync("blocked");
        await Button("Unblock the bot").ClickAsync();
        await Expect(Field).ToBeVisibleAsync();
        await Send("back again");
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("back again");
    }

    [Test]
    public async Task A_sandbox_without_anybody_says_what_to_do()
    {
        await using var empty = await Runtime.Sandbox.TelegramSandbox.Start();
        Use(await Open(url: empty.PageUrl));
        await Expect(Page.Locator(".log .empty")).ToContainTextAsync("Nobody is here yet");
        await Keep("nobody");
        await Button("Add a user").ClickAsync();
        await Page.Locator("#name").FillAsync("Eve");
        await Page.Locator("#name").PressAsync("Enter");
        await Expect(Page.Locator("#who option:checked")).ToHaveTextAsync("Eve");
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Sandbox Bot");
    }

    private async Task Add(string kind, string name, string username = "")
    {
        await Page.Locator("[data-opens=add]").ClickAsync();
        await Page.Locator("#dialog").GetByText(kind, new() { Exact = true }).ClickAsync();
        await Page.Locator("#name").FillAsync(name);
        if (username.Length > 0) await Page.Locator("#username").FillAsync(username);
        await Page.Locator("#adding button[type=submit]").ClickAsync();
        await Expect(Page.Locator("#dialog")).ToBeHiddenAsync();
    }
}
