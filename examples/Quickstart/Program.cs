// A bot with a local Telegram beside it, so that it runs with no token, no internet and no tunnel. With
// TELEGRAM_BOT_TOKEN and PUBLIC_URL set, the same bot runs against the real Telegram.
using Quickstart;
using Telegram.Webhooks.Runtime;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Sandbox.Testing;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(QuickstartSettings.Help);
    return 0;
}

try
{
    if (args.Length > 0)
        throw new FormatException($"'{args[0]}' is unknown: the quickstart takes no arguments but --help.\n{QuickstartSettings.Help}");
    var settings = QuickstartSettings.Read();
    return settings.Token is null ? await RunLocally(settings) : await RunOnTelegram(settings);
}
catch (Exception e) when (e is WebhookStartException or BotApiException or IOException or UnauthorizedAccessException or FormatException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return e is FormatException ? 2 : 1;
}

static async Task<int> RunOnTelegram(QuickstartSettings settings)
{
    Console.WriteLine("Registering the webhook…");
    using var bot = new TelegramBot(settings.Token!);
    await using var server = await QuickstartBot.Start(
        bot, settings.PublicUrl!, settings.Port, "0.0.0.0", settings.Inbox());
    Console.WriteLine("""

        Send the bot /start in Telegram. Ctrl+C stops.
        """);
    await server.WaitForShutdown();
    return 0;
}

static async Task<int> RunLocally(QuickstartSettings settings)
{
    Console.WriteLine("Starting a local Telegram, and the bot against it…");
    await using var telegram = await TelegramSandbox.Start(new TelegramSandboxOptions { Port = settings.SandboxPort });
    using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
    await using var server = await QuickstartBot.Start(
        bot, new Uri($"https://127.0.0.1:{settings.Port}/webhook_route"), settings.Port, "127.0.0.1", settings.Inbox());

    var ada = telegram.User("Ada");
    await ada.Says("hi");
    Console.WriteLine($"Ada said \"hi\" and heard: {await ada.Hears("You said: hi")}");
    Console.WriteLine($"""

        Talk to the bot on {telegram.PageUrl}
        Open that in a browser and send /start. The bot is examples/Quickstart/QuickstartBot.cs: change it and run it again.
        Ctrl+C stops.
        """);
    await server.WaitForShutdown();
    return 0;
}
