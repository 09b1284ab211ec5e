using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Tests;

/// <summary>Keeps every line that is logged, of all levels, with level, event id and exception.</summary>
/// <param name="onEvent">Called with each line's event id; null for nothing.</param>
internal sealed class RecordingLoggers(Action<int>? onEvent = null) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
        onEvent?.Invoke(eventId.Id);
    }
}
