using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.PostgreSql;

internal static partial class InboxLog
{
    [LoggerMessage(8500, LogLevel.Information, "Instance {Instance} ({Name}) shares the inbox of bot {Bot} with {Others} others.")]
    public static partial void Registered(ILogger logger, long instance, string name, long bot, long others);

    [LoggerMessage(8501, LogLevel.Warning, "Instance {Instance} lost what it held: {Reason} Its updates may be handled by others now.")]
    public static partial void Lost(ILogger logger, long instance, string reason);

    [LoggerMessage(8502, LogLevel.Warning, "Instance {Name} was not heard of and is given up; the updates it held are handled again.")]
    public static partial void GivenUp(ILogger logger, string name);

    [LoggerMessage(8503, LogLevel.Error, "The database fails; it is tried again until it works.")]
    public static partial void Failing(ILogger logger, Exception cause);

    [LoggerMessage(8504, LogLevel.Information, "The database works again.")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(8505, LogLevel.Warning, "{Count} updates that earlier runs left pending were dropped, as asked for.")]
    public static partial void Dropped(ILogger logger, long count);

    [LoggerMessage(8506, LogLevel.Warning, "Nothing that is pending was dropped: {Others} other instances are running, and it is theirs.")]
    public static partial void NotDropped(ILogger logger, long others);

    [LoggerMessage(8507, LogLevel.Warning, "{Count} dead letters were forgotten: they were given up more than {Retention} ago, which is the DeadLetterRetention.")]
    public static partial void LettersForgotten(ILogger logger, int count, TimeSpan? retention);

    [LoggerMessage(8508, LogLevel.Warning, "{Count} of the oldest dead letters gave way to newer ones: more than MaxDeadLetters are not kept.")]
    public static partial void LettersGaveWay(ILogger logger, int count);

    [LoggerMessage(8509, LogLevel.Warning, "What is to be forgotten in time could not be; it is tried again within an hour.")]
    public static partial void NotForgotten(ILogger logger, Exception cause);

    [LoggerMessage(8510, LogLevel.Warning, "The inbox was closed before everything was written; the others take over what this instance held within {GivenUpAfter}.")]
    public static partial void ClosedEarly(ILogger logger, TimeSpan givenUpAfter, Exception? cause);

    [LoggerMessage(8511, LogLevel.Information, "Notifications cannot be listened to; updates for this instance are found by asking once a second until they can.")]
    public static partial void NotListening(ILogger logger, Exception cause);

    [LoggerMessage(8512, LogLevel.Error, "The inbox goes on after an error of its own.")]
    public static partial void Unexpected(ILogger logger, Exception cause);

    [LoggerMessage(8513, LogLevel.Warning, "The process of instance {Name}, on this machine, has ended; the updates it held are handled again.")]
    public static partial void Ended(ILogger logger, string name);

    [LoggerMessage(8515, LogLevel.Error, "What is to be handled cannot be read from the database; it is tried again until it can.")]
    public static partial void NotRead(ILogger logger, Exception cause);

    [LoggerMessage(8514, LogLevel.Warning, "The database takes no connections yet; it is tried again for up to {StartTimeout}.")]
    public static partial void NotOpenYet(ILogger logger, TimeSpan startTimeout, Exception cause);
}
