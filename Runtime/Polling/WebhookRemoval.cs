using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Requests;
using Telegram.Webhooks.Runtime.Types;
using Telegram.Webhooks.Runtime.Updates;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>
/// Looks at what an earlier program has left at Telegram: names the kinds it asked for, and deletes its webhook.
/// </summary>
internal static class WebhookRemoval
{
    /// <summary>For everybody who wants the updates.</summary>
    public static async Task Run(
        TelegramBot bot, LongPollingOptions options, TelegramBotRetryOptions limits, ILogger logger, CancellationToken cancellationToken)
    {
        if (!options.DeleteWebhook && options.AllowedUpdates is not null)
            return;
        var info = await bot.Execute(new GetWebhookInfo(), limits, cancellationToken).ConfigureAwait(false);
        // Another program may have set these; the list is bounded, and a kind has no line breaks.
        if (options.AllowedUpdates is null && info.AllowedUpdates is { Count: > 0 } kinds)
            PollingLog.KindsOfAnother(logger, Names(kinds), Names(UpdateKinds.MissingFrom(kinds)));
        if (options.DeleteWebhook)
            await Delete(bot, info, limits, logger, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For those who only want to be rid of the updates: the kinds do not matter.</summary>
    public static async Task Delete(TelegramBot bot, ILogger logger, CancellationToken cancellationToken)
    {
        var info = await bot.Execute(new GetWebhookInfo(), bot.Retry, cancellationToken).ConfigureAwait(false);
        await Delete(bot, info, bot.Retry, logger, cancellationToken).ConfigureAwait(false);
    }

    private static async Task Delete(
        TelegramBot bot, WebhookInfo info, TelegramBotRetryOptions limits, ILogger logger, CancellationToken cancellationToken)
    {
        // It may be another program's.
        if (info.Url.Length > 0)
            PollingLog.DeletesWebhook(logger, WebhookUrl.Origin(info.Url), info.PendingUpdateCount);
        // Also without one: it may have been set since.
        await bot.Execute(new DeleteWebhook(), limits, cancellationToken).ConfigureAwait(false);
    }

    private static string Names(IEnumerable<UpdateType> kinds) =>
        string.Join(", ", kinds) is { Length: > 0 } names ? names : "none";
}
