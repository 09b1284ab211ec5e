using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Polling;

/// <summary>What polling logs; event ids 6000 to 6999, stable.</summary>
internal static partial class PollingLog
{
    [LoggerMessage(6000, LogLevel.Information, "Polling as @{Username}, bot {BotId}")]
    public static partial void Started(ILogger logger, string username, long botId);

    [LoggerMessage(6001, LogLevel.Information, "Long polling has stopped, as it was told to")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(6004, LogLevel.Error, "Long polling has ended for good. {Reason}")]
    public static partial void Ended(ILogger logger, string reason);

    [LoggerMessage(6005, LogLevel.Warning, "A webhook is set at {Origin}, and while there is one, Telegram hands out no updates otherwise. It is deleted; what listens there gets no updates any more. Waiting at Telegram: {Pending}")]
    public static partial void DeletesWebhook(ILogger logger, string origin, int pending);

    [LoggerMessage(6006, LogLevel.Warning,
        "No kinds of updates are asked for, so Telegram hands out those that an earlier program asked for and no others: {Kinds}. "
        + "Of the kinds it hands out by default these never come: {Missing}. "
        + "Set LongPollingOptions.AllowedUpdates to choose them (an empty list is Telegram's default)")]
    public static partial void KindsOfAnother(ILogger logger, string kinds, string missing);

    [LoggerMessage(6003, LogLevel.Error, "Long polling did not end cleanly; what was not finished is delivered at the next start")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(6002, LogLevel.Information, "Telegram answers getUpdates again")]
    public static partial void Recovered(ILogger logger);
}
