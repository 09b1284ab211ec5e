using System.Text.Json.Nodes;
using Telegram.Webhooks.Runtime.Sandbox.World;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>
/// Kinds of messages that are seldom: moving pictures, stickers that do not move here, drafts, and what the page cannot
/// draw.
/// </summary>
internal sealed class PageKindsTests : PageTest
{
    [SetUp]
    public Task OpenTheChat() => Ada.Says("hi");

    [Test]
    public async Task An_animated_sticker_is_named_and_not_played()
    {
        await Upload("sendSticker", "sticker", "wave.tgs", new byte[64], ("emoji", "👋"));
        await Expect(LastHeard.Locator(".card")).ToContainTextAsync("Animated sticker, not played here");
        await Expect(LastHeard.Locator("img, video")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Sounds_and_moving_pictures_have_players()
    {
        await Upload("sendAudio", "audio", "song.mp3", new byte[64], ("performer", "Ada"), ("title", "Engine"),
            ("duration", "130"));
        await Expect(LastHeard.Locator(".sound")).ToContainTextAsync("Ada · Engine · 2:10");
        await Expect(LastHeard.Locator("audio")).ToBeVisibleAsync();
        await Upload("sendAnimation", "animation", "wave.mp4", new byte[64]);
        await Expect(LastHeard.Locator("video[loop]")).ToBeVisibleAsync();
        await Upload("sendVideoNote", "video_note", "hello.mp4", new byte[64]);
        await Expect(LastHeard.Locator("video.round")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_bots_answer_shows_what_it_answers()
    {
        var asked = await Ada.Says("what time is it?");
        await Call("sendMessage", new JsonObject { ["chat_id"] = Ada.Id, ["text"] = "noon", ["reply_parameters"] = new JsonObject { ["message_id"] = asked.Id } });
        await Expect(LastHeard.Locator(".quote")).ToHaveTextAsync("Adawhat time is it?");
    }

    [Test]
    public async Task A_draft_grows_and_gives_way_to_the_message()
    {
        await Call("sendMessageDraft", Arguments("""{"draft_id":7,"text":"Once"}"""));
        await Expect(Page.Locator(".draft .body")).ToHaveTextAsync("Once");
        await Call("sendMessageDraft", Arguments("""{"draft_id":7,"text":"Once upon a time"}"""));
        await Expect(Page.Locator(".draft .body")).ToHaveTextAsync(["Once upon a time"]);
        await Keep("draft");
        await Page.ReloadAsync();
        await Expect(Page.Locator(".draft .body")).ToHaveTextAsync("Once upon a time");
        await Send("Once upon a time there was a bot.");
        await Expect(LastHeard.Locator(".body")).ToHaveTextAsync("Once upon a time there was a bot.");
        await Expect(Page.Locator(".draft")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_kind_that_the_page_cannot_draw_is_named()
    {
        lock (Telegram.World.Gate)
        {
            var room = Telegram.World.Rooms[Ada.Id];
            Telegram.World.Post(
                room, Telegram.World.Bot, new JsonObject { ["some_new_kind"] = new JsonObject { ["x"] = 1 } });
        }
        await Expect(LastHeard.Locator(".card")).ToContainTextAsync("Some new kind");
        await Expect(Page.Locator(".chat .last").First).ToHaveTextAsync("Some new kind");
    }

    [Test]
    public async Task A_quote_leads_to_a_message_that_is_no_longer_listed()
    {
        var first = await Ada.Says("the first");
        for (var i = 0; i < 205; i++) await Ada.Says($"{i}");
        await Ada.Says("back to it", replyTo: first);
        await Expect(LastOwn.Locator(".quote")).ToContainTextAsync("the first");
        await Expect(Page.GetByText("Show earlier messages")).ToHaveCountAsync(1);
        await Expect(Page.Locator($".msg[data-id='{first.Id}']")).ToHaveCountAsync(0);
        await LastOwn.Locator(".quote").ClickAsync();
        await Expect(Page.Locator($".msg[data-id='{first.Id}']")).ToBeFocusedAsync();
    }
}
