using System.Net;
using Telegram.Webhooks.Runtime.BotApi.Resilience;
using Telegram.Webhooks.Runtime.BotApi.Transport;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.BotApi.Client;

/// <summary>What is said of a connection that fails, and what a bot's own connections do.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConnectionTests : IDisposable
{
    private readonly MockTelegram _telegram = new();

    private static IEnumerable<TestCaseData> Failures =>
    [
        Case(new HttpRequestException("An error occurred while sending the request.", new IOException("Connection reset by peer")),
            "failed; it may have been executed all the same: An error occurred while sending the request. Connection reset by peer"),
        Case(new HttpRequestException("No route (Connection refused)", new IOException("Connection refused")),
            "failed; it may have been executed all the same: No route (Connection refused)"),
        Case(new IOException("The pipe is broken", new IOException("inner")),
            "failed; it may have been executed all the same: The pipe is broken"),
        Case(new TaskCanceledException("x", new TimeoutException()),
            "timed out; it may have been executed all the same"),
        Case(new TaskCanceledException("x"),
            "was cancelled by the HTTP client; it may have been executed all the same"),
    ];

    public void Dispose() => _telegram.Dispose();

    [TestCaseSource(nameof(Failures))]
    public async Task A_failure_says_what_happened_once_and_its_consequence(Exception failure, string said)
    {
        _telegram.BreaksAfterReading(failure);
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That(error.Message, Is.EqualTo("sendMessage at https://api.telegram.org " + said));
        Assert.That(error.InnerException, Is.SameAs(failure));
    }

    [Test]
    public async Task What_a_proxy_wrote_into_its_status_line_forged_a_line_of_the_log_and_showed_a_token()
    {
        var other = "987654321:" + new string('B', 35);
        _telegram.BreaksAfterReading(new HttpRequestException(
            $"Received an invalid status line: 'HTTP/9.9 no\r\nfail: forged {other}{new string(' ', 10_000)}end'."));
        using var bot = _telegram.Bot();

        var error = (await Assert.ThrowsAsync<BotApiConnectionException>(() => bot.Execute(new TestRequest("sendMessage"))))!;

        Assert.That(error.Message, Does.Contain("invalid status line: 'HTTP/9.9 no  fail: forged <token>").And.Length.LessThan(800));
        Assert.That(error.Message, Does.Not.Contain("\n"));
        Assert.That(error.ToString(), Does.Not.Contain(other));
    }

    [Test]
    public void A_bots_own_connections_follow_a_change_of_address_and_never_a_redirect()
    {
        using var handler = OwnHttpClient.CreateHandler();
        using var client = OwnHttpClient.Create();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(handler.AllowAutoRedirect, Is.False, "the token is in the URL");
            Assert.That(handler.UseCookies, Is.False, "bots share the handler");
            Assert.That(handler.AutomaticDecompression, Is.EqualTo(DecompressionMethods.All));
            Assert.That(handler.PooledConnectionLifetime, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(handler.PooledConnectionIdleTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(handler.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(15)));
            Assert.That(client.Timeout, Is.EqualTo(Timeout.InfiniteTimeSpan), "each attempt has a timer of its own");
        }
    }

    [Test]
    public async Task A_client_that_is_the_callers_serves_others_after_a_bot_is_disposed()
    {
        _telegram.Answers("""{"ok":true,"result":true}""");
        _telegram.Bot().Dispose();
        using var other = _telegram.Bot();

        Assert.That(await other.Execute(new TestRequest("getMe")), Is.EqualTo("true"));
    }

    [TestCase(404, false)]
    [TestCase(499, false)]
    [TestCase(429, true)]
    [TestCase(500, true)]
    [TestCase(502, true)]
    public async Task A_page_is_waited_out_where_another_attempt_can_help(int status, bool isRepeated)
    {
        _telegram.ProxyRefuses((HttpStatusCode)status, retryAfter: null).Answers("""{"ok":true,"result":true}""");
        using var bot = _telegram.Bot();

        var call = bot.Execute(new TestRequest("getMe"));

        if (isRepeated)
        {
            await _telegram.Time.PassNextWait();
            Assert.That(await call, Is.EqualTo("true"));
        }
        else
        {
            await Assert.ThrowsAsync<BotApiResponseException>(() => call);
        }
    }

    [TestCase(60, 120)]
    [TestCase(50, 50)]
    public async Task A_429_that_asks_for_exactly_what_is_allowed_is_waited_out(int asked, int total)
    {
        _telegram.AnswersError(429, "Too Many Requests", $$"""{"retry_after":{{asked}}}""").Answers("""{"ok":true,"result":true}""");
        using var bot = _telegram.Bot(options => options with { Retry = new TelegramBotRetryOptions { MaxTotalTime = TimeSpan.FromSeconds(total) } });

        var call = bot.Execute(new TestRequest("sendMessage"));

        Assert.That(await _telegram.Time.PassNextWait(), Is.EqualTo(TimeSpan.FromSeconds(asked)));
        Assert.That(await call, Is.EqualTo("true"));
    }

    [TestCase("get", false)]
    [TestCase("getaway", false)]
    [TestCase("Getme", false)]
    [TestCase("forgetMe", false)]
    [TestCase("getMe", true)]
    [TestCase("deleteEverything", true)]
    public void A_verb_counts_where_it_is_the_first_word_of_a_method(string method, bool isSafe) =>
        Assert.That(MethodSafety.IsSafeToRepeat(method), Is.EqualTo(isSafe));

    [Test]
    public async Task A_download_takes_the_path_that_is_known_and_asks_for_the_one_that_is_not()
    {
        _telegram.Answers("known").Answers("""{"ok":true,"result":{"file_id":"AgAD","file_unique_id":"u","file_path":"b"}}""").Answers("asked for")
            .Answers("""{"ok":true,"result":{"file_id":"AgAD","file_unique_id":"u"}}""");
        using var bot = _telegram.Bot();
        using var destination = new MemoryStream();

        await bot.DownloadFile(new TelegramFile { FileId = "AgAD", FilePath = "a" }, destination);
        await bot.DownloadFile(new TelegramFile { FileId = "AgAD", FilePath = "" }, destination);
        var error = (await Assert.ThrowsAsync<ApiRequestException>(() => bot.DownloadFile(new TelegramFile { FileId = "AgAD" }, destination)))!;

        Assert.That(_telegram.Received.Select(request => request.MethodName), Is.EqualTo((string[])["a", "getFile", "b", "getFile"]));
        Assert.That(System.Text.Encoding.UTF8.GetString(destination.ToArray()), Is.EqualTo("knownasked for"));
        Assert.That((error.MethodName, error.ErrorCode), Is.EqualTo(("getFile", 400)));
    }

    [TestCase("photos/./1.jpg")]
    [TestCase("..")]
    [TestCase("/photos/1.jpg")]
    public async Task A_path_that_leads_elsewhere_is_refused(string path)
    {
        using var bot = _telegram.Bot();

        await Assert.ThrowsAsync<ArgumentException>(() => bot.DownloadFile(path, Stream.Null));
    }

    [Test]
    public async Task A_self_hosted_server_without_local_mode_is_asked_for_the_file()
    {
        _telegram.Answers("the content");
        using var bot = _telegram.Bot(options => options with { BaseUrl = "http://localhost:8081" });
        using var destination = new MemoryStream();

        await bot.DownloadFile("photos/..1.jpg", destination);

        Assert.That(_telegram.Received.Single().Url.AbsolutePath, Does.EndWith("/photos/..1.jpg"));
        Assert.That(destination.Length, Is.EqualTo("the content".Length));
    }

    private static TestCaseData Case(Exception failure, string said) =>
        new TestCaseData(failure, said).SetArgDisplayNames($"{failure.GetType().Name}: {failure.Message}");
}
