using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The inbox in a file. What may be claimed is decided in memory (<see cref="LaneScheduler"/>) over a window of the
/// file (<see cref="LaneWindow"/>), and every change goes through one writer (<see cref="SqliteWriter"/>).
/// </summary>
internal sealed partial class SqliteInbox : IUpdateInbox
{
    private readonly InboxFile _file;
    private readonly InboxContext _context;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LaneScheduler _lanes;
    private readonly LaneWindow _window;
    private readonly InboxCounts _counts;
    private readonly SeenClock _seenClock;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly SqliteDeadLetters _dead;
    private readonly BacklogLoader _backlog;
    private readonly ClaimLoader _claims;
    private readonly DeadLetterSweep _sweep;
    private readonly Lazy<Task> _close;

    // Up to here updates were there at the opening, and one of them may have ended the process: see RecordFirst.
    private readonly long _suspectedTo;

    /// <summary>What dead letters take of the file.</summary>
    internal long DeadBytes => _counts.DeadBytes;

    private SqliteInbox(InboxFile file, SqliteInboxOptions options, InboxContext context)
    {
        _logger = new UnfailingLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox"));
        _file = file;
        _context = context;
        _time = context.TimeProvider;
        Action<SaidCommand> queue = Queue;
        _lanes = new LaneScheduler(_time, context.MediaGroupsDebounce)
        {
            NewClaim = unit => new SqliteClaim(unit, queue),
            OnHungry = Hungry,
            OnClaimed = Claimed,
            OnFinished = Finished,
            OnWaiting = lane => _window!.Trim(lane),
            OnFreed = Freed,
        };
        _window = new LaneWindow(_lanes, options.Window);
        _reader = new SqliteReader(file.Reader, _time, context.LongestWait);
        _claims = new ClaimLoader(file.Path, _reader, context, _logger);
        _backlog = new BacklogLoader(file.Path, _reader, _window, _lanes, context, _logger) { Bury = BuryUnreadable };
        _counts = new InboxCounts(file.Writer);
        var ids = new RowIds(file.Writer);
        _seenClock = new SeenClock(file.Writer, _time, options.Retention);
        var seen = new SqliteSeenIds(file.Writer, _seenClock, options.Retention);
        var transaction = new WriteTransaction(file.Writer, seen, ids, _counts, options.DeadLetters);
        _writer = new SqliteWriter(file, transaction, _window, _lanes, context, _logger);
        _dead = new SqliteDeadLetters(file.Path, _reader, _writer, _time);
        _close = new Lazy<Task>(Close);
        var last = ids.Last;
        if (file.WasLeftOpen) _suspectedTo = last;
        _writer.Start();
        _sweep = new DeadLetterSweep(options.DeadLetterRetention, _time, _dead.Forget, _logger);
        lock (_lanes.Gate)
        {
            _window.Opened(last);
            _backlog.Nudge();
        }
    }

    /// <exception cref="InboxException">It cannot be opened; the message says why and what to do.</exception>
    public static IUpdateInbox Open(string path, SqliteInboxOptions options, InboxContext context)
    {
        var file = InboxFile.Open(path, options.MaxFileBytes, context);
        try
        {
            return new SqliteInbox(file, options, context);
        }
        catch (Exception error)
        {
            // Whatever it is, the lock is given up.
            file.Dispose();
            if (error is SqliteFault fault) throw new InboxException(fault.Explain(path), fault);
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<AppendResult>> Append(
        IReadOnlyList<UpdateEnvelope> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        cancellationToken.ThrowIfCancellationRequested();
        if (updates.Count == 0) return [];
        var command = new AppendCommand(updates, _context);
        try
        {
            _writer.Add(command);
            return await command.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InboxUnavailableException)
        {
            // They come again; an album that waits for one of them goes on waiting.
            foreach (var part in updates)
                if (part.MediaGroupId is { } group) _lanes.Refused(_context.LaneOf(part), part.Kind, group);
            throw;
        }
    }

    public async ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var claim = (SqliteClaim)await _lanes.Claim(cancellationToken).ConfigureAwait(false);
            if (claim.IsPartial && !await TryLoad(claim).ConfigureAwait(false)) continue;
            if (claim.Updates[0].Id <= _suspectedTo) await RecordFirst().ConfigureAwait(false);
            return claim;
        }
    }

