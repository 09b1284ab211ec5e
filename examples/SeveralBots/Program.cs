// Several bots in one app, as many as the configuration names: each with its settings, its inbox, its route and its
// services.
using Telegram.Webhooks.Runtime;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        SeveralBots runs a bot for each section below "Bots" of its configuration (appsettings.json names two, shop and help); each answers with its own
        name. What they need comes from appsettings.json, user-secrets or the environment, here of the bot "shop":

          Bots__shop__Token          the token that @BotFather gave you                                (required)
          Bots__shop__Webhook__Url   where Telegram reaches it, such as https://bot.example.org/shop; the paths must differ, and something in
                                     front of the app speaks TLS                                       (required)
          Bots__shop__BaseUrl        another Bot API server                                            (default https://api.telegram.org)
          ASPNETCORE_URLS            where the app listens, as for every ASP.NET Core app              (default http://localhost:5000)
        """);
    return 0;
}

var builder = WebApplication.CreateBuilder(args);
var bots = builder.Configuration.GetSection("Bots").GetChildren().ToList();
foreach (var section in bots)
{
    var name = section.Key;
    builder.Services.AddTelegramBot(name, section)
        .UseWebhook()
        .ReceiveWithFlows((flows, services) =>
        {
            // A bot's services have its name as their key.
            var bot = services.GetRequiredKeyedService<ITelegramBot>(name);
            flows.MessagesFlow.OnEach(
                async (m, ct) => await bot.SendMessage(m.Chat.Id, $"{name} heard: {m.Text}", cancellationToken: ct));
        });
}

await using var app = builder.Build();
foreach (var section in bots)
    app.MapTelegramWebhook(name: section.Key);
try
{
    await app.RunAsync();
    return 0;
}
catch (WebhookStartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
