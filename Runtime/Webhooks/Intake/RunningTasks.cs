namespace Telegram.Webhooks.Runtime.Webhooks;

/// <summary>Work that nobody awaits while it runs, so that a stop can. The tasks must not fault. Thread-safe.</summary>
internal sealed class RunningTasks
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _tasks = [];

    public void Add(Task task)
    {
        lock (_lock)
            _tasks.Add(task);
        _ = task.ContinueWith(
            Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when all that runs now has ended.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
            return Task.WhenAll(_tasks);
    }

    private void Remove(Task task)
    {
        lock (_lock)
            _tasks.Remove(task);
    }
}
