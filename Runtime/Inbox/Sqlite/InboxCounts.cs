namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// How much the file holds, counted once at the opening and kept up by the writer. Thread-safe to read.
/// </summary>
internal sealed class InboxCounts
{
    private long _pending;
    private long _dead;

    /// <exception cref="SqliteFault">It cannot be counted.</exception>
    public InboxCounts(InboxConnection connection)
    {
        var row = connection.Use(WriteSql.CountDead);
        if (row.Step()) (_dead, DeadBytes) = (row.Int64(0), row.Int64(1));
        row.Reset();
        _pending = (connection.Number(WriteSql.CountAll) ?? 0) - _dead;
    }

    /// <summary>Updates that are not done.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Dead letters.</summary>
    public long Dead => Volatile.Read(ref _dead);

    /// <summary>What they take of the file: bodies, errors, and what attempts had said. For the writer.</summary>
    public long DeadBytes { get; private set; }

    public void Add(InboxChange change)
    {
        Interlocked.Add(ref _pending, change.Pending);
        Interlocked.Add(ref _dead, change.Dead);
        DeadBytes += change.DeadBytes;
    }
}
