using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>What polling logs; event ids 6000 to 6999, stable.</summary>
internal static partial class PollingLog
{
    [LoggerMessage(6000, LogLevel.Information, "Fetching updates by long polling")]
    public static partial void Started(ILogger logger);

    [LoggerMessage(6001, LogLevel.Information, "Long polling has stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(6003, LogLevel.Error, "Long polling did not end cleanly; what was not finished is delivered at the next start")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(6004, LogLevel.Warning, "Deleting the webhook {Url} of this bot, since updates are fetched now; the {Pending} that wait there come by getUpdates. "
        + "If that webhook is a running bot's, it gets no more updates until it is started again: use another token for trying things")]
    public static partial void DeletesWebhook(ILogger logger, string url, int pending);

    [LoggerMessage(6002, LogLevel.Information, "Telegram answers getUpdates again")]
    public static partial void Recovered(ILogger logger);
}
