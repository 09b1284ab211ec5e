using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>Lets a bot's calls begin no faster than its limits say. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The timer is set only while calls wait, and they end with the bot.")]
internal sealed class OutgoingPace
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _longestPause;
    private readonly PaceQueue _queue;
    private readonly ITimer _timer;
    private readonly long _start;
    private readonly Lock _gate = new();

    /// <param name="limits">How fast.</param>
    /// <param name="longestPause">The longest time that a 429 holds other calls up; beyond it they are sent, to be
    /// refused by Telegram rather than wait unseen.</param>
    /// <param name="time">The clock.</param>
    public OutgoingPace(TelegramLimits limits, TimeSpan longestPause, TimeProvider time)
    {
        _time = time;
        _longestPause = longestPause;
        _queue = new PaceQueue(limits);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Go(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Waits until the call may begin; dispose what it gives when the call is over.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the call leaves no hole.</exception>
    public async Task<PacedTurn> Enter(string? chat, CancellationToken cancellationToken)
    {
        PacedCall call;
        lock (_gate)
            call = _queue.Add(chat, Now);
        var turn = new PacedTurn(this, call);
        try
        {
            await Wait(call, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public Task Again(PacedCall call, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            call.Turn = PacedCall.NewTurn();
            _queue.Again(call, Now);
        }

        return Wait(call, cancellationToken);
    }

    public void Refused(PacedCall call, TimeSpan retryAfter)
    {
        if (retryAfter > _longestPause)
            return;
        lock (_gate)
            _queue.Refused(call, Now + retryAfter, Now);
    }

    public void Done(PacedCall call)
    {
        lock (_gate)
            _queue.Done(call, Now);
        Go();
    }

    private async Task Wait(PacedCall call, CancellationToken cancellationToken)
    {
        Go();
        var registration = cancellationToken.UnsafeRegister(_ => Cancel(call, cancellationToken), null);
        await using (registration.ConfigureAwait(false))
            await call.Turn.Task.ConfigureAwait(false);
    }

    private void Cancel(PacedCall call, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_queue.Cancel(call, Now))
                return;
        }

        call.Turn.TrySetCanceled(cancellationToken);
        Go();
    }

    /// <summary>Begins what is due and sets the timer to what is next.</summary>
    private void Go()
    {
        lock (_gate)
        {
            while (_queue.TakeDue(Now) is { } call)
                call.Turn.TrySetResult();
            var next = _queue.NextLook() - Now;
            // A timer may be early by a fraction of its resolution, and must not be set to nothing.
            _timer.Change(next is { } wait ? Max(wait, TimeSpan.FromMilliseconds(1)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
