using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// What a running server does with updates: those that are being handled, and its dead letters, which were given up
/// after their last attempt or could not be read.
/// </summary>
/// <remarks>Thread-safe. With <see cref="UpdateInbox.None"/> nothing is kept, so there are no dead letters.</remarks>
public sealed class WebhookInbox
{
    private readonly Func<IUpdateInbox?> _inbox;
    private readonly Func<IReadOnlyList<RunningUpdate>> _running;

    internal WebhookInbox(Func<IUpdateInbox?> inbox, Func<IReadOnlyList<RunningUpdate>> running) =>
        (_inbox, _running) = (inbox, running);

    /// <summary>What is being handled now by this process, the longest first.</summary>
    public IReadOnlyList<RunningUpdate> Running => _running();

    /// <summary>The dead letters, oldest first. Changes made while listing may or may not be seen.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) =>
        _inbox()?.DeadLetters(cancellationToken) ?? AsyncEnumerable.Empty<DeadLetter>();

    /// <summary>
    /// Hands a dead letter to the receiver again, behind what waits in its lane and with its attempts forgotten.
    /// </summary>
    /// <param name="id"><see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when there is no such dead letter, or when it is no update that could ever be handled.</returns>
    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) =>
        _inbox()?.Replay(id, cancellationToken) ?? ValueTask.FromResult(false);

    /// <summary>Forgets one dead letter, or all of them when <paramref name="id"/> is null.</summary>
    /// <param name="id"><see cref="DeadLetter.Id"/>, or null for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were forgotten.</returns>
    public ValueTask<int> Purge(long? id = null, CancellationToken cancellationToken = default) =>
        _inbox()?.Purge(id, cancellationToken) ?? ValueTask.FromResult(0);
}
