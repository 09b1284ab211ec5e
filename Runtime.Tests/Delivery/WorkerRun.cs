using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telegram.Webhooks.Runtime.Delivery;
using Telegram.Webhooks.Runtime.Types;

namespace Telegram.Webhooks.Runtime.Tests.Delivery;

/// <summary>
/// Workers over a <see cref="ScriptedInbox"/>, with a receiver that holds each update until the test lets it go.
/// </summary>
internal sealed class WorkerRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = RealTime.Patience;

    private readonly ConcurrentDictionary<long, TaskCompletionSource> _running = new();
    private readonly HandlerWatch _watch;
    private int _count;
    private int _most;

    public WorkerRun(
        int concurrency, UpdateReceiver? receiver = null, ILogger? logger = null, DeliveryOptions? options = null)
    {
        logger ??= NullLogger.Instance;
        var settings = new DeliverySettings
        {
            Receiver = receiver ?? Hold,
            Options = options ?? new DeliveryOptions { MaxConcurrency = concurrency },
            BotId = null,
            Errors = new ErrorReporter(error => Errors.Writer.TryWrite(error), logger),
            Time = Time,
            Loggers = NullLoggerFactory.Instance,
            Random = new Random(1),
        };
        _watch = new HandlerWatch(null, Time, logger);
        var handler = new ClaimHandler(
            settings,
            new ReceiverRun(settings, _watch, logger),
            new FailurePolicy(settings.Options, new Backoff(settings.Options, settings.Random), settings.Errors),
            new ClaimTransitions(Inbox, settings.Errors, Time, logger),
            logger);
        Workers = new DeliveryWorkers(Inbox, handler, concurrency, settings.Errors, Time, logger);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ScriptedInbox Inbox { get; } = new();

    public DeliveryWorkers Workers { get; }

    public Channel<WebhookException> Errors { get; } = Channel.CreateUnbounded<WebhookException>();

    /// <summary>How many handlers ran at once, at most.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>How many are being handled, as the watch sees it.</summary>
    public int Handling => _watch.List().Count;

    public IReadOnlyCollection<long> Running => [.. _running.Keys];

    /// <summary>Lets the handler of an update return.</summary>
    public void Release(long updateId)
    {
        if (_running.TryRemove(updateId, out var gate)) gate.SetResult();
    }

    /// <summary>Waits until it is so; the clock is moved on meanwhile when asked to, for pauses to end.</summary>
    public async Task Until(Func<bool> reached, string what, bool moveClock = false)
    {
        for (var waited = TimeSpan.Zero; !reached(); waited += TimeSpan.FromMilliseconds(2))
        {
            if (waited > Patience) Assert.Fail($"not reached: {what}");
            if (moveClock) Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }
    }

    public Task Stop() => Workers.Stop(TimeSpan.FromSeconds(30), CancellationToken.None).WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        var stop = Stop();
        foreach (var id in Running) Release(id);
        await stop;
        Workers.Dispose();
        _watch.Dispose();
    }

    private async ValueTask Hold(Update update, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref _count);
        for (var most = Most; now > most; most = Most) Interlocked.CompareExchange(ref _most, now, most);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[update.UpdateId] = gate;
        await gate.Task;
        Interlocked.Decrement(ref _count);
    }
}
