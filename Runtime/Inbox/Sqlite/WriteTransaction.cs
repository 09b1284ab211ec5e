namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// What commands are applied in, and what they change of the inbox's counts. Used by the writer's thread only.
/// </summary>
internal sealed class WriteTransaction(
    InboxConnection connection, SqliteSeenIds seen, RowIds ids, InboxCounts counts, DeadLetterShare share)
{
    private InboxChange _change;

    public InboxConnection Connection { get; } = connection;

    public SqliteSeenIds Seen { get; } = seen;

    /// <summary>What was changed since it began.</summary>
    public InboxChange Change => _change;

    /// <summary>How many dead letters gave way to newer ones.</summary>
    public int Evicted { get; private set; }

    public SqliteStatement Use(string sql) => Connection.Use(sql);

    public long NextId() => ids.Next(Connection);

    public void Begin()
    {
        _change = default;
        Evicted = 0;
        Connection.Use(WriteSql.Begin).Run();
    }

    /// <summary>There are so many more updates that are not done.</summary>
    public void Pending(long count) => _change = _change with { Pending = _change.Pending + count };

    /// <summary>There is one more dead letter, which takes so much.</summary>
    public void Buried(long bytes) =>
        _change = _change with { Dead = _change.Dead + 1, DeadBytes = _change.DeadBytes + bytes };

    /// <summary>
    /// Runs a statement that removes dead letters and returns what each took; returns how many there were.
    /// </summary>
    public int Exhume(SqliteStatement statement)
    {
        var count = 0;
        while (statement.Step())
        {
            count++;
            _change = _change with { Dead = _change.Dead - 1, DeadBytes = _change.DeadBytes - statement.Int64(0) };
        }

        return count;
    }

    /// <summary>What a command had changed that was refused in the end is not changed.</summary>
    public void TakeBack(InboxChange before) => _change = before;

    public void Commit()
    {
        while (share.IsExceeded(counts.Dead + _change.Dead, counts.DeadBytes + _change.DeadBytes) && Exhume(Use(WriteSql.EvictDead)) > 0)
            Evicted++;
        Seen.Flush();
        Connection.Use(WriteSql.Commit).Run();
        counts.Add(_change);
    }

    /// <exception cref="SqliteFault">It cannot be rolled back.</exception>
    public void Rollback()
    {
        Seen.Forget();
        ids.Forget();
        // Some errors have rolled back already.
        if (!Connection.IsIdle) Connection.Use(WriteSql.Rollback).Run();
    }
}
