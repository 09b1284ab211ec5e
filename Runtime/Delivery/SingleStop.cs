using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// A stop that happens once, however often it is called. Every caller may end the patience with what still runs.
/// Thread-safe.
/// </summary>
/// <param name="stop">Stops; its token ends the patience.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It is disposed when the stop is over, and until then a caller may need it.")]
internal sealed class SingleStop(Func<CancellationToken, Task> stop)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _endAtOnce = new();
    private Task? _running;

    /// <summary>Completes when the stop is over; faults with what it threw.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Begins the stop unless it has begun; returns <see cref="Completion"/>.</summary>
    /// <param name="endAtOnce">Ends the patience at once, also that of a stop which somebody else has begun.</param>
    public Task Begin(CancellationToken endAtOnce)
    {
        if (endAtOnce.CanBeCanceled && !_completion.Task.IsCompleted)
        {
            var registration = endAtOnce.Register(EndAtOnce);
            _ = _completion.Task.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        lock (_lock)
            _running ??= Task.Run(Run, CancellationToken.None);
        return Completion;
    }

    private void EndAtOnce()
    {
        lock (_lock)
        {
            if (!_completion.Task.IsCompleted)
                _endAtOnce.Cancel();
        }
    }

    private async Task Run()
    {
        try
        {
            await stop(_endAtOnce.Token).ConfigureAwait(false);
            _completion.TrySetResult();
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
        }
        finally
        {
            lock (_lock)
                _endAtOnce.Dispose();
        }
    }
}
