using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Webhooks;

namespace Telegram.Webhooks.Runtime.Tests.Telemetry;

/// <summary>What every log line of a handler says besides what it says, in a real logger factory.</summary>
public partial class HandlerScopeTests
{
    private static IEnumerable<UpdateInbox> Inboxes => [UpdateInbox.InMemory(), UpdateInbox.None];

    [TestCaseSource(nameof(Inboxes))]
    public async Task A_log_line_of_a_handler_carries_update_kind_and_attempt(UpdateInbox inbox)
    {
        using var lines = new ScopedLines();
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var logger = loggers.CreateLogger("handler");
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServers.Start(
            async (update, _) =>
            {
                await Task.Yield();
                InTheHandler(logger);
                if (UpdateAttempt.Current!.Number == 1) throw new InvalidOperationException();
                handled.SetResult();
            },
            new WebhookServerOptions
            {
                Inbox = inbox,
                SecretToken = TestServers.Secret,
                LoggerFactory = loggers,
                Delivery = new DeliveryOptions { InitialBackoff = TimeSpan.FromMilliseconds(1) },
            });
        using var http = TestServers.Client();
        for (var time = 1; time <= (inbox == UpdateInbox.None ? 2 : 1); time++)
        {
            using var answer = await http.SendAsync(TestServers.Post(server.Urls[0], TestServers.Message(4711)));
        }

        await handled.Task.WaitAsync(TestServers.Guard);
        Elsewhere(logger);

        Assert.That(lines.Of("in the handler"), Is.EqualTo(new[]
        {
            "UpdateId=4711 Kind=message Attempt=1 update 4711 (message), attempt 1",
            "UpdateId=4711 Kind=message Attempt=2 update 4711 (message), attempt 2",
        }));
        Assert.That(lines.Of("elsewhere"), Is.EqualTo(new[] { "" }));
    }

    [Test]
    public void A_kind_that_a_sender_made_up_is_escaped_in_the_scope()
    {
        var scope = new Runtime.Delivery.HandlerScope(
            new StoredUpdate { Id = 1, UpdateId = 7, Kind = "a\nb", Body = default, ReceivedAt = default }, 1);

        Assert.That(scope.ToString(), Is.EqualTo("update 7 (a\\nb), attempt 1"));
        Assert.That(scope[1].Value, Is.EqualTo("a\\nb"));
    }

    [LoggerMessage(1, LogLevel.Information, "in the handler")]
    private static partial void InTheHandler(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "elsewhere")]
    private static partial void Elsewhere(ILogger logger);

    /// <summary>Keeps each line with the scopes around it, as a provider of structured logs does.</summary>
    private sealed class ScopedLines : ILoggerProvider, ISupportExternalScope
    {
        private readonly ConcurrentQueue<(string Line, string Scope)> _lines = new();
        private IExternalScopeProvider _scopes = null!;

        public IEnumerable<string> Of(string line) =>
            _lines.Where(known => known.Line == line).Select(known => known.Scope);

        public ILogger CreateLogger(string categoryName) => new Lines(this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Lines(ScopedLines all) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => all._scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter)
            {
                var scope = new List<string>();
                all._scopes.ForEachScope(
                    (one, texts) =>
                    {
                        if (one is not IReadOnlyList<KeyValuePair<string, object?>> pairs || !pairs.Any(pair => pair.Key == "UpdateId"))
                            return;
                        texts.AddRange(pairs.Select(pair => $"{pair.Key}={pair.Value}"));
                        texts.Add(one.ToString()!);
                    },
                    scope);
                all._lines.Enqueue((formatter(state, exception), string.Join(' ', scope)));
            }
        }
    }
}
