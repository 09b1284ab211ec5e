using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Photos, albums and files from people; every kind of media, formatting and polls from the bot.</summary>
internal sealed class PageMediaTests : PageTest
{
    [Test]
    public async Task A_photo_is_sent_with_its_caption()
    {
        await Page.Locator("#files").SetInputFilesAsync(Picture("view.png"));
        await Expect(Page.Locator("#staged li")).ToHaveCountAsync(1);
        await Keep("photo-chosen");
        await Type("The view");
        await Expect(LastOwn.Locator("img")).ToHaveCountAsync(1);
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("The view");
        var update = await Update("message");
        Assert.That(update["photo"]!.AsArray(), Is.Not.Empty);
        Assert.That(update["caption"]!.GetValue<string>(), Is.EqualTo("The view"));
        Assert.That(await LastOwn.Locator("img").EvaluateAsync<bool>("async i => { await i.decode(); return i.naturalWidth > 0; }"), Is.True, "the picture is shown");
        await LastOwn.Locator(".zoom").ClickAsync();
        await Expect(Page.Locator("dialog[open] img")).ToBeVisibleAsync();
    }

    [Test]
    public async Task An_album_is_sent_as_one_and_one_picture_less_than_chosen()
    {
        await Page.Locator("#files").SetInputFilesAsync(
            [Picture("a.png"), Picture("b.png"), Picture("c.png"), Picture("d.png")]);
        await Page.GetByLabel("Remove b.png").ClickAsync();
        await Type("Holiday");
        await Expect(LastOwn.Locator(".album img")).ToHaveCountAsync(3);
        await Expect(Page.Locator(".msg.mine")).ToHaveCountAsync(1);
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("Holiday");
        await Keep("album");
        var group = (await Update("message"))["media_group_id"]!.GetValue<string>();
        Assert.That((await Update("message"))["media_group_id"]!.GetValue<string>(), Is.EqualTo(group));
        Assert.That((await Update("message"))["media_group_id"]!.GetValue<string>(), Is.EqualTo(group));
    }

