using Telegram.Webhooks.Runtime.Inbox;

if (args.Length > 0)
{
    Console.Error.WriteLine($"'{args[0]}' is unknown: this bot is configured by environment variables. README.md lists them.");
    return 2;
}

if (Setting("TELEGRAM_BOT_TOKEN") is not { } token)
{
    Console.Error.WriteLine("""
        TELEGRAM_BOT_TOKEN is not set: it is the token that @BotFather gives you in Telegram.
        Without one, the bot can be tried on a local Telegram: README.md says how.
        """);
    return 2;
}

#if (webhook)
if (!Uri.TryCreate(Setting("PUBLIC_URL"), UriKind.Absolute, out var publicUrl))
{
    Console.Error.WriteLine("PUBLIC_URL is not set to a URL: it is where Telegram reaches this bot, such as https://bot.example.org:8443/bot.");
    return 2;
}

if (!ushort.TryParse(Setting("PORT") ?? "8443", out var port))
{
    Console.Error.WriteLine($"PORT is '{Setting("PORT")}', but a port is a number from 0 to 65535.");
    return 2;
}

#endif
try
{
    using var bot = new TelegramBot(token, new TelegramBotOptions
    {
        // Another server than Telegram's own: a local Telegram to try the bot on, or a Bot API server of your own.
        BaseUrl = Setting("TELEGRAM_BASE_URL") ?? TelegramBotOptions.TelegramBaseUrl,
    });
    var filter = EchoBot.Filter(bot);
#if (webhook)
    // Behind a proxy that speaks TLS the key is null; with a certificate of your own, see FromPem, FromPfx and key
    // stores.
    await using var server = await bot.SetWebhookInfoAndStartListenWebhooks(
        port: port,
        host: "0.0.0.0",
        subroute: publicUrl.AbsolutePath,
        setWebhook: new SetWebhook(publicUrl.AbsoluteUri, allowedUpdates: filter.AllowedUpdates),
        privateKeyConfig: Setting("BEHIND_PROXY") == "1" ? null : WebhookPrivateKeyConfig.SelfSigned(publicUrl.Host),
        onError: null, // what goes wrong is in the log; this is for alerts of your own
        receiver: filter.AsUpdateReceiver);
    await server.WaitForShutdown();
#else
    await using var polling = await bot.LongPolling(filter);
    await polling.WaitForShutdown();
#endif
    return 0;
}
catch (Exception error) when (error is WebhookStartException or BotApiException or InboxException or ArgumentException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
