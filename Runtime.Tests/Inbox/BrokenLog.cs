using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>As a log file on the disk that is full: every entry throws.</summary>
internal sealed class BrokenLog : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This log is the provider.");

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        throw new IOException("no space left for the log");

    public void Dispose()
    {
    }
}
