using System.Text.Json.Nodes;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Typing, editing, answering, reacting; what the bot says, changes and takes back.</summary>
internal sealed class PageTalkTests : PageTest
{
    [Test]
    public async Task What_is_typed_reaches_the_bot_and_its_answer_is_seen()
    {
        await Type("hello bot");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("hello bot");
        Assert.That((await Update("message"))["text"]!.GetValue<string>(), Is.EqualTo("hello bot"));
        await Send("hello Ada");
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("hello Ada");
        await Keep("conversation");
    }

    [Test]
    public async Task Start_opens_the_chat_with_the_bot()
    {
        await Expect(Page.Locator(".log .empty")).ToContainTextAsync("Say hello to Sandbox Bot");
        await Keep("empty-chat");
        await Button("Start").ClickAsync();
        Assert.That((await Update("message"))["text"]!.GetValue<string>(), Is.EqualTo("/start"));
        await Expect(Page.Locator("#start")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Shift_and_Enter_breaks_the_line_and_Enter_sends_both()
    {
        await Field.PressSequentiallyAsync("one");
        await Field.PressAsync("Shift+Enter");
        await Field.PressSequentiallyAsync("two");
        Assert.That(await Page.Locator(".msg").CountAsync(), Is.Zero);
        await Field.PressAsync("Enter");
        Assert.That((await Update("message"))["text"]!.GetValue<string>(), Is.EqualTo("one\ntwo"));
        await Expect(Field).ToHaveValueAsync("");
    }

    [Test]
    public async Task The_Up_key_edits_the_last_own_message_and_Esc_gives_it_up()
    {
        await Ada.Says("helo");
        await Expect(LastOwn).ToBeVisibleAsync();
        await Field.PressAsync("ArrowUp");
        await Expect(Field).ToHaveValueAsync("helo");
        await Field.PressAsync("Escape");
        await Expect(Field).ToHaveValueAsync("");
        await Expect(Page.Locator("#mode")).ToBeHiddenAsync();
        await Field.PressAsync("ArrowUp");
        await Type("hello");
        Assert.That((await Update("edited_message"))["text"]!.GetValue<string>(), Is.EqualTo("hello"));
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("hello");
        await Expect(LastOwn.Locator(".meta")).ToContainTextAsync("edited");
    }

    [Test]
    public async Task An_own_message_is_edited_with_the_pointer_and_others_messages_are_not_offered()
    {
        await Ada.Says("first");
        await Ada.Says("second");
        await Send("an answer");
        await LastHeard.HoverAsync();
        await Expect(LastHeard.GetByLabel("Reply", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(LastHeard.GetByLabel("Edit", new() { Exact = true })).ToHaveCountAsync(0);
        var own = Page.Locator(".msg.mine").First;
        await own.HoverAsync();
        await own.GetByLabel("Edit", new() { Exact = true }).ClickAsync();
        await Expect(Page.Locator("#mode")).ToContainTextAsync("first");
        await Keep("editing");
        await Type("first, corrected");
        await Expect(own.Locator(".body")).ToHaveTextAsync("first, corrected");
        Assert.That((await Update("edited_message"))["text"]!.GetValue<string>(), Is.EqualTo("first, corrected"));
    }

    [Test]
    public async Task A_reaction_is_set_and_taken_back_and_the_bots_is_shown()
    {
        await AskForEverything();
        await Ada.Says("hi");
        var sent = await Send("an answer");
        await LastHeard.HoverAsync();
        await LastHeard.GetByLabel("React", new() { Exact = true }).ClickAsync();
        await LastHeard.GetByLabel("React 👍").ClickAsync();
        var chip = LastHeard.Locator(".reactions button");
        await Expect(chip).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.That((await Update("message_reaction"))["new_reaction"]![0]!["emoji"]!.GetValue<string>(),
            Is.EqualTo("👍"));
        await Keep("reaction");
        await chip.ClickAsync();
        await Expect(chip).ToHaveCountAsync(0);
        Assert.That((await Update("message_reaction"))["new_reaction"]!.AsArray(), Is.Empty);
        await Call("setMessageReaction", new JsonObject
        {
            ["chat_id"] = Ada.Id,
            ["message_id"] = sent["message_id"]!.DeepClone(),
            ["reaction"] = new JsonArray(new JsonObject { ["type"] = "emoji", ["emoji"] = "🔥" }),
        });
        await Expect(chip).ToHaveTextAsync("🔥 1");
        await Expect(chip).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Test]
    public async Task The_bots_edits_and_deletions_appear_at_once()
    {
        await Ada.Says("hi");
        var id = (await Send("one"))["message_id"]!;
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("one");
        await Call("editMessageText", new JsonObject { ["chat_id"] = Ada.Id, ["message_id"] = id.DeepClone(), ["text"] = "two" });
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("two");
        await Expect(LastHeard.Locator(".meta")).ToContainTextAsync("edited");
        await Call("deleteMessage", new JsonObject { ["chat_id"] = Ada.Id, ["message_id"] = id.DeepClone() });
        await Expect(Page.Locator(".msg:not(.mine)")).ToHaveCountAsync(0);
        await Expect(Page.Locator(".chat .last").First).ToHaveTextAsync("hi");
    }

    [Test]
    public async Task A_message_is_answered_and_its_quote_leads_to_it()
    {
        await Ada.Says("hi");
        await Send("question?");
        await LastHeard.HoverAsync();
        await LastHeard.GetByLabel("Reply", new() { Exact = true }).ClickAsync();
        await Expect(Page.Locator("#mode")).ToContainTextAsync("question?");
        await Type("answer!");
        Assert.That((await Update("message"))["text"]!.GetValue<string>(), Is.EqualTo("hi"));
        Assert.That((await Update("message"))["reply_to_message"]!["text"]!.GetValue<string>(),
            Is.EqualTo("question?"));
        await Expect(LastOwn.Locator(".quote")).ToContainTextAsync("question?");
        await LastOwn.Locator(".quote").ClickAsync();
        await Expect(LastHeard).ToBeFocusedAsync();
    }

    [Test]
    public async Task A_forced_reply_is_begun_by_the_page()
    {
        await Ada.Says("hi");
        await Send("Your name?", """{"force_reply":true,"input_field_placeholder":"First and last"}""");
        await Expect(Page.Locator("#mode")).ToContainTextAsync("Your name?");
        await Expect(Field).ToHaveAttributeAsync("placeholder", "First and last");
        await Type("Ada Lovelace");
        await Update("message");
        Assert.That((await Update("message"))["reply_to_message"]!["text"]!.GetValue<string>(),
            Is.EqualTo("Your name?"));
        await Expect(Page.Locator("#mode")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Forwards_and_what_the_chat_itself_says_are_told_apart()
    {
        var group = Telegram.Supergroup("Garden", Ada);
        await Ada.In(group).Says("forward me");
        await Ada.Says("hi");
        await Call("forwardMessage", new JsonObject { ["chat_id"] = Ada.Id, ["from_chat_id"] = group.Id, ["message_id"] = 1 });
        await Expect(LastHeard.Locator(".bubble")).ToContainTextAsync("Forwarded from Ada");
        await Page.Locator(".chat", new() { HasText = "Garden" }).ClickAsync();
        await group.Joins(Telegram.User("Bob"));
        await Expect(Page.Locator(".log .service").Last).ToHaveTextAsync("Bob joined");
    }

    [Test]
    public async Task Other_chats_are_marked_until_they_are_opened()
    {
        var group = Telegram.Group("Garden", Ada);
        await Ada.Says("hi");
        await Ada.In(group).Says("hello all");
        var chat = Page.Locator(".chat", new() { HasText = "Garden" });
        await Expect(chat.Locator(".last")).ToContainTextAsync("hello all");
        await Expect(chat.Locator(".count")).ToHaveCountAsync(0);
        await Send("one", chat: group.Id);
        await Send("two", chat: group.Id);
        await Expect(chat.Locator(".count")).ToHaveTextAsync("2");
        Assert.That(await Page.TitleAsync(), Does.StartWith("(2)"));
        await Keep("unread");
        await chat.ClickAsync();
        await Expect(chat.Locator(".count")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#title")).ToHaveTextAsync("Garden");
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("two");
    }

    [Test]
    public async Task What_comes_in_while_one_reads_further_up_does_not_move_the_page()
    {
        for (var i = 0; i < 40; i++) await Ada.Says($"message {i}");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("message 39");
        await Expect(LastOwn).ToBeInViewportAsync();
        await Page.EvaluateAsync("document.getElementById('log').scrollTop = 100");
        await Expect(Page.Locator("#down")).ToBeVisibleAsync();
        await Send("below");
        await Expect(Page.Locator("#down-count")).ToHaveTextAsync("1");
        Assert.That(await Page.EvaluateAsync<int>("Math.round(document.getElementById('log').scrollTop)"),
            Is.EqualTo(100));
        await Page.Locator("#down").ClickAsync();
        await Expect(LastHeard).ToBeInViewportAsync();
        await Expect(Page.Locator("#down")).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_chat_action_is_shown_until_the_next_message_or_for_5_s()
    {
        await Ada.Says("hi");
        await Expect(LastOwn).ToBeVisibleAsync();
        await StopClock();
        await Typing();
        await Send("done");
        await Expect(Page.Locator("#subtitle")).ToHaveTextAsync("@sandbox_bot · bot");
        await Typing();
        await Page.Clock.FastForwardAsync(4_999);
        await Expect(Page.Locator("#subtitle")).ToHaveTextAsync("typing…");
        await Page.Clock.FastForwardAsync(1);
        await Expect(Page.Locator("#subtitle")).ToHaveTextAsync("@sandbox_bot · bot");

        async Task Typing()
        {
            await Call("sendChatAction", new JsonObject { ["chat_id"] = Ada.Id, ["action"] = "typing" });
            await Expect(Page.Locator("#subtitle")).ToHaveTextAsync("typing…");
        }
    }
}
