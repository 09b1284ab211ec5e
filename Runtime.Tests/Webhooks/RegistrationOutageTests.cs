using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>
/// A bot that is started together with its network: the registration is retried longer than other calls.
/// </summary>
public class RegistrationOutageTests
{
    private const string Ok = """{"ok":true,"result":true,"description":"Webhook was set"}""";

    [Test]
    public async Task The_registration_is_retried_through_an_outage_longer_than_other_calls_are()
    {
        using var telegram = new MockTelegram();
        var failures = 2 * new TelegramBotRetryOptions().MaxAttempts;
        for (var i = 0; i < failures; i++)
            telegram.BreaksBeforeReading(
                new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        telegram.Answers(Ok);
        using var bot = telegram.Bot();

        var starting = Start(bot, CancellationToken.None);
        for (var i = 0; i < failures; i++)
            await telegram.Time.PassNextWait();

        await using var server = await starting.WaitAsync(TestServers.Guard);
        Assert.That(telegram.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_outage_without_end_is_the_starts_own_exception()
    {
        using var telegram = new MockTelegram();
        for (var i = 0; i < 60; i++)
            telegram.BreaksBeforeReading(
                new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));
        using var bot = telegram.Bot();

        var starting = Start(bot, CancellationToken.None);
        while (!starting.IsCompleted)
        {
            var next = telegram.Time.NextWait();
            if (await Task.WhenAny(next, starting) == next)
                telegram.Time.Advance(await next);
        }

        var error = await Assert.ThrowsAsync<WebhookRegistrationException>(() => starting);
        Assert.That(error!.InnerException, Is.InstanceOf<BotApiConnectionException>());
        Assert.That(error.Message, Does.Contain("Connection refused"));
    }

    [Test]
    public async Task A_start_that_its_caller_cancels_is_no_connection_failure()
    {
        using var telegram = new MockTelegram().Hangs();
        using var bot = telegram.Bot();
        using var cancel = new CancellationTokenSource();

        var starting = Start(bot, cancel.Token);
        await telegram.HasReceived(1);
        await cancel.CancelAsync();

        var error = await Assert.CatchAsync<OperationCanceledException>(() => starting.WaitAsync(TestServers.Guard));
        Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    private static Task<WebhookServer> Start(TelegramBot bot, CancellationToken cancellationToken) => bot.SetWebhookInfoAndStartListenWebhooks(
        0, "127.0.0.1", "hook", new SetWebhook("https://bot.example.com:8443/hook"), null, null, (_, _) => default,
        new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = NullLoggerFactory.Instance, Lookup = TestServers.PublicAddress }, cancellationToken);
}
