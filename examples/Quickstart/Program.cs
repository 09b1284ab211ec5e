// A bot with a local Telegram beside it, so that it runs with no token, no internet and no tunnel. With TELEGRAM_BOT_TOKEN and
// PUBLIC_URL set, the same bot runs against the real Telegram.
using System.Globalization;
using Quickstart;
using Telegram.Webhooks.Runtime;
using Telegram.Webhooks.Runtime.Sandbox;
using Telegram.Webhooks.Runtime.Sandbox.Testing;

const string Help = """
    Quickstart runs a small bot. Without settings it runs against a Telegram of its own on this machine, with a chat page.

      TELEGRAM_BOT_TOKEN   the token that @BotFather gave you
      PUBLIC_URL           where Telegram reaches this bot, such as https://bot.example.org:8443/webhook_route
                           (both together: the real Telegram is used)
      PORT                 the port the bot listens on              (default 8443)
      SANDBOX_PORT         the port of the local Telegram           (default 8081)
    """;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Help);
    return 0;
}

var token = Environment.GetEnvironmentVariable("TELEGRAM_BOT_TOKEN");
var publicUrl = Environment.GetEnvironmentVariable("PUBLIC_URL");
if (string.IsNullOrEmpty(token) != string.IsNullOrEmpty(publicUrl))
{
    Console.Error.WriteLine("TELEGRAM_BOT_TOKEN and PUBLIC_URL go together.\n" + Help);
    return 2;
}

try
{
    var port = Number("PORT", 8443);
    if (string.IsNullOrEmpty(token))
        return await RunLocally(port);
    return Uri.TryCreate(publicUrl, UriKind.Absolute, out var url)
        ? await RunOnTelegram(token, url, port)
        : throw new FormatException($"PUBLIC_URL '{publicUrl}' is not a URL such as https://bot.example.org:8443/webhook_route.");
}
catch (Exception e) when (e is WebhookStartException or BotApiException or IOException or FormatException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task<int> RunOnTelegram(string token, Uri publicUrl, int port)
{
    using var bot = new TelegramBot(token);
    await using var server = await QuickstartBot.Start(bot, publicUrl, port, "0.0.0.0");
    await server.WaitForShutdown();
    return 0;
}

static async Task<int> RunLocally(int port)
{
    await using var telegram = await TelegramSandbox.Start(new TelegramSandboxOptions { Port = Number("SANDBOX_PORT", 8081) });
    using var bot = new TelegramBot(telegram.Token, new TelegramBotOptions { BaseUrl = telegram.BaseUrl });
    await using var server = await QuickstartBot.Start(bot, new Uri($"https://127.0.0.1:{port}/webhook_route"), port, "127.0.0.1");

    var ada = telegram.User("Ada");
    await ada.Says("hi");
    Console.WriteLine($"Ada said \"hi\" and heard: {await ada.Hears("You said: hi")}");
    Console.WriteLine($"""

        The bot listens on {server.Urls[0]}
        Talk to it on      {telegram.PageUrl}
        Ctrl+C stops.
        """);
    await server.WaitForShutdown();
    return 0;
}

static int Number(string name, int otherwise)
{
    if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text)
        return otherwise;
    return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new FormatException($"{name} must be a number from 0 to 65535, but is '{text}'.");
}
