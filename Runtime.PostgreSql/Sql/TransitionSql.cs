namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// What becomes of updates, many in one transaction. $1 is the bot everywhere. The first statement locks the rows of
/// all lanes in question, in one order, and tells which leases are held; each of the others names the fence again, so
/// that what is not held is not touched.
/// </summary>
/// <remarks>
/// Their plans are made once and kept, so the way to the rows is written down: each is looked up by its whole key
/// (<c>LATERAL … LIMIT 1</c> is carried out as it stands; only the primary key gives the order of positions, and
/// sorting is off), and changed where it was found (<c>ctid</c>). Between the two nobody changes it: only who holds the
/// lease writes to the updates of a lane, and the first statement has locked the lanes. It itself finds a lane as it
/// was when the statement began, which is not as it is now when somebody has pushed to it meanwhile; then its tail is
/// another one, too, and the lane stays.
/// </remarks>
internal static class TransitionSql
{
    /// <summary>
    /// Locks the lanes, and does what is to be done most of the time: takes away updates that are done, and lanes that
    /// have nothing left. When the tail of such a lane is not where it was read to, more came, and it stays.
    /// </summary>
    /// <remarks>
    /// $2 a time that tests set; then arrays, sorted by lane: $3 lanes, $4 fences, $5 the position of what is done or
    /// 0, $6 up to where the lane was read if it is to go, or -1. A lane may be there more than once. They are locked
    /// in the order of the arrays, and a row that somebody else had locked is read as he left it: so the tail is the
    /// newest there is.
    /// </remarks>
    public const string Settle = """
        WITH held AS MATERIALIZED (
            SELECT a.lane, a.fence, a.position, a.read_to, l.tail
            FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[]) AS a (lane, fence, position, read_to)
            CROSS JOIN LATERAL (
                SELECT tail FROM telegram.lanes WHERE bot = $1 AND lane = a.lane AND fence = a.fence FOR UPDATE
            ) l
        ), done AS (
            DELETE FROM telegram.updates u USING held h CROSS JOIN LATERAL (
                SELECT x.ctid AS at FROM telegram.updates x WHERE x.bot = $1 AND x.lane = h.lane
                    AND x.position BETWEEN h.position AND h.position ORDER BY x.position LIMIT 1
            ) x WHERE u.ctid = x.at AND h.position > 0
        ), gone AS (
            DELETE FROM telegram.lanes l USING held h CROSS JOIN LATERAL (
                SELECT x.ctid AS at FROM telegram.lanes x WHERE x.bot = $1 AND x.lane = h.lane LIMIT 1
            ) x WHERE l.ctid = x.at AND h.read_to = h.tail
        )
        SELECT lane, fence, tail, coalesce($2, now()) FROM held
        """;

    /// <summary>
    /// The head went on: what was counted for instances that died with it is over. $2 lanes, $3 fences.
    /// </summary>
    public const string Forget = """
        UPDATE telegram.lanes l SET crashes = 0 FROM unnest($2::bigint[], $3::bigint[]) AS a (lane, fence) CROSS JOIN LATERAL (
            SELECT x.ctid AS at FROM telegram.lanes x WHERE x.bot = $1 AND x.lane = a.lane AND x.fence = a.fence LIMIT 1
        ) x WHERE l.ctid = x.at
        """;

    public const string Retry = $"""
        UPDATE telegram.updates u SET attempt = r.attempt, failed = true, unit = nullif(r.unit, 0),
            due_at = CASE WHEN r.wait > 0 THEN coalesce($2, now()) + r.wait * interval '1 microsecond' END,
            wait = CASE WHEN r.wait > 0 THEN r.wait END,
            error = coalesce(r.error, u.error), said = r.said
        FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::bigint[], $8::bigint[], $9::text[], $10::bytea[])
            AS r (lane, fence, position, attempt, wait, unit, error, said) CROSS JOIN LATERAL (
            {HeldUpdate} AND l.lane = r.lane AND l.fence = r.fence AND x.lane = r.lane AND x.position BETWEEN r.position AND r.position
            ORDER BY x.position LIMIT 1
        ) x WHERE u.ctid = x.at
        """;

    public const string Bury = $"""
        WITH dead AS (
            DELETE FROM telegram.updates u USING unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::text[], $8::bytea[])
                AS b (lane, fence, position, attempts, error, said) CROSS JOIN LATERAL (
                {HeldUpdate} AND l.lane = b.lane AND l.fence = b.fence AND x.lane = b.lane AND x.position BETWEEN b.position AND b.position
            ORDER BY x.position LIMIT 1
            ) x WHERE u.ctid = x.at
            RETURNING u.id, u.lane, u.update_id, u.kind, u.single, u.media_group, u.body, u.received_at, b.attempts, b.error AS reason, b.said AS notes
        )
        INSERT INTO telegram.dead_letters (id, bot, lane, update_id, kind, single, media_group, body, received_at, died_at, attempts, error, said)
        SELECT id, $1, lane, update_id, kind, single, media_group, body, received_at, coalesce($2, now()), attempts, reason, notes FROM dead
        """;

    public const string Note = $"""
        UPDATE telegram.updates u SET said = n.said
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[]) AS n (lane, fence, position, said) CROSS JOIN LATERAL (
            {HeldUpdate} AND l.lane = n.lane AND l.fence = n.fence AND x.lane = n.lane AND x.position BETWEEN n.position AND n.position
            ORDER BY x.position LIMIT 1
        ) x WHERE u.ctid = x.at
        """;

    /// <summary>
    /// A lane is anybody's again: from a time on, if its tail is where it was read to or that does not matter.
    /// </summary>
    public const string Release = """
        UPDATE telegram.lanes l SET owner = NULL, fence = NULL, due_at = r.due_at, waits = r.waits, crashes = l.crashes + r.crashes
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::boolean[], $7::int[]) AS r (lane, fence, read_to, due_at, waits, crashes)
        CROSS JOIN LATERAL (
            SELECT x.ctid AS at FROM telegram.lanes x
            WHERE x.bot = $1 AND x.lane = r.lane AND x.fence = r.fence AND (r.read_to < 0 OR x.tail = r.read_to) LIMIT 1
        ) x WHERE l.ctid = x.at
        """;

    // An update of a lane whose lease is held.
    private const string HeldUpdate = "SELECT x.ctid AS at FROM telegram.lanes l, telegram.updates x WHERE l.bot = $1 AND x.bot = $1";
}
