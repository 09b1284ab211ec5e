using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Telemetry;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// What can be read of a running delivery at any moment: its inbox and its handlers. A reader never waits: it gets what
/// the inbox said last, and while it keeps reading the inbox is asked again every few seconds.
/// </summary>
internal sealed class DeliveryGauges : IDisposable
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);

    // Longer than anybody leaves between two scrapes.
    private static readonly TimeSpan RestAfter = TimeSpan.FromMinutes(5);

    private readonly IUpdateInbox _inbox;
    private readonly TimeProvider _time;
    private readonly ITimer _refresh;
    private readonly IDisposable?[] _observed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private InboxReading? _last;
    private long _readAt;
    private bool _isArmed;
    private bool _isAsking;
    private bool _disposed;

    public DeliveryGauges(
        IUpdateInbox inbox, Func<int> running, UpdateTelemetry telemetry, string name, TimeProvider time)
    {
        _inbox = inbox;
        _time = time;
        _refresh = time.CreateTimer(static gauges => ((DeliveryGauges)gauges!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _observed = [StateTelemetry.ObserveInbox(Read, telemetry.BotId, name), StateTelemetry.ObserveHandlers(() => running(), telemetry.BotId, name)];
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        foreach (var observed in _observed) observed?.Dispose();
        _refresh.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>What the inbox said last; null when it has said nothing yet, or failed to.</summary>
    internal InboxReading? Read()
    {
        lock (_gate)
        {
            _readAt = _time.GetTimestamp();
            if (_disposed) return null;
            if (_isArmed) return _last;
            _isArmed = true;
            _refresh.Change(RefreshEvery, Timeout.InfiniteTimeSpan);
        }

        // An inbox that knows its numbers answers at once.
        Ask();
        lock (_gate) return _last;
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _isArmed = _time.GetElapsedTime(_readAt) < RestAfter;
            if (!_isArmed)
            {
                _last = null;
                return;
            }

            _refresh.Change(RefreshEvery, Timeout.InfiniteTimeSpan);
        }

        Ask();
    }

    private async void Ask()
    {
        lock (_gate)
        {
            // One that hangs is not asked again, and what it said before counts no more.
            if (_isAsking) _last = null;
            if (_isAsking || _disposed) return;
            _isAsking = true;
        }

        InboxReading? reading = null;
        try
        {
            var status = await _inbox.Status(_stop.Token).ConfigureAwait(false);
            reading = new InboxReading(status.Pending, status.Waiting, status.Dead, status.OldestAge ?? TimeSpan.Zero);
        }
        catch (Exception)
        {
            // A reader sees nothing, and not what was true before; that the inbox fails is reported elsewhere.
        }

        lock (_gate)
        {
            _isAsking = false;
            _last = reading;
        }
    }
}
