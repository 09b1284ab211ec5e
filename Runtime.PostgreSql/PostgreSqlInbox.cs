using System.Runtime.CompilerServices;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// The inbox that instances share. Its parts: appends go to the database in groups (<see cref="AppendQueue"/>); lanes
/// that are due become this instance's (<see cref="LaneLoader"/>) and are handed out from memory
/// (<see cref="LanePool"/>); what becomes of updates follows in groups (<see cref="TransitionQueue"/>); and the
/// instance is kept alive (<see cref="Membership"/>).
/// </summary>
internal sealed class PostgreSqlInbox : IUpdateInbox
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    private readonly InboxParts _parts;
    private readonly LanePool _pool;
    private readonly LaneLoader _loader;
    private readonly Notifications _notifications;
    private readonly TransitionQueue _transitions;
    private readonly SaidNotes _notes;
    private readonly AppendQueue _appends;
    private readonly Membership? _membership;
    private readonly Retention _retention;
    private readonly Duties _duties;
    private readonly DeadLetterList _letters;
    private readonly InboxSurvey _survey;
    private readonly Lock _gate = new();
    private Task? _closing;
    private volatile bool _closed;

    public PostgreSqlInbox(InboxParts parts, Session session, SeenClock seen, DateTimeOffset? albumsHeldUntil)
    {
        _parts = parts;
        var context = parts.Context;
        _loader = new LaneLoader(parts);
        var work = new LaneWork(_loader);
        _pool = new LanePool(
            work, new DueTimes(context.MediaGroupsDebounce, context.LongestWait),
            new DatabaseClock(context.TimeProvider), parts.LeaseTime,
            context.Concurrency, parts.Fault);
        _pool.HoldAlbums(albumsHeldUntil);
        _pool.Begin(session);
        var doubtful = new DoubtfulLeases(parts, _pool);
        _notifications = new Notifications(parts, _loader);
        _transitions = new TransitionQueue(
            parts, _pool, _loader, _notifications.LeavesWork, () => _membership?.Doubt());
        _notes = new SaidNotes(_transitions.Add);
        (work.Transitions, work.Notes) = (_transitions, _notes);
        _appends = new AppendQueue(parts, _pool, seen, doubtful, _notifications.LeavesWork);
        _membership = new Membership(parts, _pool, _loader, doubtful, seen, session);
        _duties = new Duties(parts, _membership);
        _retention = new Retention(parts, seen, () => _pool.Session);
        _letters = new DeadLetterList(parts, Replayed);
        _survey = new InboxSurvey(parts, _pool);
        _transitions.Start();
        _appends.Start();
        _loader.Start(_pool, doubtful);
        _membership.Start();
        _notifications.Start();
        _retention.Start();
    }

    public async ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        cancellationToken.ThrowIfCancellationRequested();
        CheckOpen();
        if (updates.Count == 0) return [];
        return await _appends.Append(updates).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default) =>
        _pool.Claim(cancellationToken);

    public ValueTask<bool> Complete(UpdateClaim claim) => new(_pool.Complete(claim));

    public async ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error)
    {
        if (_pool.Take(claim) is not { } held) return false;
        var longest = _parts.Context.LongestWait;
        var kept = wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < longest ? wait : longest;
        return await _transitions.Record(new RetryTransition(held, kept, error is null ? null : StoredText.Error(error))).ConfigureAwait(false);
    }

    public async ValueTask<bool> Bury(UpdateClaim claim, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (_pool.Take(claim) is not { } held) return false;
        return await _transitions.Record(new BuryTransition(held, StoredText.Error(error))).ConfigureAwait(false);
    }

    public async ValueTask StopClaiming()
    {
        var cannotWrite = _transitions.IsFailing || _closed;
        // From now on parts of albums are refused here, and come in elsewhere.
        var holding = cannotWrite ? Task.CompletedTask : AlbumHold.Begin(_parts);
        _pool.StopClaiming();
        // The others wait for what was let go of; when it cannot be written, they find out by themselves.
        if (cannotWrite) return;
        await _transitions.Flush(CancellationToken.None).ConfigureAwait(false);
        await holding.ConfigureAwait(false);
    }

    public async ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return await _letters.Replay(id, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<DeadLetter> DeadLetters(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CheckOpen();
        await foreach (var letter in _letters.List(cancellationToken).ConfigureAwait(false)) yield return letter;
    }

    public async ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        // What the clock has set off comes first.
        await _retention.Running.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await _letters.Purge(id, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default)
    {
        CheckOpen();
        await _transitions.Flush(cancellationToken).ConfigureAwait(false);
        return await _survey.Status(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<WaitingUpdate>> Waiting(
        int limit, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        return await _survey.Waiting(limit, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<InboxDuty> TakeDuty(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        CheckOpen();
        return _duties.Take(name, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Task closing;
        lock (_gate) closing = _closing ??= Close();
        await closing.ConfigureAwait(false);
    }

    private async Task Close()
    {
        _closed = true;
        await _appends.DisposeAsync().ConfigureAwait(false);
        _notes.Write();
        await _notes.DisposeAsync().ConfigureAwait(false);
        GiveUpLanes();
        await _transitions.Close(ClosePatience).ConfigureAwait(false);
        await _retention.DisposeAsync().ConfigureAwait(false);
        await _notifications.DisposeAsync().ConfigureAwait(false);
        await _loader.DisposeAsync().ConfigureAwait(false);
        await _membership!.Stop().ConfigureAwait(false);
        try
        {
            await _membership!.Leave().ConfigureAwait(false);
        }
        catch (InboxUnavailableException error)
        {
            InboxLog.ClosedEarly(_parts.Logger, _parts.Options.Lease.GivenUpAfter, error);
        }

        await _membership!.DisposeAsync().ConfigureAwait(false);
        await _transitions.DisposeAsync().ConfigureAwait(false);
        await _parts.Database.DisposeAsync().ConfigureAwait(false);
    }

    // What is claimed was begun and did not end, which counts; what is not, was not begun.
    private void GiveUpLanes()
    {
        var now = _pool.Now;
        foreach (var (lane, claim) in _pool.Close())
        {
            if (claim is not null) _transitions.Add(new NoteTransition(claim, IsLast: true));
            _transitions.Add(
                new ReleaseTransition(new LaneRelease(lane, now, Always: true, Crashed: claim is not null)));
        }
    }

    private void Replayed()
    {
        _loader.HasRoom();
        _notifications.LeavesWork();
    }

    private void CheckOpen()
    {
        if (_closed) throw new InboxUnavailableException("The inbox is closed.");
    }
}
