using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

/// <summary>
/// The app: a bot with a webhook, health at /health, telemetry by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT is set.
/// </summary>
public static class BotApp
{
    private const string DefaultPort = "8080";
    private const string DefaultTlsPort = "8443";

    /// <exception cref="FormatException">PORT or Tls:Port is no port, or Tls:Alias is missing.</exception>
    /// <exception cref="WebhookStartException">The key store cannot be used.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        // PORT is what platforms set; ASPNETCORE_URLS works as in every ASP.NET Core app.
        if (builder.Configuration["PORT"] is { Length: > 0 } || builder.Configuration["URLS"] is not { Length: > 0 })
            builder.WebHost.UseUrls($"http://*:{AppPort(builder.Configuration["PORT"])}");

        // Tells systemd when the bot is ready, and writes logs as its journal likes them; elsewhere it does nothing.
        builder.Services.AddSystemd();
        var bot = builder.Services.AddTelegramBot(builder.Configuration.GetSection("Telegram")).Receive<EchoReceiver>();
        // With a key of its own the bot speaks TLS itself, on a port beside the app's. Without one, something in front
        // of the app does.
        var tls = builder.Configuration.GetSection("Tls");
        var key = Key(tls);
        if (key is null)
            bot.UseWebhook();
        else
            bot.UseWebhookServer(Port(tls["Port"], "Tls:Port", DefaultTlsPort), "0.0.0.0", privateKeyConfig: key);
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
        if (key is null)
            app.MapTelegramWebhook();
        return app;
    }

    /// <exception cref="FormatException">It is no port.</exception>
    public static ushort AppPort(string? text) => Port(text, "PORT", DefaultPort);

    private static ushort Port(string? text, string name, string otherwise) => ushort.TryParse(text is { Length: > 0 } ? text : otherwise, out var port)
        ? port
        : throw new FormatException($"{name} is '{text}', but a port is a number from 0 to 65535.");

    // A JKS or PKCS#12 file. For PEM files there is WebhookPrivateKeyConfig.FromPem, for a certificate made on the spot
    // SelfSigned.
    private static WebhookPrivateKeyConfig? Key(IConfigurationSection tls)
    {
        if (tls["KeyStore"] is not { Length: > 0 } path)
            return null;
        if (tls["Alias"] is not { Length: > 0 } alias)
            throw new FormatException($"Tls:Alias is missing: it names the key in Tls:KeyStore, and 'keytool -list -keystore {path}' shows it.");
        var password = tls["StorePassword"] ?? "";
        return new WebhookPrivateKeyConfig(path, password, alias, tls["KeyPassword"] ?? password);
    }
}
