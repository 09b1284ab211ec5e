using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The one that writes. A thread takes what has come in since the last commit, commits it as one, and only then tells who waits. Syncing
/// takes far longer than a row, and while one commit syncs, the next one gathers.
/// </summary>
internal sealed partial class SqliteWriter
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    private readonly WriteTransaction _transaction;
    private readonly InboxCounts _counts;
    private readonly LaneWindow _window;
    private readonly LaneScheduler _lanes;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly WriteQueue _queue = new();
    private readonly ITimer _retryTimer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Transitions of a commit that failed; they go before everything else.
    private List<WriteCommand> _kept = [];
    private bool _failing;
    private bool _isOutage;

    public SqliteWriter(
        string path, WriteTransaction transaction, InboxCounts counts, LaneWindow window, LaneScheduler lanes, TimeProvider time, ILogger logger)
    {
        _path = path;
        _transaction = transaction;
        _counts = counts;
        _window = window;
        _lanes = lanes;
        _logger = logger;
        _retryTimer = time.CreateTimer(static queue => ((WriteQueue)queue!).RetryNow(), _queue, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Told once, on the writer's thread, when what becomes of updates cannot be recorded; again only after that was over.</summary>
    public Action<InboxException>? OnOutage { get; init; }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "Telegram inbox writer" }.Start();

    /// <exception cref="InboxUnavailableException">Too much is waiting to be written, or the inbox is closed.</exception>
    public void Add(WriteCommand command)
    {
        if (!_queue.TryAdd(command)) throw new InboxUnavailableException("The inbox is closed, or the disk cannot keep up with what comes in.");
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

            Refuse(_kept, new InboxUnavailableException($"The inbox '{_path}' was closed before this could be written."));
        }
        catch (Exception error)
        {
            // Not a fault of the disk but one of this code: say so and refuse from now on instead of leaving everybody waiting.
            WriterEnded(_path, error);
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
        var all = _kept.Count == 0 ? batch : [.. _kept, .. batch];
        if (TryCommit(all) is not { } error)
        {
            _kept = [];
            Recovered();
            return;
        }

        // Finished updates give space back even when there is none for new ones; and they must not wait behind what cannot succeed.
        FailAll(all.FindAll(command => !command.IsKept), error);
        var kept = all.FindAll(command => command.IsKept);
        var stillFailing = kept.Count == 0 ? null : TryCommit(kept);
        if (stillFailing is null)
        {
            // Refusing what is new is no outage: what is handed out can be recorded, and gives space back.
            _kept = [];
            EndOutage();
        }
        else
        {
            _kept = kept;
            // What finished cannot be recorded: handling more now would only make more that is handled twice after a crash.
            _lanes.Pause(true);
            _retryTimer.Change(RetryEvery, Timeout.InfiniteTimeSpan);
            if (!_isOutage) OnOutage?.Invoke(stillFailing);
            _isOutage = true;
        }

        if (!_failing) Failing(error.Message, error);
        _failing = true;
    }

    /// <summary>Returns why nothing was committed, or null.</summary>
    private InboxUnavailableException? TryCommit(List<WriteCommand> commands)
    {
        var applied = new List<WriteCommand>(commands.Count);
        List<(WriteCommand, InboxException)>? refused = null;
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

        _counts.Add(_transaction.Pending, _transaction.Dead);
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
        var (pending, dead) = (_transaction.Pending, _transaction.Dead);
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
            (_transaction.Pending, _transaction.Dead) = (pending, dead);
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
        Working(_path);
        EndOutage();
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
}
