namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// How far the file may grow. New updates are refused at the limit; what becomes of those that are there may use a
/// reserve beyond it, for else a full file could not be emptied. Used by the writer's thread only.
/// </summary>
internal sealed class FileRoom(string path, InboxConnection connection, long maxFileBytes)
{
    private const long LeastReserve = 1024 * 1024;
    private const int ReservePart = 8;

    // A log that is not copied back, because somebody reads, is used up to here before it counts as part of the file.
    private const int MostWalPages = 4000;
    private const int LeastWalPages = 128;

    private readonly string _wal = path + "-wal";

    /// <summary>After how many pages of log they are copied back.</summary>
    public static long CheckpointPages(long maxFileBytes) =>
        Math.Clamp(maxFileBytes / Pragmas.BytesPerPage / 4, LeastWalPages, MostWalPages);

    /// <summary>A log that has grown is cut back to this.</summary>
    public static long WalBytes(long maxFileBytes) => 4 * CheckpointPages(maxFileBytes) * Pragmas.BytesPerPage;

    /// <summary>The most pages the file may have.</summary>
    public static long MaxPages(long maxFileBytes) =>
        Math.Max(1, (maxFileBytes + Math.Max(LeastReserve, maxFileBytes / ReservePart)) / Pragmas.BytesPerPage);

    /// <summary>How many bytes of new updates there is room for.</summary>
    /// <exception cref="SqliteFault">SQLite does not tell.</exception>
    public long Left()
    {
        var used = ((connection.Number("PRAGMA page_count") ?? 0) - (connection.Number("PRAGMA freelist_count") ?? 0)) * Pragmas.BytesPerPage;
        var log = new FileInfo(_wal);
        var excess = log.Exists ? Math.Max(0, log.Length - WalBytes(maxFileBytes)) : 0;
        return maxFileBytes - used - excess;
    }

    /// <summary>The pages are used up, reserve and all: not the disk is full, but the file.</summary>
    public bool IsAtMost() => (connection.Number("PRAGMA page_count") ?? 0) >= MaxPages(maxFileBytes) - 1;

    /// <summary>Copies the log back and cuts it, if nobody reads.</summary>
    public void CutLog()
    {
        var log = new FileInfo(_wal);
        if (!log.Exists || log.Length <= WalBytes(maxFileBytes)) return;
        connection.Number("PRAGMA busy_timeout = 0");
        try
        {
            connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        finally
        {
            connection.Text(Pragmas.BusyTimeout);
        }
    }

    /// <summary>What an update takes in the file.</summary>
    public static long BytesOf(int body)
    {
        const int row = 256;
        var bytes = body + row;
        return bytes < Pragmas.BytesPerPage
            ? bytes
            : (bytes + Pragmas.BytesPerPage - 1) / Pragmas.BytesPerPage * Pragmas.BytesPerPage;
    }
}
