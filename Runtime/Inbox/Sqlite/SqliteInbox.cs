using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The inbox in a file. What may be claimed is decided in memory (<see cref="LaneScheduler"/>) over a window of the file
/// (<see cref="LaneWindow"/>), and every change goes through one writer (<see cref="SqliteWriter"/>).
/// </summary>
internal sealed class SqliteInbox : IUpdateInbox
{
    private readonly InboxFile _file;
    private readonly TimeProvider _time;
    private readonly LaneScheduler _lanes;
    private readonly LaneWindow _window;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly BacklogLoader _backlog;
    private readonly DeadLetterSweep _sweep;
    private readonly Lazy<Task> _close;
    private long _lastId;

    private SqliteInbox(InboxFile file, SqliteInboxOptions options, InboxContext context)
    {
        var logger = new UnfailingLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox"));
        _file = file;
        _time = context.TimeProvider;
        _lanes = new LaneScheduler(_time, context.MediaGroupsDebounce)
        {
            NewClaim = static unit => new SqliteClaim(unit),
            OnHungry = Hungry,
            OnClaimed = Claimed,
            OnFinished = Finished,
            OnFreed = Freed,
        };
        _window = new LaneWindow(_lanes, _time.GetUtcNow());
        _reader = new SqliteReader(file.Reader);
        _backlog = new BacklogLoader(file.Path, _reader, _window, _lanes, _time, logger);
        _writer = new SqliteWriter(file.Path, file.Writer, options.Retention, _window, _lanes, _time, logger) { OnOutage = context.OnFailing };
        _close = new Lazy<Task>(Close);
        _lastId = file.Writer.Number(WriteSql.LastId) ?? 0;
        _writer.Start();
        _sweep = new DeadLetterSweep(options.DeadLetterRetention, _time, ForgetDead, logger);
        lock (_lanes.Gate)
        {
            _window.Opened(_lastId);
            _backlog.Nudge();
        }
    }

    /// <exception cref="InboxException">It cannot be opened; the message says why and what to do.</exception>
    public static IUpdateInbox Open(string path, SqliteInboxOptions options, InboxContext context)
    {
        var file = InboxFile.Open(path, options.MaxFileBytes, context.BotId);
        try
        {
            return new SqliteInbox(file, options, context);
        }
        catch (SqliteFault fault)
        {
            file.Dispose();
            throw new InboxException(fault.Explain(path), fault);
        }
    }

    public ValueTask<AppendResult> Append(UpdateEnvelope update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        cancellationToken.ThrowIfCancellationRequested();
        var command = new AppendCommand(update, _time, NextId);
        _writer.Add(command);
        return new ValueTask<AppendResult>(command.Done.WaitAsync(cancellationToken));
    }

    public async ValueTask<UpdateClaim> Claim(CancellationToken cancellationToken = default)
    {
        var claim = await _lanes.Claim(cancellationToken).ConfigureAwait(false);
        if (((SqliteClaim)claim).LacksBodies) await LoadBodies(claim).ConfigureAwait(false);
        return claim;
    }

    public ValueTask<bool> Complete(UpdateClaim claim)
    {
        if (!_lanes.Finish(claim)) return new ValueTask<bool>(false);
        // Handlers may be faster than the disk; then they go at its pace, or what is to be written would pile up without end.
        return _writer.IsBehind ? new ValueTask<bool>(CaughtUp()) : new ValueTask<bool>(true);
    }

    private async Task<bool> CaughtUp()
    {
        await Write(static _ => 0).ConfigureAwait(false);
        return true;
    }

    public async ValueTask<bool> Retry(UpdateClaim claim, DateTimeOffset dueAt, string? error)
    {
        if (_lanes.Take(claim) is not { } unit) return false;
        ((SqliteClaim)claim).Record.Cancel();
        var attempt = error is null ? claim.Attempt - 1 : claim.Attempt;
        // The column counts whole milliseconds: rounded up, so as not to be due before the time.
        long? due = attempt > 0 ? dueAt.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds() : null;
        await Write(connection => claim.Updates.Sum(part =>
            connection.Use(WriteSql.Retry).Bind(1, part.Id).Bind(2, attempt).Bind(3, due).Bind(4, error).Run())).ConfigureAwait(false);
        // A wait may be long: the bodies are read again when it is over.
        _lanes.Return(unit, dueAt, attempt, static part => part.With(part.Id, default));
        return true;
    }

