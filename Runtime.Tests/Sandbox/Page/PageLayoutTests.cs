using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>Phone width, the dark scheme, and text that is longer than anybody thought.</summary>
internal sealed class PageLayoutTests : PageTest
{
    private static readonly string Word = new('m', 300);

    // The contrast ratio (WCAG 2) of an element's text against what it stands on.
    private const string Contrast = """
        node => {
          const parse = text => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
          let ground = node;
          while (parse(getComputedStyle(ground).backgroundColor)[3] < 255 && ground.parentElement) ground = ground.parentElement;
          const [a, b] = [light(parse(getComputedStyle(node).color)), light(parse(getComputedStyle(ground).backgroundColor))];
          return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        }
        """;

    [TestCase(390)]
    [TestCase(320)]
    public async Task Nothing_is_wider_than_a_phone(int width)
    {
        await FillWithLongThings();
        Use(await Open(width, 780));
        foreach (var view in new[] { "Chats", "Chat", "Wire" })
        {
            await Page.Locator(".tabs button", new() { HasText = view }).Filter(new() { HasTextRegex = new System.Text.RegularExpressions.Regex($"^{view}\\s*\\d*$") }).ClickAsync();
            if (view == "Wire") await Page.Locator(".entries summary").First.ClickAsync();
            await NothingSticksOut(view);
            await Keep($"phone-{view.ToLowerInvariant()}-{width}");
        }
    }

    [TestCase(390)]
    [TestCase(320)]
    [TestCase(1280)]
    public async Task Topics_stay_in_their_column(int width)
    {
        var forum = Telegram.Forum("Garden", Ada);
        for (var i = 0; i < 9; i++) await Ada.In(await forum.StartsTopic(Ada, $"{i} {Word[..100]}")).Says(Word);
        Use(await Open(width, 780));
        if (width < 900) await Page.Locator(".tabs button").First.ClickAsync();
        await Page.Locator(".chat", new() { HasText = "Garden" }).ClickAsync();
        await Expect(Page.Locator("#topics .topic")).ToHaveCountAsync(12);
        await NothingSticksOut("topics");
        await Expect(LastOwn).ToBeInViewportAsync();
        await Keep($"topics-{width}");
    }

