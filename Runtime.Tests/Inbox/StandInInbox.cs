using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>An inbox of which a test plays the steps that it needs; the others are not to be taken.</summary>
internal abstract class StandInInbox : IUpdateInbox
{
    public virtual ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public virtual ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public virtual ValueTask<bool> Complete(UpdateClaim claim) => throw new NotSupportedException();

    public virtual ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) =>
        throw new NotSupportedException();

    public virtual ValueTask<bool> Bury(UpdateClaim claim, string error) => throw new NotSupportedException();

    public ValueTask StopClaiming() => default;

    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public virtual ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public virtual ValueTask DisposeAsync() => default;
}
