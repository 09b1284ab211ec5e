namespace Telegram.Webhooks.Runtime.PostgreSql;

/// <summary>
/// The schema, one step after the other. A step that was released never changes: what is wrong with it, the next one
/// puts right.
/// </summary>
internal static class Migrations
{
    /// <summary>The steps; the schema's version is how many of them were taken.</summary>
    public static readonly string[] Steps = [First];

    /// <summary>One starter at a time changes the schema; the number is this library's own.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(7238104412655301)";

    /// <summary>
    /// Whether there is anything yet: asked first, so that a role which may not create schemas can use one that is
    /// there.
    /// </summary>
    public const string IsThere = "SELECT to_regclass('telegram.schema_version') IS NOT NULL";

    public const string Create = """
        CREATE SCHEMA IF NOT EXISTS telegram;
        CREATE TABLE IF NOT EXISTS telegram.schema_version (
            version int PRIMARY KEY CHECK (version > 0),
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """;

    public const string Version = "SELECT coalesce(max(version), 0) FROM telegram.schema_version";

    public const string Applied = "INSERT INTO telegram.schema_version (version) VALUES ($1)";

    // Rows live for milliseconds, so dead ones are cleared by their number and not by their share of a table that is
    // empty most of the time.
    private const string First = """
        CREATE SEQUENCE telegram.update_ids;

        -- What belongs to a bot as a whole. seen_clock counts seconds in which an instance ran: nobody sets it.
        CREATE TABLE telegram.bots (
            bot bigint PRIMARY KEY,
            seen_clock bigint NOT NULL DEFAULT 0 CHECK (seen_clock >= 0),
            hold_albums_until timestamptz
        );

        -- One row an opened inbox; its heartbeat keeps all its lanes. process tells others on the same machine whether it has ended.
        CREATE TABLE telegram.instances (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            bot bigint NOT NULL,
            name text NOT NULL,
            process text,
            started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            given_up_after interval NOT NULL CHECK (given_up_after > interval '0')
        ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
        CREATE INDEX instances_of_bot ON telegram.instances (bot);

        -- A lane is here while it has unfinished updates; its row is the lease. fence tells one lease from every other.
        CREATE TABLE telegram.lanes (
            bot bigint NOT NULL,
            lane bigint NOT NULL,
            tail bigint NOT NULL CHECK (tail > 0),
            due_at timestamptz NOT NULL,
            waits boolean NOT NULL DEFAULT false,
            owner bigint,
            fence bigint,
            crashes int NOT NULL DEFAULT 0 CHECK (crashes >= 0),
            PRIMARY KEY (bot, lane),
            CONSTRAINT lease_is_whole CHECK ((owner IS NULL) = (fence IS NULL))
        ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
        CREATE INDEX lanes_free ON telegram.lanes (bot, due_at) WHERE owner IS NULL;
        CREATE INDEX lanes_owned ON telegram.lanes (owner) WHERE owner IS NOT NULL;

        -- What is not done. A position is given under the lock of the lane's row, which is held to the commit: so positions are in commit order.
        CREATE TABLE telegram.updates (
            bot bigint NOT NULL,
            lane bigint NOT NULL,
            position bigint NOT NULL CHECK (position > 0),
            id bigint NOT NULL DEFAULT nextval('telegram.update_ids'),
            update_id bigint NOT NULL,
            kind text,
            single boolean NOT NULL,
            media_group text,
            body bytea NOT NULL,
            received_at timestamptz NOT NULL,
            joined_at timestamptz NOT NULL,
            attempt int NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            failed boolean NOT NULL DEFAULT false,
            due_at timestamptz,
            wait bigint CHECK (wait >= 0),
            unit bigint,
            error text CHECK (octet_length(error) <= 2048),
            said bytea,
            PRIMARY KEY (bot, lane, position),
            CONSTRAINT wait_is_whole CHECK ((due_at IS NULL) = (wait IS NULL))
        ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
        ALTER TABLE telegram.updates ALTER COLUMN body SET STORAGE EXTERNAL;
        CREATE INDEX updates_received ON telegram.updates (bot, received_at);
        CREATE INDEX updates_waiting ON telegram.updates (bot, due_at) WHERE due_at IS NOT NULL;

        -- The ids of the last two days, by seen_clock.
        CREATE TABLE telegram.seen (
            bot bigint NOT NULL,
            update_id bigint NOT NULL,
            at bigint NOT NULL,
            PRIMARY KEY (bot, update_id)
        ) WITH (autovacuum_vacuum_scale_factor = 0.05);
        CREATE INDEX seen_at ON telegram.seen (bot, at);

        CREATE TABLE telegram.dead_letters (
            id bigint PRIMARY KEY,
            bot bigint NOT NULL,
            lane bigint,
            update_id bigint,
            kind text,
            single boolean NOT NULL,
            media_group text,
            body bytea NOT NULL,
            received_at timestamptz NOT NULL,
            died_at timestamptz NOT NULL,
            attempts int NOT NULL CHECK (attempts >= 0),
            error text NOT NULL CHECK (octet_length(error) <= 2048),
            said bytea,
            digest bytea,
            CONSTRAINT nameless_has_digest CHECK (update_id IS NOT NULL OR digest IS NOT NULL)
        );
        CREATE INDEX dead_letters_of_bot ON telegram.dead_letters (bot, id);
        CREATE INDEX dead_letters_died ON telegram.dead_letters (bot, died_at);
        CREATE UNIQUE INDEX dead_letters_nameless ON telegram.dead_letters (bot, digest) WHERE digest IS NOT NULL;

        -- What one instance does for all.
        CREATE TABLE telegram.duties (
            bot bigint NOT NULL,
            name text NOT NULL,
            owner bigint NOT NULL,
            until timestamptz NOT NULL,
            PRIMARY KEY (bot, name)
        ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
        """;
}
