using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Forgets dead letters whose retention is over: once when the inbox is opened and every hour after that, a bounded
/// number at a time, so that what else is to be written goes on in between.
/// </summary>
internal sealed partial class DeadLetterSweep : IAsyncDisposable
{
    /// <summary>How many are forgotten in one step.</summary>
    public const int StepSize = 256;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly TimeSpan _retention;
    private readonly DateTimeOffset _opened;
    private readonly MonotonicClock _clock;
    private readonly Func<DateTimeOffset, ValueTask<int>> _forget;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private Task _running = Task.CompletedTask;
    private bool _closed;

    /// <param name="retention">How long dead letters are kept; null for ever.</param>
    /// <param name="time">The clock.</param>
    /// <param name="forget">Forgets up to <see cref="StepSize"/> letters that were given up before a moment, and tells
    /// how many.</param>
    /// <param name="logger">Told how many were forgotten.</param>
    public DeadLetterSweep(
        TimeSpan? retention, TimeProvider time, Func<DateTimeOffset, ValueTask<int>> forget, ILogger logger)
    {
        _retention = retention ?? TimeSpan.MaxValue;
        // A clock that is put forward for a moment must not forget them all.
        _opened = time.GetUtcNow();
        _clock = new MonotonicClock(time);
        _forget = forget;
        _logger = logger;
        if (retention is null) return;
        _timer = time.CreateTimer(static sweep => ((DeadLetterSweep)sweep!).Begin(), this, Every, Every);
        Begin();
    }

    /// <summary>Ends sweeping, and waits for the step that is being taken.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            _closed = true;
            running = _running;
        }

        if (_timer is not null) await _timer.DisposeAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_closed || !_running.IsCompleted) return;
            _running = Sweep();
        }
    }

    private async Task Sweep()
    {
        var now = _opened + _clock.Now;
        var before = now - DateTimeOffset.MinValue > _retention ? now - _retention : DateTimeOffset.MinValue;
        var count = 0;
        try
        {
            int step;
            do
            {
                step = await _forget(before).ConfigureAwait(false);
                count += step;
            }
            while (step >= StepSize && !_closed);
        }
        catch (InboxException error)
        {
            NotForgotten(Every, error);
        }

        if (count > 0) Forgotten(count, _retention);
    }

    // A warning: nobody looked at them in time, and now nobody can.
    [LoggerMessage(3020, LogLevel.Warning, "{Count} dead letters were forgotten: they were given up more than {Retention} ago, which is the DeadLetterRetention.")]
    private partial void Forgotten(int count, TimeSpan retention);

    [LoggerMessage(3021, LogLevel.Warning, "Dead letters whose retention is over could not be forgotten; it is tried again within {Every}.")]
    private partial void NotForgotten(TimeSpan every, Exception cause);
}
