using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telegram.Webhooks.Runtime.Hosting;
using Telegram.Webhooks.Runtime.Webhooks;

namespace Telegram.Webhooks.Runtime;

/// <summary>Health checks of the bots of an app.</summary>
public static class TelegramBotHealthExtensions
{
    /// <summary>
    /// Adds a check of the app's bots: unhealthy while no updates are taken (the inbox cannot record, the webhook is
    /// another program's, the bot could not start), degraded when something is wrong or soon will be. Telegram is asked
    /// at most every 15 s, however often it is checked. See docs/health.md.
    /// </summary>
    /// <param name="builder">What <c>services.AddHealthChecks()</c> gives.</param>
    /// <param name="bot">The bot's name in the app. Default null: all bots, and the webhook routes without one; the
    /// worst of them counts.</param>
    /// <param name="name">The check's name. Default null: <c>telegram</c>, or <c>telegram:</c> and the bot's
    /// name.</param>
    /// <param name="tags">The check's tags, such as <c>ready</c>. Default null: none.</param>
    public static IHealthChecksBuilder AddTelegramBot(
        this IHealthChecksBuilder builder, string? bot = null, string? name = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name ?? (bot is null ? "telegram" : $"telegram:{bot}"),
            services => new TelegramBotHealthCheck(
                services.GetRequiredService<BotRuntimes>(), services.GetRequiredService<WebhookRoutes>(), bot),
            failureStatus: null,
            tags));
    }
}
