using SQLitePCL;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>One connection to the file and its statements. Used by one thread at a time.</summary>
internal sealed class InboxConnection : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    /// <param name="path">The file, which is there.</param>
    /// <param name="fileSystem">How SQLite gets at it; null as it does by itself.</param>
    /// <exception cref="SqliteFault">It cannot be opened.</exception>
    public InboxConnection(string path, string? fileSystem = null)
    {
        Batteries_V2.Init();
        var code = raw.sqlite3_open_v2(
            path, out _connection, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, fileSystem);
        if (code == raw.SQLITE_OK) return;
        var fault = new SqliteFault(code, raw.sqlite3_errstr(code).utf8_to_string());
        _connection.Dispose();
        throw fault;
    }

    /// <summary>True outside of a transaction; an error may have ended one.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_connection) != 0;

    /// <summary>The statement for this text, prepared at its first use.</summary>
    public SqliteStatement Use(string sql)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        var code = raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared);
        if (code != raw.SQLITE_OK)
            throw new SqliteFault(
                raw.sqlite3_extended_errcode(_connection), raw.sqlite3_errmsg(_connection).utf8_to_string());
        return _statements[sql] = new SqliteStatement(_connection, prepared);
    }

    /// <summary>Runs statements that need neither parameters nor results.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_connection, sql);
        if (code != raw.SQLITE_OK)
            throw new SqliteFault(
                raw.sqlite3_extended_errcode(_connection), raw.sqlite3_errmsg(_connection).utf8_to_string());
    }

    /// <summary>The one number a statement results in.</summary>
    public long? Number(string sql)
    {
        var statement = Use(sql);
        var value = statement.Step() ? statement.NullableInt64(0) : null;
        statement.Reset();
        return value;
    }

    /// <summary>The one text a statement results in.</summary>
    public string? Text(string sql)
    {
        var statement = Use(sql);
        var value = statement.Step() ? statement.Text(0) : null;
        statement.Reset();
        return value;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
        _connection.Dispose();
    }
}
