using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Sandbox.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>The chat page in a real browser. Pictures of it are kept below artifacts/screenshots.</summary>
internal sealed class PageTests
{
    private static readonly string[] BrowserNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] BrowserArguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private TelegramSandbox telegram = null!;
    private BotCaller bot = null!;
    private SandboxUser ada = null!;
    private IPage page = null!;

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        var path = BrowserPath();
        if (path is null) Assert.Ignore($"No Chromium: none of {string.Join(", ", BrowserNames)} is on PATH, and the variable CHROMIUM names none.");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = BrowserArguments });
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    [SetUp]
    public async Task OpenPage()
    {
        telegram = await TelegramSandbox.Start();
        bot = new BotCaller(telegram);
        ada = telegram.User("Ada");
        page = await Open(1360, 860, ColorScheme.Light);
    }

    [TearDown]
    public async Task ClosePage()
    {
        await page.CloseAsync();
        bot.Dispose();
        await telegram.DisposeAsync();
    }

    [Test]
    public async Task A_conversation_is_typed_and_seen_and_markup_in_it_stays_text()
    {
        await page.Locator("#text").FillAsync("hello <b>bot</b>");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mine .body")).ToHaveTextAsync("hello <b>bot</b>");
        var update = (await bot.Result("getUpdates", Argument("timeout", 5)))[0]!;
        Assert.That(update["message"]!["text"]!.GetValue<string>(), Is.EqualTo("hello <b>bot</b>"));
        await Send("<b>bold</b> and &lt;img src=x onerror=alert(1)&gt;\n<pre><code class=\"language-cs\">var bot = new TelegramBot(token);</code></pre>", parseMode: "HTML");
        var answer = page.Locator(".msg:not(.mine) .body");
        await Assertions.Expect(answer).ToContainTextAsync("bold and <img src=x onerror=alert(1)>");
        await Assertions.Expect(answer.Locator("strong")).ToHaveTextAsync("bold");
        Assert.That(await answer.Locator("img").CountAsync(), Is.Zero);
        await Assertions.Expect(page.Locator(".entries .what").First).ToHaveTextAsync("sendMessage");
        await Keep("conversation");
    }

    [Test]
    public async Task A_button_is_pressed_and_its_answer_shown()
    {
        await ada.Says("/start");
        await Send("Shall we?", keyboard: """{"inline_keyboard":[[{"text":"Yes","callback_data":"y","style":"success"},{"text":"No","callback_data":"n"}]]}""");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Yes", Exact = true }).ClickAsync();
        await bot.Result("getUpdates", new JsonObject { ["offset"] = -1, ["timeout"] = 5 });
        JsonNode? query = null;
        for (var i = 0; query is null && i < 5; i++)
            query = (await bot.Result("getUpdates", new JsonObject { ["offset"] = -1, ["timeout"] = 5 }))[0]?["callback_query"];
        await bot.Result("answerCallbackQuery", new JsonObject { ["callback_query_id"] = query!["id"]!.DeepClone(), ["text"] = "Noted" });
        await Assertions.Expect(page.Locator("#toast")).ToHaveTextAsync("Noted");
        await Keep("button");
    }

    [Test]
    public async Task An_album_is_shown_as_one_in_light_in_dark_and_on_a_phone()
    {
        await ada.SendsAlbum(3, "holiday");
        await Send("Pick a colour", keyboard: """{"keyboard":[["Red","Green"],["Blue"]],"resize_keyboard":true}""");
        await Assertions.Expect(page.Locator(".album img")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".keys button")).ToHaveCountAsync(3);
        await Keep("album");
        await page.CloseAsync();
        page = await Open(1360, 860, ColorScheme.Dark);
        await Assertions.Expect(page.Locator(".album img")).ToHaveCountAsync(3);
        await Keep("album-dark");
        await page.CloseAsync();
        page = await Open(390, 780, ColorScheme.Light);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Green" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mine .body").Last).ToHaveTextAsync("Green");
        Assert.That(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), Is.True, "no sideways scrolling");
        await Keep("phone");
    }

    [Test]
    public async Task A_failing_webhook_is_seen_at_once()
    {
        await using var server = new RawServer();
        await bot.Result("setWebhook", Argument("url", server.Url));
        await ada.Says("anybody?");
        await (await server.Next()).Status(500, "Internal Server Error", "Retry-After: 30\r\n");
        await Assertions.Expect(page.Locator("#hook .error")).ToHaveTextAsync("Wrong response from the webhook: 500 Internal Server Error");
        var entry = page.Locator(".entries li[data-kind=delivery]").First;
        await Assertions.Expect(entry.Locator(".status")).ToHaveTextAsync("500");
        await Assertions.Expect(entry.Locator(".more")).ToContainTextAsync("attempt 1 · retry in 30 s");
        await Keep("failing-webhook");
    }

    private static JsonObject Argument(string name, JsonNode value) => new() { [name] = value };

    private Task<JsonNode> Send(string text, string parseMode = "", string keyboard = "") =>
        bot.Result("sendMessage", new JsonObject { ["chat_id"] = ada.Id, ["text"] = text, ["parse_mode"] = parseMode, ["reply_markup"] = keyboard });

    private async Task<IPage> Open(int width, int height, ColorScheme scheme)
    {
        var opened = await browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme });
        await opened.GotoAsync(telegram.PageUrl, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Assertions.Expect(opened.Locator("#who option")).ToHaveCountAsync(1);
        return opened;
    }

    private async Task Keep(string name)
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Telegram.Webhooks.Runtime.sln"))) directory = directory.Parent;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory!.FullName, "artifacts", "screenshots", name + ".png") });
    }

    private static string? BrowserPath()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return new[] { named }.Concat(folders.SelectMany(folder => BrowserNames.Select(name => Path.Combine(folder, name)))).FirstOrDefault(File.Exists);
    }
}
