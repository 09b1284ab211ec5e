// Answers every message with its own text. The first bot of the README, configured by environment variables.
using Telegram.Webhooks.Runtime;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(EchoBotSettings.Help);
    return 0;
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"'{args[0]}' is unknown: this example takes no arguments but --help.");
    return 2;
}

EchoBotSettings? settings;
try
{
    settings = EchoBotSettings.FromEnvironment();
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    Console.Error.WriteLine($"{e.Message}\n\n{EchoBotSettings.Help}");
    return 2;
}

if (settings is null)
{
    Console.Error.WriteLine(EchoBotSettings.Help);
    return 2;
}

try
{
    using var bot = new TelegramBot(settings.Token, new TelegramBotOptions { BaseUrl = settings.BaseUrl });
    var filter = new FlowsUpdatesFilter(f =>
    {
        f.MessagesFlow.OnEach(
            async (m, ct) => await bot.SendMessage(m.Chat.Id, $"You said: {m.Text}", cancellationToken: ct));
    });

    await using WebhookServer server = await bot.SetWebhookInfoAndStartListenWebhooks(
        port: settings.Port,
        host: settings.Host,
        subroute: settings.Subroute,
        setWebhook: new SetWebhook(settings.PublicUrl, settings.Certificate?.ToInputFile(), 40, filter.AllowedUpdates),
        privateKeyConfig: settings.PrivateKey,
        onError: null, // what goes wrong is in the log; this is for alerts of your own
        receiver: filter.AsUpdateReceiver);
    await server.WaitForShutdown();
    return 0;
}
catch (Exception e) when (e is WebhookStartException or BotApiException or ArgumentException or FileNotFoundException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
