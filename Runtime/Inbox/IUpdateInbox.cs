namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Where updates are kept between the moment Telegram is told "received" and the moment the receiver is done with them.
/// The methods are the edges of the state machine in docs/inbox.md; nothing assumes that who claims is who appended.
/// </summary>
/// <remarks>All members may be called from several threads at once. Disposing writes what is still to be written and releases
/// the store; what is claimed at that time is claimable again the next time it is opened.</remarks>
public interface IUpdateInbox : IAsyncDisposable
{
    /// <summary>
    /// Keeps an update as pending; returns when it is as safe as this inbox makes it. An envelope with a
    /// <see cref="UpdateEnvelope.Fault"/> is kept as a dead letter at once.
    /// </summary>
    /// <param name="update">The update; its bytes must not be changed afterwards.</param>
    /// <param name="cancellationToken">Gives up waiting; the update may be kept all the same.</param>
    /// <returns>Whether it was added or is a duplicate of one kept within the retention.</returns>
    /// <exception cref="InboxUnavailableException">The inbox is full, failing or closed: nothing was kept, and the sender should try again.</exception>
    ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for an update that may be handled now and claims it: of each lane only the oldest unfinished one, and a lane never twice at
    /// once. The parts of a media group come as one claim when the group is complete; an open group does not hold up its lane.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="ObjectDisposedException">The inbox was closed.</exception>
    ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default);

    /// <summary>The claimed update is handled: done. All parts of a claim move together.</summary>
    /// <returns>Whether the claim was still held. The change may reach the disk a moment later, with the next commit.</returns>
    ValueTask<bool> Complete(UpdateClaim claim);

    /// <summary>The claimed update is pending again, and holds its lane until <paramref name="dueAt"/>.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="dueAt">When it may be claimed again.</param>
    /// <param name="error">What went wrong; null when handling was interrupted and did not fail: then the attempt does not count.</param>
    /// <returns>Whether the claim was still held.</returns>
    ValueTask<bool> Retry(UpdateClaim claim, DateTimeOffset dueAt, string? error);

    /// <summary>The claimed update becomes a dead letter and its lane moves on.</summary>
    /// <returns>Whether the claim was still held.</returns>
    ValueTask<bool> Bury(UpdateClaim claim, string error);

    /// <summary>A dead letter is pending again, at the end of its lane and with its attempts forgotten.</summary>
    /// <param name="id"><see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is no such dead letter, or when it has no update id and so can never be handled.</returns>
    ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default);

    /// <summary>The dead letters, oldest first. Changes made while listing may or may not be seen.</summary>
    IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default);

    /// <summary>Forgets one dead letter, or all of them when <paramref name="id"/> is null.</summary>
    /// <returns>How many were forgotten.</returns>
    ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default);
}
