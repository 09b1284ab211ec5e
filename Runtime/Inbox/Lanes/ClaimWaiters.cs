namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Those waiting for something to claim, first come first served. Guarded by the scheduler's lock.</summary>
internal sealed class ClaimWaiters
{
    private readonly Queue<TaskCompletionSource<UpdateClaim>> _waiting = new();

    public bool Any
    {
        get
        {
            while (_waiting.TryPeek(out var first) && first.Task.IsCompleted) _waiting.Dequeue();
            return _waiting.Count > 0;
        }
    }

    public Task<UpdateClaim> Add(CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource<UpdateClaim>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(waiter);
        return cancellationToken.CanBeCanceled ? Cancellable(waiter, cancellationToken) : waiter.Task;
    }

    /// <summary>False when the one it was meant for has just given up waiting.</summary>
    public bool Give(UpdateClaim claim) => _waiting.Dequeue().TrySetResult(claim);

    public void Fail(Exception error)
    {
        while (_waiting.TryDequeue(out var waiter)) waiter.TrySetException(error);
    }

    private static async Task<UpdateClaim> Cancellable(
        TaskCompletionSource<UpdateClaim> waiter, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<UpdateClaim>)state!)
                .TrySetCanceled(token), waiter).ConfigureAwait(false);
        return await waiter.Task.ConfigureAwait(false);
    }
}
