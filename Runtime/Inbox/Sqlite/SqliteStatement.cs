using SQLitePCL;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// A prepared statement. Straight over SQLite's functions: an update is a handful of rows, and a command object,
/// parameters by name and a data reader for each cost more than the rows themselves.
/// </summary>
internal sealed class SqliteStatement(sqlite3 connection, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(statement, index, number) : raw.sqlite3_bind_null(statement, index));
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, value));
        return this;
    }

    /// <summary>Nothing is a blob of no bytes, which is not null: a body may be empty.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, index, value));
        return this;
    }

    /// <summary>As <see cref="Bind(int, ReadOnlySpan{byte})"/>, but nothing is null.</summary>
    public SqliteStatement BindIfAny(int index, ReadOnlySpan<byte> value) =>
        value.IsEmpty ? Bind(index, (long?)null) : Bind(index, value);

    /// <summary>Moves to the next row; false at the end, and then the statement is ready to be used again.</summary>
    /// <exception cref="SqliteFault">SQLite reports an error.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        var fault = new SqliteFault(
            raw.sqlite3_extended_errcode(connection), raw.sqlite3_errmsg(connection).utf8_to_string());
        Reset();
        throw fault;
    }

    /// <summary>Runs a statement without rows; returns how many rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(connection);
    }

    // The step before has reported the error that resetting repeats.
    public void Reset() => _ = raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) =>
        IsNull(column) ? null : raw.sqlite3_column_text(statement, column).utf8_to_string();

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteFault(code, raw.sqlite3_errmsg(connection).utf8_to_string());
    }
}
