namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Everything without a pointer.</summary>
internal sealed class PageKeysOnlyTests : PageTest
{
    private Task Press(string key) => Page.Keyboard.PressAsync(key);

    private Task<string> Focused() => Page.EvaluateAsync<string>(
        "(e => e.id || e.dataset.opens || e.dataset.filter || e.getAttribute('aria-label') || e.className || e.textContent)(document.activeElement)");

    /// <summary>
    /// The next Tab goes to the first thing on the page, which begins with the focus in the message field.
    /// </summary>
    private async Task GoToTheTop()
    {
        await Expect(Field).ToBeFocusedAsync();
        await Page.EvaluateAsync("() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }");
    }

    [Test]
    public async Task The_tab_key_goes_through_the_page_in_reading_order()
    {
        await Ada.Says("hi");
        await Send("Shall we?", """{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}""");
        await Expect(Button("Yes")).ToBeVisibleAsync();
        await GoToTheTop();
        var met = new List<string>();
        for (var i = 0; i < 16; i++)
        {
            await Press("Tab");
            met.Add(await Page.EvaluateAsync<string>(
                "(e => e.id || e.dataset.opens || e.dataset.filter || (e.classList.contains('chat') ? 'chat' : e.className || e.textContent))(document.activeElement)"));
        }
        string[] expected = ["skip", "who", "add", "chat", "membership", "log", "Yes", "attach", "text"];
        Assert.That(met.Where(expected.Contains), Is.EqualTo(expected));
        Assert.That(met.IndexOf("all"), Is.GreaterThan(met.IndexOf("text")), string.Join(", ", met));
    }

    [Test]
    public async Task What_has_the_focus_is_outlined()
    {
        await GoToTheTop();
        await Press("Tab");
        await Press("Tab");
        Assert.That(await Focused(), Is.EqualTo("who"));
        await Expect(Page.Locator("#who")).ToHaveCSSAsync("outline-style", "solid");
        await Press("Tab");
        await Keep("focus");
        await Expect(Page.Locator("[data-opens=add]")).ToHaveCSSAsync("outline-width", "2px");
    }

    [Test]
    public async Task A_user_is_added_and_a_button_pressed_without_a_pointer()
    {
        await Page.Locator("[data-opens=add]").FocusAsync();
        await Press("Enter");
        await Page.Keyboard.TypeAsync("Bob");
        await Press("Enter");
        await Expect(Page.Locator("#who option:checked")).ToHaveTextAsync("Bob");
        await Expect(Field).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("hello");
        await Press("Enter");
        var message = await Update("message");
        await Send("Shall we?", """{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}""", chat: message["chat"]!["id"]!.GetValue<long>());
        await Expect(Button("Yes")).ToBeVisibleAsync();
        await Button("Yes").FocusAsync();
        await Press("Enter");
        Assert.That((await Update("callback_query"))["data"]!.GetValue<string>(), Is.EqualTo("y"));
        await Expect(Button("Yes")).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(Button("Yes")).ToBeFocusedAsync();
    }

    [Test]
    public async Task Arrow_keys_walk_over_the_messages_and_letters_act_on_one()
    {
        await Ada.Says("mine");
        await Send("yours");
        await Expect(LastHeard).ToBeVisibleAsync();
        await Page.Locator("#log").FocusAsync();
        await Press("ArrowUp");
        await Expect(LastHeard).ToBeFocusedAsync();
        await Press("r");
        await Expect(Page.Locator("#mode")).ToContainTextAsync("yours");
        await Press("Escape");
        await Expect(Page.Locator("#mode")).ToBeHiddenAsync();
        await Page.Locator("#log").FocusAsync();
        await Press("ArrowUp");
        await Press("ArrowUp");
        await Expect(LastOwn).ToBeFocusedAsync();
        await Press("e");
        await Expect(Field).ToHaveValueAsync("mine");
        await Press("Escape");
        await Page.Locator("#log").FocusAsync();
        await Press("ArrowUp");
        await Press("+");
        await Expect(LastHeard.Locator(".picker")).ToBeVisibleAsync();
        await LastHeard.GetByLabel("React 🎉").FocusAsync();
        await Press("Enter");
        await Expect(LastHeard.Locator(".reactions")).ToHaveTextAsync("🎉 1");
    }

    [Test]
    public async Task Alt_and_an_arrow_changes_the_chat()
    {
        Telegram.Group("Garden", Ada);
        await Expect(Page.Locator(".chat")).ToHaveCountAsync(2);
        await Press("Alt+ArrowDown");
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Garden");
        await Expect(Field).ToBeFocusedAsync();
        await Press("Alt+ArrowUp");
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Sandbox Bot");
    }

    [Test]
    public async Task The_link_before_everything_leads_to_the_message_field()
    {
        await Expect(Field).ToBeVisibleAsync();
        await GoToTheTop();
        await Press("Tab");
        await Press("Enter");
        await Expect(Field).ToBeFocusedAsync();
    }
}
