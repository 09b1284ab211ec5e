using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Keeps an instance alive in the database, and knows when it is not: then all it holds is lost, before the others take
/// it over, and it comes back as another one. Also gives up others that are not heard of.
/// </summary>
internal sealed class Membership : IAsyncDisposable
{
    private readonly InboxParts _parts;
    private readonly LanePool _pool;
    private readonly DoubtfulLeases _doubtful;
    private readonly SeenClock _seen;
    private readonly LaneLoader _loader;
    private readonly LeaseTimes _times;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _watch;
    private readonly Signal _signal = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Session _session;
    private long _heardAt;
    private volatile bool _doubts;

    /// <param name="parts">What is shared.</param>
    /// <param name="pool">What is lost when the instance is.</param>
    /// <param name="loader">Woken when others' lanes may be free.</param>
    /// <param name="doubtful">Looked after regularly.</param>
    /// <param name="seen">Written back regularly.</param>
    /// <param name="session">As it registered.</param>
    public Membership(
        InboxParts parts, LanePool pool, LaneLoader loader, DoubtfulLeases doubtful, SeenClock seen, Session session)
    {
        _parts = parts;
        _pool = pool;
        _loader = loader;
        _doubtful = doubtful;
        _seen = seen;
        _session = session;
        _times = parts.Options.Lease;
        _heardAt = parts.LeaseTime.GetTimestamp();
        _watch = parts.LeaseTime.CreateTimer(
            static state => ((Membership)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>This life of the instance.</summary>
    public Session Session
    {
        get
        {
            lock (_gate) return _session;
        }
    }

    public void Start()
    {
        var often = _times.LostAfter / 20;
        _watch.Change(often, often);
        _running = Task.Run(Run);
    }

    /// <summary>
    /// Something that this instance owned is not its any more: whether it was given up is found out at once.
    /// </summary>
    public void Doubt()
    {
        _doubts = true;
        _signal.Set();
    }

    /// <summary>Ends the heartbeat; the caller leaves when nothing is owned any more.</summary>
    public async Task Stop()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _signal.Set();
        await _running.ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Takes the instance out of the table: what it still owns is anybody's at once.</summary>
    /// <exception cref="InboxUnavailableException">The database cannot be reached; the others find out in
    /// time.</exception>
    public async Task Leave()
    {
        var session = Session;
        await _parts.Database.Execute(
            InstanceSql.Leave, command => command.With(_parts.Database.Bot).With(session.Id)).ConfigureAwait(false);
        await _parts.Database.Execute(InstanceSql.MoveSeenClock, command => command.With(_parts.Database.Bot).With(_seen.Now)).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _closing.Dispose();
        _signal.Dispose();
        return default;
    }

    // Also what a process finds that was stopped for a while and goes on.
    private void Check()
    {
        Session session;
        lock (_gate)
        {
            session = _session;
            if (session.IsLost || _parts.LeaseTime.GetElapsedTime(_heardAt) < _times.LostAfter) return;
        }

        _ = Lose(session, $"it has not reached the database for {_times.LostAfter.TotalSeconds:0.#} s.");
        _signal.Set();
    }

    private async Task Lose(Session session, string reason)
    {
        InboxLog.Lost(_parts.Logger, session.Id, reason);
        try
        {
            await session.Lose().ConfigureAwait(false);
        }
        catch (AggregateException error)
        {
            _parts.Fault(new InboxException("What was registered on the token of a lost claim threw.", error));
        }
    }

    private async Task Run()
    {
        var nextBeat = TimeSpan.Zero;
        var began = _parts.LeaseTime.GetTimestamp();
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                if (Session.IsLost) await Return().ConfigureAwait(false);
                if (_doubts || _parts.LeaseTime.GetElapsedTime(began) >= nextBeat)
                {
                    _doubts = false;
                    await Beat().ConfigureAwait(false);
                    nextBeat = _parts.LeaseTime.GetElapsedTime(began) + _times.Heartbeat;
                }

                await LookAfter().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // It is tried again at the next look, which is soon; that the database fails is said where something is
                // lost by it.
                _parts.LoopFailed(error);
            }

            await _signal.Wait(_times.Watch < _times.Heartbeat ? _times.Watch : _times.Heartbeat).ConfigureAwait(false);
        }
    }

    private async Task Beat()
    {
        var session = Session;
        // When it was sent, not when it was answered: the others count from before the answer.
        var sent = _parts.LeaseTime.GetTimestamp();
        var isThere = await _parts.Database.Execute(
            InstanceSql.Beat, command => command.With(_parts.Database.Bot).With(session.Id)).ConfigureAwait(false) == 1;
        if (session.IsLost) return;
        if (!isThere)
        {
            await Lose(session, "it was given up by the others, or its row was deleted.").ConfigureAwait(false);
            await Return().ConfigureAwait(false);
            return;
        }

        lock (_gate) _heardAt = sent;
        await _parts.Database.Execute(InstanceSql.MoveSeenClock, command => command.With(_parts.Database.Bot).With(_seen.Now)).ConfigureAwait(false);
    }

    private async Task Return()
    {
        var old = Session;
        // Its row, if it is there still, must keep nothing any more.
        await _parts.Database.Execute(
            InstanceSql.Leave, command => command.With(_parts.Database.Bot).With(old.Id)).ConfigureAwait(false);
        var sent = _parts.LeaseTime.GetTimestamp();
        var (session, _, held) = await Registration.Register(
            _parts, isOpening: false, _closing.Token).ConfigureAwait(false);
        lock (_gate) (_session, _heardAt) = (session, sent);
        _pool.HoldAlbums(held);
        _pool.Begin(session);
        _loader.HasRoom();
    }

    private async Task LookAfter()
    {
        var database = _parts.Database;
        if (await GiveUpOthers().ConfigureAwait(false) > 0) _loader.HasRoom();
        await database.Execute(LaneSql.BringBack, command => command.With(database.Bot).With(database.TestTime).With(_parts.Context.LongestWait.Microseconds())).ConfigureAwait(false);
        await _doubtful.Find().ConfigureAwait(false);
        var batch = database.NewBatch();
        batch.BatchCommands.Add(new Npgsql.NpgsqlBatchCommand(InstanceSql.AlbumsHeld).With(database.Bot));
        batch.BatchCommands.Add(new Npgsql.NpgsqlBatchCommand(InstanceSql.Others).With(database.Bot));
        var (held, instances) = await database.Run(batch, static async reader =>
        {
            var until = await reader.ReadAsync().ConfigureAwait(false) && !reader.IsDBNull(0)
                ? reader.Time(0)
                : (DateTimeOffset?)null;
            await reader.NextResultAsync().ConfigureAwait(false);
            await reader.ReadAsync().ConfigureAwait(false);
            return (until, reader.GetInt64(0));
        }).ConfigureAwait(false);
        _pool.HoldAlbums(held);
        if (instances > 1) _pool.GiveBackUnbegun();
    }

    private async Task<int> GiveUpOthers()
    {
        var database = _parts.Database;
        var batch = database.NewBatch();
        batch.BatchCommands.Add(new Npgsql.NpgsqlBatchCommand(InstanceSql.GiveUp).With(database.Bot).With(Session.Id));
        batch.BatchCommands.Add(new Npgsql.NpgsqlBatchCommand(InstanceSql.Marked).With(database.Bot).With(Session.Id));
        var (gone, ended) = await database.Run(batch, static async reader =>
        {
            var names = new List<string>();
            while (await reader.ReadAsync().ConfigureAwait(false)) names.Add(reader.GetString(0));
            await reader.NextResultAsync().ConfigureAwait(false);
            var ids = new List<long>();
            while (await reader.ReadAsync().ConfigureAwait(false))
                if (ProcessMark.IsGone(reader.GetString(1))) ids.Add(reader.GetInt64(0));
            return (names, ids);
        }).ConfigureAwait(false);
        foreach (var name in gone) InboxLog.GivenUp(_parts.Logger, name);
        if (ended.Count > 0) await GiveUpEnded([.. ended]).ConfigureAwait(false);
        return await database.Execute(
            InstanceSql.Inherit, command => command.With(database.Bot).With(database.TestTime)).ConfigureAwait(false);
    }

    private async Task GiveUpEnded(long[] ended)
    {
        var batch = _parts.Database.NewBatch();
        batch.BatchCommands.Add(new Npgsql.NpgsqlBatchCommand(InstanceSql.GiveUpEnded).With(_parts.Database.Bot).With(ended));
        var names = await _parts.Database.Run(batch, static async reader =>
        {
            var gone = new List<string>();
            while (await reader.ReadAsync().ConfigureAwait(false)) gone.Add(reader.GetString(0));
            return gone;
        }).ConfigureAwait(false);
        foreach (var name in names) InboxLog.Ended(_parts.Logger, name);
    }
}
