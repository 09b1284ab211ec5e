namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// An inbox that hands everything on to another one; what derives from it changes single steps. One update is appended
/// as a list of one.
/// </summary>
internal abstract class ForwardingInbox(IUpdateInbox inner) : IUpdateInbox
{
    protected IUpdateInbox Inner => inner;

    public virtual ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default) =>
        inner.Append(updates, cancellationToken);

    public virtual ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) =>
        inner.Claim(cancellationToken);

    public virtual ValueTask<bool> Complete(UpdateClaim claim) => inner.Complete(claim);

    public ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) => inner.Retry(claim, wait, error);

    public ValueTask<bool> Bury(UpdateClaim claim, string error) => inner.Bury(claim, error);

    public ValueTask StopClaiming() => inner.StopClaiming();

    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) =>
        inner.Replay(id, cancellationToken);

    public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) =>
        inner.DeadLetters(cancellationToken);

    public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default) =>
        inner.Purge(id, cancellationToken);

    public ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default) =>
        inner.Status(cancellationToken);

    public ValueTask<IReadOnlyList<WaitingUpdate>> Waiting(int limit, CancellationToken cancellationToken = default) =>
        inner.Waiting(limit, cancellationToken);

    public virtual ValueTask<InboxDuty> TakeDuty(string name, CancellationToken cancellationToken = default) =>
        inner.TakeDuty(name, cancellationToken);

    public Task WhenSafeToClose(CancellationToken cancellationToken = default) =>
        inner.WhenSafeToClose(cancellationToken);

    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();
}
