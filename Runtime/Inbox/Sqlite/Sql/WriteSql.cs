namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>The statements of the writing connection, named by the edges of the state machine.</summary>
internal static class WriteSql
{
    // Neither function reads what it measures: the row's head tells it.
    private const string Content = "(length(body) + coalesce(octet_length(last_error), 0) + coalesce(length(said), 0) + 256)";

    // What a letter takes, as FileRoom.BytesOf counts it.
    private const string Taken = $"(CASE WHEN {Content} < 4096 THEN {Content} ELSE ({Content} + 4095) / 4096 * 4096 END)";

    public const string Begin = "BEGIN IMMEDIATE";

    public const string Commit = "COMMIT";

    public const string Rollback = "ROLLBACK";

    public const string Append = """
        INSERT INTO updates (id, update_id, kind, lane, media_group, body, received_at, state, attempt)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'pending', 0)
        """;

    public const string AppendDead = """
        INSERT INTO updates (id, update_id, kind, lane, media_group, body, received_at, state, attempt, last_error, dead_at, digest)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'dead', 0, ?8, ?7, ?9)
        """;

    public const string Claim = "UPDATE updates SET state = 'claimed', attempt = ?2, due_at = NULL, wait = NULL WHERE id = ?1 AND state <> 'dead'";

    public const string Complete = "DELETE FROM updates WHERE id = ?1 AND state <> 'dead'";

    public const string Retry = """
        UPDATE updates SET state = 'pending', attempt = ?2, due_at = ?3, wait = ?4, last_error = coalesce(?5, last_error), said = coalesce(?6, said)
        WHERE id = ?1 AND state <> 'dead'
        """;

    public const string Bury = $"""
        UPDATE updates SET state = 'dead', attempt = ?2, due_at = NULL, wait = NULL, last_error = ?3, dead_at = ?4, said = coalesce(?5, said)
        WHERE id = ?1 AND state <> 'dead' RETURNING {Taken}
        """;

    /// <summary>What an attempt that lasts has got done so far.</summary>
    public const string Said = "UPDATE updates SET said = ?2 WHERE id = ?1 AND state <> 'dead'";

    /// <summary>
    /// To the end of its lane: under a new id, which is what append order goes by. What was buried because its time is
    /// damaged (not from ?3 to ?4) gets another one, ?5.
    /// </summary>
    public const string Replay = $"""
        UPDATE updates SET id = ?2, state = 'pending', attempt = 0, due_at = NULL, dead_at = NULL,
            received_at = CASE WHEN received_at BETWEEN ?3 AND ?4 THEN received_at ELSE ?5 END
        WHERE id = ?1 AND state = 'dead' AND update_id IS NOT NULL RETURNING {Taken}
        """;

    public const string PurgeOne = $"DELETE FROM updates WHERE id = ?1 AND state = 'dead' RETURNING {Taken}";

    /// <summary>Some of all there are up to one.</summary>
    public const string PurgeSome = $"""
        DELETE FROM updates WHERE id IN (SELECT id FROM updates WHERE state = 'dead' AND id <= ?1 ORDER BY id LIMIT ?2) RETURNING {Taken}
        """;

    /// <summary>Some of those that were given up before a moment.</summary>
    public const string ForgetDead = $"""
        DELETE FROM updates WHERE id IN (SELECT id FROM updates WHERE dead_at < ?1 ORDER BY dead_at LIMIT ?2) RETURNING {Taken}
        """;

    /// <summary>The oldest dead letter.</summary>
    public const string EvictDead = $"""
        DELETE FROM updates WHERE id IN (SELECT id FROM updates WHERE dead_at IS NOT NULL ORDER BY dead_at, id LIMIT 1) RETURNING {Taken}
        """;

    /// <summary>Whether this body is kept already, as one without an id.</summary>
    public const string HasNameless = "SELECT 1 FROM updates WHERE digest = ?1 LIMIT 1";

    /// <summary>An update of which something cannot be read.</summary>
    public const string BuryUnreadable = $"""
        UPDATE updates SET state = 'dead', due_at = NULL, wait = NULL, last_error = ?2, dead_at = ?3 WHERE id = ?1 AND state <> 'dead'
        RETURNING {Taken}
        """;

    /// <summary>What a previous run left claimed.</summary>
    public const string Release = "UPDATE updates SET state = 'pending' WHERE state = 'claimed'";

    public const string SeenOfPage = "SELECT period, ids FROM seen WHERE page = ?1 AND period >= ?2";

    public const string RememberSeen = "INSERT INTO seen (page, period, ids) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET ids = excluded.ids";

    public const string ForgetSeen = "DELETE FROM seen WHERE period < ?1";

    public const string Owner = "SELECT bot FROM inbox";

    public const string SetOwner = "UPDATE inbox SET bot = ?1";

    public const string LastId = "SELECT max(ids_to, (SELECT coalesce(max(id), 0) FROM updates)) FROM inbox";

    public const string ReserveIds = "UPDATE inbox SET ids_to = ?1";

    public const string SeenClock = "SELECT seen_time, seen_wall FROM inbox";

    public const string SetSeenClock = "UPDATE inbox SET seen_time = ?1, seen_wall = ?2";

    public const string WasOpen = "SELECT is_open FROM inbox";

    public const string SetOpen = "UPDATE inbox SET is_open = ?1";

    // Few, or found by an index that is far smaller than the table.
    public const string CountDead = $"SELECT count(*), coalesce(sum({Taken}), 0) FROM updates WHERE state = 'dead'";

    public const string CountAll = "SELECT (SELECT count(*) FROM updates WHERE lane IS NOT NULL) + (SELECT count(*) FROM updates WHERE lane IS NULL)";

    /// <summary>What is not dead, a part at a time.</summary>
    public const string DropPending = "DELETE FROM updates WHERE id IN (SELECT id FROM updates WHERE state <> 'dead' ORDER BY id LIMIT ?1)";

    /// <summary>So that a part of a command can be taken back.</summary>
    public const string Savepoint = "SAVEPOINT one";

    public const string ReleaseSavepoint = "RELEASE one";

    public const string RollbackTo = "ROLLBACK TO one";
}