    [Test]
    public async Task A_file_beside_a_photo_makes_no_album()
    {
        await Page.Locator("#files").SetInputFilesAsync([Picture("a.png"), new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "hello"u8.ToArray() }]);
        await Field.PressAsync("Enter");
        await Expect(Page.Locator(".msg.mine")).ToHaveCountAsync(2);
        await Expect(LastOwn.Locator("a.card")).ToContainTextAsync("notes.txt");
        Assert.That((await Update("message")).ContainsKey("media_group_id"), Is.False);
    }

    [Test]
    public async Task The_bots_formatting_is_shown_and_hidden_text_opens_on_a_press()
    {
        await Ada.Says("hi");
        await Send(
            """
            <b>bold <i>both</i></b> <u>under</u> <s>struck</s> <code>x = 1</code> <tg-spoiler>secret</tg-spoiler> <a href="https://elsewhere.invalid/">here</a>
            <blockquote>quoted</blockquote><blockquote expandable>much</blockquote><pre><code class="language-cs">var bot = new TelegramBot(token);</code></pre>
            """, parseMode: "HTML");
        var body = LastHeard.Locator(".body");
        await Expect(body.Locator("strong em")).ToHaveTextAsync("both");
        await Expect(body.Locator("u")).ToHaveTextAsync("under");
        await Expect(body.Locator("s")).ToHaveTextAsync("struck");
        await Expect(body.Locator("code")).ToHaveTextAsync("x = 1");
        await Expect(body.Locator("pre")).ToHaveTextAsync("var bot = new TelegramBot(token);");
        await Expect(body.Locator(".code-bar")).ToContainTextAsync("cs");
        await Expect(body.Locator("blockquote").First).ToHaveTextAsync("quoted");
        await Expect(body.Locator("blockquote.folded")).ToContainTextAsync("much");
        await Expect(body.Locator(".spoiler")).ToHaveCSSAsync("color", "rgba(0, 0, 0, 0)");
        await Keep("formatting");
        await body.Locator(".spoiler").ClickAsync();
        await Expect(body.Locator(".spoiler")).Not.ToHaveCSSAsync("color", "rgba(0, 0, 0, 0)");
        await body.GetByText("here", new() { Exact = true }).ClickAsync();
        await Expect(Page.Locator("dialog[open] .url")).ToHaveTextAsync("https://elsewhere.invalid/");
    }

    [Test]
    public async Task A_poll_is_voted_in_and_the_vote_taken_back()
    {
        await Ada.Says("hi");
        await Call("sendPoll", Arguments("""{"question":"Tea?","options":[{"text":"Yes"},{"text":"No"}],"is_anonymous":false}"""));
        await LastHeard.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(LastHeard.Locator(".card")).ToHaveCountAsync(0);
        await Expect(LastHeard.Locator(".option[aria-pressed=true]")).ToContainTextAsync("100% · 1");
        Assert.That((await Update("poll_answer"))["option_ids"]!.AsArray().Single()!.GetValue<int>(), Is.Zero);
        await Keep("poll");
        await Button("Take back").ClickAsync();
        await Expect(LastHeard.Locator(".poll-foot")).ToContainTextAsync("0 votes");
        Assert.That((await Update("poll_answer"))["option_ids"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_poll_with_several_answers_gathers_them_and_a_quiz_is_answered_once()
    {
        await Ada.Says("hi");
        await Call("sendPoll", Arguments("""{"question":"Which?","options":[{"text":"A"},{"text":"B"},{"text":"C"}],"is_anonymous":false,"allows_multiple_answers":true}"""));
        await LastHeard.GetByRole(AriaRole.Button, new() { Name = "A", Exact = true }).ClickAsync();
        await LastHeard.GetByRole(AriaRole.Button, new() { Name = "C", Exact = true }).ClickAsync();
        await Button("Vote").ClickAsync();
        Assert.That((await Update("poll_answer"))["option_ids"]!.ToJsonString(), Is.EqualTo("[0,2]"));
        await Call("sendPoll", Arguments("""{"question":"6 x 7?","options":[{"text":"41"},{"text":"42"}],"type":"quiz","correct_option_ids":[1],"is_anonymous":false}"""));
        await LastHeard.GetByRole(AriaRole.Button, new() { Name = "41", Exact = true }).ClickAsync();
        await Expect(LastHeard.Locator(".option.correct")).ToContainTextAsync("42");
        await Expect(Button("Take back")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Every_other_kind_has_a_form_of_its_own()
    {
        await Ada.Says("hi");
        await Call("sendLocation", Arguments("""{"latitude":48.5,"longitude":2.25}"""));
        await Expect(LastHeard.Locator(".card")).ToContainTextAsync("48.5, 2.25");
        await Call("sendVenue", Arguments("""{"latitude":48.5,"longitude":2.25,"title":"Tower","address":"Field 5"}"""));
        await Expect(LastHeard.Locator(".card")).ToContainTextAsync("Tower");
        await Call("sendContact", Arguments("""{"phone_number":"+15550100","first_name":"Grace"}"""));
        await Expect(LastHeard.Locator(".card")).ToContainTextAsync("Grace");
        await Call("sendDice", Arguments("{}"));
        await Expect(LastHeard.Locator(".dice")).ToBeVisibleAsync();
        await Upload("sendDocument", "document", "report.pdf", new byte[2048]);
        await Expect(LastHeard.Locator("a.card[download='report.pdf']")).ToContainTextAsync("2 KB");
        await Upload("sendVoice", "voice", "said.ogg", new byte[64], ("duration", "75"));
        await Expect(LastHeard.Locator(".sound")).ToContainTextAsync("1:15");
        await Upload("sendVideo", "video", "film.mp4", new byte[64]);
        await Expect(LastHeard.Locator("video")).ToBeVisibleAsync();
        await Upload("sendSticker", "sticker", "s.png", SamplePicture.Png());
        await Expect(LastHeard.Locator("img.sticker")).ToBeVisibleAsync();
        await Keep("media");
        await Upload("sendPhoto", "photo", "p.png", SamplePicture.Png(), ("has_spoiler", "true"));
        await Expect(LastHeard.Locator(".veiled:not(.open)")).ToBeVisibleAsync();
        await LastHeard.Locator(".cover").ClickAsync();
        await Expect(LastHeard.Locator(".veiled.open")).ToBeVisibleAsync();
    }
}
