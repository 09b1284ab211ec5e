using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// Kestrel's log, as the caller's factory has it, but for two things. A line for each request, and a scope around it,
/// would show its path, which is often a secret and sometimes holds the bot's token; refused requests are counted, and
/// logged, without it. And where a client ends in the middle of a body, Kestrel may look once more at what it has read
/// already, and warns of itself with a stack trace. Nobody can do anything about that, so it is logged at Debug.
/// </summary>
internal sealed class KestrelLogging(ILoggerFactory inner) : ILoggerFactory
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    // What these say of a request quotes it.
    private const string EachRequest = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string BadRequests = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    public ILogger CreateLogger(string categoryName) => categoryName switch
    {
        EachRequest => new Silent(inner.CreateLogger(categoryName)),
        BadRequests => NullLogger.Instance,
        Kestrel => new Quieter(inner.CreateLogger(categoryName)),
        _ => inner.CreateLogger(categoryName),
    };

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The caller's factory is the caller's.
    public void Dispose()
    {
    }

    /// <summary>
    /// Says that it is there, for otherwise a request would have no activity, and takes nothing, scopes included.
    /// </summary>
    private sealed class Silent(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private sealed class Quieter(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var isAboutItself = logLevel == LogLevel.Warning && eventId.Id == 0
                && exception is InvalidOperationException;
            var level = isAboutItself ? LogLevel.Debug : logLevel;
            if (inner.IsEnabled(level)) inner.Log(level, eventId, state, exception, formatter);
        }
    }
}
