using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>
/// Forums: which topic a message is in, one topic read and written in, topics that come, change and go.
/// </summary>
internal sealed class PageTopicTests : PageTest
{
    private SandboxChat _forum = null!;
    private SandboxTopic _release = null!;

    private ILocator Topics => Page.Locator("#topics .topic");

    private ILocator Bodies => Page.Locator(".msg .body");

    [SetUp]
    public async Task OpenTheForum()
    {
        _forum = Telegram.Forum("Garden", Ada);
        _release = await _forum.StartsTopic(Ada, "Release");
        await Ada.In(_forum).Says("to everybody");
        await Ada.In(_release).Says("about the release");
        await Page.Locator(".chat", new() { HasText = "Garden" }).ClickAsync();
    }

    [Test]
    public async Task Each_message_says_which_topic_it_is_in()
    {
        await Expect(Topics).ToHaveTextAsync(["All", "General", "Release", "Topic"]);
        await Expect(Page.Locator(".msg .in-topic")).ToHaveTextAsync(["General", "Release"]);
        await Expect(Page.Locator(".log .service").Last).ToHaveTextAsync("Ada began the topic “Release”");
        await Expect(Page.Locator("#subtitle")).ToContainTextAsync("forum · 2 members");
        await Keep("forum");
    }

    [Test]
    public async Task One_topic_is_read_and_written_in()
    {
        await Chip("Release").ClickAsync();
        await Expect(Bodies).ToHaveTextAsync(["about the release"]);
        await Expect(Chip("Release")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Page.Locator(".in-topic")).ToHaveCountAsync(0);
        await Expect(Field).ToHaveAttributeAsync("placeholder", "Message in Release");
        await Keep("topic");
        await Type("more of it");
        await Expect(Bodies).ToHaveTextAsync(["about the release", "more of it"]);
        Assert.That((await Heard("more of it"))["message_thread_id"]!.GetValue<int>(), Is.EqualTo(_release.Id));
        await Page.Locator("#files").SetInputFilesAsync(Picture("view.png"));
        await Type("a view");
        Assert.That((await Heard("a view"))["message_thread_id"]!.GetValue<int>(), Is.EqualTo(_release.Id));
        await Chip("General").ClickAsync();
        await Expect(Bodies).ToHaveTextAsync(["to everybody"]);
        await Type("for all");
        Assert.That((await Heard("for all")).ContainsKey("message_thread_id"), Is.False);
        await Chip("All").ClickAsync();
        await Expect(Bodies).ToHaveCountAsync(5);
    }

    [Test]
    public async Task An_answer_goes_into_the_topic_of_what_it_answers()
    {
        await LastOwn.FocusAsync();
        await Page.Keyboard.PressAsync("r");
        await Expect(Field).ToHaveAttributeAsync("placeholder", "Message in Release");
        await Type("an answer");
        Assert.That((await Heard("an answer"))["message_thread_id"]!.GetValue<int>(), Is.EqualTo(_release.Id));
        await Expect(Field).ToHaveAttributeAsync("placeholder", "Message in General");
    }

    [Test]
    public async Task What_comes_into_another_topic_is_counted_there()
    {
        await Chip("General").ClickAsync();
        await Say("news", _release.Id);
        await Say("more news", _release.Id);
        await Expect(Topics.Nth(2).Locator(".count")).ToHaveTextAsync("2");
        await Expect(Bodies).ToHaveTextAsync(["to everybody"]);
        await Topics.Nth(2).ClickAsync();
        await Expect(Bodies).ToHaveTextAsync(["about the release", "news", "more news"]);
        await Expect(Topics.Nth(2).Locator(".count")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_label_leads_to_its_topic_and_a_quote_out_of_it()
    {
        await Page.Locator(".in-topic", new() { HasText = "Release" }).ClickAsync();
        await Expect(Bodies).ToHaveTextAsync(["about the release"]);
        var general = await Ada.In(_forum).Says("a question");
        await Call("sendMessage", new JsonObject
        {
            ["chat_id"] = _forum.Id,
            ["message_thread_id"] = _release.Id,
            ["text"] = "answered here",
            ["reply_parameters"] = new JsonObject { ["message_id"] = general.Id },
        });
        await LastHeard.Locator(".quote").ClickAsync();
        await Expect(Page.Locator($".msg[data-id='{general.Id}']")).ToBeFocusedAsync();
        await Expect(Chip("All")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Test]
    public async Task A_topic_is_begun_on_the_page()
    {
        await Topics.Last.FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.TypeAsync("Ideas");
        await Keep("new-topic");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Chip("Ideas")).ToHaveAttributeAsync("aria-pressed", "true");
        await Type("an idea");
        var heard = await Heard("an idea");
        Assert.That(heard["message_thread_id"]!.GetValue<int>(), Is.EqualTo((await _forum.HasTopic("Ideas")).Id));
    }

    [Test]
    public async Task Topics_that_the_bot_makes_renames_closes_and_deletes_change_the_list()
    {
        await _forum.PromotesBot();
        await Forum("createForumTopic", """{"name":"Ideas"}""");
        await Expect(Topics).ToHaveTextAsync(["All", "General", "Release", "Ideas", "Topic"]);
        var ideas = (await _forum.HasTopic("Ideas")).Id;
        await Forum("editForumTopic", $$"""{"message_thread_id":{{ideas}},"name":"Plans"}""");
        await Expect(Topics.Nth(3)).ToHaveTextAsync("Plans");
        await Expect(Page.Locator(".log .service").Last).ToHaveTextAsync("The topic is now called “Plans”");
        await Forum("closeForumTopic", $$"""{"message_thread_id":{{ideas}}}""");
        await Expect(Topics.Nth(3).GetByRole(AriaRole.Img, new() { Name = "closed" })).ToBeVisibleAsync();
        await Topics.Nth(3).ClickAsync();
        await Expect(Field).ToHaveAttributeAsync("placeholder", "Message in Plans (closed)");
        await Forum("deleteForumTopic", $$"""{"message_thread_id":{{ideas}}}""");
        await Expect(Topics).ToHaveTextAsync(["All", "General", "Release", "Topic"]);
        await Expect(Chip("All")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Test]
    public async Task Chats_without_topics_show_none()
    {
        await Page.Locator(".chat").First.ClickAsync();
        await Expect(Page.Locator("#topics")).ToBeHiddenAsync();
        await Expect(Field).ToHaveAttributeAsync("placeholder", "Message");
    }

    private ILocator Chip(string name) =>
        Page.Locator("#topics").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private Task<JsonNode> Say(string text, int topic) =>
        Call("sendMessage", new JsonObject { ["chat_id"] = _forum.Id, ["message_thread_id"] = topic, ["text"] = text });

    private Task<JsonNode> Forum(string method, string arguments)
    {
        var whole = JsonNode.Parse(arguments)!.AsObject();
        whole["chat_id"] = _forum.Id;
        return Call(method, whole);
    }

    private async Task<JsonObject> Heard(string text)
    {
        while (true)
        {
            var message = await Update("message");
            if ((message["text"] ?? message["caption"])?.GetValue<string>() == text) return message;
        }
    }
}
