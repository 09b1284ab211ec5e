using System.Collections.Concurrent;
using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Polling;

/// <summary>An inbox in memory that notes how many updates it is given at once.</summary>
internal sealed class PortionsInbox : UpdateInbox
{
    private readonly ConcurrentQueue<int> _portions = new();

    public IReadOnlyList<int> Portions => [.. _portions];

    public override async ValueTask<IUpdateInbox> Open(
        InboxContext context, CancellationToken cancellationToken = default) =>
        new Engine(await InMemory().Open(context, cancellationToken), _portions);

    private sealed class Engine(IUpdateInbox inner, ConcurrentQueue<int> portions) : ForwardingInbox(inner)
    {
        public override ValueTask<IReadOnlyList<AppendResult>> Append(
            IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default)
        {
            portions.Enqueue(updates.Count);
            return base.Append(updates, cancellationToken);
        }
    }
}
