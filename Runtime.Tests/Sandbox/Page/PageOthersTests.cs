using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Games, checklists and rich messages on the page.</summary>
internal sealed class PageOthersTests : PageTest
{
    [Test]
    public async Task A_game_is_shown_with_its_button()
    {
        await Ada.Says("hi");
        await Call("sendGame", $$"""{"chat_id":{{Ada.Id}},"game_short_name":"chop"}""");
        await Expect(LastHeard.Locator("strong")).ToHaveTextAsync("chop");
        await Button("Play chop").ClickAsync();
        Assert.That((await Update("callback_query"))["game_short_name"]!.GetValue<string>(), Is.EqualTo("chop"));
    }

    [Test]
    public async Task Tasks_of_a_checklist_are_pressed()
    {
        await Ada.SendsChecklist("Shop", ["Milk", "Bread"]);
        await Expect(LastOwn).ToContainTextAsync("0 of 2 done");
        await LastOwn.GetByRole(AriaRole.Button, new() { Name = "Milk" }).ClickAsync();
        await Expect(LastOwn).ToContainTextAsync("1 of 2 done");
        await Expect(Page.Locator(".service").Last).ToHaveTextAsync("Ada marked “Milk” as done");
        await Update("message");
        Assert.That((await Update("message"))["checklist_tasks_done"]!["marked_as_done_task_ids"]!.ToJsonString(),
            Is.EqualTo("[1]"));
        await LastOwn.GetByRole(AriaRole.Button, new() { Name = "Milk" }).ClickAsync();
        await Expect(Page.Locator(".service").Last).ToHaveTextAsync("Ada marked “Milk” as not done");
    }

    [Test]
    public async Task A_rich_message_is_shown_plainly_and_never_as_markup()
    {
        await Ada.Says("hi");
        await Call("sendRichMessage", $$$"""{"chat_id":{{{Ada.Id}}},"rich_message":{"markdown":"# Report\n\nAll **well** &lt;img src=x onerror=alert(1)&gt;\n\n- [x] done\n\n| A |\n|---|\n| 1 |"}}""");
        var shown = LastHeard.Locator(".rich");
        await Expect(shown.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Report");
        await Expect(shown).ToContainTextAsync("All well <img src=x onerror=alert(1)>");
        await Expect(shown).ToContainTextAsync("☑ done");
        await Expect(shown.Locator("td")).ToHaveTextAsync("1");
        await Expect(shown.Locator("img")).ToHaveCountAsync(0);
    }
}
