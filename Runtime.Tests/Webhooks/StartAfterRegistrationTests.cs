using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Webhooks.Runtime.Tests.BotApi.Client;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>
/// A start that fails when Telegram has been told already: the webhook stays, and the user hears of it.
/// </summary>
public class StartAfterRegistrationTests
{
    private const string Ok = """{"ok":true,"result":true,"description":"Webhook was set"}""";
    private const int Registered = 5002;
    private const string PublicUrl = "https://proxy-user:planted-pass@bot.example.com:8443/hook";

    [Test]
    public async Task A_start_that_failed_after_the_registration_did_not_say_that_the_webhook_stays()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        var cause = new InvalidOperationException("No such pipe.");
        var port = WebhookServerTests.FreePort();

        var error = await Assert.ThrowsAsync<WebhookStartException>(() => Start(bot, port, new WebhookServerOptions
        {
            Inbox = UpdateInbox.None,
            LoggerFactory = NullLoggerFactory.Instance,
            TimeProvider = TimeProvider.System,
            ConfigureKestrel = _ => throw cause,
        }));

        Assert.That(error!.InnerException, Is.SameAs(cause));
        Assert.That(error.Message, Does.Contain("No such pipe.").And.Contain("https://bot.example.com:8443/… stays registered").And.Not.Contain("planted-pass"));
        Assert.That(telegram.Received.Select(call => call.MethodName), Is.EqualTo(new[] { "setWebhook" }), "another instance may listen at that URL");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.DoesNotThrow(() => socket.Bind(new IPEndPoint(IPAddress.Loopback, port)));
    }

    [Test]
    public async Task A_start_that_was_cancelled_after_the_registration_says_in_the_log_that_the_webhook_stays()
    {
        using var telegram = new MockTelegram().Answers(Ok);
        using var bot = telegram.Bot();
        using var cancel = new CancellationTokenSource();
        using var log = new RecordingLoggers(eventId =>
        {
            if (eventId == Registered)
                cancel.Cancel();
        });

        await Assert.CatchAsync<OperationCanceledException>(() => Start(
            bot, 0, new WebhookServerOptions { Inbox = UpdateInbox.None, LoggerFactory = log, TimeProvider = TimeProvider.System }, cancel.Token));

        Assert.That(log.Lines, Has.Some.Contains("5017 ").And.Some.Contains("https://bot.example.com:8443/… stays registered"));
        Assert.That(log.Lines, Has.None.Contains("planted-pass"));
    }

    private static Task<WebhookServer> Start(
        TelegramBot bot, int port, WebhookServerOptions options, CancellationToken cancellationToken = default) =>
        bot.SetWebhookInfoAndStartListenWebhooks(
            port, "127.0.0.1", "hook", new SetWebhook(PublicUrl), null, null, (_, _) => default, options,
            cancellationToken);
}
