using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Kestrel's log, as the caller's factory has it, but for one entry: where a client ends in the middle of a body, Kestrel may look once more at what it has
/// read already, and warns of itself with a stack trace. Nobody can do anything about that, so it is logged at Debug.
/// </summary>
internal sealed class KestrelLogging(ILoggerFactory inner) : ILoggerFactory
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName == Kestrel ? new Quieter(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The caller's factory is the caller's.
    public void Dispose()
    {
    }

    private sealed class Quieter(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var isAboutItself = logLevel == LogLevel.Warning && eventId.Id == 0 && exception is InvalidOperationException;
            var level = isAboutItself ? LogLevel.Debug : logLevel;
            if (inner.IsEnabled(level)) inner.Log(level, eventId, state, exception, formatter);
        }
    }
}
