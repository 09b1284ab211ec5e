namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The statements of the reading connection.</summary>
internal static class ReadSql
{
    private const string Columns = "id, update_id, kind, lane, media_group, body, received_at, attempt, due_at, wait, said IS NOT NULL";

    /// <summary>The backlog in append order.</summary>
    public const string Scan = $"SELECT {Columns} FROM updates WHERE id > ?1 AND id <= ?2 AND state <> 'dead' ORDER BY id LIMIT ?3";

    /// <summary>One lane's backlog in append order.</summary>
    public const string ScanLane = $"SELECT {Columns} FROM updates WHERE lane = ?4 AND id > ?1 AND id <= ?2 AND state <> 'dead' ORDER BY id LIMIT ?3";

    /// <summary>The parts of a media group that were tried as often as its first.</summary>
    public const string ScanGroup = $"""
        SELECT {Columns} FROM updates
        WHERE lane = ?4 AND media_group = ?5 AND kind = ?6 AND id > ?1 AND id <= ?2 AND state <> 'dead' AND attempt = ?7 ORDER BY id LIMIT ?3
        """;

    public const string One = $"SELECT {Columns} FROM updates WHERE id = ?1";

    /// <summary>What was said of an update.</summary>
    public const string Said = "SELECT said FROM updates WHERE id = ?1";

    public const string Error = "SELECT last_error FROM updates WHERE id = ?1";

    public const string Dead = """
        SELECT id, update_id, kind, body, received_at, attempt, last_error, said FROM updates
        WHERE state = 'dead' AND id > ?1 AND id <= ?2 ORDER BY id LIMIT ?3
        """;

    public const string LastDead = "SELECT coalesce(max(id), 0) FROM updates WHERE state = 'dead'";
}
