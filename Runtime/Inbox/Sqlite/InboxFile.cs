namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>Opens the file: owned, checked, brought up to date, with what a previous run left claimed released.</summary>
internal sealed class InboxFile : IDisposable
{
    // Checked at every start up to this size, which takes some 50 ms; beyond it a damaged page is found when it is read.
    private const long QuickCheckUpTo = 16 * 1024 * 1024;

    // A file that a backlog has blown up is shrunk once little is left in it. No more than this may be left: what is kept is staged in memory.
    private const long ShrinkFrom = 64 * 1024 * 1024;
    private const int ShrinkWhenUsedPart = 8;

    private readonly InboxFileLock _lock;

    private InboxFile(string path, InboxFileLock fileLock, InboxConnection writer, InboxConnection reader)
    {
        Path = path;
        _lock = fileLock;
        Writer = writer;
        Reader = reader;
    }

    public string Path { get; }

    public InboxConnection Writer { get; }

    public InboxConnection Reader { get; }

    /// <exception cref="InboxException">It cannot be opened; the message says why and what to do.</exception>
    public static InboxFile Open(string path, long maxFileBytes, InboxContext context)
    {
        InboxFileLock? fileLock = null;
        InboxConnection? writer = null;
        InboxConnection? reader = null;
        try
        {
            PrivateFiles.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            fileLock = InboxFileLock.Take(path);
            PrivateFiles.Open(path, FileShare.ReadWrite).Dispose();
            writer = new InboxConnection(path);
            Prepare(writer, path, maxFileBytes);
            ClaimOwnership(writer, path, context.BotId);
            writer.Use(WriteSql.Release).Run();
            reader = new InboxConnection(path);
            foreach (var pragma in Pragmas.EveryConnection) reader.Text(pragma);
            return new InboxFile(path, fileLock, writer, reader);
        }
        catch (Exception error)
        {
            reader?.Dispose();
            writer?.Dispose();
            fileLock?.Dispose();
            throw error switch
            {
                InboxException => error,
                SqliteFault fault => new InboxException(fault.Explain(path), fault),
                IOException or UnauthorizedAccessException => new InboxException($"The inbox '{path}' cannot be created: {error.Message}", error),
                _ => error,
            };
        }
    }

    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
        _lock.Dispose();
    }

    private static void Prepare(InboxConnection writer, string path, long maxFileBytes)
    {
        CheckIsInbox(writer, path);
        writer.Execute(Pragmas.PageSize);
        foreach (var pragma in Pragmas.EveryConnection.Concat(Pragmas.Writer)) writer.Text(pragma);
        Migrate(writer, path);
        if (writer.Number("PRAGMA page_count") * Pragmas.BytesPerPage <= QuickCheckUpTo && writer.Text("PRAGMA quick_check(1)") is var verdict && verdict != "ok")
            throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT, verdict ?? "quick_check says nothing");
        Shrink(writer);
        writer.Text(Pragmas.MaxPages(maxFileBytes));
    }

    private static void CheckIsInbox(InboxConnection writer, string path)
    {
        var isEmpty = writer.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isEmpty && writer.Number("PRAGMA application_id") != Pragmas.ApplicationId)
            throw new InboxException($"'{path}' is a SQLite database, but not an inbox. Nothing was changed; give the inbox another path.");
    }

    private static void Migrate(InboxConnection writer, string path)
    {
        var version = writer.Number("PRAGMA user_version") ?? 0;
        if (version > Migrations.Steps.Length)
            throw new InboxException($"The inbox '{path}' was written by a newer version of Telegram.Webhooks.Runtime (schema {version}, this one knows {Migrations.Steps.Length}). Use that version, or another file.");
        for (var step = (int)version; step < Migrations.Steps.Length; step++)
            writer.Execute($"BEGIN IMMEDIATE; {Migrations.Steps[step]} PRAGMA application_id = {Pragmas.ApplicationId}; PRAGMA user_version = {step + 1}; COMMIT;");
    }

    private static void ClaimOwnership(InboxConnection writer, string path, long? botId)
    {
        var owner = writer.Number(WriteSql.Owner);
        if (botId is null || owner == botId) return;
        if (owner is not null)
            throw new InboxException($"The inbox '{path}' holds the updates of bot {owner}, and this is bot {botId}. Give each bot a file of its own.");
        writer.Use(WriteSql.SetOwner).Bind(1, botId).Run();
    }

    /// <summary>Whether a file of so many pages, of which so many are free, is to be shrunk.</summary>
    internal static bool IsWorthShrinking(long pages, long free)
    {
        var used = pages - free;
        return pages * Pragmas.BytesPerPage >= ShrinkFrom && used * ShrinkWhenUsedPart <= pages && used * Pragmas.BytesPerPage <= ShrinkFrom;
    }

    private static void Shrink(InboxConnection writer)
    {
        if (IsWorthShrinking(writer.Number("PRAGMA page_count") ?? 0, writer.Number("PRAGMA freelist_count") ?? 0)) writer.Execute("VACUUM");
    }
}
