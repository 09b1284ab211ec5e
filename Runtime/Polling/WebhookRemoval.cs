using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Deletes the webhook that is set, because Telegram refuses <c>getUpdates</c> while there is one. It is named in the log first: with a production
/// token in the wrong place it is somebody's running bot that gets no more updates.
/// </summary>
internal static class WebhookRemoval
{
    /// <param name="bot">The bot.</param>
    /// <param name="limits">How far calls are repeated; null for the bot's own limits.</param>
    /// <param name="logger">Where the webhook is named.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task Run(TelegramBot bot, TelegramBotRetryOptions? limits, ILogger logger, CancellationToken cancellationToken)
    {
        limits ??= bot.Retry;
        var info = await bot.Execute(new GetWebhookInfo(), limits, cancellationToken).ConfigureAwait(false);
        if (info.Url.Length == 0)
            return;
        PollingLog.DeletesWebhook(logger, bot.Redact().Clean(WebhookUrl.Masked(info.Url)), info.PendingUpdateCount);
        await bot.Execute(new DeleteWebhook(), limits, cancellationToken).ConfigureAwait(false);
    }
}
