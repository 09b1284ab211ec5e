namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>
/// What was handled lately and what is being handled now, by update id; at most a fixed number of ids is remembered.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RecentUpdates(int capacity)
{
    private readonly Lock _lock = new();
    private readonly RecentIds _handled = new(capacity);
    private readonly Dictionary<long, TaskCompletionSource<bool>?> _running = [];
    private TaskCompletionSource? _idle;

    /// <summary>Completes when nothing is being handled.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
            return _running.Count == 0
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>
    /// Claims an update for handling. If it is being handled already, <paramref name="handling"/> tells later whether
    /// that succeeded; if it was handled, it is a completed true; if it is new, it is null and the caller must call
    /// <see cref="Finish"/>.
    /// </summary>
    public bool TryBegin(long updateId, out Task<bool>? handling)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(updateId, out var waiters))
            {
                waiters ??= _running[updateId] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                handling = waiters.Task;
                return false;
            }

            handling = _handled.Contains(updateId) ? Task.FromResult(true) : null;
            if (handling is not null)
                return false;
            _running.Add(updateId, null);
            return true;
        }
    }

    /// <summary>Ends a handling; only a successful one is remembered, so that a failed update is taken again.</summary>
    public void Finish(long updateId, bool isHandled)
    {
        TaskCompletionSource<bool>? waiters;
        TaskCompletionSource? idle = null;
        lock (_lock)
        {
            _running.Remove(updateId, out waiters);
            if (isHandled)
                _handled.Add(updateId);
            if (_running.Count == 0)
                (idle, _idle) = (_idle, null);
        }

        waiters?.TrySetResult(isHandled);
        idle?.TrySetResult();
    }
}
