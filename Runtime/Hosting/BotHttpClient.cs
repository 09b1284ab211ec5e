using Microsoft.Extensions.DependencyInjection;
using Telegram.Webhooks.Runtime.BotApi.Transport;

namespace Telegram.Webhooks.Runtime.Hosting;

/// <summary>The client of a hosted bot, from the app's <see cref="IHttpClientFactory"/>.</summary>
internal static class BotHttpClient
{
    /// <summary>The name it has at the factory.</summary>
    public static string NameOf(string? bot) =>
        bot is null ? "Telegram.Webhooks.Runtime" : $"Telegram.Webhooks.Runtime:{bot}";

    /// <summary>
    /// URLs contain the token, so nothing that shows them may have a place in the client: no loggers, no tracing. Nor
    /// may what an app puts into all of its clients: a handler that repeats requests would send messages twice. What is
    /// added to the result is added knowingly.
    /// </summary>
    public static IHttpClientBuilder Add(IServiceCollection services, string? bot) => services
        .AddHttpClient(NameOf(bot), client => client.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(OwnHttpClient.CreateHandler)
        .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
        // The bot keeps its client for as long as it lives; the handler renews its connections by itself.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();
}
