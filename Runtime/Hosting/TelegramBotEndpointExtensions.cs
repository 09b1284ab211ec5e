using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>The route that takes a hosted bot's updates.</summary>
public static class TelegramBotEndpointExtensions
{
    // For a bot whose URL is missing: its start fails, and says so.
    private const string NoPath = ".telegram-webhook-without-a-url";

    /// <summary>Takes the updates of a bot that was added with <see cref="TelegramBotBuilder.UseWebhook"/>.</summary>
    /// <param name="endpoints">The app, or a group of it.</param>
    /// <param name="pattern">The route pattern. Default null: <see cref="TelegramWebhookSettings.Path"/>, else the path
    /// of <see cref="TelegramWebhookSettings.Url"/>.</param>
    /// <param name="name">The bot's name; null for the bot that has none.</param>
    /// <returns>The endpoint, for further conventions such as <c>RequireHost</c>. It allows anonymous requests: the
    /// secret token is what authenticates.</returns>
    /// <exception cref="InvalidOperationException">There is no such bot, or its updates come in another
    /// way.</exception>
    /// <exception cref="WebhookStartException">The pattern has parameters, or is another bot's too.</exception>
    public static IEndpointConventionBuilder MapTelegramWebhook(
        this IEndpointRouteBuilder endpoints, string? pattern = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var bots = endpoints.ServiceProvider.GetService<BotRuntimes>()
            ?? throw new InvalidOperationException("There is no bot: call builder.Services.AddTelegramBot(…) first, or give a receiver: app.MapTelegramWebhook(pattern, receiver).");
        var bot = bots.Named(name);
        if (!bot.UsesRoute)
            throw new InvalidOperationException("The bot's updates do not come to a route of this app: call UseWebhook() on what AddTelegramBot(…) returns.");
        if (RoutePattern.Problems(pattern).FirstOrDefault() is { } problem)
            throw new WebhookStartException(problem);
        pattern ??= RoutePattern.Literal(bot.RoutePath ?? $"{NoPath}-{name}");
        bot.MapTo(endpoints, pattern);
        return endpoints.MapPost(pattern, (RequestDelegate)bot.HandlePost).AllowAnonymous();
    }
}
