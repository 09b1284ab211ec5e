using Microsoft.Extensions.Logging;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// Knows which handlers run and since when, and names those that take long: once after
/// <see cref="DeliveryOptions.WarnAfter"/>, and again each time that has doubled. One timer for all of them, which
/// rests while nothing runs.
/// </summary>
internal sealed partial class HandlerWatch : IDisposable
{
    private readonly TimeSpan? _warnAfter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();

    private readonly HashSet<RunningHandler> _running = [];
    private bool _armed;
    private bool _disposed;

    public HandlerWatch(TimeSpan? warnAfter, TimeProvider time, ILogger logger)
    {
        _warnAfter = warnAfter;
        _time = time;
        _logger = logger;
        if (warnAfter is not null)
            _timer = time.CreateTimer(static watch => ((HandlerWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many handlers run now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _running.Count;
        }
    }

    /// <summary>What is being handled now, the longest first.</summary>
    public IReadOnlyList<RunningUpdate> List()
    {
        lock (_gate)
            return [.. _running.OrderBy(handler => handler.StartedAt).Select(handler => handler.At(_time.GetElapsedTime(handler.StartedAt)))];
    }

    public RunningHandler Begin(long updateId, string? kind, long? chatId, int attempt)
    {
        var handler = new RunningHandler(updateId, kind, chatId, attempt, _time.GetTimestamp()) { WarnAt = _warnAfter ?? default };
        lock (_gate)
        {
            _running.Add(handler);
            // Left armed when handlers end: it looks once in vain, and a bot with little to do sets no timer for each
            // update.
            if (!_armed) Arm(_warnAfter);
        }

        return handler;
    }

    public void End(RunningHandler handler)
    {
        lock (_gate) _running.Remove(handler);
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer?.Dispose();
    }

    private void Arm(TimeSpan? after)
    {
        if (_timer is null || _disposed || after is not { } wait) return;
        _armed = true;
        // Timers count whole milliseconds and cut the rest.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(1, wait.TotalMilliseconds))),
            Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        List<RunningUpdate> slow = [];
        lock (_gate)
        {
            _armed = false;
            TimeSpan? next = null;
            foreach (var handler in _running)
            {
                var elapsed = _time.GetElapsedTime(handler.StartedAt);
                if (elapsed >= handler.WarnAt)
                {
                    if (handler.WarnAt == _warnAfter) HandleTelemetry.CountSlow(KindNames.Tag(handler.Kind));
                    slow.Add(handler.At(elapsed));
                    while (handler.WarnAt <= elapsed) handler.WarnAt *= 2;
                }

                var left = handler.WarnAt - elapsed;
                if (next is null || left < next) next = left;
            }

            Arm(next);
        }

        // Outside of the lock: a log may take its time.
        foreach (var update in slow)
            StillRunning(update.UpdateId, KindNames.Shown(update.Kind), update.ChatId, update.Attempt, update.Elapsed);
    }

    [LoggerMessage(4040, LogLevel.Warning,
        "Update {UpdateId} ({Kind}, chat {ChatId}, attempt {Attempt}) has been handled for {Elapsed} and still is. Its chat waits for it, and it takes one of MaxConcurrency.")]
    private partial void StillRunning(long updateId, string? kind, long? chatId, int attempt, TimeSpan elapsed);
}
