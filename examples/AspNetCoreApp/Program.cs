// A webhook as one route of an existing ASP.NET Core app. TLS, ports and logging are the app's.
using Telegram.Webhooks.Runtime;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        AspNetCoreApp has a page at / and takes updates at /telegram/webhook_route.

          SECRET_TOKEN    what the sender must give as X-Telegram-Bot-Api-Secret-Token (default: none, any sender is accepted)
          ASPNETCORE_URLS where the app listens, as for every ASP.NET Core app         (default http://localhost:5000)
        """);
    return 0;
}

var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "The bot is at work.");
app.MapGroup("/telegram/webhook_route").IncludeWebhookHandlingInRoute(
    onError: null, // what goes wrong is in the log; this is for alerts of your own
    receiver: (update, _) =>
    {
        Console.WriteLine(update);
        return ValueTask.CompletedTask;
    },
    options: new WebhookRouteOptions { SecretToken = Environment.GetEnvironmentVariable("SECRET_TOKEN") });
await app.RunAsync();
return 0;
