using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>Deletes the webhook that stands in polling's way, and names it: it may be another program's.</summary>
internal static class WebhookRemoval
{
    public static async Task Run(
        TelegramBot bot, LongPollingOptions options, TelegramBotRetryOptions limits, ILogger logger, CancellationToken cancellationToken)
    {
        var info = await bot.Execute(new GetWebhookInfo(), limits, cancellationToken).ConfigureAwait(false);
        // What stands there is set by whoever called last; it is bounded, and a kind has no line breaks.
        if (options.AllowedUpdates is null && info.AllowedUpdates is { Count: > 0 } kinds)
            PollingLog.KindsOfAnother(logger, string.Join(", ", kinds.Select(kind => kind.ToString())));
        if (info.Url.Length > 0)
            PollingLog.DeletesWebhook(logger, WebhookUrl.Origin(info.Url), info.PendingUpdateCount);
        // Also without one: it may have been set since.
        await bot.Execute(new DeleteWebhook(), limits, cancellationToken).ConfigureAwait(false);
    }
}
