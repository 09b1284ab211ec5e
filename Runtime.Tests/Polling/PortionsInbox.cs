using System.Collections.Concurrent;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>An inbox in memory that notes how many updates it is given at once.</summary>
internal sealed class PortionsInbox : UpdateInbox
{
    private readonly ConcurrentQueue<int> _portions = new();

    public IReadOnlyList<int> Portions => [.. _portions];

    public override async ValueTask<IUpdateInbox> Open(InboxContext context, CancellationToken cancellationToken = default) =>
        new Engine(await InMemory().Open(context, cancellationToken), _portions);

    private sealed class Engine(IUpdateInbox inner, ConcurrentQueue<int> portions) : IUpdateInbox
    {
        public ValueTask<IReadOnlyList<AppendResult>> Append(IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default)
        {
            portions.Enqueue(updates.Count);
            return inner.Append(updates, cancellationToken);
        }

        public ValueTask StopClaiming() => inner.StopClaiming();

        public ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default) => inner.Status(cancellationToken);

        public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) => inner.Claim(cancellationToken);

        public ValueTask<bool> Complete(UpdateClaim claim) => inner.Complete(claim);

        public ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) => inner.Retry(claim, wait, error);

        public ValueTask<bool> Bury(UpdateClaim claim, string error) => inner.Bury(claim, error);

        public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) => inner.Replay(id, cancellationToken);

        public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) => inner.DeadLetters(cancellationToken);

        public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default) => inner.Purge(id, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
