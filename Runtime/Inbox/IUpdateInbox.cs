using System.Diagnostics.CodeAnalysis;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Where updates are kept between the moment Telegram is told "received" and the moment the receiver is done with them.
/// The methods are the edges of the state machine in docs/inbox.md; nothing assumes that who claims is who appended.
/// </summary>
/// <remarks>
/// All members may be called from several threads at once. Disposing writes what is still to be written and releases
/// the store; what is claimed at that time is claimable again the next time it is opened. Afterwards
/// <see cref="Claim"/> throws <see cref="ObjectDisposedException"/>, transitions return false, and everything else
/// throws <see cref="InboxUnavailableException"/>.
/// </remarks>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "A list and one update are never confused.")]
public interface IUpdateInbox : IAsyncDisposable
{
    /// <summary>
    /// Keeps updates as pending, in one commit; returns when they are as safe as this inbox makes them. An envelope
    /// with a <see cref="UpdateEnvelope.Fault"/> is kept as a dead letter at once.
    /// </summary>
    /// <param name="updates">The updates; within a lane their order is the list's. Their bytes must not be changed
    /// afterwards.</param>
    /// <param name="cancellationToken">Gives up waiting; the updates may be kept all the same.</param>
    /// <returns>For each, whether it was added or is a duplicate of one kept within the retention, or of one before it
    /// in the list.</returns>
    /// <exception cref="InboxUnavailableException">The inbox is full, failing or closed: nothing was kept, and the
    /// sender should try again.</exception>
    ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default);

    /// <summary>Keeps one update; see <see cref="Append(IReadOnlyList{UpdateEnvelope}, CancellationToken)"/>.</summary>
    /// <exception cref="InboxUnavailableException">The inbox is full, failing or closed: nothing was kept, and the
    /// sender should try again.</exception>
    async ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default) =>
        (await Append([update], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Waits for an update that may be handled now and claims it: of each lane only the oldest unfinished one, and a
    /// lane never twice at once. The parts of a media group come as one claim when the group is complete; an open group
    /// does not hold up its lane.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting, or
    /// <see cref="StopClaiming"/> was called.</exception>
    /// <exception cref="ObjectDisposedException">The inbox was closed.</exception>
    ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default);

    /// <summary>The claimed update is handled: done. All parts of a claim move together.</summary>
    /// <returns>Whether the claim was still held. The change may reach the disk a moment later, with the next
    /// commit.</returns>
    /// <remarks>
    /// This and the other two transitions are repeated by the inbox until they are recorded or the claim is lost.
    /// </remarks>
    ValueTask<bool> Complete(UpdateClaim claim);

    /// <summary>The claimed update is pending again, and holds its lane until the wait is over.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="wait">How long it may not be claimed. Less than nothing is nothing, and no wait is longer than
    /// <see cref="InboxContext.LongestWait"/>.</param>
    /// <param name="error">What went wrong, of which <see cref="DeadLetter.MaxErrorBytes"/> are kept; null when
    /// handling was interrupted and did not fail: then the attempt does not count.</param>
    /// <returns>Whether the claim was still held.</returns>
    ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error);

    /// <summary>The claimed update becomes a dead letter and its lane moves on.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="error">Why it is given up; <see cref="DeadLetter.MaxErrorBytes"/> are kept.</param>
    /// <returns>Whether the claim was still held.</returns>
    ValueTask<bool> Bury(UpdateClaim claim, string error);

    /// <summary>
    /// Claims no more here, and lets go of what is owned and not begun, so that another instance can take it. Appends
    /// and transitions go on.
    /// </summary>
    ValueTask StopClaiming();

    /// <summary>
    /// A dead letter is pending again, at the end of its lane and with its attempts forgotten. What it has already said
    /// stays noted.
    /// </summary>
    /// <param name="id"><see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is no such dead letter, or when it has no update id and so can never be
    /// handled.</returns>
    ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// The dead letters there are when the listing begins, oldest first. What changes meanwhile may or may not be seen,
    /// save that a letter that is replayed and dies again is not listed again: so a listing always ends.
    /// </summary>
    IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default);

    /// <summary>Forgets one dead letter, or all of them when <paramref name="id"/> is null.</summary>
    /// <returns>How many were forgotten.</returns>
    ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default);

    /// <summary>How much the inbox holds. Cheap enough to be asked every second.</summary>
    ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default);

    /// <summary>The updates that wait for a retry, those that wait longest first: each holds up its lane.</summary>
    /// <param name="limit">How many are listed at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <remarks>An engine that cannot tell returns none.</remarks>
    ValueTask<IReadOnlyList<WaitingUpdate>> Waiting(int limit, CancellationToken cancellationToken = default) =>
        new(Array.Empty<WaitingUpdate>());

    /// <summary>
    /// Waits until this opener is the one that does something for all who share the inbox, such as polling Telegram.
    /// When it dies, another one is within seconds.
    /// </summary>
    /// <param name="name">What it is; the same for all who may do it.</param>
    /// <param name="cancellationToken">Gives up waiting, with an <see cref="OperationCanceledException"/>.</param>
    /// <remarks>
    /// An engine with one owner returns <see cref="InboxDuty.Sole"/> at once; so does one that does not say otherwise.
    /// </remarks>
    ValueTask<InboxDuty> TakeDuty(string name, CancellationToken cancellationToken = default) => new(InboxDuty.Sole);

    /// <summary>
    /// Completes when closing the inbox would lose nothing: at once for one that keeps what it holds; for one that does
    /// not, when all of it is handled.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting, with an <see cref="OperationCanceledException"/>.</param>
    Task WhenSafeToClose(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
