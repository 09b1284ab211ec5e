using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>The page where a local Telegram has several bots: it is about one of them at a time.</summary>
internal sealed class PageBotsTests : PageTest
{
    private SandboxBot _shop = null!;
    private BotCaller _shopCaller = null!;

    private ILocator Which => Page.Locator("#which");

    [SetUp]
    public void AddShop()
    {
        _shop = Telegram.AddBot("Shop");
        _shopCaller = new BotCaller(Telegram, _shop.Token);
    }

    [TearDown]
    public void CloseShop() => _shopCaller.Dispose();

    [Test]
    public async Task Only_the_first_of_several_bots_could_be_talked_to()
    {
        await Expect(Which).ToBeVisibleAsync();
        await Type("to the first");
        await Which.SelectOptionAsync(new SelectOptionValue { Label = "Shop @shop_bot" });

        await Expect(Page.Locator("#title")).ToHaveTextAsync("Shop");
        await Expect(Page.Locator("#subtitle")).ToHaveTextAsync("@shop_bot · bot");
        await Expect(Page.Locator(".msg")).ToHaveCountAsync(0);
        await Type("to the shop");
        Assert.That(await Heard(_shopCaller), Is.EqualTo(new[] { "to the shop" }));
        Assert.That(await Heard(Bot), Is.EqualTo(new[] { "to the first" }));

        // What comes of the other bot is not mixed in, neither into the chat nor into the wire.
        await Send("from the first");
        await _shopCaller.Result("sendMessage", Text(Ada.Id, "from the shop"));
        await Expect(LastHeard).ToContainTextAsync("from the shop");
        await Expect(Page.Locator(".msg")).ToHaveCountAsync(2);
        await Expect(Page.Locator(".entries [data-kind=call] .what")).ToHaveTextAsync(["sendMessage", "getUpdates"]);
        await Expect(Page.Locator(".entries")).Not.ToContainTextAsync("from the first");
        await Keep("bots");

        await Which.SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await Expect(LastHeard).ToContainTextAsync("from the first");
        await Expect(Page.Locator(".msg")).ToHaveCountAsync(2);
        await Expect(Field).ToBeFocusedAsync();
    }

    [Test]
    public async Task Two_pages_are_about_two_bots_at_the_same_time()
    {
        var second = await Open(url: $"{Telegram.PageUrl}?bot={_shop.Id}");
        await Expect(second.Locator("#title")).ToHaveTextAsync("Shop");
        await second.Locator("#text").FillAsync("for the shop only");
        await second.Locator("#text").PressAsync("Enter");
        await Expect(second.Locator(".msg.mine")).ToContainTextAsync("for the shop only");
        await Type("for the first only");
        await Expect(LastOwn).ToContainTextAsync("for the first only");

        await Expect(Page.Locator(".msg")).ToHaveCountAsync(1);
        await Expect(second.Locator(".msg")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task A_group_that_the_bot_is_not_in_is_there_for_it_to_be_brought_into()
    {
        var lab = Telegram.Supergroup("Lab", Ada);
        await Which.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Page.GetByText("Lab").First.ClickAsync();
        await Expect(Button("Promote bot")).ToBeHiddenAsync();
        await Button("Add bot").ClickAsync();
        await Expect(Button("Remove bot")).ToBeVisibleAsync();
        await _shopCaller.Result("sendMessage", Text(lab.Id, "here I am"));

        await Expect(LastHeard).ToContainTextAsync("here I am");
    }

    [Test]
    public async Task The_choice_outlives_a_reload_but_not_its_bot()
    {
        await Which.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Shop");
        await Page.ReloadAsync();
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Shop");

        await Page.EvaluateAsync("sessionStorage.setItem('bot', '99')");
        await Page.ReloadAsync();
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Sandbox Bot");
        await Type("hello");
        Assert.That(await Heard(Bot), Is.EqualTo(new[] { "hello" }));
    }

    [Test]
    public async Task A_phone_has_the_choice_above_the_chats()
    {
        Use(await Open(390, 780));
        await Page.Locator(".tabs button").First.ClickAsync();
        await Expect(Which).ToBeVisibleAsync();
        Assert.That(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), Is.True);
        await Keep("bots-phone");
    }

    private static JsonObject Text(long chat, string text) => new() { ["chat_id"] = chat, ["text"] = text };

    private static async Task<string[]> Heard(BotCaller bot) =>
        [.. (await bot.Result("getUpdates", new JsonObject { ["timeout"] = 10 })).AsArray().Select(update => update!["message"]?["text"]?.GetValue<string>() ?? "")];
}