    public ValueTask<bool> Complete(UpdateClaim claim)
    {
        if (!_lanes.Finish(claim)) return new ValueTask<bool>(false);
        // Handlers may be faster than the disk; then they go at its pace, or what is to be written would pile up
        // without end.
        return _writer.IsBehind ? new ValueTask<bool>(CaughtUp()) : new ValueTask<bool>(true);
    }

    public async ValueTask<bool> Retry(UpdateClaim claim, TimeSpan wait, string? error)
    {
        if (_lanes.Take(claim) is not { } unit) return false;
        var held = (SqliteClaim)claim;
        held.Record.Cancel();
        var attempt = error is null ? claim.Attempt - 1 : claim.Attempt;
        var kept = RetryWait.Clamp(wait, _context.LongestWait);
        var text = error is null ? null : DeadLetter.Shorten(error);
        // The columns count whole milliseconds: rounded up, so as not to be due before the time.
        var milliseconds = (long)Math.Ceiling(kept.TotalMilliseconds);
        var dueAt = attempt > 0
            ? (_time.GetUtcNow() + kept).AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds()
            : (long?)null;
        var isHeld = await Record(
            claim,
            transaction =>
            {
                foreach (var part in claim.Updates)
                {
                    transaction.Use(WriteSql.Retry).Bind(1, part.Id).Bind(2, attempt).Bind(3, dueAt)
                        .Bind(4, dueAt is null ? null : milliseconds)
                        .Bind(5, text).BindIfAny(6, held.SaidOf(part).Span).Run();
                }
            }).ConfigureAwait(false);
        if (!isHeld) return false;
        unit.HasSaid |= held.SaidIfAny is not null;
        // A wait may be long: the bodies are read again when it is over.
        _lanes.Return(unit, kept, attempt, static part => part.With(part.Id, default));
        return true;
    }

    public async ValueTask<bool> Bury(UpdateClaim claim, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (_lanes.Take(claim) is not { } unit) return false;
        var held = (SqliteClaim)claim;
        held.Record.Cancel();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var text = DeadLetter.Shorten(error);
        var isHeld = await Record(
            claim,
            transaction =>
            {
                foreach (var part in claim.Updates)
                {
                    var buried = transaction.Use(WriteSql.Bury).Bind(1, part.Id).Bind(2, claim.Attempt).Bind(3, text)
                        .Bind(4, now)
                        .BindIfAny(5, held.SaidOf(part).Span);
                    while (buried.Step())
                    {
                        transaction.Pending(-1);
                        transaction.Buried(buried.Int64(0));
                    }
                }
            }).ConfigureAwait(false);
        if (!isHeld) return false;
        _lanes.Remove(unit);
        return true;
    }

    public ValueTask StopClaiming()
    {
        _lanes.StopClaiming();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default) =>
        _dead.Replay(id, cancellationToken);

    public IAsyncEnumerable<DeadLetter> DeadLetters(CancellationToken cancellationToken = default) =>
        _dead.List(cancellationToken);