    [Test]
    public async Task A_phone_is_enough_for_a_conversation()
    {
        await Ada.SendsAlbum(3, "holiday");
        await Send("Pick a colour", """{"keyboard":[["Red","Green"],["Blue"]],"resize_keyboard":true}""");
        Use(await Open(390, 780, ColorScheme.Dark));
        await Expect(Page.Locator(".side")).ToBeHiddenAsync();
        await Expect(Page.Locator(".album img")).ToHaveCountAsync(3);
        await Button("Green").ClickAsync();
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("Green");
        await LastOwn.Locator(".bubble").ClickAsync();
        await LastOwn.GetByLabel("Edit", new() { Exact = true }).ClickAsync();
        await Type("Blue");
        await Expect(LastOwn.Locator(".body")).ToHaveTextAsync("Blue");
        await Keep("phone-dark");
        await Page.Locator(".tabs button").First.ClickAsync();
        await Page.Locator(".chat").First.ClickAsync();
        await Expect(Page.Locator("#text")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Long_things_stay_in_their_columns_on_a_desk()
    {
        await FillWithLongThings();
        await Expect(LastHeard).ToBeVisibleAsync();
        await NothingSticksOut("desk");
        await Keep("long");
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Texts_can_be_read_in_both_schemes(ColorScheme scheme)
    {
        await Ada.Says("hi, see https://example.invalid/ and #this");
        await Send("<blockquote>Shall we?</blockquote><code>x</code> <a href='https://a.invalid'>a</a>",
            parseMode: "HTML",
            keyboard: """{"inline_keyboard":[[{"text":"Yes","callback_data":"y","style":"success"},{"text":"No","callback_data":"n","style":"danger"},{"text":"Hm","callback_data":"h"}]]}""");
        await Bot.Error(400, "sendMessage", new JsonObject { ["chat_id"] = 99, ["text"] = "?" });
        await Call("sendInvoice", Arguments("""{"title":"Tea","description":"Hot","payload":"t","provider_token":"x","currency":"EUR","prices":[{"label":"Tea","amount":500}]}"""));
        await Call("sendMessageDraft", Arguments("""{"draft_id":1,"text":"so far"}"""));
        var forum = Telegram.Forum("Garden", Ada);
        await Ada.In(await forum.StartsTopic(Ada, "Release")).Says("in a topic");
        Use(await Open(scheme: scheme));
        await Expect(LastHeard).ToBeVisibleAsync();
        await Page.Locator(".entries summary").First.ClickAsync();
        await Expect(Page.Locator(".entries .json .j-text").First).ToBeVisibleAsync();
        await Keep(scheme == ColorScheme.Dark ? "dark" : "light");
        var darkGround = await Page.EvaluateAsync<bool>(
            "getComputedStyle(document.body.querySelector('.wire')).backgroundColor === 'rgb(23, 33, 43)'");
        Assert.That(darkGround, Is.EqualTo(scheme == ColorScheme.Dark));
        await AreReadable(
        [
            ".bubble .body", ".mine .bubble .meta", ".msg:not(.mine) .meta", ".mine .body a", ".mine .tag", ".body a",
            ".row > button", ".chat-name", ".chat .last", "#subtitle",
            "#membership", ".entries .what", ".entries .more", ".entries .error", ".took", ".status.bad",
            ".status.good", ".way", ".j-key", ".j-text", ".j-value", ".filters button", "#hook-note", ".chat .face",
            ".invoice .hint", ".invoice p", ".price", ".row > .primary", ".draft .body", ".draft .meta",
        ]);
        await Page.Locator(".chat", new() { HasText = "Garden" }).ClickAsync();
        await AreReadable([".in-topic", ".topic", ".topic[aria-pressed=true]", ".service span"]);
    }

    private async Task AreReadable(string[] texts)
    {
        foreach (var text in texts) await Expect(Page.Locator(text).First).ToBeAttachedAsync();
        await Assert.MultipleAsync(async () =>
        {
            foreach (var text in texts)
            {
                foreach (var shown in await Page.Locator(text).AllAsync())
                    Assert.That(await shown.EvaluateAsync<double>(Contrast), Is.GreaterThanOrEqualTo(4.5), text);
            }
        });
    }

    private async Task FillWithLongThings()
    {
        var group = Telegram.Supergroup($"The {Word[..120]}", Ada);
        await Ada.In(group).Says(Word);
        await Ada.Says(Word);
        await Send($"{Word} <code>{Word}</code><pre>{Word}</pre>", parseMode: "HTML",
            keyboard: new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(Button1(Word[..60]), Button1("a"), Button1(Word[..60]))) }.ToJsonString());
        await Send("?", new JsonObject { ["keyboard"] = new JsonArray(new JsonArray(Word[..60], Word[..60])) }.ToJsonString());
        await Call("sendPoll", new JsonObject { ["chat_id"] = Ada.Id, ["question"] = Word[..200], ["options"] = new JsonArray(new JsonObject { ["text"] = Word[..90] }) });
        await Call("sendContact", new JsonObject { ["chat_id"] = Ada.Id, ["phone_number"] = "1", ["first_name"] = Word[..60] });
        await Ada.SendsDocument(Word[..100] + ".txt", [1]);
        await Ada.SendsAlbum(2, Word);
        await Call("setMyCommands", """{"commands":[{"command":"start","description":"Say hello"}]}""");
        var invoice = new JsonObject { ["title"] = Word[..32], ["description"] = Word[..255], ["payload"] = "x", ["provider_token"] = "x", ["currency"] = "EUR" };
        invoice["prices"] = new JsonArray(new JsonObject { ["label"] = Word[..90], ["amount"] = 1_000_000 },
            new JsonObject { ["label"] = "a", ["amount"] = 1 });
        invoice["chat_id"] = Ada.Id;
        await Call("sendInvoice", invoice);
    }

    private static JsonObject Button1(string text) => new() { ["text"] = text, ["callback_data"] = "x" };

    // Besides the page as a whole, no visible element may end outside its column.
    private async Task NothingSticksOut(string where)
    {
        Assert.That(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), Is.True,
            $"{where}: no sideways scrolling of the page");
        var wide = await Page.EvaluateAsync<string[]>("""
            () => ['.side', '.talk', '.wire'].flatMap(column => {
              const edge = document.querySelector(column).getBoundingClientRect();
              return edge.width === 0 ? [] : [...document.querySelectorAll(column + ' *')]
                .filter(n => !n.closest('pre, .cover, .veiled') && n.getBoundingClientRect().width > 0 && (n.getBoundingClientRect().right > edge.right + 1 || n.getBoundingClientRect().left < edge.left - 1))
                .map(n => column + ' ' + n.tagName + '.' + n.className + ' ' + n.id);
            })
            """);
        Assert.That(wide, Is.Empty, where);
    }
}
