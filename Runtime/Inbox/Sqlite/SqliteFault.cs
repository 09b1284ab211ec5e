using SQLitePCL;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>SQLite returned an error.</summary>
internal sealed class SqliteFault(int code, string message) : Exception($"SQLite error {code}: {message}")
{
    /// <summary>The primary result code.</summary>
    public int Primary { get; } = code & 0xFF;

    /// <summary>The statement was refused for what it holds; the transaction goes on.</summary>
    public bool IsOfStatement =>
        Primary is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;

    /// <summary>There is no space: on the disk, or in the pages the file may have.</summary>
    public bool IsOfSpace => Primary is raw.SQLITE_FULL;

    /// <summary>The file is damaged, or no database.</summary>
    public bool IsCorruption => Primary is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>What else to do where nothing can be written.</summary>
    public const string ElsewhereHint = "Or name another place for it: UpdateInbox.Sqlite(path), or Inbox:Sqlite in the configuration.";

    /// <summary>What is wrong, in words that say what to do.</summary>
    public string Explain(string path) => Primary switch
    {
        raw.SQLITE_FULL => $"There is no space for the inbox '{path}': the disk is full, or the file has reached {nameof(SqliteInboxOptions.MaxFileBytes)}. "
            + "Free space, or let handlers catch up, or purge dead letters; the inbox goes on by itself.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"Another program holds a lock on the inbox '{path}'. Close it; the inbox goes on by itself.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"The inbox '{path}' is damaged or no inbox at all ({Message}). It was left as it is. "
            + $"Stop the bot and rescue what is in it (sqlite3 '{path}' .recover), then move it away together with its -wal and -shm files; a new one is made at the next start.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_CANTOPEN =>
            $"The inbox '{path}' cannot be opened for writing ({Message}). Check that the file and its directory belong to the account the bot runs as. {ElsewhereHint}",
        raw.SQLITE_IOERR => $"The disk under the inbox '{path}' fails ({Message}).",
        _ => $"The inbox '{path}' failed ({Message}).",
    };
}
