namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>Who is there. Leases run by the database's own clock, whatever tests set; $1 is the bot.</summary>
internal static class InstanceSql
{
    public const string Server = "SELECT current_setting('server_version_num')::int, current_setting('synchronous_commit'), pg_is_in_recovery()";

    public const string AddBot = "INSERT INTO telegram.bots (bot) VALUES ($1) ON CONFLICT (bot) DO NOTHING";

    /// <summary>One opens at a time. Tells where the clock of the seen ids stands.</summary>
    public const string LockBot = "SELECT seen_clock FROM telegram.bots WHERE bot = $1 FOR UPDATE";

    /// <summary>How many others are there.</summary>
    public const string Others = "SELECT count(*) FROM telegram.instances WHERE bot = $1";

    public const string Register = "INSERT INTO telegram.instances (bot, name, given_up_after, process) VALUES ($1, $2, $3 * interval '1 microsecond', $4) RETURNING id";

    /// <summary>$2 this instance.</summary>
    public const string Beat = "UPDATE telegram.instances SET seen_at = clock_timestamp() WHERE bot = $1 AND id = $2";

    public const string Leave = "DELETE FROM telegram.instances WHERE bot = $1 AND id = $2";

    /// <summary>
    /// Gives up who was not heard of; $2 is this instance, which finds out about itself in another way.
    /// </summary>
    public const string GiveUp = """
        DELETE FROM telegram.instances WHERE id IN (
            SELECT id FROM telegram.instances WHERE bot = $1 AND id <> $2 AND seen_at < clock_timestamp() - given_up_after ORDER BY id FOR UPDATE SKIP LOCKED)
        RETURNING name
        """;

    /// <summary>Those whose processes may be known to have ended; $2 is this instance.</summary>
    public const string Marked = "SELECT id, process FROM telegram.instances WHERE bot = $1 AND id <> $2 AND process IS NOT NULL";

    /// <summary>Gives up those whose processes have ended. $2 their ids, which are never given again.</summary>
    public const string GiveUpEnded = """
        DELETE FROM telegram.instances WHERE id IN (
            SELECT id FROM telegram.instances WHERE bot = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE SKIP LOCKED)
        RETURNING name
        """;

    /// <summary>
    /// Lanes of owners who are not there any more are anybody's, and the attempt of their head counts.
    /// </summary>
    /// <remarks>
    /// The fence is compared again once a row is locked: by then, somebody whom this statement cannot see yet may own
    /// it.
    /// </remarks>
    public const string Inherit = """
        WITH orphans AS MATERIALIZED (
            SELECT l.lane, l.fence FROM telegram.lanes l
            WHERE l.bot = $1 AND l.owner IS NOT NULL AND NOT EXISTS (SELECT FROM telegram.instances i WHERE i.id = l.owner)
        ), locked AS MATERIALIZED (
            SELECT l.lane, l.fence FROM telegram.lanes l JOIN orphans o ON o.lane = l.lane
            WHERE l.bot = $1 AND l.fence = o.fence ORDER BY l.lane FOR UPDATE OF l SKIP LOCKED
        )
        UPDATE telegram.lanes l SET owner = NULL, fence = NULL, crashes = l.crashes + 1, waits = false, due_at = least(l.due_at, coalesce($2, now()))
        FROM locked k WHERE l.bot = $1 AND l.lane = k.lane AND l.fence = k.fence
        """;

    /// <summary>What is open now may have parts that were refused; $2 a time that tests set, $3 microseconds.</summary>
    public const string HoldAlbums = """
        UPDATE telegram.bots SET hold_albums_until = greatest(hold_albums_until, coalesce($2, now()) + $3 * interval '1 microsecond') WHERE bot = $1
        """;

    public const string AlbumsHeld = "SELECT hold_albums_until FROM telegram.bots WHERE bot = $1";

    /// <summary>$2 where the clock of the seen ids stands by this instance.</summary>
    public const string MoveSeenClock = "UPDATE telegram.bots SET seen_clock = $2 WHERE bot = $1 AND seen_clock < $2";

    /// <summary>Drops what is not done, in the order of the lanes; $2 how many lanes at a time.</summary>
    public const string Drop = """
        WITH going AS MATERIALIZED (
            SELECT lane FROM telegram.lanes WHERE bot = $1 ORDER BY lane LIMIT $2 FOR UPDATE
        ), gone AS (
            DELETE FROM telegram.lanes l USING going g WHERE l.bot = $1 AND l.lane = g.lane
        ), dropped AS (
            DELETE FROM telegram.updates u USING going g WHERE u.bot = $1 AND u.lane = g.lane RETURNING 1
        )
        SELECT (SELECT count(*) FROM dropped), (SELECT count(*) FROM going)
        """;

    /// <summary>
    /// $2 its name, $3 this instance, $4 for how many microseconds. Returns a row if it is this instance's now.
    /// </summary>
    public const string TakeDuty = """
        INSERT INTO telegram.duties AS d (bot, name, owner, until) VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 microsecond')
        ON CONFLICT (bot, name) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE d.owner = excluded.owner OR d.until < clock_timestamp()
        RETURNING 1
        """;

    /// <summary>
    /// Who does now what is done once in a while for all; as <see cref="TakeDuty"/>, and over as soon as its owner is
    /// not there any more: two that do it at the same time do no harm.
    /// </summary>
    public const string TakeTurn = """
        INSERT INTO telegram.duties AS d (bot, name, owner, until) VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 microsecond')
        ON CONFLICT (bot, name) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE d.owner = excluded.owner OR d.until < clock_timestamp() OR NOT EXISTS (SELECT FROM telegram.instances i WHERE i.id = d.owner)
        RETURNING 1
        """;

    public const string EndDuty = "DELETE FROM telegram.duties WHERE bot = $1 AND name = $2 AND owner = $3";
}
