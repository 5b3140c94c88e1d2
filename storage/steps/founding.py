"""The first tables: the catalogue, events, subscriptions with their reminders, feeds and the outbox."""

from __future__ import annotations

from storage.steps import Migration

STEPS: tuple[Migration, ...] = (
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
)
