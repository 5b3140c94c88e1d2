"""The schema as a list of steps: the length of `MIGRATIONS` is the schema version.

A shipped step never changes; a new table or column is one more step that says why. Instants are
integer UTC seconds in columns that end in `_at`; snowflakes are integers; states have a CHECK.
"""

from __future__ import annotations

from typing import NamedTuple

APPLICATION_ID = 0x41545443
"""Written into every database of ours ("ATTC"), so that no other SQLite file is ever opened."""


class Migration(NamedTuple):
    why: str
    sql: str


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "the catalogue, its events, subscriptions with their reminders, feeds and the outbox",
        """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

        CREATE TABLE guild (
            id INTEGER PRIMARY KEY,
            zone TEXT NOT NULL DEFAULT 'UTC',
            day_hour INTEGER NOT NULL DEFAULT 9 CHECK (day_hour BETWEEN 0 AND 23),
            notices_channel_id INTEGER,
            set_up_at INTEGER,
            left_at INTEGER
        ) STRICT;

        CREATE TABLE source (
            pack TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL,
            url TEXT, published TEXT, read TEXT,
            PRIMARY KEY (pack, id)
        ) STRICT;

        CREATE TABLE entity (
            id TEXT PRIMARY KEY, pack TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
            short TEXT, summary TEXT NOT NULL, position INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE name (
            entity TEXT NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            use TEXT NOT NULL CHECK (use IN ('any', 'exact', 'lookup')),
            position INTEGER NOT NULL,
            PRIMARY KEY (entity, text)
        ) STRICT;

        CREATE TABLE fact (
            pack TEXT NOT NULL, id TEXT NOT NULL, subject TEXT NOT NULL, predicate TEXT NOT NULL,
            object TEXT, text TEXT, edtf TEXT, as_given TEXT,
            status TEXT NOT NULL CHECK (status IN ('stated', 'inferred', 'derived')),
            planned_as_of TEXT, source TEXT NOT NULL, place TEXT NOT NULL,
            rests_on TEXT NOT NULL, note TEXT, wall_time TEXT, zone TEXT, position INTEGER NOT NULL,
            PRIMARY KEY (pack, id)
        ) STRICT;
        CREATE INDEX fact_subject ON fact (subject);
        CREATE INDEX fact_object ON fact (object);

        CREATE TABLE event (
            id TEXT PRIMARY KEY,
            guild_id INTEGER NOT NULL,
            pack TEXT NOT NULL,
            title TEXT NOT NULL,
            edtf TEXT NOT NULL, date_lo TEXT, date_hi TEXT,
            wall_time TEXT, zone TEXT, start_at INTEGER,
            status TEXT NOT NULL CHECK (status IN ('planned', 'confirmed', 'postponed', 'cancelled')),
            date_status TEXT NOT NULL CHECK (date_status IN ('stated', 'inferred', 'derived')),
            date_doubt TEXT, date_reason TEXT, planned_as_of TEXT,
            place TEXT, place_status TEXT CHECK (place_status IN ('stated', 'inferred', 'derived')),
            url TEXT, source TEXT,
            concerns TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_date ON event (date_lo);

        CREATE TABLE subscription (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            channel_id INTEGER NOT NULL,
            subject TEXT NOT NULL,
            news INTEGER NOT NULL CHECK (news IN (0, 1)),
            reminders INTEGER NOT NULL CHECK (reminders IN (0, 1)),
            role_id INTEGER,
            created_at INTEGER NOT NULL,
            paused_at INTEGER,
            paused_reason TEXT,
            UNIQUE (channel_id, subject)
        ) STRICT;
        CREATE INDEX subscription_guild ON subscription (guild_id);

        CREATE TABLE reminder (
            id INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
            start TEXT NOT NULL,
            lead TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'missed')),
            UNIQUE (event_id, subscription_id, start, lead)
        ) STRICT;
        CREATE INDEX reminder_due ON reminder (due_at) WHERE state = 'pending';

        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            etag TEXT, last_modified TEXT, body_hash TEXT,
            baseline_at INTEGER,
            next_poll_at INTEGER NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0,
            failing_since_at INTEGER,
            last_error TEXT,
            last_ok_at INTEGER
        ) STRICT;
        CREATE INDEX feed_due ON feed (next_poll_at);

        CREATE TABLE guild_feed (
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (guild_id, feed_id)
        ) STRICT;

        CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
            guid TEXT NOT NULL,
            title TEXT NOT NULL,
            link TEXT,
            found_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX entry_found ON entry (found_at);

        CREATE TABLE entry_key (
            feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            PRIMARY KEY (feed_id, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            guild_id INTEGER,
            channel_id INTEGER,
            user_id INTEGER,
            notice TEXT NOT NULL,
            nonce TEXT NOT NULL UNIQUE,
            event_id TEXT,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'cancelled', 'missed', 'dead')),
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before_at INTEGER NOT NULL,
            claimed_at INTEGER,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            sent_at INTEGER,
            message_id INTEGER,
            last_error TEXT,
            CHECK ((channel_id IS NULL) <> (user_id IS NULL))
        ) STRICT;
        CREATE INDEX outbox_due ON outbox (not_before_at) WHERE state = 'pending';
        CREATE INDEX outbox_target ON outbox (channel_id, user_id, id) WHERE state = 'pending';
        """,
    ),
    Migration(
        "names in other languages, so that people may ask in their own",
        "ALTER TABLE name ADD COLUMN language TEXT",
    ),
    Migration(
        "packs in the order they were chosen, and a country that two of them hold, each for itself; what was"
        " loaded is forgotten here and read anew from the packs",
        """
        CREATE TABLE pack (id TEXT PRIMARY KEY, position INTEGER NOT NULL, state TEXT NOT NULL) STRICT;
        INSERT INTO pack (id, position, state)
            SELECT substr(name, 6), 0, '' FROM setting WHERE name LIKE 'pack:%';
        DELETE FROM setting WHERE name LIKE 'pack:%';
        DELETE FROM fact;
        DELETE FROM source;
        DROP TABLE name;
        DROP TABLE entity;

        CREATE TABLE entity (
            pack TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
            short TEXT, summary TEXT NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (pack, id)
        ) STRICT;
        CREATE UNIQUE INDEX entity_once ON entity (id) WHERE kind <> 'country';
        CREATE INDEX entity_id ON entity (id);

        CREATE TABLE name (
            pack TEXT NOT NULL, entity TEXT NOT NULL,
            text TEXT NOT NULL,
            use TEXT NOT NULL CHECK (use IN ('any', 'exact', 'lookup')),
            language TEXT,
            position INTEGER NOT NULL,
            PRIMARY KEY (pack, entity, text),
            FOREIGN KEY (pack, entity) REFERENCES entity (pack, id) ON DELETE CASCADE
        ) STRICT;
        """,
    ),
    Migration(
        "what a server adds to the catalogue or corrects in it, apart from all packs, so that a pack is"
        " replaced whole and nothing of the server's is touched",
        """
        CREATE TABLE correction (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            corrects TEXT,
            subject TEXT NOT NULL, predicate TEXT NOT NULL,
            object TEXT, text TEXT, edtf TEXT,
            source TEXT NOT NULL CHECK (source <> ''),
            url TEXT, note TEXT,
            day TEXT NOT NULL,
            by_user_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            withdrawn_at INTEGER,
            withdrawn_by_user_id INTEGER,
            CHECK (coalesce(object, text, edtf) IS NOT NULL),
            CHECK ((withdrawn_at IS NULL) = (withdrawn_by_user_id IS NULL))
        ) STRICT;
        CREATE INDEX correction_guild ON correction (guild_id);
        CREATE UNIQUE INDEX correction_once ON correction (guild_id, corrects)
            WHERE corrects IS NOT NULL AND withdrawn_at IS NULL;
        """,
    ),
    Migration(
        "events that a server adds, and its own reading of a shipped one, which has the same id; every"
        " change of them as a revision; and an index by which a subscription's reminders are found",
        """
        CREATE TABLE dated_event (
            guild_id INTEGER NOT NULL,
            id TEXT NOT NULL,
            pack TEXT NOT NULL,
            title TEXT NOT NULL,
            edtf TEXT NOT NULL, date_lo TEXT, date_hi TEXT,
            wall_time TEXT, zone TEXT, fold INTEGER NOT NULL DEFAULT 0 CHECK (fold IN (0, 1)),
            start_at INTEGER,
            status TEXT NOT NULL CHECK (status IN ('planned', 'confirmed', 'postponed', 'cancelled')),
            date_status TEXT NOT NULL CHECK (date_status IN ('stated', 'inferred', 'derived')),
            date_doubt TEXT, date_reason TEXT, planned_as_of TEXT,
            place TEXT, place_status TEXT CHECK (place_status IN ('stated', 'inferred', 'derived')),
            url TEXT, source TEXT, link TEXT,
            concerns TEXT NOT NULL,
            revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
            PRIMARY KEY (guild_id, id)
        ) STRICT;
        INSERT INTO dated_event (guild_id, id, pack, title, edtf, date_lo, date_hi, wall_time, zone,
                start_at, status, date_status, date_doubt, date_reason, planned_as_of, place, place_status,
                url, source, concerns)
            SELECT guild_id, id, pack, title, edtf, date_lo, date_hi, wall_time, zone,
                start_at, status, date_status, date_doubt, date_reason, planned_as_of, place, place_status,
                url, source, concerns FROM event;
        DROP TABLE event;
        ALTER TABLE dated_event RENAME TO event;
        CREATE INDEX event_date ON event (date_lo);

        CREATE TABLE event_change (
            guild_id INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            revision INTEGER NOT NULL CHECK (revision >= 0),
            what TEXT NOT NULL CHECK (
                what IN ('known', 'added', 'edited', 'moved', 'postponed', 'cancelled', 'confirmed')
            ),
            title TEXT NOT NULL,
            edtf TEXT NOT NULL,
            wall_time TEXT, zone TEXT, fold INTEGER NOT NULL CHECK (fold IN (0, 1)),
            status TEXT NOT NULL CHECK (status IN ('planned', 'confirmed', 'postponed', 'cancelled')),
            place TEXT, link TEXT, source TEXT, url TEXT,
            by_user_id INTEGER,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (guild_id, event_id, revision),
            FOREIGN KEY (guild_id, event_id) REFERENCES event (guild_id, id) ON DELETE CASCADE,
            CHECK ((what = 'known') = (by_user_id IS NULL)),
            CHECK (what = 'known' OR source <> ''),
            CHECK ((wall_time IS NULL) = (zone IS NULL))
        ) STRICT;

        CREATE INDEX reminder_subscription ON reminder (subscription_id, state);
        """,
    ),
)
