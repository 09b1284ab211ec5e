// A bot in an ASP.NET Core app: settings from the configuration, a receiver with its dependencies, health checks,
// telemetry.
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Telegram.Webhooks.Runtime;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        WebApp is an ASP.NET Core app with a bot that counts how often somebody has written to it. It has a page at / and its health at /health.
        What it needs comes from appsettings.json, user-secrets (dotnet user-secrets set Telegram:Token ..., in examples/WebApp) or the environment:

          Telegram__Token          the token that @BotFather gave you                                (required)
          Telegram__Webhook__Url   where Telegram reaches this app, such as https://bot.example.org/telegram; something in front of it
                                   speaks TLS                                                        (required)
          Telegram__BaseUrl        another Bot API server                                            (default https://api.telegram.org)
          Telemetry__Console       true to print metrics and spans to the console                    (default false)
          ASPNETCORE_URLS          where the app listens, as for every ASP.NET Core app              (default http://localhost:5000)
        """);
    return 0;
}

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<VisitStore>();
builder.Services.AddScoped<VisitBook>();
builder.Services.AddTelegramBot(builder.Configuration.GetSection("Telegram"))
    .UseWebhook()
    .Receive<VisitReceiver>();
builder.Services.AddHealthChecks().AddTelegramBot();
if (builder.Configuration["Telemetry:Console"] is "true" or "True")
{
    builder.Services.AddOpenTelemetry()
        .WithMetrics(metrics => metrics.AddMeter(TelegramTelemetry.Name).AddConsoleExporter())
        .WithTracing(spans => spans.AddSource(TelegramTelemetry.Name).AddConsoleExporter());
}

await using var app = builder.Build();
app.MapGet("/", () => "The bot is at work.");
app.MapHealthChecks("/health");
app.MapTelegramWebhook();
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
