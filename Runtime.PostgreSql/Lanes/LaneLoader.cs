using Npgsql;
using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Takes free lanes that are due as long as there is room, and reads what the pool asks for: one statement after the
/// other, on one loop.
/// </summary>
internal sealed class LaneLoader : IAsyncDisposable
{
    private const int AlbumsAtOnce = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Longer than a connection takes to come back that the server has closed.
    private static readonly TimeSpan ReportedAfter = TimeSpan.FromSeconds(1);

    // Timers count less than 50 days; waking early costs one look.
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly InboxParts _parts;
    private DoubtfulLeases _doubtful = null!;
    private readonly Lock _gate = new();
    private readonly Signal _signal = new();
    private readonly ITimer _alarm;
    private LanePool _pool = null!;
    private List<OwnedLane> _lanes = [];
    private List<(OwnedLane Lane, LaneRow First)> _albums = [];
    private Task _running = Task.CompletedTask;
    private long? _alarmAt;
    private bool _look = true;
    private long? _failingSince;
    private bool _isReported;
    private volatile bool _closed;

    public LaneLoader(InboxParts parts)
    {
        _parts = parts;
        _alarm = parts.Context.TimeProvider.CreateTimer(
            static state => ((LaneLoader)state!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="pool">Gets what is taken and read.</param>
    /// <param name="doubtful">Gets the statements whose outcome is unknown.</param>
    public void Start(LanePool pool, DoubtfulLeases doubtful)
    {
        (_pool, _doubtful) = (pool, doubtful);
        _running = Task.Run(Run);
    }

    /// <summary>Something may be due.</summary>
    public void HasRoom()
    {
        lock (_gate) _look = true;
        _signal.Set();
    }

    /// <summary>Something is due in a while.</summary>
    public void WakeAt(TimeSpan wait)
    {
        lock (_gate)
        {
            if (_closed) return;
            var time = _parts.Context.TimeProvider;
            var at = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
            if (_alarmAt <= at) return;
            _alarmAt = at;
            // Rounded up, so as not to ring just before the time.
            _alarm.Change(wait < LongestAlarm ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds))) : LongestAlarm, Timeout.InfiniteTimeSpan);
        }
    }

    public void Read(OwnedLane lane)
    {
        lock (_gate) _lanes.Add(lane);
        _signal.Set();
    }

    public void FindAlbum(OwnedLane lane, LaneRow first)
    {
        lock (_gate) _albums.Add((lane, first));
        _signal.Set();
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _alarm.DisposeAsync().ConfigureAwait(false);
        _signal.Set();
        await _running.ConfigureAwait(false);
        _signal.Dispose();
    }

    private void Ring()
    {
        lock (_gate) _alarmAt = null;
        HasRoom();
    }

    private async Task Run()
    {
        while (!_closed)
        {
            try
            {
                bool look;
                lock (_gate) (look, _look) = (_look, false);
                if (look) await Take().ConfigureAwait(false);
                var isRead = await ReadAll().ConfigureAwait(false);
                if (isRead || look) Worked();
                if (isRead || look) continue;
                var began = _parts.LeaseTime.GetTimestamp();
                await _signal.Wait(InboxParts.Poll).ConfigureAwait(false);
                if (_parts.LeaseTime.GetElapsedTime(began) >= InboxParts.Poll) HasRoom();
            }
            catch (Exception error)
            {
                _parts.LoopFailed(error);
                Failed(error);
                await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
            }
        }
    }

    // Taking updates in may work all the while, and then nobody else would hear of it.
    private void Failed(Exception error)
    {
        var now = _parts.LeaseTime.GetTimestamp();
        _failingSince ??= now;
        if (_isReported || _closed || _parts.LeaseTime.GetElapsedTime(_failingSince.Value, now) < ReportedAfter) return;
        _isReported = true;
        InboxLog.NotRead(_parts.Logger, error);
        var what = $"What is to be handled cannot be read from the database, and waits until it can. {error.Message}";
        _parts.Fault(new InboxException(what, error));
    }

    private void Worked()
    {
        if (_isReported) InboxLog.Recovered(_parts.Logger);
        (_failingSince, _isReported) = (null, false);
    }

