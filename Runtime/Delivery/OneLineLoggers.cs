using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Logs an exception as a part of the line instead of its whole text, which is a page of frames of other people's code.
/// </summary>
internal sealed class OneLineLoggers(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Logger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class Logger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (exception is null)
                logger.Log(logLevel, eventId, state, null, formatter);
            else if (logger.IsEnabled(logLevel))
                logger.Log(logLevel, eventId, FailureLine.Of(formatter(state, exception), exception), null,
                    static (line, _) => line);
        }
    }
}
