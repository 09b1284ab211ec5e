using Telegram.Webhooks.Runtime.Inbox;

namespace Telegram.Webhooks.Runtime;

/// <summary>
/// Which inbox keeps the updates that were acknowledged and are not handled yet: <see cref="Sqlite"/> (the default: a
/// file, nothing is lost in a crash), <see cref="InMemory"/>, or <see cref="None"/>. Derive from it to plug in an
/// engine of your own.
/// </summary>
/// <remarks>
/// This is a choice, not the store: nothing is opened before a server starts, and one choice may be used for several
/// starts.
/// </remarks>
public abstract class UpdateInbox
{
    /// <summary>
    /// No inbox: the receiver is run before Telegram is answered, and the answer tells (200 handled, 500 failed), so
    /// that Telegram itself is the queue. Parts of a media group are acknowledged when buffered: a crash may lose them.
    /// </summary>
    public static UpdateInbox None { get; } = new NoInbox();

    /// <summary>Keeps updates in memory: they outlive slow and failing handlers, but not the process.</summary>
    /// <param name="options">Limits; null for the defaults.</param>
    public static UpdateInbox InMemory(MemoryInboxOptions? options = null) =>
        new MemoryInboxChoice(options is null ? new MemoryInboxOptions() : options with { });

    /// <summary>
    /// Keeps updates in a SQLite file that one process owns. An update is acknowledged after it is synced to the disk.
    /// </summary>
    /// <param name="path">The file; created, with its directory, for the owner only. Default: <c>.telegram/&lt;bot id
    /// or listen port&gt;.db</c> under the working directory.</param>
    /// <param name="options">Limits and retention; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path asks for an in-memory database or is a URI; use
    /// <see cref="InMemory"/> or a file.</exception>
    public static UpdateInbox Sqlite(string? path = null, SqliteInboxOptions? options = null) =>
        new SqliteInboxChoice(path, options is null ? new SqliteInboxOptions() : options with { });

    /// <summary>Opens the inbox; what a previous run left claimed is claimable again.</summary>
    /// <exception cref="InboxException">It cannot be opened; the message says why and what to do.</exception>
    public abstract ValueTask<IUpdateInbox> Open(InboxContext context, CancellationToken cancellationToken = default);
}
