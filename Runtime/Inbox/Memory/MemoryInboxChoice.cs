namespace Telegram.Webhooks.Runtime.Inbox;

internal sealed class MemoryInboxChoice(MemoryInboxOptions options) : UpdateInbox
{
    public override ValueTask<IUpdateInbox> Open(InboxContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var problems = options.Problems().ToList();
        if (problems.Count > 0) throw new InboxException(string.Join(" ", problems));
        return new ValueTask<IUpdateInbox>(new MemoryInbox(options, context));
    }

    public override string ToString() => "in memory";
}
