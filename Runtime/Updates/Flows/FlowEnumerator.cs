using Telegram.Webhooks.Runtime.BotApi.Noted;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// One <c>await foreach</c> over a flow. It subscribes when the loop asks for its first item, holds at most one item
/// the loop has not taken, and tells the receiver that an item is done when the loop asks for the next or leaves.
/// </summary>
internal sealed class FlowEnumerator<T>(UpdateFlow<T> flow, CancellationToken cancellation) : IAsyncEnumerator<T>
{
    private readonly Lock _lock = new();
    private readonly FlowTurns _turns = new();
    private Handover? _offered;
    private Handover? _taken;
    private FlowQuestion? _asked;
    private IDisposable? _subscription;
    private CancellationTokenRegistration _cancelled;
    private bool _left;

    // What was ambient where the loop began, and is again when an item is done.
    private CallNotes? _outside;

    public T Current =>
        _taken is { } taken ? taken.Item : throw new InvalidOperationException("There is no current item: MoveNextAsync has not returned true.");

    public ValueTask<bool> MoveNextAsync()
    {
        if (!_left && _subscription is null) Subscribe();
        // This runs in the loop's own context, and so what is set here is ambient in its body.
        CallNotes.Current = _outside;
        lock (_lock)
        {
            DoneWithTaken();
            if (_left)
                return cancellation.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellation) : new(false);
            if (_offered is not null)
            {
                TakeOffered();
                CallNotes.Current = _taken!.Notes;
                return new(true);
            }
            _asked = new();
            return _asked.Answer;
        }
    }

    public ValueTask DisposeAsync()
    {
        Leave();
        CallNotes.Current = _outside;
        lock (_lock) DoneWithTaken();
        return _cancelled.DisposeAsync();
    }

    private void Subscribe()
    {
        _outside = CallNotes.Current;
        _subscription = flow.Subscribe(Offer);
        _cancelled = cancellation.UnsafeRegister(static self => ((FlowEnumerator<T>)self!).Leave(), this);
    }

    private async ValueTask Offer(T item, CancellationToken receiverCancellation)
    {
        if (!await _turns.Enter(receiverCancellation).ConfigureAwait(false)) return;
        var handover = new Handover(item, CallNotes.Current);
        try
        {
            if (Hand(handover)) await handover.Done.Task.WaitAsync(receiverCancellation).ConfigureAwait(false);
        }
        finally
        {
            Withdraw(handover);
            _turns.Exit();
        }
    }

    private bool Hand(Handover handover)
    {
        lock (_lock)
        {
            if (_left) return false;
            _offered = handover;
            if (_asked is not { } asked) return true;
            _asked = null;
            TakeOffered();
            asked.Give(handover.Notes);
            return true;
        }
    }

    /// <summary>
    /// The receiver no longer waits: an item that the loop has not taken must not reach it later, when the update is
    /// delivered again.
    /// </summary>
    private void Withdraw(Handover handover)
    {
        lock (_lock)
        {
            if (_offered == handover) _offered = null;
        }
    }

    /// <summary>
    /// No further item: not those already on the way either. The one in the loop's hands stays there until the loop is
    /// done.
    /// </summary>
    private void Leave()
    {
        lock (_lock)
        {
            _left = true;
            _offered?.Done.TrySetResult();
            _offered = null;
            if (cancellation.IsCancellationRequested) _asked?.Cancel(cancellation);
            else _asked?.End(_outside);
            _asked = null;
        }
        _turns.Dispose();
        _subscription?.Dispose();
    }

    private void TakeOffered() => (_taken, _offered) = (_offered, null);

    private void DoneWithTaken()
    {
        _taken?.Done.TrySetResult();
        _taken = null;
    }

    private sealed class Handover(T item, CallNotes? notes)
    {
        public T Item => item;

        /// <summary>What is ambient in the receiver that the item came through, and so is in the loop's body.</summary>
        public CallNotes? Notes => notes;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
