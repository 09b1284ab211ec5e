using Microsoft.Extensions.Logging;

namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// Opens the file: owned, checked, brought up to date, with what a previous run left claimed released.
/// </summary>
internal sealed partial class InboxFile : IDisposable
{
    // Checked at every start up to this size, which takes some 50 ms; beyond it a damaged page is found when it is
    // read.
    private const long QuickCheckUpTo = 16 * 1024 * 1024;

    // A file that a backlog has blown up is shrunk once little is left in it. No more than this may be left: what is
    // kept is staged in memory.
    private const long ShrinkFrom = 64 * 1024 * 1024;
    private const int ShrinkWhenUsedPart = 8;

    // So that what is to be written goes on in between.
    private const int DroppedAtOnce = 4096;

    private readonly InboxFileLock _lock;
    private readonly FileWatch _watch;
    private readonly string _log;

    private InboxFile(string path, long maxFileBytes, InboxFileLock fileLock, FileWatch watch, InboxConnection writer,
        InboxConnection reader)
    {
        Path = path;
        _log = path + "-wal";
        _lock = fileLock;
        _watch = watch;
        Writer = writer;
        Reader = reader;
        Room = new FileRoom(path, writer, maxFileBytes);
    }

    public string Path { get; }

    public InboxConnection Writer { get; }

    public InboxConnection Reader { get; }

    public FileRoom Room { get; }

    /// <summary>The process that had it open before ended without closing it.</summary>
    public bool WasLeftOpen { get; private init; }

    /// <summary>
    /// What of it was removed, moved or replaced since it was opened, and what to do; null when all of it is there.
    /// </summary>
    public string? WhatIsGone
    {
        get
        {
            if (_watch.IsGone)
            {
                return $"The inbox '{Path}' was removed or replaced while the bot runs. "
                    + "What is in it is lost when the bot ends: put it back, or restart the bot.";
            }

            // SQLite would go on writing into one that nobody finds again.
            if (!File.Exists(_log))
            {
                return $"The write-ahead log of the inbox, '{_log}', was removed while the bot runs. "
                    + "Stop the bot (a stop writes into the inbox what was in the log) and start it again.";
            }

            return null;
        }
    }

    /// <exception cref="InboxException">It cannot be opened; the message says why and what to do.</exception>
    public static InboxFile Open(string path, long maxFileBytes, InboxContext context)
    {
        var logger = new UnfailingLogger(context.LoggerFactory.CreateLogger("Telegram.Webhooks.Runtime.Inbox"));
        InboxFileLock? fileLock = null;
        FileWatch? watch = null;
        InboxConnection? writer = null;
        InboxConnection? reader = null;
        try
        {
            PrivateFiles.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            // Two names of one file are one inbox.
            if (File.Exists(path)) path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            fileLock = InboxFileLock.Take(path);
            watch = new FileWatch(path);
            PrivateFiles.Open(path, FileShare.ReadWrite).Dispose();
            writer = new InboxConnection(path);
            Prepare(writer, path, maxFileBytes, logger);
            ClaimOwnership(writer, path, context.BotId);
            writer.Use(WriteSql.Release).Run();
            if (context.DropPending) DropPending(writer, path, logger);
            var wasLeftOpen = writer.Number(WriteSql.WasOpen) == 1;
            writer.Use(WriteSql.SetOpen).Bind(1, 1).Run();
            reader = new InboxConnection(path);
            foreach (var pragma in Pragmas.EveryConnection) reader.Text(pragma);
            return new InboxFile(path, maxFileBytes, fileLock, watch, writer, reader) { WasLeftOpen = wasLeftOpen };
        }
        catch (Exception error)
        {
            reader?.Dispose();
            writer?.Dispose();
            watch?.Dispose();
            fileLock?.Dispose();
            throw error switch
            {
                InboxException => error,
                SqliteFault fault => new InboxException(fault.Explain(path), fault),
                IOException or UnauthorizedAccessException => new InboxException($"The inbox '{path}' cannot be created: {error.Message.TrimEnd('.')}. {SqliteFault.ElsewhereHint}", error),
                _ => error,
            };
        }
    }

    /// <summary>Everything that was under way is written: nothing of it can have ended the process.</summary>
    /// <exception cref="SqliteFault">It cannot be written.</exception>
    public void MarkClosed() => Writer.Use(WriteSql.SetOpen).Bind(1, 0).Run();

    public void Dispose()
    {
        // Whatever one step throws, the lock is given up.
        try
        {
            Reader.Dispose();
        }
        finally
        {
            try
            {
                Writer.Dispose();
            }
            finally
            {
                _watch.Dispose();
                _lock.Dispose();
            }
        }
    }

    /// <exception cref="InboxException">It cannot be used; the message says why.</exception>
    /// <exception cref="SqliteFault">SQLite reports an error.</exception>
    internal static void Prepare(InboxConnection writer, string path, long maxFileBytes, ILogger logger)
    {
        CheckIsInbox(writer, path);
        writer.Execute(Pragmas.PageSize);
        if (writer.Text(Pragmas.EveryConnection[0]) is var mode && mode != "wal")
        {
            throw new InboxException(
                $"The inbox '{path}' cannot use a write-ahead log (its journal mode is '{mode}'): its file system lacks what that needs, as network file systems do. Put it on a local disk.");
        }

        foreach (var pragma in Pragmas.EveryConnection.Concat(Pragmas.Writer(maxFileBytes))) writer.Text(pragma);
        Migrate(writer, path);
        if (writer.Number("PRAGMA page_count") * Pragmas.BytesPerPage <= QuickCheckUpTo
            && writer.Text("PRAGMA quick_check(1)") is var verdict && verdict != "ok")
            throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT, verdict ?? "quick_check says nothing");
        Shrink(writer, path, logger);
        writer.Text(Pragmas.MaxPages(maxFileBytes));
    }

    private static void CheckIsInbox(InboxConnection writer, string path)
    {
        var isEmpty = writer.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isEmpty && writer.Number("PRAGMA application_id") != Pragmas.ApplicationId)
            throw new InboxException(
                $"'{path}' is a SQLite database, but not an inbox. Nothing was changed; give the inbox another path.");
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
        return pages * Pragmas.BytesPerPage >= ShrinkFrom && used * ShrinkWhenUsedPart <= pages
            && used * Pragmas.BytesPerPage <= ShrinkFrom;
    }

    private static void Shrink(InboxConnection writer, string path, ILogger logger)
    {
        if (!IsWorthShrinking(writer.Number("PRAGMA page_count") ?? 0, writer.Number("PRAGMA freelist_count") ?? 0))
            return;
        try
        {
            writer.Execute("VACUUM");
        }
        catch (SqliteFault fault) when (!fault.IsCorruption)
        {
            // It needs as much again on the disk for a moment. The file is as good as before.
            NotShrunk(logger, path, fault);
        }
    }

    private static void DropPending(InboxConnection writer, string path, ILogger logger)
    {
        long count = 0;
        int step;
        do
        {
            step = writer.Use(WriteSql.DropPending).Bind(1, DroppedAtOnce).Run();
            count += step;
        }
        while (step > 0);
        if (count > 0) PendingDropped(logger, count, path);
    }

    [LoggerMessage(3040, LogLevel.Warning, "The inbox '{Path}' could not be shrunk; it is used as it is.")]
    private static partial void NotShrunk(ILogger logger, string path, Exception cause);

    [LoggerMessage(3041, LogLevel.Warning, "{Count} updates that earlier runs left pending in the inbox '{Path}' were dropped, as was asked for. Dead letters stay.")]
    private static partial void PendingDropped(ILogger logger, long count, string path);
}
