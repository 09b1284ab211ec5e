namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>How every connection is set, and why.</summary>
internal static class Pragmas
{
    /// <summary>
    /// Marks the file as ours ("TgIn"), so that a database of something else is never migrated by mistake.
    /// </summary>
    public const int ApplicationId = 0x5467496E;

    /// <summary>Set on both connections, in this order.</summary>
    public static readonly string[] EveryConnection =
    [
        // Readers go on while the writer commits, and a commit is one sequential write and one sync.
        "PRAGMA journal_mode = WAL",
        // A commit returns after the sync: "acknowledged" means on the disk, not in the system's cache.
        "PRAGMA synchronous = FULL",
        // Another program looking at the file may hold a lock for a moment. Longer than this and senders are told to
        // come back.
        BusyTimeout,
        // 8 MiB of pages in memory a connection, whatever the size of the file.
        "PRAGMA cache_size = -8000",
        // What SQLite sorts or stages stays out of the directory.
        "PRAGMA temp_store = MEMORY",
        // Files are kept private by their mode; what is deleted need not be overwritten as well.
        "PRAGMA secure_delete = OFF",
    ];

    /// <summary>Set on the writing connection only.</summary>
    public static string[] Writer(long maxFileBytes) =>
    [
        // Copying the log back is paid once for some 16 MiB of log, not for each 4; for less where the file may not be
        // large.
        $"PRAGMA wal_autocheckpoint = {FileRoom.CheckpointPages(maxFileBytes)}",
        // A log that grew in a burst is cut back to this afterwards.
        $"PRAGMA journal_size_limit = {FileRoom.WalBytes(maxFileBytes)}",
    ];

    /// <summary>
    /// Before the first table; afterwards SQLite ignores it. Pages of 4 KiB: what file systems write.
    /// </summary>
    public const string PageSize = "PRAGMA page_size = 4096";

    public const int BytesPerPage = 4096;

    public const string BusyTimeout = "PRAGMA busy_timeout = 500";

    /// <summary>More than new updates may use: the rest is for what becomes of those that are there.</summary>
    public static string MaxPages(long maxFileBytes) => $"PRAGMA max_page_count = {FileRoom.MaxPages(maxFileBytes)}";
}
