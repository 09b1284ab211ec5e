using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// A log whose own failure goes no further than the process's trace listeners. A log file often is on the disk that is
/// full just when there is something to say about it; that must end neither the thread that writes the inbox nor a
/// worker that delivers.
/// </summary>
internal sealed class UnfailingLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return logger.BeginScope(state);
        }
        catch (Exception failure)
        {
            Lost(failure);
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure)
        {
            Lost(failure);
            // An exception that throws when it is printed must not take with it what there is to say.
            if (exception is not null) Log(logLevel, eventId, state, null, (s, _) => formatter(s, null));
        }
    }

    private static void Lost(Exception failure) =>
        // Its message may be what throws.
        Trace.TraceError($"A log entry was lost: the logger threw {failure.GetType().Name}.");
}
