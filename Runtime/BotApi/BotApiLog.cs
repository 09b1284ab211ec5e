using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.BotApi;

/// <summary>
/// What calls write to the log. Neither URLs nor parameters: the former hold the token, the latter people's words.
/// </summary>
internal static partial class BotApiLog
{
    [LoggerMessage(1000, LogLevel.Debug, "{Method} succeeded in {Milliseconds:F0} ms, attempts: {Attempts}")]
    public static partial void Succeeded(this ILogger logger, string method, double milliseconds, int attempts);

    [LoggerMessage(1001, LogLevel.Debug, "{Method} failed in {Milliseconds:F0} ms, attempts: {Attempts}. {Reason}")]
    public static partial void Failed(
        this ILogger logger, string method, double milliseconds, int attempts, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "{Method}: attempt {Attempt} did not succeed; the next follows in {Milliseconds:F0} ms. {Reason}")]
    public static partial void Repeating(
        this ILogger logger, string method, int attempt, double milliseconds, string reason);

    [LoggerMessage(1010, LogLevel.Debug, "{Method} was executed by an earlier attempt to handle this update; it is not made again.")]
    public static partial void NotRepeated(this ILogger logger, string method);
}
