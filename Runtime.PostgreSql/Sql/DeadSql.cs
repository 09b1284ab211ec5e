namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Dead letters, what is forgotten in time, and counts. $1 is the bot everywhere, $2 a time that tests set where it is
/// named.
/// </summary>
internal static class DeadSql
{
    public const string Newest = "SELECT coalesce(max(id), 0) FROM telegram.dead_letters WHERE bot = $1";

    /// <summary>A page of the list: behind $2, up to $3.</summary>
    public const string List = """
        SELECT id, update_id, kind, body, received_at, attempts, error, said FROM telegram.dead_letters
        WHERE bot = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT 64
        """;

    /// <summary>$2 the letter. Locks it, so that it is replayed once.</summary>
    public const string Find = "SELECT lane, update_id FROM telegram.dead_letters WHERE bot = $1 AND id = $2 AND update_id IS NOT NULL AND lane IS NOT NULL FOR UPDATE";

    /// <summary>A letter goes to the end of its lane. $2 a time that tests set, $3 the letter.</summary>
    public const string Replay = """
        WITH letter AS (
            DELETE FROM telegram.dead_letters WHERE bot = $1 AND id = $3 AND update_id IS NOT NULL AND lane IS NOT NULL RETURNING *
        ), locked AS (
            INSERT INTO telegram.lanes AS l (bot, lane, tail, due_at) SELECT $1, lane, 1, coalesce($2, now()) FROM letter
            ON CONFLICT (bot, lane) DO UPDATE SET tail = l.tail + 1,
                due_at = CASE WHEN l.owner IS NOT NULL OR (l.waits AND l.due_at > excluded.due_at) THEN l.due_at ELSE least(l.due_at, excluded.due_at) END
            RETURNING lane, tail
        )
        INSERT INTO telegram.updates (bot, lane, position, update_id, kind, single, media_group, body, received_at, joined_at, said)
        SELECT $1, d.lane, l.tail, d.update_id, d.kind, d.single, d.media_group, d.body, d.received_at, coalesce($2, now()), d.said
        FROM letter d JOIN locked l USING (lane)
        RETURNING 1
        """;

    public const string PurgeOne = "DELETE FROM telegram.dead_letters WHERE bot = $1 AND id = $2";

    /// <summary>Up to $2, a step at a time.</summary>
    public const string PurgeStep = """
        DELETE FROM telegram.dead_letters WHERE id IN (
            SELECT id FROM telegram.dead_letters WHERE bot = $1 AND id <= $2 ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Forgets letters that died longer than $3 microseconds ago, a step at a time.</summary>
    public const string ForgetLetters = """
        DELETE FROM telegram.dead_letters WHERE id IN (
            SELECT id FROM telegram.dead_letters WHERE bot = $1 AND died_at < coalesce($2, now()) - $3 * interval '1 microsecond'
            ORDER BY died_at LIMIT 256 FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Above $2 letters the oldest give way, a step at a time.</summary>
    public const string MakeRoom = """
        DELETE FROM telegram.dead_letters WHERE id IN (
            SELECT id FROM telegram.dead_letters WHERE bot = $1 ORDER BY id
            LIMIT least(1000, greatest(0, (SELECT count(*) FROM telegram.dead_letters WHERE bot = $1) - $2)) FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Forgets ids that were seen before $2 of the seen clock, a step at a time.</summary>
    public const string ForgetSeen = """
        DELETE FROM telegram.seen WHERE (bot, update_id) IN (
            SELECT bot, update_id FROM telegram.seen WHERE bot = $1 AND at <= $2 ORDER BY at LIMIT 5000 FOR UPDATE SKIP LOCKED)
        """;


    /// <summary>$3 this instance.</summary>
    public const string Count = """
        SELECT
            (SELECT count(*) FROM telegram.updates WHERE bot = $1),
            (SELECT count(*) FROM telegram.updates WHERE bot = $1 AND due_at > coalesce($2, now())),
            (SELECT count(*) FROM telegram.dead_letters WHERE bot = $1),
            (SELECT count(*) FROM telegram.lanes WHERE bot = $1 AND owner IS NOT NULL AND owner <> $3),
            (SELECT (extract(epoch FROM coalesce($2, now()) - min(received_at)) * 1000000)::bigint FROM telegram.updates WHERE bot = $1)
        """;

    /// <summary>$3 how many.</summary>
    public const string Waiting = """
        SELECT update_id, kind, lane, single, received_at, attempt, (extract(epoch FROM due_at - coalesce($2, now())) * 1000000)::bigint, error
        FROM telegram.updates u WHERE bot = $1 AND due_at > coalesce($2, now()) AND (unit IS NULL OR unit = position) ORDER BY due_at DESC LIMIT $3
        """;
}
