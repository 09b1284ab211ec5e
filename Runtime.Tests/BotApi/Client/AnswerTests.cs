using System.Net;
using Telegram.Webhooks.Runtime.Requests;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AnswerTests : IDisposable
{
    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [TestCase("""{"ok":true,"result":[1,{"a":2}]}""")]
    [TestCase("""{"result":[1,{"a":2}],"ok":true}""")]
    [TestCase(""" { "description":"Webhook was set", "result" : [1,{"a":2}] , "extra":{"ok":false}, "ok":true } """)]
    public async Task The_result_is_found_wherever_it_stands(string json)
    {
        _telegram.Answers(json);
        using var bot = _telegram.Bot();

        Assert.That(await bot.Execute(new TestRequest("getMe")), Is.EqualTo("""[1,{"a":2}]"""));
    }

    [Test]
    public async Task The_body_counts_and_not_the_HTTP_status()
    {
        _telegram.Answers("""{"ok":true,"result":1}""", HttpStatusCode.Accepted)
            .Answers("""{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}""");
        using var bot = _telegram.Bot();

        Assert.That(await bot.Execute(new TestRequest("getMe")), Is.EqualTo("1"));
        var error = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage"))))!;
        Assert.That(error.ErrorCode, Is.EqualTo(403));
    }

    [TestCase("<html><head>502</head>\r\n\t<body>Bad  Gateway</body></html>", "with \"<html><head>502</head> <body>Bad Gateway</body></html>\"")]
    [TestCase("", "with an empty body")]
    [TestCase("[]", "with 2 bytes of JSON that is malformed or cut off")]
    [TestCase("""{"error":"nginx"}""", "with \"{\"error\":\"nginx\"}\"")]
    [TestCase("""{"ok":true,"result":{"message_id":""", "with 34 bytes of JSON that is malformed or cut off")]
    public async Task What_is_no_answer_of_the_Bot_API_is_shown_with_its_status(string body, string shown)
    {
        _telegram.Answers(body, HttpStatusCode.BadGateway, "text/html");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(error.Message, Does.StartWith($"sendMessage at https://api.telegram.org was answered 502 BadGateway {shown}, which is not"));
    }

    [TestCase("""{"ok":true,"result":[{"update_id":1,"message":{"text":"my pin is 4711"}}""")]
    [TestCase(""" [{"update_id":1,"message":{"text":"my pin is 4711"}}]x""")]
    [TestCase("\uFEFF{\"ok\":true,\"result\":[{\"text\":\"my pin is 4711\"}]")]
    [TestCase("""{"ok":true,"result":[{"update_id":1,"message":{"text":"a","date":"my pin is 4711"}}]}""")]
    [TestCase("""{"ok":true,"result":[{"update_id":1,"message":{"date":1,"entities":"my pin is 4711"}}]}""")]
    public async Task What_people_wrote_stood_in_the_error_for_an_answer_that_cannot_be_read(string body)
    {
        var loggers = new RecordingLoggers();
        _telegram.Answers(body);
        using var bot = _telegram.Bot(options => options with { LoggerFactory = loggers, Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.GetUpdates()))!;

        Assert.That(error.ToString(), Does.Not.Contain("4711"));
        Assert.That(loggers.Lines, Has.None.Contains("4711"));
    }

    [Test]
    public async Task A_result_of_the_wrong_shape_says_that_the_call_was_executed()
    {
        _telegram.Answers("""{"ok":true,"result":{"message_id":"seven"}}""");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new SendMessage(42, "hi"))))!;

        Assert.That(error.Message, Does.StartWith("sendMessage was executed, but its result could not be decoded: "));
        Assert.That(_telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_token_is_named_as_the_cause()
    {
        _telegram.AnswersError(401, "Unauthorized");
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("getMe"))))!;

        Assert.That(error.Message, Is.EqualTo("getMe failed: 401 Unauthorized (the token is not valid, or no longer: ask @BotFather)"));
    }

    [Test]
    public async Task The_callers_cancellation_passes_through()
    {
        _telegram.Hangs();
        using var bot = _telegram.Bot();
        using var caller = new CancellationTokenSource();

        var call = bot.Execute(new TestRequest("getMe"), caller.Token);
        await caller.CancelAsync();

        Assert.That((await Assert.CatchAsync<OperationCanceledException>(() => call))!.CancellationToken, Is.EqualTo(caller.Token));
    }

    [Test]
    public async Task An_attempt_without_an_answer_times_out()
    {
        _telegram.Hangs();
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("sendMessage"));
        _telegram.Time.Advance(TestClock.AttemptTimeout);

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => call))!;
        Assert.That(error.MayHaveBeenExecuted, Is.True);
        Assert.That(error.Message, Is.EqualTo("sendMessage at https://api.telegram.org timed out; it may have been executed all the same"));
    }

    [Test]
    public async Task A_disposed_bot_says_so()
    {
        var bot = _telegram.Bot();
        bot.Dispose();

        var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => bot.Execute(new TestRequest("getMe")));

        Assert.That(error!.ObjectName, Does.EndWith("TelegramBot"));
        Assert.That(_telegram.Client.DefaultRequestHeaders, Is.Empty, "the caller's client is still usable");
    }
}