    private async Task Take()
    {
        var room = _pool.Room;
        if (room == 0) return;
        var session = _pool.Session;
        var fence = session.NewFence();
        var database = _parts.Database;
        var batch = database.NewBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneSql.Now).With(database.TestTime));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneSql.Take).With(database.Bot).With(database.TestTime).With(session.Id).With(fence).With((long)room));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneSql.NextDue).With(database.Bot).With(database.TestTime));
        try
        {
            var (leases, wait) = await database.Run(batch, ReadTaken).ConfigureAwait(false);
            _pool.Adopt(session, leases);
            if (wait is { } next) WakeAt(next);
            // As many as there was room for: there may be more.
            if (leases.Count == room) HasRoom();
        }
        catch (InboxUnavailableException)
        {
            _doubtful.Add(session, fence);
            throw;
        }

        if (_pool.ClockWentBack()) await BringBack().ConfigureAwait(false);
    }

    // What was to be due in seconds is due in as long as the clock was set back: it is looked at now, and waits on only
    // if it was meant to.
    private async Task BringBack()
    {
        var database = _parts.Database;
        await database.Execute(
            LaneSql.BringBack,
            command => command.With(database.Bot).With(database.TestTime)
                .With(DueTimes.Skew.Microseconds())).ConfigureAwait(false);
        HasRoom();
    }

    private async Task<(IReadOnlyList<Lease> Leases, TimeSpan? Wait)> ReadTaken(NpgsqlDataReader reader)
    {
        await ReadNow(reader).ConfigureAwait(false);
        var leases = await DoubtfulLeases.ReadLeases(reader).ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        return (leases, reader.IsDBNull(0) ? null : TimeSpan.FromMicroseconds(reader.GetInt64(0)));
    }

    private async Task ReadNow(NpgsqlDataReader reader)
    {
        await reader.ReadAsync().ConfigureAwait(false);
        _pool.Heard(reader.Time(0));
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    // False when there was nothing to read.
    private async Task<bool> ReadAll()
    {
        List<OwnedLane> lanes;
        List<(OwnedLane Lane, LaneRow First)> albums;
        lock (_gate)
        {
            (lanes, _lanes) = (_lanes, []);
            albums = _albums.Count <= AlbumsAtOnce ? _albums : _albums[..AlbumsAtOnce];
            _albums = _albums.Count <= AlbumsAtOnce ? [] : _albums[AlbumsAtOnce..];
        }

        if (lanes.Count == 0 && albums.Count == 0) return false;
        try
        {
            await Read(lanes, albums).ConfigureAwait(false);
            return true;
        }
        catch
        {
            foreach (var lane in lanes) _pool.ReadAgain(lane);
            foreach (var (lane, _) in albums) _pool.ReadAgain(lane);
            throw;
        }
    }

    private async Task Read(List<OwnedLane> lanes, List<(OwnedLane Lane, LaneRow First)> albums)
    {
        var database = _parts.Database;
        var batch = database.NewBatch();
        lanes = [.. lanes.Where(static lane => lane.State == LaneState.Reading)];
        var tails = lanes.Select(lane => lane.Tail).ToList();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneSql.Now).With(database.TestTime));
        if (lanes.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneSql.Read).With(database.Bot)
                .With([.. lanes.Select(lane => lane.Key)]).With([.. lanes.Select(lane => lane.ReadTo)]));
        // Another instance may have begun to stop just now.
        if (albums.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(InstanceSql.AlbumsHeld).With(database.Bot));
        foreach (var (lane, first) in albums) batch.BatchCommands.Add(AlbumCommand(lane, first));
        var (rows, parts) = await database.Run(
            batch, reader => ReadResults(reader, lanes.Count > 0, albums.Count)).ConfigureAwait(false);
        // Not before all of it is here: what is handed out is not read a second time.
        for (var i = 0; i < lanes.Count; i++) _pool.HaveRead(lanes[i], [.. rows[lanes[i].Key]], tails[i]);
        for (var i = 0; i < albums.Count; i++) _pool.FoundAlbum(albums[i].Lane, albums[i].First, parts[i]);
    }

    private async Task<(ILookup<long, LaneRow> Rows, List<List<LaneRow>> Albums)> ReadResults(
        NpgsqlDataReader reader, bool withRows, int albums)
    {
        await ReadNow(reader).ConfigureAwait(false);
        List<(long Lane, LaneRow Row)> rows = [];
        if (withRows)
        {
            rows = await ReadRows(reader).ConfigureAwait(false);
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        if (albums > 0)
        {
            _pool.HoldAlbums(await reader.ReadAsync().ConfigureAwait(false) && !reader.IsDBNull(0) ? reader.Time(0) : null);
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        var parts = new List<List<LaneRow>>();
        for (var i = 0; i < albums; i++)
        {
            parts.Add([.. (await ReadRows(reader).ConfigureAwait(false)).Select(row => row.Row)]);
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        return (rows.ToLookup(row => row.Lane, row => row.Row), parts);
    }

    private NpgsqlBatchCommand AlbumCommand(OwnedLane lane, LaneRow first) => first.Unit is { } unit
        ? new NpgsqlBatchCommand(LaneSql.TriedAlbum).With(_parts.Database.Bot).With(lane.Key).With(unit)
        : new NpgsqlBatchCommand(LaneSql.OpenAlbum).With(_parts.Database.Bot).With(lane.Key).With(first.Position)
            .With(StoredText.Of(first.Update.MediaGroupId!)).WithText(StoredText.Of(first.Update.Kind));

    private async Task<List<(long Lane, LaneRow Row)>> ReadRows(NpgsqlDataReader reader)
    {
        var rows = new List<(long, LaneRow)>();
        while (await reader.ReadAsync().ConfigureAwait(false)) rows.Add(LaneRow.Read(reader, _parts.WithAlbums));
        return rows;
    }
}
