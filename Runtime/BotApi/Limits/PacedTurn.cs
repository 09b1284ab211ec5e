namespace Telegram.Webhooks.Runtime.BotApi.Limits;

/// <summary>A call's turn, over all its attempts: as long as it lasts, no other call of the chat begins.</summary>
internal sealed class PacedTurn(OutgoingPace pace, PacedCall call) : IDisposable
{
    private bool _isFirst = true;

    /// <summary>Waits until the next attempt may begin; the first one may at once.</summary>
    public Task NextAttempt(CancellationToken cancellationToken)
    {
        if (!_isFirst)
            return pace.Again(call, cancellationToken);
        _isFirst = false;
        return Task.CompletedTask;
    }

    /// <summary>Telegram asks to wait.</summary>
    public void Refused(TimeSpan retryAfter) => pace.Refused(call, retryAfter);

    public void Dispose() => pace.Done(call);
}
