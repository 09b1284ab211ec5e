using System.Globalization;
using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>What stands between the bot and Telegram may refuse too, and says in a header when to come again.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProxyRetryAfterTests : IDisposable
{
    private const string Done = """{"ok":true,"result":true}""";

    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [TestCase(429)]
    [TestCase(503)]
    public async Task The_Retry_After_of_a_proxy_was_ignored(int status)
    {
        _telegram.ProxyRefuses((HttpStatusCode)status, "7").Answers(Done);
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("getMe"));

        Assert.That(await _telegram.Time.PassNextWait(), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(await call, Is.EqualTo("true"));
    }

    [Test]
    public async Task A_date_counts_from_the_bots_clock()
    {
        var date = _telegram.Time.GetUtcNow().AddSeconds(9).ToString("r", CultureInfo.InvariantCulture);
        _telegram.ProxyRefuses(HttpStatusCode.TooManyRequests, date).Answers(Done);
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("getMe"));

        Assert.That(await _telegram.Time.PassNextWait(), Is.EqualTo(TimeSpan.FromSeconds(9)));
        Assert.That(await call, Is.EqualTo("true"));
    }

    [TestCase(null)]
    [TestCase("0")]
    [TestCase("-5")]
    [TestCase("soon")]
    [TestCase("99999999999999999999")]
    [TestCase("Sat, 01 Jan 2000 00:00:00 GMT")]
    public async Task What_asks_for_no_wait_gets_the_usual_one(string? retryAfter)
    {
        _telegram.ProxyRefuses(HttpStatusCode.TooManyRequests, retryAfter).Answers(Done);
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { Random = () => 0 } });

        var call = bot.Execute(new TestRequest("getMe"));

        Assert.That((await _telegram.Time.PassNextWait()).TotalMilliseconds, Is.EqualTo(500));
        Assert.That(await call, Is.EqualTo("true"));
    }

    [Test]
    public async Task One_that_asks_for_more_than_the_limit_is_thrown_at_once_and_tells_it()
    {
        _telegram.ProxyRefuses(HttpStatusCode.TooManyRequests, "61");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("getMe"))))!;

        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(61)));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_call_that_sends_is_not_repeated_for_it()
    {
        _telegram.ProxyRefuses(HttpStatusCode.TooManyRequests, "1");
        using var bot = _telegram.Bot();

        await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("sendMessage")));

        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }
}
