using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>Many people put the bot's token, or another secret, into the path: nothing shows it.</summary>
public class SecretsShownTests
{
    private const string Ok = """{"ok":true,"result":true,"description":"Webhook was set"}""";
    private const string Half = "AAplanted-token_of-the-tests_0123456";

    [Test]
    public async Task A_token_in_the_path_showed_in_the_log_and_in_the_urls()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();
        using var folder = new TemporaryDirectory();

        await using (var server = await bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", MockTelegram.Token, new SetWebhook($"https://bot.example.com:8443/{MockTelegram.Token}"),
            null, null, (_, _) => default,
            Options(log, UpdateInbox.Sqlite(folder.File("inbox.db")))))
        {
            Assert.That(telegram.Received.Single().Text, Does.Contain(Half), "Telegram needs it");
            Assert.That(server.Urls.Single(), Does.EndWith("/<token>"));
        }

        Assert.That(log.Lines, Has.Some.StartsWith("Information 5000 ").And.Some.StartsWith("Information 5002 "));
        Assert.That(log.Lines, Has.None.Contains(Half));
    }

    [Test]
    public async Task A_token_in_the_path_of_a_listener_without_a_bot_showed_too()
    {
        const string Other = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";
        using var log = new RecordingLoggers();

        await using (var server = await TestServers.Start((_, _) => default, TestServers.Options(secret: null, loggers: log), subroute: "tg/" + Other))
            Assert.That(server.Urls.Single(), Does.EndWith("/tg/<token>"));

        Assert.That(log.Lines, Has.None.Contains("AAHdq"));
    }

    [Test]
    public async Task A_sub_route_that_is_the_secret_is_masked_in_the_log_and_whole_in_the_urls()
    {
        using var log = new RecordingLoggers();

        await using (var server = await TestServers.Start((_, _) => default, TestServers.Options(loggers: log), subroute: "hidden_route_4711"))
            Assert.That(server.Urls.Single(), Does.EndWith("/hidden_route_4711"), "programs use them");

        Assert.That(log.Lines, Has.Some.Contains("/hi…").And.None.Contains("hidden_route_4711"));
    }

    [Test]
    public async Task Each_update_wrote_its_path_and_the_token_in_it_into_the_log_of_whoever_gave_one()
    {
        using var scopes = new ScopeLoggers();
        var options = TestServers.Options(loggers: scopes);
        await using var server = await TestServers.Start((_, _) => default, options, subroute: MockTelegram.Token);
        var url = server.Urls[0].Replace("<token>", MockTelegram.Token, StringComparison.Ordinal);
        using var client = TestServers.Client();

        using var answer = await client.SendAsync(TestServers.Post(url, TestServers.Message(1)));
        using (var scanner = await RawConnection.Open(url))
        {
            await scanner.Send($"GET /{MockTelegram.Token}\r\n\r\n");
            Assert.That(await scanner.ReadAll(), Does.StartWith("HTTP/1.1 400"));
        }

        await server.Stop().WaitAsync(TestServers.Guard);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(scopes.Texts, Has.Some.StartsWith("Microsoft.AspNetCore.Server.Kestrel.Connections: "),
            "the rest is there");
        Assert.That(scopes.Texts, Has.None.Contains(Half));
    }

    [Test]
    public async Task A_token_in_the_name_of_a_key_or_a_socket_stood_in_the_log()
    {
        using var log = new RecordingLoggers();

        var key = WebhookPrivateKeyConfig.SelfSigned("bot.example.com", MockTelegram.Token + ".pem");

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => WebhookServer.StartListenWebhooks(
            0, $"unix:{Path.GetTempPath()}{MockTelegram.Token}.sock", "hook", key, null, (_, _) => default,
            TestServers.Options(loggers: log)));

        Assert.That(error!.Problems, Has.One.StartsWith("The path of the Unix socket contains a bot token"));
        Assert.That(error.Problems, Has.One.StartsWith("The path of the key contains a bot token"));
        Assert.That(error.ToString(), Does.Not.Contain(Half));
        Assert.That(log.Lines, Has.None.Contains(Half));
    }

    [Test]
    public async Task The_inbox_of_a_bot_that_polls_was_named_after_its_token()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();

        var inbox = UpdateInbox.Sqlite(Path.Combine(Path.GetTempPath(), MockTelegram.Token + ".db"));
        var options = new LongPollingOptions { Inbox = inbox };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => bot.LongPolling((_, _) => default, options));

        Assert.That(error!.Message, Does.Contain("path of the inbox contains a bot token").And.Not.Contain(Half));
    }

    [Test]
    public async Task A_start_that_fails_with_a_token_in_everything_shows_none()
    {
        using var telegram = new MockTelegram();
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, MockTelegram.Token, MockTelegram.Token + "?x",
            new SetWebhook($"https://{MockTelegram.Token}/{MockTelegram.Token}", ipAddress: MockTelegram.Token), null,
            null, (_, _) => default,
            Options(log, UpdateInbox.Sqlite(Path.Combine(Path.GetTempPath(), MockTelegram.Token + ".db")))));

        Assert.That(error!.ToString(), Does.Not.Contain(Half));
        Assert.That(error.Message, Does.Contain("path of the inbox contains a bot token").And.Contain("<token>"));
        Assert.That(log.Lines, Has.None.Contains(Half));
        Assert.That(telegram.Received, Is.Empty);
    }

    [Test]
    public async Task A_refusal_of_the_registration_that_echoed_the_secret_token_showed_it()
    {
        using var telegram = new MockTelegram().AnswersError(
            400, "Bad Request: strange secret_token=planted-secret_token");
        using var bot = telegram.Bot();
        using var log = new RecordingLoggers();

        var error = await Assert.ThrowsAsync<WebhookRegistrationException>(() => bot.SetWebhookInfoAndStartListenWebhooks(
            0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com:8443/hook",
                secretToken: "planted-secret_token"), null, null, (_, _) => default,
            Options(log, UpdateInbox.None)));

        Assert.That(error!.ToString(), Does.Not.Contain("planted-secret"));
        Assert.That(log.Lines, Has.None.Contains("planted-secret"));
    }

    private static WebhookServerOptions Options(RecordingLoggers log, UpdateInbox inbox) =>
        new() { Inbox = inbox, LoggerFactory = log, TimeProvider = TimeProvider.System, Lookup = TestServers.PublicAddress };

    /// <summary>Keeps all that is logged, with its category, and the scopes around it.</summary>
    private sealed class ScopeLoggers : ILoggerFactory
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IReadOnlyList<string> Texts => [.. _texts];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _texts);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<string> texts) : ILogger
        {
            public bool IsEnabled(LogLevel logLevel) => true;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                texts.Enqueue($"{category}: {state}");
                return null;
            }

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
                string> formatter) =>
                texts.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
