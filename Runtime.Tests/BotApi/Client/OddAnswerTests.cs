using System.Net;
using System.Text;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>Answers that are not as documented: what can be read of them counts, the rest is passed over.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OddAnswerTests : IDisposable
{
    private readonly MockTelegram _telegram = new();

    public void Dispose() => _telegram.Dispose();

    [TestCase("""{"ok":false,"error_code":403,"description":"no"}""", 403, "no")]
    [TestCase("""{"ok":false,"error_code":"403","description":"no"}""", 400, "no")]
    [TestCase("""{"ok":false,"error_code":{"code":403},"description":"no"}""", 400, "no")]
    [TestCase("""{"ok":false,"error_code":403.5,"description":"no"}""", 400, "no")]
    [TestCase("""{"ok":false,"error_code":403,"description":["no"]}""", 403, "Bad Request")]
    [TestCase("""{"ok":false,"description":null,"error_code":403}""", 403, "Bad Request")]
    [TestCase("""{"ok":false,"description":"half a pair: \ud83d","error_code":403}""", 403, "Bad Request")]
    [TestCase("""{"ok":["x"],"error_code":403,"ok":false,"description":"no"}""", 403, "no")]
    [TestCase("""{"parameters":[{"description":"wrong"}],"x":{"ok":true,"result":1},"ok":false,"error_code":403,"description":"no"}""", 403, "no")]
    public async Task A_refusal_says_what_can_be_read_of_it_and_the_HTTP_status_the_rest(
        string json, int code, string description)
    {
        var error = await Refusal(json);

        Assert.That((error.ErrorCode, error.Description), Is.EqualTo((code, description)));
        Assert.That((error.RetryAfter, error.MigrateToChatId), Is.EqualTo(((TimeSpan?)null, (long?)null)));
    }

    [TestCase("""{"retry_after":7}""", 7)]
    [TestCase("""{"retry_after":-7}""", 0)]
    [TestCase("""{"retry_after":9999999999999}""", int.MaxValue)]
    [TestCase("""{"new":{"retry_after":9},"retry_after":7,"newer":[9]}""", 7)]
    [TestCase("""{"retry_after":"7"}""", null)]
    [TestCase("""{"retry_after":{"seconds":7}}""", null)]
    [TestCase("""[{"retry_after":7}]""", null)]
    [TestCase("null", null)]
    public async Task A_wait_is_read_wherever_it_stands_and_never_negative(string parameters, int? seconds)
    {
        var error = await Refusal($$"""{"ok":false,"parameters":{{parameters}},"error_code":400,"description":"later"}""");

        Assert.That(error.RetryAfter?.TotalSeconds, Is.EqualTo(seconds));
        Assert.That(error.Description, Is.EqualTo("later"), "what follows is read too");
    }

    [TestCase("""{"migrate_to_chat_id":-1001234567890}""", -1001234567890)]
    [TestCase("""{"retry_after":1,"migrate_to_chat_id":-1001234567890}""", -1001234567890)]
    [TestCase("""{"migrate_to_chat_id":"-1001234567890"}""", null)]
    public async Task The_new_id_of_a_group_has_more_than_32_bits(string parameters, long? chat)
    {
        var error = await Refusal($$"""{"ok":false,"error_code":400,"description":"moved","parameters":{{parameters}}}""");

        Assert.That(error.MigrateToChatId, Is.EqualTo(chat));
    }

    [TestCase("""{"ok":true}""")]
    [TestCase("""{"ok":true,"error_code":403,"description":"no"}""")]
    [TestCase("""[{"ok":false,"error_code":403}]""")]
    [TestCase("""{"ok":null,"description":"no"}""")]
    [TestCase("true")]
    [TestCase("""{"\ud83d":1,"ok":true}""")]
    public async Task What_neither_refuses_nor_has_a_result_is_no_answer(string json)
    {
        _telegram.Answers(json);
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That(error.WasExecuted, Is.False);
    }

    [Test]
    public async Task A_result_beside_a_refusal_is_not_taken_for_a_success() =>
        Assert.That((await Refusal("""{"result":1,"ok":false,"error_code":403,"description":"no"}""")).ErrorCode, Is.EqualTo(403));

    [TestCase(404, "(no such bot or method at this server: check the token and BaseUrl)")]
    [TestCase(401, "(the token is not valid, or no longer: ask @BotFather)")]
    [TestCase(400, "failed: 400 no")]
    public async Task An_error_that_has_a_usual_cause_names_it(int code, string end)
    {
        _telegram.AnswersError(code, "no");
        using var bot = _telegram.Bot();

        Assert.That((await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage"))))!.Message, Does.EndWith(end));
    }

    [Test]
    public async Task A_429_in_JSON_without_a_wait_takes_the_one_of_its_header()
    {
        _telegram.Refuses(HttpStatusCode.TooManyRequests, """{"ok":false,"error_code":429,"description":"slow"}""", retryAfter: "7")
            .Refuses(HttpStatusCode.BadRequest, """{"ok":false,"error_code":400,"description":"no"}""", retryAfter: "7");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        var slow = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage"))))!;
        var wrong = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That((slow.RetryAfter, wrong.RetryAfter),
            Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(7), (TimeSpan?)null)));
    }

    [TestCase(429, 7)]
    [TestCase(503, 7)]
    [TestCase(500, null)]
    public async Task A_page_that_asks_for_patience_is_heard_where_that_header_means_it(int status, int? seconds)
    {
        _telegram.ProxyRefuses((HttpStatusCode)status, "7");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("getMe"))))!;

        Assert.That(error.RetryAfter?.TotalSeconds, Is.EqualTo(seconds));
    }

    [TestCase(1)]
    [TestCase(16 * 1024 - 30)]
    [TestCase(16 * 1024)]
    [TestCase(200_000)]
    public async Task A_large_answer_arrives_whole_whether_its_length_is_announced_or_not(int length)
    {
        var text = string.Concat(Enumerable.Range(0, (length + 9) / 10).Select(i => $"{i:D10}"))[..length];
        var json = $$"""{"ok":true,"result":"{{text}}"}""";
        _telegram.Answers(json).AnswersPiecewise(null, [.. json.Chunk(3000).Select(piece => new string(piece))]);
        using var bot = _telegram.Bot();

        Assert.That(await bot.Execute(new TestRequest("getMe")), Is.EqualTo($"\"{text}\""));
        Assert.That(await bot.Execute(new TestRequest("getMe")), Is.EqualTo($"\"{text}\""));
    }

    [Test]
    public async Task A_page_is_quoted_up_to_200_characters_in_one_line()
    {
        _telegram.Answers($"<p>\r\n\t{new string('x', 300)}</p>", HttpStatusCode.BadGateway, "text/html")
            .Answers($"<p>{new string('x', 193)}</p>", HttpStatusCode.BadGateway, "text/html");
        using var bot = _telegram.Bot();

        var longer = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("sendMessage"))))!;
        var exact = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That(longer.Message, Does.Contain($"with \"<p> {new string('x', 196)}…\", which"));
        Assert.That(exact.Message, Does.Contain($"with \"<p>{new string('x', 193)}</p>\", which"));
    }

    [TestCase(" \t\r\n{\"text\":\"my pin is 4711\"")]
    [TestCase("\uFEFF [\"my pin is 4711\"")]
    public async Task What_people_wrote_is_not_quoted_whatever_blanks_stand_before_it(string body)
    {
        _telegram.Answers(body, contentType: "text/html");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxAttempts = 1 } });

        var error = (await Assert.ThrowsAsync<BotApiResponseException>(() => bot.GetUpdates()))!;

        Assert.That(error.ToString(), Does.Not.Contain("4711").And.Contain($"{Encoding.UTF8.GetByteCount(body)} bytes"));
    }

    private async Task<ApiRequestException> Refusal(string json)
    {
        _telegram.Answers(json, HttpStatusCode.BadRequest);
        using var bot = _telegram.Bot();
        return (await Assert.ThrowsAsync<ApiRequestException>(() => bot.Execute(new TestRequest("sendMessage"))))!;
    }
}
