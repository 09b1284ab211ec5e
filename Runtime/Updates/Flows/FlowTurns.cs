namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// Lets one item at a time to a subscriber, in the order they came. Everyone who waits is a call of the receiver that
/// has not returned, so no more can wait than lanes are handled at once.
/// </summary>
internal sealed class FlowTurns : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = new();
    private bool _taken;
    private bool _closed;

    /// <summary>
    /// Completes with true when it is the caller's turn (<see cref="Exit"/> ends it), with false when the subscriber
    /// has left.
    /// </summary>
    public ValueTask<bool> Enter(CancellationToken cancellation)
    {
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_lock)
        {
            if (_closed) return new(false);
            if (!_taken)
            {
                _taken = true;
                return new(true);
            }
            place = _waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        return Wait(place, cancellation);
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (_waiting.First is not { } next)
            {
                _taken = false;
                return;
            }
            _waiting.RemoveFirst();
            next.Value.TrySetResult(true);
        }
    }

    /// <summary>The subscriber has left: nobody waits any longer, and nobody enters again.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var waiting in _waiting) waiting.TrySetResult(false);
            _waiting.Clear();
        }
    }

    private async ValueTask<bool> Wait(LinkedListNode<TaskCompletionSource<bool>> place, CancellationToken cancellation)
    {
        using var withdrawal = cancellation.UnsafeRegister(_ => Withdraw(place, cancellation), null);
        return await place.Value.Task.ConfigureAwait(false);
    }

    private void Withdraw(LinkedListNode<TaskCompletionSource<bool>> place, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (place.List is null) return;
            _waiting.Remove(place);
            place.Value.TrySetCanceled(cancellation);
        }
    }
}
