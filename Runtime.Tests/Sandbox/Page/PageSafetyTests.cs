using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox.Page;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>What bots and users write is never markup, and other sites reach nothing.</summary>
internal sealed class PageSafetyTests : PageTest
{
    private const string Trap = "<img src=x onerror=\"window.trapped=1\"><script>window.trapped=1</script>";

    [Test]
    public async Task Markup_planted_everywhere_stays_text()
    {
        var mallory = Telegram.User(Trap, username: "mallory");
        var group = Telegram.Supergroup(Trap, Ada, mallory);
        await mallory.In(group).Says(Trap);
        await Ada.Says(Trap);
        await Ada.SendsPhoto(caption: Trap);
        await Ada.SendsDocument($"{Trap.Replace('/', '-')}.html", "<script>alert(1)</script>"u8.ToArray());
        await Send(Trap, new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = Trap, ["callback_data"] = "x" })) }.ToJsonString());
        await Send("keys", new JsonObject { ["keyboard"] = new JsonArray(new JsonArray(Trap)), ["input_field_placeholder"] = "<b>" }.ToJsonString());
        await Call("sendPoll", new JsonObject { ["chat_id"] = Ada.Id, ["question"] = Trap, ["options"] = new JsonArray(new JsonObject { ["text"] = Trap }) });
        await Call("sendContact", new JsonObject { ["chat_id"] = Ada.Id, ["phone_number"] = Trap, ["first_name"] = Trap });
        await Call("sendVenue", new JsonObject { ["chat_id"] = Ada.Id, ["latitude"] = 1, ["longitude"] = 1, ["title"] = Trap, ["address"] = Trap });
        await Call("setMyCommands", new JsonObject { ["commands"] = new JsonArray(new JsonObject { ["command"] = "a", ["description"] = Trap }) });
        await Call("sendMessage", new JsonObject
        {
            ["chat_id"] = Ada.Id,
            ["text"] = "word",
            ["entities"] = new JsonArray(
                new JsonObject { ["type"] = "pre", ["offset"] = 0, ["length"] = 4, ["language"] = Trap }),
        });
        await Bot.Error(400, "sendMessage", new JsonObject { ["chat_id"] = Trap, ["text"] = Trap });

        await Page.ReloadAsync();
        await Expect(LastHeard).ToContainTextAsync("word");
        foreach (var entry in await Page.Locator(".entries summary").AllAsync()) await entry.ClickAsync();
        await Page.Locator("#slash").ClickAsync();
        await Expect(Page.Locator("#suggestions")).ToContainTextAsync("<img");
        await Page.Locator(".chat").Nth(1).ClickAsync();
        await Expect(LastHeard.Locator(".from")).ToHaveTextAsync(Trap);
        await Expect(Page.Locator("#title")).ToHaveTextAsync(Trap);
        await Page.Locator("#who").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Expect(Page.Locator("#who option:checked")).ToHaveTextAsync(Trap);
        Assert.That(await Page.Locator("img[src=x], script:not([type=module])").CountAsync(), Is.Zero);
        Assert.That(await Page.EvaluateAsync<bool>("window.trapped === undefined"), Is.True);
    }

    [Test]
    public async Task Answers_toasts_and_links_are_text_and_scripts_are_no_links()
    {
        await Ada.Says("hi");
        await Send("press", """{"inline_keyboard":[[{"text":"Go","callback_data":"x"}]]}""");
        await Button("Go").ClickAsync();
        await Call("answerCallbackQuery", new JsonObject { ["callback_query_id"] = (await Update("callback_query"))["id"]!.DeepClone(), ["text"] = Trap });
        await Expect(Page.Locator("#toast")).ToHaveTextAsync(Trap);
        await Button("Go").ClickAsync();
        await Call("answerCallbackQuery", new JsonObject { ["callback_query_id"] = (await Update("callback_query"))["id"]!.DeepClone(), ["url"] = "javascript:window.trapped=1" });
        await Expect(Page.Locator("dialog[open] h2")).ToHaveTextAsync("This link is not opened");
        await Expect(Page.Locator("dialog[open] a")).ToHaveCountAsync(0);
        Assert.That(await Page.EvaluateAsync<bool>("window.trapped === undefined"), Is.True);
    }

    [Test]
    public async Task The_policy_lets_only_the_pages_own_scripts_run()
    {
        using var page = await Bot.Http.GetAsync(Telegram.PageUrl);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.Contain("default-src 'none'").And.Not.Contain("unsafe").And.Match("script-src 'nonce-[0-9A-F]{32}';").And.Contain("frame-ancestors 'none'"));
        await Page.EvaluateAsync("""
            () => new Promise(done => {
              document.addEventListener('securitypolicyviolation', () => done());
              const script = document.createElement('script');
              script.textContent = 'window.trapped = 1';
              document.body.append(script);
            })
            """);
        Assert.That(await Page.EvaluateAsync<bool>("window.trapped === undefined"), Is.True);
    }

    [TestCase("/")]
    [TestCase("/sandbox/state")]
    [TestCase("/sandbox/assets/main.js")]
    public async Task Another_host_name_is_refused(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Telegram.BaseUrl + path);
        request.Headers.Host = "rebound.example.org";
        using var answer = await Bot.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("127.0.0.1"));
    }

    [TestCase("/sandbox/act")]
    [TestCase("/sandbox/files")]
    public async Task A_change_without_the_header_was_refused_without_a_word(string path)
    {
        using var content = new StringContent(
            "{\"action\":\"add\",\"type\":\"user\",\"name\":\"Eve\"}", null, "text/plain");
        using var answer = await Bot.Http.PostAsync(new Uri(Telegram.BaseUrl + path), content);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(),
            Does.Contain("X-Sandbox: 1"));
    }

    [Test]
    public async Task Every_part_of_the_page_is_served_as_what_it_is_and_nothing_else_is()
    {
        foreach (var name in PageAssets.Names.Where(name => name != "page.html"))
        {
            using var answer = await Bot.Http.GetAsync(new Uri($"{Telegram.BaseUrl}/sandbox/assets/{name}"));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(name.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/css"), name);
            Assert.That((await answer.Content.ReadAsStringAsync()).Split('\n'), Has.Length.LessThanOrEqualTo(251),
                name);
        }
        using var unknown = await Bot.Http.GetAsync(new Uri($"{Telegram.BaseUrl}/sandbox/assets/../../secret"));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_page_that_is_kept_as_a_file_is_a_download()
    {
        var sent = await Ada.SendsDocument("page.html", "<script>alert(1)</script>"u8.ToArray());
        var id = sent.ToJson()["document"]!["file_id"]!.GetValue<string>();
        using var answer = await Bot.Http.GetAsync(new Uri($"{Telegram.BaseUrl}/sandbox/file?id={id}"));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(answer.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("sandbox"));
    }
}
