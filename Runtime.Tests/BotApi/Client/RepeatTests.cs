using System.Net;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RepeatTests : IDisposable
{
    private const string Done = """{"ok":true,"result":true}""";

    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [TestCase("sendMessage")]
    [TestCase("getMe")]
    public async Task A_429_is_waited_out_as_long_as_Telegram_asks_whatever_the_method(string method)
    {
        _telegram.AnswersError(429, "Too Many Requests: retry after 7", """{"retry_after":7}""").Answers(Done);
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest(method));

        Assert.That(await _telegram.Time.PassNextWait(), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(await call, Is.EqualTo("true"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_429_that_asks_for_more_than_the_limit_is_thrown_at_once()
    {
        _telegram.AnswersError(429, "Too Many Requests: retry after 61", """{"retry_after":61}""");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("getMe"))))!;

        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(61)));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_429_that_would_outlast_the_total_time_is_thrown_at_once()
    {
        _telegram.AnswersError(429, "Too Many Requests: retry after 50", """{"retry_after":50}""")
            .AnswersError(429, "Too Many Requests: retry after 50", """{"retry_after":50}""")
            .AnswersError(429, "Too Many Requests: retry after 50", """{"retry_after":50}""");
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("sendMessage"));
        await _telegram.Time.PassNextWait();
        await _telegram.Time.PassNextWait();

        await Assert.ThrowsAsync<ApiRequestException>(() => call);
        Assert.That(_telegram.Received, Has.Count.EqualTo(3), "100 s of 120 s are over: another 50 s do not fit");
    }

    [TestCase(500)]
    [TestCase(502)]
    public async Task A_safe_call_is_repeated_after_a_server_error_with_doubling_waits(int code)
    {
        _telegram.AnswersError(code, "Internal").AnswersError(code, "Internal").AnswersError(code, "Internal")
            .Answers(Done);
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { Random = () => 0 } });

        var call = bot.Execute(new TestRequest("getMe"));

        foreach (var expected in new[] { 500, 1000, 2000 })
            Assert.That((await _telegram.Time.PassNextWait()).TotalMilliseconds, Is.EqualTo(expected));
        Assert.That(await call, Is.EqualTo("true"));
    }

    [Test]
    public async Task Jitter_takes_up_to_half_of_a_wait_away_and_no_wait_exceeds_the_limit()
    {
        for (var i = 0; i < 4; i++)
            _telegram.AnswersError(500, "Internal");
        _telegram.Answers(Done);
        using var bot = _telegram.Bot(options => options with
        {
            Retry = new TelegramBotRetryOptions { Random = () => 0.5, MaxBackoff = TimeSpan.FromSeconds(2) },
        });

        var call = bot.Execute(new TestRequest("getMe"));

        foreach (var expected in new[] { 375, 750, 1500, 1500 })
            Assert.That((await _telegram.Time.PassNextWait()).TotalMilliseconds, Is.EqualTo(expected));
        await call;
    }

    [Test]
    public async Task The_number_of_attempts_is_bounded_and_the_last_failure_is_thrown()
    {
        for (var i = 1; i <= 3; i++)
            _telegram.AnswersError(500, $"Internal {i}");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 3 } });

        var call = bot.Execute(new TestRequest("getMe"));
        await _telegram.Time.PassNextWait();
        await _telegram.Time.PassNextWait();

        Assert.That((await Assert.ThrowsAsync<ApiRequestException>(() => call))!.Description, Is.EqualTo("Internal 3"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task No_attempt_begins_after_the_total_time()
    {
        for (var i = 0; i < 3; i++)
            _telegram.AnswersError(500, "Internal");
        using var bot = _telegram.Bot(options => options with
        {
            Retry = new TelegramBotRetryOptions { MaxAttempts = 100, MaxTotalTime = TimeSpan.FromSeconds(1), Random = () => 0 },
        });

        var call = bot.Execute(new TestRequest("getMe"));

        Assert.That((await _telegram.Time.PassNextWait()).TotalMilliseconds, Is.EqualTo(500));
        Assert.That((await _telegram.Time.PassNextWait()).TotalMilliseconds, Is.EqualTo(500),
            "cut to the time that is left");
        await Assert.ThrowsAsync<ApiRequestException>(() => call);
        Assert.That(_telegram.Received, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task One_attempt_means_one_attempt()
    {
        _telegram.AnswersError(500, "Internal");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("getMe")));

        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [TestCase("getMe")]
    [TestCase("sendMessage")]
    [TestCase("transferGift")]
    public async Task A_call_that_never_left_is_repeated_whatever_the_method(string method)
    {
        _telegram.BreaksBeforeReading(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"))
            .Answers(Done);
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest(method));
        await _telegram.Time.PassNextWait();

        Assert.That(await call, Is.EqualTo("true"));
    }

    [Test]
    public async Task A_sending_call_that_may_have_left_is_not_repeated(
        [Values("sendMessage", "forwardMessage", "copyMessages", "createForumTopic", "sendGift", "close")] string method)
    {
        _telegram.BreaksAfterReading(
            new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest(method))))!;

        Assert.That(error.MayHaveBeenExecuted, Is.True);
        Assert.That(error.Message, Does.StartWith($"{method} at https://api.telegram.org failed; it may have been executed all the same"));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_sending_call_is_not_repeated_after_a_server_error([Values(500, 502, 504)] int code)
    {
        _telegram.AnswersError(code, "Bad Gateway");
        using var bot = _telegram.Bot();

        await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage")));

        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_safe_call_that_may_have_left_is_repeated()
    {
        _telegram.BreaksAfterReading(
            new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."))
            .Answers("<html>502 Bad Gateway</html>", HttpStatusCode.BadGateway, "text/html")
            .Answers(Done);
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("editMessageText"));
        await _telegram.Time.PassNextWait();
        await _telegram.Time.PassNextWait();

        Assert.That(await call, Is.EqualTo("true"));
        Assert.That(_telegram.Received.Select(request => request.Text).Distinct().Count(), Is.EqualTo(1), "each attempt sends the same");
    }

    [Test]
    public async Task A_refusal_is_not_repeated([Values(400, 401, 403, 404, 409)] int code)
    {
        _telegram.AnswersError(code, "No");
        using var bot = _telegram.Bot();

        Assert.That((await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("getMe"))))!.ErrorCode, Is.EqualTo(code));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Cancellation_ends_a_wait()
    {
        _telegram.AnswersError(429, "Too Many Requests: retry after 30", """{"retry_after":30}""");
        using var bot = _telegram.Bot();
        using var caller = new CancellationTokenSource();

        var call = bot.Execute(new TestRequest("getMe"), caller.Token);
        await _telegram.Time.NextWait();
        await caller.CancelAsync();

        var error = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(error!.CancellationToken, Is.EqualTo(caller.Token));
    }

    [Test]
    public async Task An_attempt_of_a_call_with_limits_of_its_own_took_as_long_as_the_bots()
    {
        _telegram.Hangs();
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("sendMessage"),
            new TelegramBotRetryOptions { RequestTimeout = TimeSpan.FromSeconds(7) }, CancellationToken.None);
        await _telegram.HasReceived(1);
        _telegram.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.That((await Assert.ThrowsAsync<BotApiConnectionException>(() => call.WaitAsync(RealTime.Patience)))!.Message, Does.Contain("timed out"));
    }

    [Test]
    public async Task A_call_may_have_limits_of_its_own()
    {
        for (var i = 0; i < 10; i++)
            _telegram.BreaksBeforeReading(
                new HttpRequestException(HttpRequestError.NameResolutionError, "No such host"));
        _telegram.Answers(Done);
        using var bot = _telegram.Bot();
        var patient = new TelegramBotRetryOptions { MaxAttempts = 100, MaxTotalTime = TimeSpan.FromMinutes(10) };

        var call = bot.Execute(new TestRequest("setWebhook"), patient, CancellationToken.None);
        for (var i = 0; i < 10; i++)
            await _telegram.Time.PassNextWait();

        Assert.That(await call, Is.EqualTo("true"));
    }
}
