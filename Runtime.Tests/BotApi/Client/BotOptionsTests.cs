namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>Options at the ends of their ranges: what is refused is named, what can be used is taken.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BotOptionsTests : IDisposable
{
    private const string Done = """{"ok":true,"result":true}""";
    private static readonly TimeSpan Negative = TimeSpan.FromTicks(-1);

    private readonly MockTelegram _telegram = new();

    private static IEnumerable<TestCaseData> Refused =>
    [
        Case(new TelegramBotRetryOptions { MaxAttempts = 0 }, "Retry.MaxAttempts must be at least 1, not 0."),
        Case(new TelegramBotRetryOptions { InitialBackoff = Negative }, "Retry.InitialBackoff must not be negative"),
        Case(new TelegramBotRetryOptions { MaxBackoff = Negative, InitialBackoff = Negative * 2 },
            "Retry.MaxBackoff must not be negative"),
        Case(new TelegramBotRetryOptions { MaxRetryAfter = Negative }, "Retry.MaxRetryAfter must not be negative"),
        Case(new TelegramBotRetryOptions { MaxTotalTime = Negative }, "Retry.MaxTotalTime must not be negative"),
        Case(new TelegramBotRetryOptions { RequestTimeout = TimeSpan.Zero }, "Retry.RequestTimeout must be positive"),
        Case(new TelegramBotRetryOptions { InitialBackoff = TimeSpan.FromSeconds(31) },
            "Retry.InitialBackoff (00:00:31) must not exceed Retry.MaxBackoff (00:00:30)."),
    ];

    public void Dispose() => _telegram.Dispose();

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_used_is_named(TelegramBotRetryOptions retry, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => _telegram.Bot(options => options with { Retry = retry }));

        Assert.That(error!.Message, Does.StartWith("The bot's options cannot be used: ").And.Contain(problem));
    }

    [Test]
    public void The_ends_of_the_ranges_can_be_used()
    {
        var least = new TelegramBotRetryOptions
        {
            MaxAttempts = 1,
            InitialBackoff = TimeSpan.Zero,
            MaxBackoff = TimeSpan.Zero,
            MaxRetryAfter = TimeSpan.Zero,
            MaxTotalTime = TimeSpan.Zero,
            RequestTimeout = TimeSpan.FromTicks(1),
        };

        Assert.DoesNotThrow(() => _telegram.Bot(options => options with { Retry = least }).Dispose());
        Assert.DoesNotThrow(() => _telegram.Bot(options => options with { Limits = Limits(1) }).Dispose());
        Assert.DoesNotThrow(() => _telegram.Bot(options => options with { Limits = Limits(10_000) }).Dispose());
    }

    [TestCase(0)]
    [TestCase(10_001)]
    public void Each_limit_that_cannot_be_used_is_named(int value)
    {
        var error = Assert.Throws<ArgumentException>(() => _telegram.Bot(options => options with { Limits = Limits(value) }));

        foreach (var name in new[] { "PerSecond", "PerSecondInChat", "PerMinuteInGroup" })
            Assert.That(error!.Message, Does.Contain($"Limits.{name} must be 1 to 10000, not {value}."));
    }

    [Test]
    public void What_is_missing_is_named()
    {
        var error = Assert.Throws<ArgumentException>(
            () => _telegram.Bot(options => options with { Retry = null!, TimeProvider = null! }));

        Assert.That(error!.Message, Does.Contain("TimeProvider must not be null.").And.Contain("Retry must not be null."));
    }

    [Test]
    public async Task Options_that_are_changed_later_were_the_bots_too()
    {
        var retry = new TelegramBotRetryOptions();
        var limits = TelegramLimits.Default;
        _telegram.AnswersError(500, "Internal").Answers(Done).Answers(Done);
        using var bot = _telegram.Bot(options => options with { Retry = retry, Limits = limits });
        retry.MaxTotalTime = TimeSpan.Zero;
        limits.PerSecondInChat = 0;

        var call = bot.Execute(new TestRequest("getMe"));
        await _telegram.Time.PassNextWait();

        Assert.That(await call, Is.EqualTo("true"), "it may take its time");
        Assert.That(await bot.Execute(new TestRequest("sendMessage", ("chat_id", 1))), Is.EqualTo("true"),
            "one message a second is allowed");
    }

    [Test]
    public void The_text_form_says_what_is_set_and_nothing_secret()
    {
        var options = new TelegramBotOptions { IsSelfHosted = true, HttpClient = _telegram.Client, Limits = TelegramLimits.Default, UseTestEnvironment = true };

        Assert.That(options.ToString(), Does.Contain("UseTestEnvironment = True, IsSelfHosted = True, HttpClient = the caller's, Retry = TelegramBotRetryOptions")
            .And.Contain("Limits = TelegramLimits"));
        Assert.That(new TelegramBotOptions().ToString(), Does.Contain("UseTestEnvironment = False, IsSelfHosted = by the host, HttpClient = the bot's own").And.Contain("Limits = none"));
    }

    [TestCase("https://203.0.113.9/", true, false)]
    [TestCase("http://localhost:8081", false, true)]
    public void Who_knows_better_says_whether_a_server_is_self_hosted(string baseUrl, bool isSelfHosted, bool isCloud)
    {
        using var bot = _telegram.Bot(options => options with { BaseUrl = baseUrl, IsSelfHosted = isSelfHosted });

        Assert.That(bot.IsTelegramCloud, Is.EqualTo(isCloud));
    }

    private static TelegramLimits Limits(int value) =>
        new() { PerSecond = value, PerSecondInChat = value, PerMinuteInGroup = value };

    private static TestCaseData Case(TelegramBotRetryOptions retry, string problem) =>
        new TestCaseData(retry, problem).SetArgDisplayNames(problem);
}
