using Microsoft.Playwright;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Buttons that get no answer, buttons that ask for something, and those that do nothing here.</summary>
internal sealed class PageButtonTests : PageTest
{
    [SetUp]
    public Task OpenTheChat() => Ada.Says("/start");

    [Test]
    public async Task A_button_that_the_bot_does_not_answer_stops_waiting_and_says_so()
    {
        await Send("Shall we?", """{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}""");
        await Expect(Button("Yes")).ToBeVisibleAsync();
        await StopClock();
        await Button("Yes").ClickAsync();
        await Expect(Button("Yes")).ToHaveAttributeAsync("aria-busy", "true");
        await Page.Clock.FastForwardAsync(14_999);
        await Expect(Button("Yes")).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(Page.Locator("#toast")).ToBeHiddenAsync();
        await Page.Clock.FastForwardAsync(1);
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("The bot has not answered the button.");
        await Expect(Button("Yes")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Keep("not-answered");
        await Page.Clock.FastForwardAsync(6_000);
        await Expect(Page.Locator("#toast")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Buttons_that_do_nothing_here_are_there_and_cannot_be_pressed()
    {
        await Send("Choose", """
            {"keyboard":[[{"text":"Friends","request_users":{"request_id":1}},{"text":"A chat","request_chat":{"request_id":2,"chat_is_channel":false}}],
             [{"text":"A poll","request_poll":{}},{"text":"The app","web_app":{"url":"https://app.invalid/"}},{"text":"Plain"}]]}
            """);
        foreach (var name in new[] { "Friends", "A chat", "A poll", "The app" })
            await Expect(Button(name)).ToBeDisabledAsync();
        await Expect(Button("Plain")).ToBeEnabledAsync();
        await Send("Pay", """{"inline_keyboard":[[{"text":"Pay","pay":true},{"text":"Off","disabled":true}]]}""");
        await Expect(Button("Pay")).ToBeDisabledAsync();
        await Expect(Button("Off")).ToBeDisabledAsync();
    }

    [Test]
    public async Task A_web_app_is_opened_as_a_plain_page_after_a_question()
    {
        await Send("Open", """{"inline_keyboard":[[{"text":"The app","web_app":{"url":"https://app.invalid/x"}}]]}""");
        await Button("The app").ClickAsync();
        await Expect(Page.Locator("dialog[open] a")).ToHaveAttributeAsync("href", "https://app.invalid/x");
        await Expect(Page.Locator("dialog[open]")).ToContainTextAsync("Web Apps do not run in the sandbox");
    }

    [Test]
    public async Task A_place_is_shared_after_a_question()
    {
        await Send("Where?", """{"keyboard":[[{"text":"My place","request_location":true}]]}""");
        await Button("My place").ClickAsync();
        await Expect(Page.Locator("dialog[open]")).ToContainTextAsync("Share your location?");
        await Button("Share").ClickAsync();
        await Update("message");
        Assert.That((await Update("message"))["location"]!["latitude"]!.GetValue<double>(), Is.EqualTo(51.4779));
        await Expect(LastOwn.Locator(".card")).ToContainTextAsync("51.4779");
    }

    [Test]
    public async Task Esc_closes_what_is_offered_and_keeps_the_text()
    {
        await Call("setMyCommands", """{"commands":[{"command":"start","description":"Say hello"}]}""");
        await Expect(Page.Locator("#slash")).ToBeVisibleAsync();
        await Field.PressSequentiallyAsync("/st");
        await Expect(Page.Locator("#suggestions [role=option]")).ToHaveCountAsync(1);
        await Field.PressAsync("Escape");
        await Expect(Page.Locator("#suggestions")).ToBeHiddenAsync();
        await Expect(Field).ToHaveValueAsync("/st");
    }

    [Test]
    public async Task A_command_in_a_text_is_sent_by_a_press()
    {
        await Send("Try /choose");
        await LastHeard.GetByRole(AriaRole.Button, new() { Name = "/choose" }).ClickAsync();
        await Update("message");
        Assert.That((await Update("message"))["text"]!.GetValue<string>(), Is.EqualTo("/choose"));
    }
}
