using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The one that writes. A thread takes what has come in since the last commit, commits it as one, and only then tells
/// who waits. Syncing takes far longer than a row, and while one commit syncs, the next one gathers.
/// </summary>
internal sealed partial class SqliteWriter
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly WriteTransaction _transaction;
    private readonly LaneWindow _window;
    private readonly LaneScheduler _lanes;
    private readonly InboxFile _file;
    private readonly InboxContext _context;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue = new();
    private readonly ITimer _retryTimer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Transitions of a commit that failed; they go before everything else.
    private List<WriteCommand> _kept = [];
    private bool _failing;
    private bool _isFull;
    private bool _isOutage;
    private int _evicted;
    private TimeSpan _evictedAgainAt;

    public SqliteWriter(InboxFile file, WriteTransaction transaction, LaneWindow window, LaneScheduler lanes,
        InboxContext context, ILogger logger)
    {
        _file = file;
        _path = file.Path;
        _transaction = transaction;
        _window = window;
        _lanes = lanes;
        _context = context;
        _logger = logger;
        _retryTimer = context.TimeProvider.CreateTimer(
            static queue => ((WriteQueue)queue!).RetryNow(), _queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It ended because it was told to, and wrote everything.</summary>
    public bool EndedCleanly { get; private set; }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "Telegram inbox writer" }.Start();

    /// <exception cref="InboxUnavailableException">Too much is waiting to be written, or the inbox is
    /// closed.</exception>
    public void Add(WriteCommand command)
    {
        if (!_queue.TryAdd(command))
            throw new InboxUnavailableException("The inbox is closed, or the disk cannot keep up with what comes in.");
    }

    /// <summary>Changes come in faster than they are committed.</summary>
    public bool IsBehind => _queue.IsBehind;

    /// <summary>As <see cref="Add"/>, for what may be left out; false when it is.</summary>
    public bool TryAdd(WriteCommand command) => _queue.TryAdd(command);

    /// <summary>Writes what is still to be written; what cannot be is left to the next start.</summary>
    public async Task Close()
    {
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
        await _retryTimer.DisposeAsync().ConfigureAwait(false);
    }

    private void Run()
    {
        var batch = new List<WriteCommand>();
        try
        {
            var waited = 0;
            while (_queue.Take(batch, _kept.Count > 0, waited))
            {
                Commit(batch);
                waited = batch.Count(static command => command.IsUrgent);
                batch.Clear();
                if (_kept.Count > 0 && _queue.IsClosing) break;
            }

            EndedCleanly = _kept.Count == 0;
            Refuse(_kept, new InboxUnavailableException($"The inbox '{_path}' was closed before this could be written."));
        }
        catch (Exception error)
        {
            // Not a fault of the disk but one of this code: say so and refuse from now on instead of leaving everybody
            // waiting.
            WriterEnded(_path, error);
            _context.OnFailing?.Invoke(
                new InboxException($"The writer of the inbox '{_path}' ended; restart the bot.", error));
            _lanes.Pause(true);
            _queue.Close();
            Refuse([.. _kept, .. batch], new InboxUnavailableException($"The inbox '{_path}' failed.", error));
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Commit(List<WriteCommand> batch)
    {
        List<WriteCommand> all = [.. _kept, .. batch];
        var appends = RefuseWithoutRoom(all);
        if (TryCommit(all) is not { } error)
        {
            _kept = [];
            EndOutage();
            // As long as it is full, only an update that is kept shows that it is so no more.
            if (!_isFull || appends > 0) Recovered();
            return;
        }

        // Finished updates give space back even when there is none for new ones; and they must not wait behind what
        // cannot succeed.
        var isFull = error.InnerException is SqliteFault { IsOfSpace: true };
        var isFreed = isFull && TryFree(all);
        FailAll(TakeAll(all, static command => !command.IsKept), error);
        var stillFailing = all.Count == 0 ? null : TryCommit(all);
        if (stillFailing is null)
        {
            // Refusing what is new is no outage: what is handed out can be recorded, and gives space back.
            _kept = [];
            EndOutage();
        }
        else
        {
            _kept = [.. all];
            _retryTimer.Change(RetryEvery, Timeout.InfiniteTimeSpan);
            // A file that has no page left for a retry still forgets what is done: handling more is what gives it room
            // again.
            if (isFull && (isFreed & IsFileAtMost())) EndOutage();
            else BeginOutage(stillFailing);
        }

        ReportFailing(error);
    }

    /// <summary>Refuses the new updates that there is no room for; returns how many are left.</summary>
    private int RefuseWithoutRoom(List<WriteCommand> commands)
    {
        var wanted = commands.OfType<AppendCommand>().Sum(static append => append.Room);
        if (wanted == 0) return 0;
        long left;
        try
        {
            left = _file.Room.Left();
            if (left < wanted)
            {
                // What is finished makes room for what is new, in the same commit too.
                TryFree(commands);
                _file.Room.CutLog();
                left = _file.Room.Left();
            }
        }
        catch (SqliteFault)
        {
            // The commit will say the same, and better.
            return 0;
        }

        var refused = TakeAll(commands, command => command is AppendCommand append && (left -= append.Room) < 0);
        var appends = commands.Count(static command => command is AppendCommand);
        if (refused.Count == 0) return appends;
        var error = new InboxUnavailableException(
            new SqliteFault(SQLitePCL.raw.SQLITE_FULL, "MaxFileBytes is reached").Explain(_path));
        FailAll(refused, error);
        _isFull = true;
        ReportFailing(error);
        return 0;
    }

    /// <summary>Commits what gives space back by itself; what is not committed stays.</summary>
    private bool TryFree(List<WriteCommand> commands)
    {
        var freeing = TakeAll(commands, static command => command.GivesSpaceBack);
        if (freeing.Count == 0 || TryCommit(freeing) is null) return true;
        commands.InsertRange(0, freeing);
        return false;
    }

    private static List<WriteCommand> TakeAll(List<WriteCommand> commands, Predicate<WriteCommand> which)
    {
        var taken = commands.FindAll(which);
        if (taken.Count > 0) commands.RemoveAll(new HashSet<WriteCommand>(taken).Contains);
        return taken;
    }

    private bool IsFileAtMost()
    {
        try
        {
            return _file.Room.IsAtMost();
        }
        catch (SqliteFault)
        {
            return false;
        }
    }

    private void BeginOutage(InboxException error)
    {
        // What finished cannot be recorded: handling more now would only make more that is handled twice after a crash.
        _lanes.Pause(true);
        if (!_isOutage) _context.OnFailing?.Invoke(error);
        _isOutage = true;
    }

    private void ReportFailing(InboxException error)
    {
        if (!_failing) Failing(error.Message, error);
        _failing = true;
    }

    /// <summary>Returns why nothing was committed, or null.</summary>
    private InboxUnavailableException? TryCommit(List<WriteCommand> commands)
    {
        var applied = new List<WriteCommand>(commands.Count);
        List<(WriteCommand, InboxException)>? refused = null;
        if (_file.WhatIsGone is { } gone) return new InboxUnavailableException(gone);

        try
        {
            _transaction.Begin();
            foreach (var command in commands)
            {
                if (Apply(command) is not { } refusal) applied.Add(command);
                else (refused ??= []).Add((command, refusal));
            }

            _transaction.Commit();
        }
        catch (SqliteFault fault)
        {
            Rollback();
            return new InboxUnavailableException(fault.Explain(_path), fault);
        }

        ReportEvicted(_transaction.Evicted);
        lock (_lanes.Gate)
        {
            _lanes.Load(() => applied.ForEach(command => command.Publish(_window)));
        }

        foreach (var command in applied) command.Committed();
        foreach (var (command, refusal) in refused ?? []) command.Failed(refusal);
        return null;
    }

    private InboxException? Apply(WriteCommand command)
    {
        var before = _transaction.Change;
        try
        {
            if (command.IsSeveral) _transaction.Use(WriteSql.Savepoint).Run();
            command.Apply(_transaction);
            if (command.IsSeveral) _transaction.Use(WriteSql.ReleaseSavepoint).Run();
            return null;
        }
        catch (SqliteFault fault) when (fault.IsOfStatement)
        {
            if (command.IsSeveral) _transaction.Use(WriteSql.RollbackTo).Run();
            _transaction.TakeBack(before);
            Refused(_path, fault);
            return new InboxException(fault.Explain(_path), fault);
        }
    }

    private void Rollback()
    {
        try
        {
            _transaction.Rollback();
        }
        catch (SqliteFault fault)
        {
            RollbackFailed(_path, fault);
        }
    }

    private void Recovered()
    {
        if (!_failing) return;
        _failing = false;
        _isFull = false;
        Working(_path);
    }

    // Once a minute: what fills an inbox with dead letters does so many times a second.
    private void ReportEvicted(int count)
    {
        _evicted += count;
        var now = _lanes.Now;
        if (_evicted == 0 || now < _evictedAgainAt) return;
        _evictedAgainAt = now + TimeSpan.FromMinutes(1);
        Evicted(_evicted, _path);
        _context.OnFault?.Invoke(new InboxException($"{_evicted} of the oldest dead letters of the inbox '{_path}' gave way to newer ones: they have their share of it."));
        _evicted = 0;
    }

    private void EndOutage()
    {
        if (!_isOutage) return;
        _isOutage = false;
        _lanes.Pause(false);
    }

    /// <summary>Fails these and what still stands in the queue, which is closed: nobody is left waiting.</summary>
    private void Refuse(List<WriteCommand> commands, InboxException error)
    {
        do FailAll(commands, error);
        while (_queue.Take(commands, hasKept: false, waitedBefore: 0));
    }

    private static void FailAll(List<WriteCommand> commands, InboxException error)
    {
        foreach (var command in commands) command.Failed(error);
        commands.Clear();
    }

    [LoggerMessage(3001, LogLevel.Error, "{Reason} Until this is over new updates are refused, and Telegram sends them again.")]
    private partial void Failing(string reason, Exception cause);

    [LoggerMessage(3002, LogLevel.Information, "The inbox '{Path}' works again.")]
    private partial void Working(string path);

    [LoggerMessage(3003, LogLevel.Error, "A change of the inbox '{Path}' was refused and dropped.")]
    private partial void Refused(string path, Exception cause);

    [LoggerMessage(3004, LogLevel.Warning, "Rolling back a change of the inbox '{Path}' failed.")]
    private partial void RollbackFailed(string path, Exception cause);

    [LoggerMessage(3005, LogLevel.Critical, "The writer of the inbox '{Path}' ended. Nothing is accepted or delivered any more; restart the bot and report this.")]
    private partial void WriterEnded(string path, Exception cause);

    [LoggerMessage(3006, LogLevel.Warning, "{Count} of the oldest dead letters of the inbox '{Path}' gave way to newer ones: they have their share of it.")]
    private partial void Evicted(int count, string path);
}
