using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Inline buttons and their answers, reply keyboards, commands, inline queries.</summary>
internal sealed class PageKeyboardTests : PageTest
{
    [SetUp]
    public Task OpenTheChat() => Ada.Says("/start");

    [Test]
    public async Task A_button_waits_for_its_answer_and_shows_it()
    {
        await Send("Shall we?", """{"inline_keyboard":[[{"text":"Yes","callback_data":"y","style":"success"},{"text":"No","callback_data":"n"}]]}""");
        await Button("Yes").ClickAsync();
        var query = await Update("callback_query");
        Assert.That(query["data"]!.GetValue<string>(), Is.EqualTo("y"));
        await Expect(Button("Yes")).ToHaveAttributeAsync("aria-busy", "true");
        await Answer(query, "Noted");
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("Noted");
        await Expect(Button("Yes")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Keep("button");
    }

    [Test]
    public async Task An_answer_that_is_an_alert_waits_to_be_read()
    {
        await Send("Shall we?", """{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}""");
        await Button("Yes").ClickAsync();
        await Answer(await Update("callback_query"), "Are you <b>sure</b>?", alert: true);
        await Expect(Page.Locator("dialog[open] .said")).ToHaveTextAsync("Are you <b>sure</b>?");
        await Keep("alert");
        await Button("OK").ClickAsync();
        await Expect(Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_link_button_shows_where_it_leads_before_anything_is_opened()
    {
        await Send("Read", """{"inline_keyboard":[[{"text":"Docs","url":"https://docs.invalid/page"}]]}""");
        await Button("Docs").ClickAsync();
        await Expect(Page.Locator("dialog[open] .url")).ToHaveTextAsync("https://docs.invalid/page");
        await Expect(Page.Locator("dialog[open] a")).ToHaveAttributeAsync("href", "https://docs.invalid/page");
        await Expect(Page.Locator("dialog[open] a")).ToHaveAttributeAsync("rel", "noreferrer noopener");
        Assert.That(Page.Context.Pages, Has.Count.EqualTo(1));
        await Keep("link");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_one_time_keyboard_goes_after_use_and_a_removed_one_when_the_bot_says_so()
    {
        await Send("Pick", """{"keyboard":[["Red","Green"],["Blue"]],"resize_keyboard":true,"one_time_keyboard":true,"input_field_placeholder":"A colour"}""");
        await Expect(Field).ToHaveAttributeAsync("placeholder", "A colour");
        await Keep("reply-keyboard");
        await Button("Green").ClickAsync();
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("Green");
        await Expect(Page.Locator("#keys")).ToBeHiddenAsync();
        await Send("Pick again", """{"keyboard":[["Red"]]}""");
        await Expect(Page.Locator("#keys")).ToBeVisibleAsync();
        await Button("Red").ClickAsync();
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("Red");
        await Expect(Page.Locator("#keys")).ToBeVisibleAsync();
        await Send("Enough", """{"remove_keyboard":true}""");
        await Expect(Page.Locator("#keys")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Number_and_place_are_shared_only_after_a_question()
    {
        await Send("Who and where?", """{"keyboard":[[{"text":"My number","request_contact":true},{"text":"My place","request_location":true}]],"one_time_keyboard":true}""");
        await Button("My number").ClickAsync();
        await Expect(Page.Locator("dialog[open]")).ToContainTextAsync("Share your phone number?");
        await Button("Cancel").ClickAsync();
        await Expect(LastOwn).ToContainTextAsync("/start");
        await Button("My number").ClickAsync();
        await Button("Share").ClickAsync();
        await Update("message");
        Assert.That((await Update("message"))["contact"]!["first_name"]!.GetValue<string>(), Is.EqualTo("Ada"));
        await Expect(LastOwn).ToContainTextAsync("15550100");
        await Expect(Page.Locator("#keys")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Commands_are_offered_after_a_slash()
    {
        await Call("setMyCommands", """{"commands":[{"command":"start","description":"Say hello"},{"command":"choose","description":"Tea or coffee"}]}""");
        await Expect(Page.Locator("#slash")).ToBeVisibleAsync();
        await Page.Locator("#slash").ClickAsync();
        await Expect(Page.Locator("#suggestions [role=option]")).ToHaveCountAsync(2);
        await Keep("commands");
        await Field.PressSequentiallyAsync("ch");
        await Expect(Page.Locator("#suggestions [role=option]")).ToHaveTextAsync(["/chooseTea or coffee"]);
        await Field.PressAsync("Enter");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("/choose");
        await Expect(Field).ToHaveValueAsync("");
        await Call("deleteMyCommands", []);
        await Expect(Page.Locator("#slash")).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_bots_name_and_a_query_bring_results_and_one_is_sent()
    {
        await Field.FillAsync("@sandbox_bot tea");
        var query = await Update("inline_query");
        Assert.That(query["query"]!.GetValue<string>(), Is.EqualTo("tea"));
        await Call("answerInlineQuery", new JsonObject
        {
            ["inline_query_id"] = query["id"]!.DeepClone(),
            ["results"] = new JsonArray(Article("1", "Green tea"), Article("2", "Black tea")),
        });
        await Expect(Page.Locator("#suggestions [role=option]")).ToHaveCountAsync(2);
        await Keep("inline-query");
        await Field.PressAsync("ArrowDown");
        await Field.PressAsync("Enter");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("You get: Black tea");
        await Expect(LastOwn).ToContainTextAsync("via @sandbox_bot");
        Assert.That((await Update("chosen_inline_result"))["result_id"]!.GetValue<string>(), Is.EqualTo("2"));
    }

    [Test]
    public async Task A_button_that_switches_to_an_inline_query_writes_it()
    {
        await Send("Look", """{"inline_keyboard":[[{"text":"Search","switch_inline_query_current_chat":"tea"},{"text":"Copy it","copy_text":{"text":"abc"}}]]}""");
        await Button("Search").ClickAsync();
        await Expect(Field).ToHaveValueAsync("@sandbox_bot tea");
        Assert.That((await Update("inline_query"))["query"]!.GetValue<string>(), Is.EqualTo("tea"));
        await Field.PressAsync("Escape");
        await Button("Copy it").ClickAsync();
        await Expect(Page.Locator("#toast")).ToBeVisibleAsync();
    }

    private Task<JsonNode> Answer(JsonObject query, string text, bool alert = false) => Call(
        "answerCallbackQuery", new JsonObject { ["callback_query_id"] = query["id"]!.DeepClone(), ["text"] = text, ["show_alert"] = alert });

    private static JsonObject Article(string id, string title) => new()
    {
        ["type"] = "article",
        ["id"] = id,
        ["title"] = title,
        ["input_message_content"] = new JsonObject { ["message_text"] = $"You get: {title}" },
    };
}
