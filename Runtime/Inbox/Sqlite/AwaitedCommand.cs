namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>A change that somebody waits for: retry, bury, replay, purge.</summary>
internal sealed class AwaitedCommand<T>(
    bool isKept, Func<WriteTransaction, T> apply, Action<LaneWindow, T>? publish = null) : WriteCommand
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override bool IsUrgent => true;

    public override bool IsKept => isKept;

    public override void Apply(WriteTransaction transaction) => _result = apply(transaction);

    public override void Publish(LaneWindow window) => publish?.Invoke(window, _result);

    public override void Committed() => _done.TrySetResult(_result);

    public override void Failed(InboxException error) => _done.TrySetException(error);
}
