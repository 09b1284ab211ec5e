using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Inbox;

/// <summary>An inbox in memory that fails when it is closed.</summary>
internal sealed class UnclosableInbox : UpdateInbox
{
    public const string Fault = "the inbox cannot be closed";

    public override async ValueTask<IUpdateInbox> Open(
        InboxContext context, CancellationToken cancellationToken = default) =>
        new Engine(await InMemory().Open(context, cancellationToken));

    private sealed class Engine(IUpdateInbox inner) : ForwardingInbox(inner)
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new InboxException(Fault);
        }
    }
}
