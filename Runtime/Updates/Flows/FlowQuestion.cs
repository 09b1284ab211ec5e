using System.Threading.Tasks.Sources;
using Telegram.Webhooks.Runtime.BotApi.Noted;

namespace Telegram.Webhooks.Runtime.Updates;

/// <summary>
/// A loop's wait for its next item. Whoever awaits it goes on in its own context, not in the receiver's: what is
/// ambient in a handler is handed over with the answer. To be answered once, under the enumerator's lock.
/// </summary>
internal sealed class FlowQuestion : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CallNotes? _notes;

    public ValueTask<bool> Answer => new(this, _core.Version);

    /// <summary>There is an item.</summary>
    public void Give(CallNotes? notes)
    {
        _notes = notes;
        _core.SetResult(true);
    }

    /// <summary>There is none any more.</summary>
    public void End(CallNotes? outside)
    {
        _notes = outside;
        _core.SetResult(false);
    }

    public void Cancel(CancellationToken cancellationToken) =>
        _core.SetException(new OperationCanceledException(cancellationToken));

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    // Called by who awaits, in its own context: what is set here stays with it.
    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var result = _core.GetResult(token);
        CallNotes.Current = _notes;
        return result;
    }
}
