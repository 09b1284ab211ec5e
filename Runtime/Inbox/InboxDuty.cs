namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Something that one of those who share an inbox does for all of them; given back when it is disposed of.
/// </summary>
public abstract class InboxDuty : IAsyncDisposable
{
    /// <summary>A duty that nobody else can have: that of an inbox with one owner.</summary>
    public static InboxDuty Sole { get; } = new SoleDuty();

    /// <summary>Fires when somebody else may have it. Never fires where an inbox has one owner.</summary>
    public virtual CancellationToken Lost => CancellationToken.None;

    /// <summary>Gives it back, so that another takes it up at once.</summary>
    public abstract ValueTask DisposeAsync();

    private sealed class SoleDuty : InboxDuty
    {
        public override ValueTask DisposeAsync() => default;
    }
}
