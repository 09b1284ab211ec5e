namespace Telegram.Webhooks.Runtime.BotApi.Transport;

/// <summary>
/// Cancels an attempt that makes no progress for too long, and tells that apart from the caller's cancellation.
/// </summary>
internal sealed class AttemptTimer : IDisposable
{
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _limit;

    public AttemptTimer(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _idle = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_idle.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    public bool HasFired => _idle.IsCancellationRequested;

    /// <summary>Starts the time anew.</summary>
    public void Restart() => _idle.CancelAfter(_limit);

    public void Dispose()
    {
        _either.Dispose();
        _idle.Dispose();
    }
}
