namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>What the Copy buttons put onto the clipboard.</summary>
internal sealed class PageCopyTests : PageTest
{
    [SetUp]
    public async Task OpenTheChat()
    {
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Ada.Says("hi");
    }

    [Test]
    public async Task A_block_of_code_is_copied_as_it_was_written()
    {
        await Send("<pre><code class=\"language-cs\">if (a &lt; b)\n    return;</code></pre>", parseMode: "HTML");
        await LastHeard.GetByText("Copy", new() { Exact = true }).ClickAsync();
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("Copied");
        Assert.That(await Clipboard(), Is.EqualTo("if (a < b)\n    return;"));
    }

    [Test]
    public async Task The_json_of_a_call_is_copied_whole()
    {
        await Send("an answer");
        var row = Page.Locator(".entries li[data-kind=call]").First;
        await row.Locator("summary").ClickAsync();
        await row.GetByLabel("Copy Request").ClickAsync();
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("Copied");
        var request = System.Text.Json.Nodes.JsonNode.Parse(await Clipboard())!;
        Assert.That((request["chat_id"]!.ToString(), request["text"]!.GetValue<string>()),
            Is.EqualTo(($"{Ada.Id}", "an answer")));
        await row.GetByLabel("Copy Response").ClickAsync();
        await Page.WaitForFunctionAsync("async () => (await navigator.clipboard.readText()).includes('\"ok\": true')");
    }

    [Test]
    public async Task A_copy_button_of_the_bot_copies_its_text()
    {
        await Send("Your code", """{"inline_keyboard":[[{"text":"Copy it","copy_text":{"text":"ABC-123"}}]]}""");
        await Button("Copy it").ClickAsync();
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("Copied");
        Assert.That(await Clipboard(), Is.EqualTo("ABC-123"));
    }

    [Test]
    public async Task A_browser_that_allows_no_copying_is_said_to_be_the_reason()
    {
        await Page.Context.ClearPermissionsAsync();
        await Page.Context.GrantPermissionsAsync([]);
        await Send("Your code", """{"inline_keyboard":[[{"text":"Copy it","copy_text":{"text":"ABC-123"}}]]}""");
        await Button("Copy it").ClickAsync();
        await Expect(Page.Locator("#toast")).ToHaveTextAsync("The browser did not allow copying.");
    }

    private Task<string> Clipboard() => Page.EvaluateAsync<string>("navigator.clipboard.readText()");
}
