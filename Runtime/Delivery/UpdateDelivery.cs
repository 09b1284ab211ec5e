using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.Delivery;

/// <summary>
/// What sits between a source of updates and the receiver. A source calls <c>Accept</c> and acknowledges what that
/// says.
/// </summary>
internal abstract class UpdateDelivery : IAsyncDisposable
{
    /// <summary>
    /// Takes one update: with an inbox it is kept and the call returns when it is safe; without one it is handled
    /// first. Whatever goes wrong is reported here; nothing but cancellation is thrown.
    /// </summary>
    public abstract ValueTask<AcceptOutcome> Accept(UpdateEnvelope update, CancellationToken cancellationToken);

    /// <summary>
    /// Takes several updates at once, with one commit: all of them are kept, or none is. As
    /// <see cref="Accept(UpdateEnvelope, CancellationToken)"/> otherwise; the outcomes are in the order of the updates.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<AcceptOutcome>> Accept(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken);

    /// <summary>The inbox, for its dead letters; null without one.</summary>
    public abstract IUpdateInbox? Inbox { get; }

    /// <summary>
    /// Why the last update was not kept; null when it was, or when that is so long ago that Telegram would have sent it
    /// again.
    /// </summary>
    public abstract string? Refusal { get; }

    /// <summary>What is being handled now, the longest first.</summary>
    public abstract IReadOnlyList<RunningUpdate> Running { get; }

    /// <summary>Starts handing updates to the receiver. Call once.</summary>
    public abstract void Start();

    /// <summary>
    /// Refuses new updates, lets handlers finish for at most <paramref name="time"/>, cancels the rest, and closes the
    /// inbox. What did not finish is delivered at the next start. Idempotent: later calls wait for the first.
    /// </summary>
    /// <param name="time">How long handlers may go on.</param>
    /// <param name="cancellationToken">Cuts the draining short, as a second signal does.</param>
    public abstract Task Stop(DrainTime time, CancellationToken cancellationToken = default);

    /// <summary>Stops without draining.</summary>
    public async ValueTask DisposeAsync() => await Stop(TimeSpan.Zero).ConfigureAwait(false);
}
