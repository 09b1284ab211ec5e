namespace Telegram.Webhooks.Runtime.Inbox;

/// <summary>
/// The schema, step by step, forward only: a step that was released is never edited, changes are a further one. The
/// file's <c>user_version</c> says how many steps it has. docs/inbox.md explains the tables; a test holds its table of
/// states and the CHECKs equal.
/// </summary>
internal static class Migrations
{
    public static readonly string[] Steps =
    [
        """
        -- One row: whose updates these are. Null until a bot is known.
        CREATE TABLE inbox (
          only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
          bot      INTEGER
        );
        INSERT INTO inbox VALUES (1, NULL);

        -- What is not done yet, and the dead letters. What is done is deleted; its id stays in "seen".
        CREATE TABLE updates (
          id          INTEGER PRIMARY KEY,                  -- append order
          update_id   INTEGER,                              -- Telegram's number
          kind        TEXT,
          lane        INTEGER,                              -- null: a lane of its own
          media_group TEXT,
          body        BLOB    NOT NULL,                     -- as Telegram sent it
          received_at INTEGER NOT NULL,                     -- Unix time in milliseconds, like due_at
          state       TEXT    NOT NULL,
          attempt     INTEGER NOT NULL,                     -- how many were begun
          due_at      INTEGER,                              -- a retry's: not before
          last_error  TEXT,
          CHECK (state IN ('pending', 'claimed', 'dead')),
          CHECK (state <> 'pending' OR (update_id IS NOT NULL AND attempt >= 0 AND (due_at IS NULL OR attempt > 0))),
          CHECK (state <> 'claimed' OR (update_id IS NOT NULL AND attempt > 0 AND due_at IS NULL)),
          CHECK (state <> 'dead' OR (last_error IS NOT NULL AND attempt >= 0 AND due_at IS NULL))
        );
        -- The id is the last column of every index, so this finds a lane's updates in append order.
        CREATE INDEX updates_of_lane ON updates (lane) WHERE lane IS NOT NULL;
        CREATE INDEX updates_of_group ON updates (lane, media_group) WHERE media_group IS NOT NULL;
        -- Few rows each, found without reading a backlog.
        CREATE INDEX updates_claimed ON updates (state) WHERE state = 'claimed';
        CREATE INDEX updates_dead ON updates (state) WHERE state = 'dead';

        -- Update ids seen, one bit each, 4096 to a page, kept apart by when they were seen so that they can be forgotten.
        CREATE TABLE seen (
          page   INTEGER NOT NULL,
          period INTEGER NOT NULL,
          ids    BLOB    NOT NULL CHECK (length(ids) = 512),
          PRIMARY KEY (page, period)
        ) WITHOUT ROWID;
        """,
        """
        -- When an update was given up, in Unix time like the others: by it dead letters are forgotten. Those there are count from now.
        ALTER TABLE updates ADD COLUMN dead_at INTEGER CHECK (dead_at IS NULL OR state = 'dead');
        UPDATE updates SET dead_at = unixepoch() * 1000 WHERE state = 'dead';
        CREATE INDEX updates_dead_at ON updates (dead_at) WHERE dead_at IS NOT NULL;
        """,
        """
        -- What earlier attempts got done, so that it is not done again. Of a media group, the first part has it.
        ALTER TABLE updates ADD COLUMN said BLOB;
        -- How long the wait until due_at was, in milliseconds: what is left of it is never more, whatever the clock says.
        ALTER TABLE updates ADD COLUMN wait INTEGER CHECK (wait IS NULL OR (wait >= 0 AND due_at IS NOT NULL));
        -- Up to which id some may have been used: none is ever used again.
        ALTER TABLE inbox ADD COLUMN ids_to INTEGER NOT NULL DEFAULT 0;
        -- Somebody has it open, or ended without closing it.
        ALTER TABLE inbox ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1));
        -- The time by which ids are forgotten, and what the system's clock said then; both in milliseconds.
        ALTER TABLE inbox ADD COLUMN seen_time INTEGER;
        ALTER TABLE inbox ADD COLUMN seen_wall INTEGER;
        -- Bodies without an id: the same one is kept once.
        CREATE INDEX updates_nameless ON updates (length(body)) WHERE update_id IS NULL;
        """,
        """
        -- Of a body without an id, its SHA-256: by it the same one is found. What an earlier version kept has none, and may be kept
        -- once more.
        ALTER TABLE updates ADD COLUMN digest BLOB CHECK (digest IS NULL OR update_id IS NULL);
        CREATE INDEX updates_of_digest ON updates (digest) WHERE digest IS NOT NULL;
        DROP INDEX updates_nameless;
        """,
    ];
}
