using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

internal static partial class InboxContextLog
{
    [LoggerMessage(3030, LogLevel.Error, "The lane of update {UpdateId} could not be told; it is handled in its chat's.")]
    public static partial void LaneFailed(ILogger logger, long? updateId, Exception cause);
}
