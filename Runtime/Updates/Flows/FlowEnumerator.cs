namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// One <c>await foreach</c> over a flow. It subscribes when the loop asks for its first item, holds at most one item the loop has not
/// taken, and tells the receiver that an item is done when the loop asks for the next or leaves.
/// </summary>
internal sealed class FlowEnumerator<T>(UpdateFlow<T> flow, CancellationToken cancellation) : IAsyncEnumerator<T>
{
    private readonly Lock _lock = new();
    private readonly FlowTurns _turns = new();
    private Handover? _offered;
    private Handover? _taken;
    private TaskCompletionSource<bool>? _asked;
    private IDisposable? _subscription;
    private CancellationTokenRegistration _cancelled;
    private bool _left;

    public T Current => _taken is { } taken ? taken.Item : throw new InvalidOperationException("There is no current item: MoveNextAsync has not returned true.");

    public ValueTask<bool> MoveNextAsync()
    {
        if (!_left && _subscription is null) Subscribe();
        lock (_lock)
        {
            DoneWithTaken();
            if (_left) return cancellation.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellation) : new(false);
            if (_offered is not null)
            {
                TakeOffered();
                return new(true);
            }
            _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_asked.Task);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Leave();
        lock (_lock) DoneWithTaken();
        await _cancelled.DisposeAsync().ConfigureAwait(false);
    }

    private void Subscribe()
    {
        _subscription = flow.Subscribe(Offer);
        _cancelled = cancellation.UnsafeRegister(static self => ((FlowEnumerator<T>)self!).Leave(), this);
    }

    private async ValueTask Offer(T item, CancellationToken receiverCancellation)
    {
        if (!await _turns.Enter(receiverCancellation).ConfigureAwait(false)) return;
        var handover = new Handover(item);
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
            asked.TrySetResult(true);
            return true;
        }
    }

    /// <summary>The receiver no longer waits: an item that the loop has not taken must not reach it later, when the update is delivered again.</summary>
    private void Withdraw(Handover handover)
    {
        lock (_lock)
        {
            if (_offered == handover) _offered = null;
        }
    }

    /// <summary>No further item: not those already on the way either. The one in the loop's hands stays there until the loop is done.</summary>
    private void Leave()
    {
        lock (_lock)
        {
            _left = true;
            _offered?.Done.TrySetResult();
            _offered = null;
            if (cancellation.IsCancellationRequested) _asked?.TrySetCanceled(cancellation);
            else _asked?.TrySetResult(false);
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

    private sealed class Handover(T item)
    {
        public T Item => item;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
