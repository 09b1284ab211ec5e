namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// What becomes of updates, many in one transaction. $1 is the bot everywhere. The first statement locks the rows of all lanes in question, in one
/// order, and tells which leases are held; each of the others names the fence again, so that what is not held is not touched.
/// </summary>
internal static class TransitionSql
{
    /// <summary>$2 a time that tests set, $3 lanes, $4 fences.</summary>
    public const string Hold = """
        SELECT l.lane, l.fence, l.tail, coalesce($2, now()) FROM telegram.lanes l JOIN unnest($3::bigint[], $4::bigint[]) AS a (lane, fence) ON l.lane = a.lane
        WHERE l.bot = $1 AND l.fence = a.fence ORDER BY l.lane FOR UPDATE OF l
        """;

    public const string Complete = """
        DELETE FROM telegram.updates u USING unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS d (lane, fence, position)
        JOIN telegram.lanes l ON l.bot = $1 AND l.lane = d.lane AND l.fence = d.fence
        WHERE u.bot = $1 AND u.lane = d.lane AND u.position = d.position
        """;

    /// <summary>The head went on: what was counted for instances that died with it is over. $2 lanes, $3 fences.</summary>
    public const string Forget = """
        UPDATE telegram.lanes l SET crashes = 0 FROM unnest($2::bigint[], $3::bigint[]) AS a (lane, fence)
        WHERE l.bot = $1 AND l.lane = a.lane AND l.fence = a.fence AND l.crashes > 0
        """;

    public const string Retry = """
        UPDATE telegram.updates u SET attempt = r.attempt, failed = true, unit = nullif(r.unit, 0),
            due_at = CASE WHEN r.wait > 0 THEN coalesce($2, now()) + r.wait * interval '1 microsecond' END, wait = CASE WHEN r.wait > 0 THEN r.wait END,
            error = coalesce(r.error, u.error), said = r.said
        FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::bigint[], $9::text[], $10::bytea[])
            AS r (lane, fence, position, attempt, wait, unit, error, said)
        JOIN telegram.lanes l ON l.bot = $1 AND l.lane = r.lane AND l.fence = r.fence
        WHERE u.bot = $1 AND u.lane = r.lane AND u.position = r.position
        """;

    public const string Bury = """
        WITH dead AS (
            DELETE FROM telegram.updates u USING unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::text[], $8::bytea[])
                AS b (lane, fence, position, attempts, error, said)
            JOIN telegram.lanes l ON l.bot = $1 AND l.lane = b.lane AND l.fence = b.fence
            WHERE u.bot = $1 AND u.lane = b.lane AND u.position = b.position
            RETURNING u.id, u.lane, u.update_id, u.kind, u.single, u.media_group, u.body, u.received_at, b.attempts, b.error AS reason, b.said AS notes
        )
        INSERT INTO telegram.dead_letters (id, bot, lane, update_id, kind, single, media_group, body, received_at, died_at, attempts, error, said)
        SELECT id, $1, lane, update_id, kind, single, media_group, body, received_at, coalesce($2, now()), attempts, reason, notes FROM dead
        """;

    public const string Note = """
        UPDATE telegram.updates u SET said = n.said FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[]) AS n (lane, fence, position, said)
        JOIN telegram.lanes l ON l.bot = $1 AND l.lane = n.lane AND l.fence = n.fence
        WHERE u.bot = $1 AND u.lane = n.lane AND u.position = n.position
        """;

    /// <summary>A lane that has nothing left goes; when its tail is not where it was read to, more came, and it stays.</summary>
    public const string Empty = """
        DELETE FROM telegram.lanes l USING unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS e (lane, fence, read_to)
        WHERE l.bot = $1 AND l.lane = e.lane AND l.fence = e.fence AND l.tail = e.read_to
        """;

    /// <summary>A lane is anybody's again: from a time on, if its tail is where it was read to or that does not matter.</summary>
    public const string Release = """
        UPDATE telegram.lanes l SET owner = NULL, fence = NULL, due_at = r.due_at, waits = r.waits, crashes = l.crashes + r.crashes
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::boolean[], $7::int[]) AS r (lane, fence, read_to, due_at, waits, crashes)
        WHERE l.bot = $1 AND l.lane = r.lane AND l.fence = r.fence AND (r.read_to < 0 OR l.tail = r.read_to)
        """;
}
