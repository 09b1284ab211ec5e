namespace Telegram.Webhooks.Runtime.Inbox;

internal sealed class NoInbox : UpdateInbox
{
    public override ValueTask<IUpdateInbox> Open(InboxContext context, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("UpdateInbox.None keeps nothing, so there is nothing to open.");

    public override string ToString() => "no inbox";
}
