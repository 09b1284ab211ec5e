using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// A log whose own failure ends none of the loops that keep the inbox going; it is told to the process's trace
/// listeners.
/// </summary>
internal sealed class SafeLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

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
            Trace.TraceError($"A log entry of the inbox was lost: the logger threw {failure.GetType().Name}.");
        }
    }
}
