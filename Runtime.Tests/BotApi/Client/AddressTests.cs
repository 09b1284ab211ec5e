namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AddressTests : IDisposable
{
    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [TestCase("https://api.telegram.org", false, "https://api.telegram.org/bot{0}/getMe")]
    [TestCase("https://api.telegram.org///", true, "https://api.telegram.org/bot{0}/test/getMe")]
    [TestCase("http://localhost:8081/", false, "http://localhost:8081/bot{0}/getMe")]
    [TestCase("https://example.org/telegram/", false, "https://example.org/telegram/bot{0}/getMe")]
    public async Task Calls_go_to_the_server_asked_for(string baseUrl, bool test, string expected)
    {
        _telegram.Answers("""{"ok":true,"result":true}""");
        using var bot = _telegram.Bot(options => options with { BaseUrl = baseUrl, UseTestEnvironment = test });

        await bot.Execute(new TestRequest("getMe"));

        Assert.That(_telegram.Received.Single().Url.AbsoluteUri,
            Is.EqualTo(string.Format(null, expected, MockTelegram.Token)));
        Assert.That(bot.BaseUrl, Is.EqualTo(baseUrl.TrimEnd('/')));
    }

    [TestCase("https://api.telegram.org", true)]
    [TestCase("https://API.Telegram.org/", true)]
    [TestCase("http://localhost:8081", false)]
    [TestCase("http://bot-api.localhost", false)]
    [TestCase("http://127.0.0.2:8081", false)]
    [TestCase("http://[::1]:8081", false)]
    [TestCase("http://[::ffff:10.0.0.1]:8081", false)]
    [TestCase("http://10.1.2.3", false)]
    [TestCase("http://172.16.0.1", false)]
    [TestCase("http://172.31.255.255", false)]
    [TestCase("http://192.168.1.1", false)]
    [TestCase("http://169.254.7.7", false)]
    [TestCase("http://[fd00::7]", false)]
    [TestCase("http://[fe80::7]", false)]
    [TestCase("https://some-proxy.example", true)]
    [TestCase("https://localhost.example", true)]
    [TestCase("https://172.32.0.1", true)]
    [TestCase("https://11.0.0.1", true)]
    [TestCase("https://[2001:db8::1]", true)]
    [TestCase("http://telegram-bot-api:8081", true)]
    public void Telegrams_own_server_is_told_from_others(string baseUrl, bool isTelegrams)
    {
        using var bot = _telegram.Bot(options => options with { BaseUrl = baseUrl });

        Assert.That(bot.IsTelegramCloud, Is.EqualTo(isTelegrams));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("api.telegram.org")]
    [TestCase("https://example.org#hunter2")]
    [TestCase("https://hunter2@example.org")]
    [TestCase("ftp://api.telegram.org")]
    [TestCase("https://user:hunter2@example.org")]
    [TestCase("https://example.org?key=hunter2")]
    [TestCase("https://api.telegram.org/bot" + MockTelegram.Token)]
    public void A_base_URL_that_cannot_be_used_is_refused_without_showing_it(string? baseUrl)
    {
        var error = Assert.Throws<ArgumentException>(() => _telegram.Bot(options => options with { BaseUrl = baseUrl! }));

        Assert.That(error!.Message, Does.StartWith("BaseUrl ").And.Not.Contain("hunter2").And.Not.Contain(MockTelegram.Token));
    }

    [TestCase("")]
    [TestCase("123456789")]
    [TestCase("planted:AAsecret")]
    [TestCase("123456789:")]
    [TestCase("123456789:AAsecret/../getMe")]
    [TestCase("-5:AAsecret")]
    public void A_malformed_token_is_refused_without_showing_it(string token)
    {
        var error = Assert.Throws<ArgumentException>(() => new TelegramBot(token).Dispose());

        Assert.That(error!.Message, Does.Contain("@BotFather").And.Not.Contain("AAsecret"));
        Assert.That(error.ParamName, Is.EqualTo("token"));
    }

    [Test]
    public void The_id_is_what_the_token_begins_with()
    {
        using var bot = new TelegramBot($" {MockTelegram.Token}\n");

        Assert.That(bot.Id, Is.EqualTo(123456789));
    }

    [Test]
    public void Options_that_cannot_be_used_are_all_named_at_once()
    {
        var options = new TelegramBotOptions { Retry = new TelegramBotRetryOptions { MaxAttempts = 0, RequestTimeout = TimeSpan.Zero } };

        var error = Assert.Throws<ArgumentException>(() => new TelegramBot(MockTelegram.Token, options).Dispose());

        Assert.That(error!.Message, Does.Contain("Retry.MaxAttempts").And.Contain("Retry.RequestTimeout"));
    }
}
