using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>A log on the disk that is full.</summary>
public sealed class UnfailingLoggerTests
{
    [Test]
    public void A_log_that_fails_fails_nobody()
    {
        using var broken = new BrokenLog();
        var logger = new UnfailingLogger(broken);

        Assert.That(() => Write(logger, null, "lost"), Throws.Nothing);
        Assert.That(() => Write(logger, new IOException("disk"), "lost"), Throws.Nothing);
        Assert.That(new UnfailingLogger(new Picky()).BeginScope("scope"), Is.Null);
    }

    [Test]
    public void An_exception_that_cannot_be_printed_took_with_it_what_there_was_to_say()
    {
        var picky = new Picky();
        Write(new UnfailingLogger(picky), new IOException("disk"), "Update 7 failed.");

        Assert.That(picky.Lines, Is.EqualTo(new[] { "Update 7 failed." }));
    }

    private static void Write(UnfailingLogger logger, Exception? exception, string line) =>
        logger.Log(LogLevel.Error, default, line, exception, static (state, _) => state);

    /// <summary>It throws when it is given an exception, or a scope.</summary>
    private sealed class Picky : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new IOException("no scopes");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (exception is not null) throw new NotSupportedException("cannot be printed");
            Lines.Add(formatter(state, exception));
        }
    }
}
