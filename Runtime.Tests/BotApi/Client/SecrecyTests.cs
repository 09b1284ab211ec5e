using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SecrecyTests : IDisposable
{
    private const string Secret = "AAplanted-token_of-the-tests_0123456";
    private const string Url = "https://api.telegram.org/bot" + MockTelegram.Token + "/getMe";

    private readonly MockTelegram _telegram = new();
    private readonly RecordingLoggers _log = new();

    public void Dispose()
    {
        _telegram.Dispose();
        _log.Dispose();
    }

    [Test]
    public async Task The_token_is_in_no_exception_and_no_log_line()
    {
        var inner = new InvalidOperationException($"POST {Url.Replace(":AA", "%3AAA", StringComparison.Ordinal)}");
        _telegram
            .BreaksBeforeReading(new HttpRequestException($"Cannot reach {Url}", inner))
            .BreaksAfterReading(new IOException($"Broken: {Url}"))
            .BreaksAfterReading(new InvalidOperationException($"Handler failed at {Url}"))
            .Answers($"<a href=\"{Url}\">{new string('x', 150)} moved to {Url}</a>", HttpStatusCode.MovedPermanently,
                "text/html")
            .AnswersError(400, $"Bad Request: {Secret}");
        using var bot = _telegram.Bot(options => options with { LoggerFactory = _log });
        var seen = new List<string>();

        var first = bot.Execute(new TestRequest("sendMessage"));
        await _telegram.Time.PassNextWait();
        seen.Add((await Assert.CatchAsync<BotApiConnectionException>(() => first))!.ToString());
        for (var i = 0; i < 3; i++)
            seen.Add((await Assert.CatchAsync<BotApiException>(() => bot.Execute(new TestRequest("sendMessage"))))!.ToString());
        seen.AddRange(_log.Lines);

        Assert.That(_telegram.Received, Has.Count.EqualTo(4));
        Assert.That(_log.Lines, Has.Count.EqualTo(5), "a warning for the repetition and a line a call");
        Assert.That(seen, Has.None.Contains(Secret).And.None.Contains("AAplanted"));
        Assert.That(seen, Has.Some.Contains("<token>"), "the token was there to be removed");
    }

    [Test]
    public void The_token_is_in_no_string_form()
    {
        var options = new TelegramBotOptions { BaseUrl = Url };
        using var bot = _telegram.Bot();

        Assert.That(bot.ToString(), Is.EqualTo("bot 123456789 at https://api.telegram.org"));
        Assert.That(options.ToString(), Does.Not.Contain(Secret));
    }
}
