using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Tests.Architecture;

namespace Telegram.Webhooks.Runtime.Tests.Sandbox.Page;

/// <summary>
/// A sandbox with one user, Ada, and its chat page in a real browser. Pictures of it are kept below
/// artifacts/screenshots.
/// </summary>
internal abstract class PageTest
{
    private static readonly string[] BrowserNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] BrowserArguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"];

    private readonly List<IPage> _pages = [];
    private readonly List<string> _complaints = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private int _nextUpdate;

    protected TelegramSandbox Telegram { get; private set; } = null!;

    protected BotCaller Bot { get; private set; } = null!;

    protected SandboxUser Ada { get; private set; } = null!;

    protected IPage Page { get; private set; } = null!;

    protected ILocator Field => Page.Locator("#text");

    /// <summary>What the bot's newest message says.</summary>
    protected ILocator LastHeard => Page.Locator(".msg:not(.mine)").Last;

    protected ILocator LastOwn => Page.Locator(".msg.mine").Last;

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        var path = BrowserPath();
        if (path is null) Assert.Ignore($"No Chromium: none of {string.Join(", ", BrowserNames)} is on PATH, and the variable CHROMIUM names none.");
        Assertions.SetDefaultExpectTimeout(15_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = path, Args = BrowserArguments });
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    [SetUp]
    public async Task OpenPage()
    {
        (_nextUpdate, Telegram) = (0, await TelegramSandbox.Start());
        _complaints.Clear();
        Bot = new BotCaller(Telegram);
        Ada = Telegram.User("Ada");
        Page = await Open();
    }

    [TearDown]
    public async Task ClosePages()
    {
        foreach (var page in _pages) await page.CloseAsync();
        _pages.Clear();
        Bot.Dispose();
        await Telegram.DisposeAsync();
        Assert.That(_complaints, Is.Empty, "the page's script ran without an error");
    }

    protected async Task<IPage> Open(
        int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, string? url = null)
    {
        var opened = await _browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme });
        _pages.Add(opened);
        opened.PageError += (_, error) => _complaints.Add(error);
        await opened.GotoAsync(
            url ?? Telegram.PageUrl, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Assertions.Expect(opened.Locator("#hook-title")).Not.ToHaveTextAsync("…");
        return opened;
    }

    /// <summary>From here on the page that the helpers speak of.</summary>
    protected void Use(IPage page) => Page = page;

    protected ILocator Button(string name) =>
        Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected async Task Type(string text)
    {
        await Field.FillAsync(text);
        await Field.PressAsync("Enter");
    }

    /// <summary>Says something as the bot, in Ada's chat if no other is named.</summary>
    protected Task<JsonNode> Send(string text, string keyboard = "", string parseMode = "", long chat = 0) => Call(
        "sendMessage", new JsonObject { ["chat_id"] = chat == 0 ? Ada.Id : chat, ["text"] = text, ["parse_mode"] = parseMode, ["reply_markup"] = keyboard });

    protected Task<JsonNode> Call(string method, JsonObject arguments) => Bot.Result(method, arguments);

    protected Task<JsonNode> Call(string method, string arguments) =>
        Bot.Result(method, JsonNode.Parse(arguments)!.AsObject());

    /// <summary>From here on the page's timers run only when a test moves its clock.</summary>
    protected async Task StopClock()
    {
        var start = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        await Page.Clock.InstallAsync(new ClockInstallOptions { TimeDate = start });
        await Page.Clock.PauseAtAsync(start.AddMinutes(1));
    }

    /// <summary>A call's arguments with Ada's chat among them.</summary>
    protected JsonObject Arguments(string json)
    {
        var arguments = JsonNode.Parse(json)!.AsObject();
        arguments["chat_id"] = Ada.Id;
        return arguments;
    }

    /// <summary>Sends a file as the bot, into Ada's chat.</summary>
    protected async Task Upload(
        string method, string field, string name, byte[] content, params (string Name, string Value)[] more)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(Ada.Id.ToString(CultureInfo.InvariantCulture)), "chat_id");
        foreach (var (key, value) in more) form.Add(new StringContent(value), key);
        form.Add(new ByteArrayContent(content), field, name);
        var answer = await Bot.Post(method, form);
        Assert.That(answer["ok"]!.GetValue<bool>(), Is.True, answer.ToJsonString());
    }

    protected static FilePayload Picture(string name) =>
        new() { Name = name, MimeType = "image/png", Buffer = SamplePicture.Png() };

    /// <summary>The next update of a kind, as a polling bot gets it; others on the way are passed over.</summary>
    protected async Task<JsonObject> Update(string kind)
    {
        for (var i = 0; i < 20; i++)
        {
            var asked = new JsonObject { ["offset"] = _nextUpdate, ["timeout"] = 5, ["limit"] = 1, ["allowed_updates"] = AllKinds() };
            if ((await Bot.Result("getUpdates", asked)).AsArray() is not [{ } update]) continue;
            _nextUpdate = update["update_id"]!.GetValue<int>() + 1;
            if (update[kind] is JsonObject found) return found;
        }
        throw new AssertionException($"The bot got no {kind}.");
    }

    /// <summary>From here on the bot also gets updates of reactions and members, which it has to ask for.</summary>
    protected Task AskForEverything() => Call("getUpdates", new JsonObject { ["allowed_updates"] = AllKinds() });

    protected async Task Keep(string name, IPage? of = null)
    {
        var path = Path.Combine(RepositoryFiles.Root, "artifacts", "screenshots", name + ".png");
        await (of ?? Page).ScreenshotAsync(new PageScreenshotOptions { Path = path });
    }

    private static JsonArray AllKinds() =>
    [
        "message", "edited_message", "channel_post", "callback_query", "inline_query", "chosen_inline_result",
        "message_reaction", "my_chat_member", "chat_member", "poll_answer", "shipping_query",
        "pre_checkout_query",
    ];

    private static string? BrowserPath()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return new[] { named }.Concat(folders.SelectMany(folder => BrowserNames.Select(name => Path.Combine(folder, name)))).FirstOrDefault(File.Exists);
    }
}
