namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// Owning lanes: taking them, reading them, giving them back. $1 is the bot everywhere; where it is named, $2 a time
/// that tests set.
/// </summary>
internal static class LaneSql
{
    /// <summary>
    /// Takes free lanes that are due, those that are due longest first; an instance that was given up gets none. Waits
    /// for nobody. $3 this instance, $4 the fence, $5 how many.
    /// </summary>
    public const string Take = """
        WITH free AS MATERIALIZED (
            SELECT lane FROM telegram.lanes
            WHERE bot = $1 AND owner IS NULL AND due_at <= coalesce($2, now()) AND EXISTS (SELECT FROM telegram.instances WHERE id = $3)
            ORDER BY due_at LIMIT $5 FOR UPDATE SKIP LOCKED
        )
        UPDATE telegram.lanes l SET owner = $3, fence = $4 FROM free f WHERE l.bot = $1 AND l.lane = f.lane
        RETURNING l.lane, l.fence, l.tail, l.crashes
        """;

    /// <summary>When the next free lane is due that is not yet: the microseconds until then, or nothing.</summary>
    public const string NextDue = """
        SELECT (extract(epoch FROM min(due_at) - coalesce($2, now())) * 1000000)::bigint FROM telegram.lanes
        WHERE bot = $1 AND owner IS NULL AND due_at > coalesce($2, now())
        """;

    /// <summary>What the clock says.</summary>
    public const string Now = "SELECT coalesce($1, now())";

    /// <summary>The columns of an update, for <see cref="LaneRow"/>.</summary>
    private const string Columns = "u.lane, u.position, u.id, u.update_id, u.kind, u.single, u.media_group, u.body, u.received_at, u.joined_at, u.attempt, u.failed, u.due_at, u.wait, u.unit, u.said";

    /// <summary>
    /// The next updates of several lanes, each behind a position, at most <see cref="OwnedLane.MostRows"/> of each.
    /// </summary>
    public const string Read = $"""
        SELECT {Columns} FROM unnest($2::bigint[], $3::bigint[]) AS r (lane, behind)
        CROSS JOIN LATERAL (
            SELECT * FROM telegram.updates u WHERE u.bot = $1 AND u.lane = r.lane AND u.position > r.behind ORDER BY u.position LIMIT 64
        ) u ORDER BY u.lane, u.position
        """;

    /// <summary>The parts of an album that is still open, wherever they stand in the lane.</summary>
    public const string OpenAlbum = $"""
        SELECT {Columns} FROM telegram.updates u
        WHERE u.bot = $1 AND u.lane = $2 AND u.position >= $3 AND u.media_group = $4 AND u.kind IS NOT DISTINCT FROM $5 AND u.unit IS NULL AND u.attempt = 0
        ORDER BY u.position LIMIT 10
        """;

    /// <summary>The parts of an album that was tried.</summary>
    public const string TriedAlbum = $"SELECT {Columns} FROM telegram.updates u WHERE u.bot = $1 AND u.lane = $2 AND u.position >= $3 AND u.unit = $3 ORDER BY u.position LIMIT 10";

    /// <summary>
    /// The lanes an instance owns by leases it does not know: a statement was carried out and its answer lost. $2 the
    /// owner, $3 fences.
    /// </summary>
    public const string Doubtful = "SELECT lane, fence, tail, crashes FROM telegram.lanes WHERE bot = $1 AND owner = $2 AND fence = ANY ($3)";

    /// <summary>
    /// A clock that was ahead when it was written leaves times nobody would live to see: what is due later than in $3
    /// microseconds is looked at now, and waits on if it has to.
    /// </summary>
    public const string BringBack = """
        WITH late AS MATERIALIZED (
            SELECT lane FROM telegram.lanes
            WHERE bot = $1 AND owner IS NULL AND due_at > coalesce($2, now()) + $3 * interval '1 microsecond'
            ORDER BY lane LIMIT 10000 FOR UPDATE SKIP LOCKED
        )
        UPDATE telegram.lanes l SET due_at = coalesce($2, now()) FROM late WHERE l.bot = $1 AND l.lane = late.lane
        """;
}
