using Telegram.Webhooks.Runtime.Inbox;
using Telegram.Webhooks.Runtime.Tests.Delivery;

namespace Telegram.Webhooks.Runtime.Tests.Webhooks;

/// <summary>A shared inbox whose duty somebody else has until the test frees it.</summary>
internal sealed class DutifulInbox : IUpdateInbox
{
    private readonly ScriptedInbox _inner = new();

    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Free { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Duty { get; private set; }

    public async ValueTask<InboxDuty> TakeDuty(string name, CancellationToken cancellationToken = default)
    {
        Duty = name;
        Asked.TrySetResult();
        await Free.Task.WaitAsync(cancellationToken);
        return InboxDuty.Sole;
    }

    public ValueTask<IReadOnlyList<AppendResult>> Append(IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default) =>
        _inner.Append(updates, cancellationToken);

    public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) => _inner.Claim(cancellationToken);

    public ValueTask<bool> Complete(UpdateClaim claim) => _inner.Complete(claim);

    public ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error) => _inner.Retry(claim, wait, error);

    public ValueTask<bool> Bury(UpdateClaim claim, string error) => _inner.Bury(claim, error);

    public ValueTask StopClaiming() => _inner.StopClaiming();

    public ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default) => _inner.Status(cancellationToken);

    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) => _inner.Replay(id, cancellationToken);

    public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) => _inner.DeadLetters(cancellationToken);

    public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default) => _inner.Purge(id, cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
