using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Hosting;

/// <summary>Real apps on loopback, with a bot.</summary>
internal static class HostedApps
{
    /// <summary>
    /// An app that is configured and not built. Its port is known beforehand, for it stands in the webhook's URL.
    /// </summary>
    public static WebApplicationBuilder Builder(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        return builder;
    }

    /// <summary>What a bot needs: where its API is, and where it is itself.</summary>
    public static Action<TelegramBotSettings> Settings(
        string api, int port, string token = "4200000001:sandbox-token", string path = "/telegram") => settings =>
    {
        settings.Token = token;
        settings.BaseUrl = api;
        settings.Webhook.Url = $"http://127.0.0.1:{port}{path}";
        settings.Webhook.SecretToken = TestServers.Secret;
        settings.Inbox.InMemory = true;
    };

    /// <summary>A configuration of keys and values.</summary>
    public static IConfigurationRoot Configuration(
        params (string Key, string? Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
        .Build();

    /// <summary>Starts it; a start that fails disposes it.</summary>
    public static async Task<WebApplication> Start(
        this WebApplicationBuilder builder, Action<WebApplication>? map = null)
    {
        var app = builder.Build();
        try
        {
            if (map is null)
                app.MapTelegramWebhook();
            else
                map(app);
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
