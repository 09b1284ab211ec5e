// A bot in the Generic Host, without a web server: it fetches its updates, so the internet need not reach it.
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telegram.Webhooks.Runtime;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        Worker answers every message with its own text, and fetches updates by long polling. What it needs comes from appsettings.json, user-secrets or
        the environment:

          Telegram__Token     the token that @BotFather gave you      (required)
          Telegram__BaseUrl   another Bot API server                  (default https://api.telegram.org)
        """);
    return 0;
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddTelegramBot(builder.Configuration.GetSection("Telegram"))
    .UseLongPolling()
    .ReceiveWithFlows((flows, services) =>
    {
        var bot = services.GetRequiredService<ITelegramBot>();
        flows.MessagesFlow.OnEach(
            async (m, ct) => await bot.SendMessage(m.Chat.Id, $"You said: {m.Text}", cancellationToken: ct));
    });

using var host = builder.Build();
try
{
    await host.RunAsync();
    return 0;
}
catch (WebhookStartException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
