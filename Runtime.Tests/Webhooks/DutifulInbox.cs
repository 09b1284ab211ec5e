using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Delivery;
using Telegram.Webhooks.Runtime.Tests.Inbox;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A shared inbox whose duty somebody else has until the test frees it.</summary>
internal sealed class DutifulInbox() : ForwardingInbox(new ScriptedInbox())
{
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Free { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Duty { get; private set; }

    public override async ValueTask<InboxDuty> TakeDuty(string name, CancellationToken cancellationToken = default)
    {
        Duty = name;
        Asked.TrySetResult();
        await Free.Task.WaitAsync(cancellationToken);
        return InboxDuty.Sole;
    }
}