    public async ValueTask<bool> Bury(UpdateClaim claim, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (_lanes.Take(claim) is not { } unit) return false;
        ((SqliteClaim)claim).Record.Cancel();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        await Write(connection => claim.Updates.Sum(part =>
            connection.Use(WriteSql.Bury).Bind(1, part.Id).Bind(2, claim.Attempt).Bind(3, error).Bind(4, now).Run())).ConfigureAwait(false);
        _lanes.Remove(unit);
        return true;
    }

    public async ValueTask<bool> Replay(long id, CancellationToken cancellationToken = default)
    {
        var command = new AwaitedCommand<StoredUpdate?>(
            isKept: false,
            connection =>
            {
                var newId = NextId();
                return connection.Use(WriteSql.Replay).Bind(1, id).Bind(2, newId).Run() == 0 ? null : SqliteReader.OneRow(connection, newId);
            },
            (window, update) =>
            {
                if (update is not null) window.Appended(update, _time.GetUtcNow());
            });
        _writer.Add(command);
        return await command.Done.WaitAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    public async IAsyncEnumerable<DeadLetter> DeadLetters([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var after = 0L; ;)
        {
            List<DeadLetter> letters;
            try
            {
                letters = _reader.Dead(after);
            }
            catch (SqliteFault fault)
            {
                throw new InboxException(fault.Explain(_file.Path), fault);
            }

            if (letters.Count == 0) yield break;
            foreach (var letter in letters)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return letter;
            }

            after = letters[^1].Id;
            await Task.Yield();
        }
    }

    public async ValueTask<int> Purge(long? id, CancellationToken cancellationToken = default)
    {
        var command = new AwaitedCommand<int>(
            isKept: false,
            connection => (id is null ? connection.Use(WriteSql.PurgeAll) : connection.Use(WriteSql.PurgeOne).Bind(1, id)).Run());
        _writer.Add(command);
        return await command.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => new(_close.Value);

    private async Task Close()
    {
        _lanes.Dispose();
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await _backlog.DisposeAsync().ConfigureAwait(false);
        await _writer.Close().ConfigureAwait(false);
        _reader.Close();
        _file.Dispose();
    }

    private async ValueTask<int> ForgetDead(DateTimeOffset before)
    {
        var command = new AwaitedCommand<int>(
            isKept: false,
            connection => connection.Use(WriteSql.ForgetDead).Bind(1, before.ToUnixTimeMilliseconds()).Bind(2, DeadLetterSweep.StepSize).Run());
        _writer.Add(command);
        return await command.Done.ConfigureAwait(false);
    }

    private async Task Write(Func<InboxConnection, int> change)
    {
        var command = new AwaitedCommand<int>(isKept: true, change);
        _writer.Add(command);
        await command.Done.ConfigureAwait(false);
    }

    private async Task LoadBodies(UpdateClaim claim)
    {
        try
        {
            claim.Updates = [.. claim.Updates.Select(part => part.Body.IsEmpty ? part.With(part.Id, _reader.Body(part.Id)) : part)];
        }
        catch (SqliteFault fault)
        {
            await Retry(claim, _time.GetUtcNow() + TimeSpan.FromSeconds(1), null).ConfigureAwait(false);
            throw new InboxException(fault.Explain(_file.Path), fault);
        }
    }

    // Only the writer's thread asks.
    private long NextId() => ++_lastId;

    private void Claimed(LaneClaim claim)
    {
        // Closing: what becomes of the claim is then refused too.
        if (!_writer.TryAdd(((SqliteClaim)claim).Record)) ((SqliteClaim)claim).Record.Cancel();
    }

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
}
