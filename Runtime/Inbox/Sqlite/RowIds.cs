namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The inbox's own numbers, ascending in append order and never used again: a letter's number that somebody wrote down
/// never means another letter. They are reserved in the file many at a time. Used by the writer's thread only, once it
/// runs.
/// </summary>
internal sealed class RowIds
{
    private const long ReservedAtOnce = 1_000_000;

    private long _reservedTo;

    public RowIds(InboxConnection connection) => Last = _reservedTo = connection.Number(WriteSql.LastId) ?? 0;

    /// <summary>The newest that was used.</summary>
    public long Last { get; private set; }

    public long Next(InboxConnection connection)
    {
        if (Last == _reservedTo)
        {
            connection.Use(WriteSql.ReserveIds).Bind(1, Last + ReservedAtOnce).Run();
            _reservedTo = Last + ReservedAtOnce;
        }

        return ++Last;
    }

    /// <summary>After a rollback: what was reserved in it was not.</summary>
    public void Forget() => _reservedTo = Last;
}