    public ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default) =>
        _dead.Purge(id, cancellationToken);

    public ValueTask<InboxStatus> Status(CancellationToken cancellationToken = default)
    {
        CheckOpen();
        LaneSurvey survey;
        lock (_lanes.Gate) survey = _lanes.Survey();
        return new ValueTask<InboxStatus>(new InboxStatus
        {
            Pending = _counts.Pending,
            Handled = survey.Handled,
            Waiting = survey.WaitingUpdates,
            Dead = _counts.Dead,
            OldestAge = survey.Oldest is { } oldest ? RetryWait.Clamp(_time.GetUtcNow() - oldest.ReceivedAt, TimeSpan.MaxValue) : null,
        });
    }

    public ValueTask<IReadOnlyList<WaitingUpdate>> Waiting(int limit, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        LaneSurvey survey;
        lock (_lanes.Gate) survey = _lanes.Survey();
        try
        {
            return new ValueTask<IReadOnlyList<WaitingUpdate>>(survey.List(limit, update => _reader.Error(update.Id)));
        }
        catch (SqliteFault fault)
        {
            throw new InboxException(fault.Explain(_file.Path), fault);
        }
    }

    public ValueTask DisposeAsync() => new(_close.Value);

    // Every step is taken, whatever the ones before it threw: the lock must be given up.
    private async Task Close()
    {
        var failures = new List<Exception>();
        _lanes.Dispose();
        await Try(() => _sweep.DisposeAsync().AsTask()).ConfigureAwait(false);
        await Try(() => _backlog.DisposeAsync().AsTask()).ConfigureAwait(false);
        await Try(_writer.Close).ConfigureAwait(false);
        _reader.Close();
        await Try(() =>
        {
            _seenClock.Save();
            if (_writer.EndedCleanly) _file.MarkClosed();
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        await Try(() =>
        {
            _file.Dispose();
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        foreach (var failure in failures) NotClosed(_file.Path, failure);

        async Task Try(Func<Task> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                failures.Add(error);
            }
        }
    }

    private void CheckOpen()
    {
        if (_close.IsValueCreated) throw new InboxUnavailableException("The inbox is closed.");
    }

    private async Task<bool> CaughtUp()
    {
        await Write(static _ => 0).ConfigureAwait(false);
        return true;
    }

    private async Task Write(Func<WriteTransaction, int> change)
    {
        var command = new AwaitedCommand<int>(isKept: true, change);
        _writer.Add(command);
        await command.Done.ConfigureAwait(false);
    }

    /// <summary>
    /// Records what becomes of a claim, however long that takes; false when the inbox was closed before.
    /// </summary>
    private async Task<bool> Record(UpdateClaim claim, Action<WriteTransaction> change)
    {
        try
        {
            await Write(transaction =>
            {
                change(transaction);
                return 0;
            }).ConfigureAwait(false);
        }
        catch (InboxUnavailableException)
        {
            return false;
        }
        catch (InboxException error)
        {
            // The file refuses this change for what it holds, and would again: the lane goes on, and the next start
            // tries the update once more.
            _context.OnFault?.Invoke(new InboxException($"What became of update {claim.Updates[0].UpdateId} was not recorded. {error.Message}", error));
        }

        return true;
    }

    /// <summary>
    /// The attempts are on the disk as begun when this returns. A process that ended in the midst of its work may have
    /// been ended by a handler, which would go on for ever if that were known a moment too late.
    /// </summary>
    private async Task RecordFirst()
    {
        try
        {
            await Write(static _ => 0).ConfigureAwait(false);
        }
        catch (InboxException)
        {
            // Closing: what becomes of the claim is then refused too.
        }
    }

    private void BuryUnreadable(long id, string why)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var command = new AwaitedCommand<int>(
            isKept: true,
            transaction =>
            {
                var buried = transaction.Use(WriteSql.BuryUnreadable).Bind(1, id).Bind(2, why).Bind(3, now);
                var count = 0;
                for (; buried.Step(); count++)
                {
                    transaction.Pending(-1);
                    transaction.Buried(buried.Int64(0));
                }

                return count;
            });
        // Closing: it is found again at the next start.
        _ = _writer.TryAdd(command);
        _ = command.Done.ContinueWith(static done => done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Reads what of a claim is in the file only; false when there is nothing to handle any more.</summary>
    private async Task<bool> TryLoad(SqliteClaim claim)
    {
        switch (_claims.Load(claim, out var error))
        {
            case ClaimLoad.Whole:
                return true;
            case ClaimLoad.Failed:
                await Retry(claim, TimeSpan.FromSeconds(1), null).ConfigureAwait(false);
                throw error is SqliteFault fault ? new InboxException(fault.Explain(_file.Path), fault) : error!;
            case ClaimLoad.Unreadable:
                await Bury(claim, $"It cannot be read: {error!.GetType().Name}.").ConfigureAwait(false);
                return false;
            default:
                await Complete(claim).ConfigureAwait(false);
                return false;
        }
    }

    private void Queue(SaidCommand command)
    {
        // Closing: the attempt's end is refused too, and the attempt is made again.
        if (!_writer.TryAdd(command)) command.Failed(new InboxUnavailableException("The inbox is closed."));
    }

    // Never refused: before the writer takes no more, nothing is handed out any more.
    private void Claimed(LaneClaim claim) => _writer.Add(((SqliteClaim)claim).Record);

    private void Finished(LaneClaim claim)
    {
        if (((SqliteClaim)claim).Record.Complete() is { } later) _writer.Add(later);
    }

    private void Hungry(Lane lane)
    {
        _window.AddHungry(lane);
        _backlog.Nudge();
    }

    private void Freed() => _backlog.Nudge();

    [LoggerMessage(3033, LogLevel.Error, "A step of closing the inbox '{Path}' failed; the others were taken.")]
    private partial void NotClosed(string path, Exception cause);
}
