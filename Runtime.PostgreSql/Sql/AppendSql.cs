namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Taking updates in. $1 is the bot everywhere, $2 a time that tests set; else the database's clock counts.
/// </summary>
internal static class AppendSql
{
    /// <summary>
    /// All appends that wait, in one statement: ids that are new, the rows of their lanes (whose locks give the
    /// positions), the updates. A lane that nobody owns and that is due becomes this instance's, as far as it has room.
    /// Returns the lanes, then what was kept, which has an id.
    /// </summary>
    /// <remarks>
    /// $3 seen clock, $4 retention, $5 this instance, $6 the fence of this statement; arrays of the lanes: $7 lane, $8
    /// how many of the updates go to it, $9 whether there is room for it; then arrays of the updates: their ids, which
    /// of the lanes each goes to, how far from its end, and the rest. Ids and lanes come sorted and are gone through in
    /// that order, so that no two of these statements wait for each other. A lane counts duplicates, too: a position
    /// that nobody has is passed over, and a lane that got nothing new is read and given back. There is not one join
    /// here: each row finds what it needs by its place in an array. That of the tails relies on rows coming back in the
    /// order in which they were inserted, which PostgreSQL does and no standard promises: should it ever be otherwise,
    /// a division by zero refuses the batch.
    /// </remarks>
    public const string Updates = """
        WITH fresh AS (
            INSERT INTO telegram.seen AS s (bot, update_id, at)
            SELECT $1, g.update_id, $3 FROM unnest($10::bigint[]) AS g (update_id)
            ON CONFLICT (bot, update_id) DO UPDATE SET at = excluded.at WHERE s.at <= excluded.at - $4
            RETURNING update_id
        ), locked AS (
            INSERT INTO telegram.lanes AS l (bot, lane, tail, due_at, owner, fence)
            SELECT $1, g.lane, g.of, coalesce($2, now()), CASE WHEN g.take AND i.is_there THEN $5 END, CASE WHEN g.take AND i.is_there THEN $6 END
            FROM (SELECT EXISTS (SELECT FROM telegram.instances WHERE id = $5) AS is_there) i, unnest($7::bigint[], $8::bigint[], $9::boolean[]) AS g (lane, of, take)
            ON CONFLICT (bot, lane) DO UPDATE SET
                tail = l.tail + excluded.tail,
                due_at = CASE WHEN l.owner IS NOT NULL OR (l.waits AND l.due_at > excluded.due_at) THEN l.due_at ELSE least(l.due_at, excluded.due_at) END,
                owner = CASE WHEN l.owner IS NULL AND NOT (l.waits AND l.due_at > excluded.due_at) THEN excluded.owner ELSE l.owner END,
                fence = CASE WHEN l.owner IS NULL AND NOT (l.waits AND l.due_at > excluded.due_at) THEN excluded.fence ELSE l.fence END
            RETURNING lane, tail, owner, fence, crashes, waits
        ), kept AS (
            INSERT INTO telegram.updates (bot, lane, position, update_id, kind, single, media_group, body, received_at, joined_at)
            SELECT $1, ($7::bigint[])[g.at], t.tails[g.at] / (t.lanes[g.at] = ($7::bigint[])[g.at])::int - g.back, g.update_id, g.kind, g.single, g.media_group, g.body, coalesce($2, now()), coalesce($2, now())
            FROM (SELECT array_agg(tail) AS tails, array_agg(lane) AS lanes FROM locked) t,
                unnest($10::bigint[], $11::int[], $12::bigint[], $13::boolean[], $14::text[], $15::text[], $16::bytea[])
                    AS g (update_id, at, back, single, kind, media_group, body)
            WHERE g.update_id = ANY (ARRAY(SELECT update_id FROM fresh))
            RETURNING lane, position, id, update_id, received_at
        )
        SELECT lane, tail, owner, fence, crashes, waits, NULL::bigint AS id, NULL::bigint AS update_id, NULL::timestamptz AS received_at FROM locked
        UNION ALL
        SELECT lane, position, NULL, NULL, NULL, NULL, id, update_id, received_at FROM kept
        """;

    /// <summary>
    /// Bodies that cannot be read and have an id: dead letters at once. Returns the ids that were new.
    /// </summary>
    /// <remarks>$3 seen clock, $4 retention; then arrays.</remarks>
    public const string Faulty = """
        WITH given AS MATERIALIZED (
            SELECT * FROM unnest($5::bigint[], $6::bigint[], $7::text[], $8::bytea[], $9::text[]) WITH ORDINALITY AS g (update_id, lane, kind, body, error, place)
        ), fresh AS (
            INSERT INTO telegram.seen AS s (bot, update_id, at)
            SELECT $1, update_id, $3 FROM given ORDER BY update_id
            ON CONFLICT (bot, update_id) DO UPDATE SET at = excluded.at WHERE s.at <= excluded.at - $4
            RETURNING update_id
        )
        INSERT INTO telegram.dead_letters (id, bot, lane, update_id, kind, single, body, received_at, died_at, attempts, error)
        SELECT nextval('telegram.update_ids'), $1, g.lane, g.update_id, g.kind, true, g.body, coalesce($2, now()), coalesce($2, now()), 0, g.error
        FROM (SELECT * FROM given JOIN fresh USING (update_id) ORDER BY place) g
        RETURNING update_id
        """;

    /// <summary>Bodies that do not even tell an id; kept once while they are here.</summary>
    public const string Nameless = """
        INSERT INTO telegram.dead_letters (id, bot, kind, single, body, received_at, died_at, attempts, error, digest)
        SELECT nextval('telegram.update_ids'), $1, g.kind, true, g.body, coalesce($2, now()), coalesce($2, now()), 0, g.error, g.digest
        FROM (SELECT * FROM unnest($3::text[], $4::bytea[], $5::text[], $6::bytea[]) AS u (kind, body, error, digest) ORDER BY digest) g
        ON CONFLICT (bot, digest) WHERE digest IS NOT NULL DO NOTHING
        RETURNING digest
        """;
}
