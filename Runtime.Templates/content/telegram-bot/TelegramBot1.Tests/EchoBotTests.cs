#if (webhook)
using System.Net;
using System.Net.Sockets;
#endif
using NUnit.Framework;
using Telegram.Webhooks.Runtime.Sandbox;

/// <summary>The bot on a local Telegram: no token, no internet.</summary>
public sealed class EchoBotTests
{
    private TelegramSandbox _telegram = null!;
    private TelegramBot _bot = null!;
#if (webhook)
    private WebhookServer _server = null!;
#else
    private LongPollingSession _polling = null!;
#endif

    [SetUp]
    public async Task Start()
    {
        _telegram = await TelegramSandbox.Start();
        _bot = new TelegramBot(_telegram.Token, new TelegramBotOptions { BaseUrl = _telegram.BaseUrl });
#if (webhook)
        var port = FreePort();
        _server = await _bot.SetWebhookInfoAndStartListenWebhooks(
            port: port,
            host: "127.0.0.1",
            subroute: "bot",
            setWebhook: new SetWebhook($"https://127.0.0.1:{port}/bot"),
            privateKeyConfig: WebhookPrivateKeyConfig.SelfSigned("127.0.0.1"),
            onError: null,
            receiver: EchoBot.Filter(_bot).AsUpdateReceiver,
            options: new WebhookServerOptions { Inbox = UpdateInbox.InMemory() });
#else
        _polling = await _bot.LongPolling(
            EchoBot.Filter(_bot), new LongPollingOptions { Inbox = UpdateInbox.InMemory() });
#endif
    }

    [TearDown]
    public async Task Stop()
    {
#if (webhook)
        await _server.DisposeAsync();
#else
        await _polling.DisposeAsync();
#endif
        _bot.Dispose();
        await _telegram.DisposeAsync();
    }

    [Test]
    public async Task It_repeats_what_is_said()
    {
        var ada = _telegram.User("Ada");

        await ada.Says("hi");

        await ada.Hears("You said: hi");
    }

    [Test]
    public async Task It_says_hello()
    {
        var ada = _telegram.User("Ada");

        await ada.Says("/start");

        await ada.Hears("Hello! Say something.");
    }
#if (webhook)

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
#endif
}
