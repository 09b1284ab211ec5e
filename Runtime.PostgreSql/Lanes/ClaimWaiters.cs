using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Those waiting for something to claim, first come first served. Guarded by the pool's lock.</summary>
internal sealed class ClaimWaiters
{
    private readonly LinkedList<TaskCompletionSource<UpdateClaim>> _waiting = new();

    public bool Any
    {
        get
        {
            while (_waiting.First is { Value.Task.IsCompleted: true }) _waiting.RemoveFirst();
            return _waiting.First is not null;
        }
    }

    /// <summary>Waits in a place until something is given to it.</summary>
    public static async Task<UpdateClaim> Wait(
        TaskCompletionSource<UpdateClaim> waiter, CancellationToken cancellationToken)
    {
        var given = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<UpdateClaim>)state!).TrySetCanceled(token), waiter);
        await using (given.ConfigureAwait(false)) return await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>A place in the row.</summary>
    public TaskCompletionSource<UpdateClaim> NewPlace()
    {
        var waiter = new TaskCompletionSource<UpdateClaim>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.AddLast(waiter);
        return waiter;
    }

    /// <summary>False when the one it was meant for has just given up waiting.</summary>
    public bool Give(UpdateClaim claim)
    {
        var first = _waiting.First!.Value;
        _waiting.RemoveFirst();
        return first.TrySetResult(claim);
    }

    public void Fail(Exception error)
    {
        foreach (var waiter in _waiting) waiter.TrySetException(error);
        _waiting.Clear();
    }
}
