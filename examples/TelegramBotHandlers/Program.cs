// A handler written for Telegram.Bot, run by this runtime: its updates are kept on disk, in order within a chat, and
// retried.
using Telegram.Bot;
using Telegram.Webhooks.Runtime;
using Telegram.Webhooks.Runtime.Inbox;

const string Help = """
    Runs a handler that was written for the library Telegram.Bot, by long polling.

      TELEGRAM_BOT_TOKEN  the bot's token, from @BotFather
      BASE_URL            another Bot API server than Telegram's, such as the local Telegram (optional)
    """;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Help);
    return 0;
}

if (Environment.GetEnvironmentVariable("TELEGRAM_BOT_TOKEN") is not { Length: > 0 } token)
{
    Console.Error.WriteLine(Help);
    return 2;
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"'{args[0]}' is unknown: this example takes no arguments but --help.");
    return 2;
}

var baseUrl = Environment.GetEnvironmentVariable("BASE_URL");
try
{
    using var bot = new TelegramBot(
        token, new TelegramBotOptions { BaseUrl = baseUrl ?? TelegramBotOptions.TelegramBaseUrl });
    var client = new TelegramBotClient(new TelegramBotClientOptions(token, baseUrl));

    // The handler knows no albums: it gets their parts one by one, as it always has.
    var options = new LongPollingOptions { MediaGroupsDebounce = null };
    await using var session = await bot.LongPolling(new EchoHandler().AsUpdateReceiver(client), options);
    await session.WaitForShutdown();
    return 0;
}
catch (Exception e) when (e is InboxException or BotApiException or WebhookException or ArgumentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
