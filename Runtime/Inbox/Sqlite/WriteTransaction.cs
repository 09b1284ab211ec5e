namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>What a command is applied in, and what it changes of the inbox's counts. Used by the writer's thread only.</summary>
internal sealed class WriteTransaction(InboxConnection connection, SqliteSeenIds seen, RowIds ids)
{
    public InboxConnection Connection { get; } = connection;

    public SqliteSeenIds Seen { get; } = seen;

    /// <summary>How many more updates are not done.</summary>
    public long Pending { get; set; }

    /// <summary>How many more dead letters there are.</summary>
    public long Dead { get; set; }

    public SqliteStatement Use(string sql) => Connection.Use(sql);

    public long NextId() => ids.Next(Connection);

    public void Begin()
    {
        Pending = Dead = 0;
        Connection.Use(WriteSql.Begin).Run();
    }

    public void Commit()
    {
        Seen.Flush();
        Connection.Use(WriteSql.Commit).Run();
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
