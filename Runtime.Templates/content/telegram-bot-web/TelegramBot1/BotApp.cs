using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

/// <summary>The app: a bot with a webhook, health at /health, telemetry by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
public static class BotApp
{
    public const string DefaultPort = "8080";

    /// <exception cref="FormatException">PORT is no port.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        // PORT is what platforms set; ASPNETCORE_URLS works as in every ASP.NET Core app.
        if (builder.Configuration["PORT"] is { Length: > 0 } || builder.Configuration["URLS"] is not { Length: > 0 })
            builder.WebHost.UseUrls($"http://*:{Port(builder.Configuration["PORT"])}");

        // Tells systemd when the bot is ready, and writes logs as its journal likes them; elsewhere it does nothing.
        builder.Services.AddSystemd();
        builder.Services.AddTelegramBot(builder.Configuration.GetSection("Telegram"))
            .UseWebhook()
            .Receive<EchoReceiver>();
        builder.Services.AddHealthChecks().AddTelegramBot();
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            builder.Services.AddOpenTelemetry()
                .WithMetrics(metrics => metrics.AddMeter(TelegramTelemetry.Name))
                .WithTracing(spans => spans.AddSource(TelegramTelemetry.Name))
                .UseOtlpExporter();
        }

        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapTelegramWebhook();
        return app;
    }

    /// <exception cref="FormatException">It is no port.</exception>
    public static ushort Port(string? text) =>
        ushort.TryParse(text is { Length: > 0 } ? text : DefaultPort, out var port) ? port : throw new FormatException($"PORT is '{text}', but a port is a number from 0 to 65535.");
}
