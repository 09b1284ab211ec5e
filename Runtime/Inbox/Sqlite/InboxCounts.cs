namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>How many rows the file has, counted once at the opening and kept up by the writer. Thread-safe.</summary>
internal sealed class InboxCounts(long pending, long dead)
{
    private long _pending = pending;
    private long _dead = dead;

    /// <summary>Updates that are not done.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Dead letters.</summary>
    public long Dead => Volatile.Read(ref _dead);

    public static InboxCounts Of(InboxConnection connection)
    {
        var dead = connection.Number(WriteSql.CountDead) ?? 0;
        return new InboxCounts((connection.Number(WriteSql.CountAll) ?? 0) - dead, dead);
    }

    public void Add(long pending, long dead)
    {
        Interlocked.Add(ref _pending, pending);
        Interlocked.Add(ref _dead, dead);
    }
}
