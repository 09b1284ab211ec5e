namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Taking updates in. $1 is the bot everywhere, $2 a time that tests set; else the database's clock counts.</summary>
internal static class AppendSql
{
    /// <summary>
    /// All appends that wait, in one statement: ids that are new (locked in their order), the rows of their lanes (locked in theirs, which gives the
    /// positions), the updates. A lane that nobody owns and that is due becomes this instance's, as far as it has room.
    /// </summary>
    /// <remarks>$3 seen clock, $4 retention, $5 this instance, $6 the fence of this statement, $7 room; then arrays, an element an update.</remarks>
    public const string Updates = """
        WITH given AS MATERIALIZED (
            SELECT * FROM unnest($8::bigint[], $9::bigint[], $10::boolean[], $11::text[], $12::text[], $13::bytea[])
                WITH ORDINALITY AS g (update_id, lane, single, kind, media_group, body, place)
        ), fresh AS (
            INSERT INTO telegram.seen AS s (bot, update_id, at)
            SELECT $1, update_id, $3 FROM given ORDER BY update_id
            ON CONFLICT (bot, update_id) DO UPDATE SET at = excluded.at WHERE s.at <= excluded.at - $4
            RETURNING update_id
        ), placed AS MATERIALIZED (
            SELECT g.*, row_number() OVER (PARTITION BY g.lane ORDER BY g.place) AS nth, count(*) OVER (PARTITION BY g.lane) AS of
            FROM given g JOIN fresh f USING (update_id)
        ), wanted AS MATERIALIZED (
            SELECT lane, of, row_number() OVER (ORDER BY min(place)) <= $7 AND EXISTS (SELECT FROM telegram.instances WHERE id = $5) AS take FROM placed GROUP BY lane, of
        ), locked AS (
            INSERT INTO telegram.lanes AS l (bot, lane, tail, due_at, owner, fence)
            SELECT $1, lane, of, coalesce($2, now()), CASE WHEN take THEN $5 END, CASE WHEN take THEN $6 END FROM wanted ORDER BY lane
            ON CONFLICT (bot, lane) DO UPDATE SET
                tail = l.tail + excluded.tail,
                due_at = CASE WHEN l.owner IS NOT NULL OR (l.waits AND l.due_at > excluded.due_at) THEN l.due_at ELSE least(l.due_at, excluded.due_at) END,
                owner = CASE WHEN l.owner IS NULL AND NOT (l.waits AND l.due_at > excluded.due_at) THEN excluded.owner ELSE l.owner END,
                fence = CASE WHEN l.owner IS NULL AND NOT (l.waits AND l.due_at > excluded.due_at) THEN excluded.fence ELSE l.fence END
            RETURNING lane, tail, owner, fence, crashes, waits
        ), kept AS (
            INSERT INTO telegram.updates (bot, lane, position, update_id, kind, single, media_group, body, received_at, joined_at)
            SELECT $1, p.lane, l.tail - p.of + p.nth, p.update_id, p.kind, p.single, p.media_group, p.body, coalesce($2, now()), coalesce($2, now())
            FROM placed p JOIN locked l USING (lane)
            ORDER BY p.place
            RETURNING lane, position, id, update_id, received_at
        )
        SELECT k.update_id, k.id, k.position, k.received_at, l.lane, l.tail, l.owner, l.fence, l.crashes, l.waits
        FROM kept k JOIN locked l USING (lane)
        ORDER BY k.lane, k.position
        """;

    /// <summary>Bodies that cannot be read and have an id: dead letters at once. Returns the ids that were new.</summary>
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
