"""Events that come back, come from calendars or go into Discord's own; lead times and readings of one."""

from __future__ import annotations

from storage.steps import Migration

STEPS: tuple[Migration, ...] = (
    Migration(
        "events that come back by a rule, the lead times of one event, what each source says of its date,"
        " and the version of the time zones its instant was derived with",
        """
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            rule TEXT NOT NULL,
            title TEXT NOT NULL,
            edtf TEXT NOT NULL, wall_time TEXT, zone TEXT, fold INTEGER NOT NULL DEFAULT 0,
            place TEXT, link TEXT, source TEXT NOT NULL, url TEXT,
            concerns TEXT NOT NULL,
            by_user_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            made_until TEXT NOT NULL, made_count INTEGER NOT NULL,
            ended_at INTEGER,
            ended_by_user_id INTEGER,
            ended_source TEXT, ended_url TEXT,
            CHECK ((ended_at IS NULL) = (ended_by_user_id IS NULL))
        ) STRICT;
        CREATE INDEX series_guild ON series (guild_id);
        ALTER TABLE event ADD COLUMN series_id INTEGER;
        ALTER TABLE event ADD COLUMN occurrence TEXT;
        ALTER TABLE event ADD COLUMN tz_version TEXT;
        ALTER TABLE event_change ADD COLUMN remark TEXT;
        CREATE UNIQUE INDEX event_occurrence ON event (series_id, occurrence) WHERE series_id IS NOT NULL;

        CREATE TABLE event_lead (
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            event_id TEXT NOT NULL,
            leads TEXT NOT NULL,
            PRIMARY KEY (guild_id, event_id)
        ) STRICT;

        CREATE TABLE event_reading (
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            event_id TEXT NOT NULL,
            origin TEXT NOT NULL,
            edtf TEXT NOT NULL, wall_time TEXT, zone TEXT, fold INTEGER NOT NULL DEFAULT 0,
            status TEXT NOT NULL CHECK (status IN ('planned', 'confirmed', 'postponed', 'cancelled')),
            source TEXT NOT NULL, url TEXT,
            said_at INTEGER NOT NULL,
            followed TEXT CHECK (followed IN ('chosen', 'later')),
            gone_at INTEGER,
            PRIMARY KEY (guild_id, event_id, origin)
        ) STRICT;
        CREATE UNIQUE INDEX event_reading_followed ON event_reading (guild_id, event_id)
            WHERE followed IS NOT NULL;
        """,
    ),
    Migration(
        "calendars that a server reads, and which event each of their entries is; and the last number that"
        " one of a server's own events had, for many may go at once",
        """
        CREATE TABLE calendar (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ('previewed', 'followed')),
            subject TEXT NOT NULL,
            url TEXT,
            title TEXT NOT NULL,
            body BLOB,
            etag TEXT, last_modified TEXT, body_hash TEXT,
            refresh INTEGER,
            next_poll_at INTEGER,
            failures INTEGER NOT NULL DEFAULT 0,
            failing_since_at INTEGER,
            trouble_told_at INTEGER,
            last_error TEXT,
            last_ok_at INTEGER,
            read_at INTEGER,
            shrunk_at INTEGER,
            no_room INTEGER NOT NULL DEFAULT 0,
            by_user_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            CHECK ((state = 'previewed') = (body IS NOT NULL))
        ) STRICT;
        CREATE INDEX calendar_guild ON calendar (guild_id);
        CREATE UNIQUE INDEX calendar_url ON calendar (guild_id, url) WHERE state = 'followed';
        CREATE INDEX calendar_due ON calendar (next_poll_at) WHERE next_poll_at IS NOT NULL;

        CREATE TABLE calendar_event (
            calendar_id INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
            uid TEXT NOT NULL,
            recurrence_id TEXT NOT NULL,
            event_id TEXT NOT NULL,
            added INTEGER NOT NULL CHECK (added IN (0, 1)),
            title TEXT NOT NULL,
            place TEXT, link TEXT,
            sequence INTEGER NOT NULL,
            modified_at INTEGER,
            stamp_at INTEGER,
            hash TEXT NOT NULL,
            missing_polls INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (calendar_id, uid, recurrence_id),
            UNIQUE (calendar_id, event_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX calendar_event_event ON calendar_event (event_id);
        ALTER TABLE guild ADD COLUMN events_numbered INTEGER NOT NULL DEFAULT 0;
        """,
    ),
    Migration(
        "which of Discord's scheduled events shows an event of ours, known before and after it is made, and"
        " what keeps a server from showing them, told once",
        """
        CREATE TABLE mirror (
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            event_id TEXT NOT NULL,
            scheduled_id INTEGER,
            digest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('making', 'shown', 'ended')),
            tried_at INTEGER NOT NULL,
            last_error TEXT,
            PRIMARY KEY (guild_id, event_id)
        ) STRICT;
        ALTER TABLE guild ADD COLUMN mirror_at INTEGER;
        CREATE INDEX guild_mirror ON guild (mirror_at) WHERE mirror_at IS NOT NULL;
        CREATE TABLE mirror_trouble (
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            what TEXT NOT NULL CHECK (what IN ('permission', 'full')),
            since_at INTEGER NOT NULL,
            PRIMARY KEY (guild_id, what)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
)
