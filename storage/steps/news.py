"""Feeds that are treated well, topics of servers, stories, and what news propose of events."""

from __future__ import annotations

from storage.steps import Migration

STEPS: tuple[Migration, ...] = (
    Migration(
        "how often a feed is asked, where it moved to, and what was told of its trouble; feeds that a server"
        " paused",
        """
        ALTER TABLE feed ADD COLUMN moved_to TEXT;
        ALTER TABLE feed ADD COLUMN gone_at INTEGER;
        ALTER TABLE feed ADD COLUMN ended_at INTEGER;
        ALTER TABLE feed ADD COLUMN newest_at INTEGER;
        ALTER TABLE feed ADD COLUMN silence_told_at INTEGER;
        ALTER TABLE feed ADD COLUMN unconditional_at INTEGER;
        ALTER TABLE feed ADD COLUMN scan TEXT;
        ALTER TABLE guild_feed ADD COLUMN paused_at INTEGER;
        ALTER TABLE guild_feed ADD COLUMN failure_told_at INTEGER;
        CREATE INDEX guild_feed_feed ON guild_feed (feed_id);
        CREATE TABLE host (
            name TEXT PRIMARY KEY,
            not_before_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        "the story an entry tells, what it said before it was edited, and the events it speaks of",
        """
        ALTER TABLE entry ADD COLUMN hash TEXT NOT NULL DEFAULT '';
        ALTER TABLE entry ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE entry ADD COLUMN story_id INTEGER;
        CREATE INDEX entry_story ON entry (story_id);
        CREATE INDEX entry_guid ON entry (feed_id, guid);
        ALTER TABLE entry ADD COLUMN story_key TEXT NOT NULL DEFAULT '';
        CREATE INDEX entry_story_key ON entry (story_key);

        CREATE TABLE entry_event (
            entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
            guild_id INTEGER NOT NULL,
            event_id TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (entry_id, guild_id, event_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_event_event ON entry_event (event_id);

        CREATE TABLE proposal (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            event_id TEXT NOT NULL,
            entry_id INTEGER REFERENCES entry (id) ON DELETE SET NULL,
            kind TEXT NOT NULL CHECK (kind IN ('moved', 'postponed', 'cancelled')),
            edtf TEXT NOT NULL,
            is_inferred INTEGER NOT NULL CHECK (is_inferred IN (0, 1)),
            sentence TEXT NOT NULL,
            source TEXT NOT NULL, url TEXT,
            nonce TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('open', 'applied', 'dismissed')),
            by_user_id INTEGER,
            created_at INTEGER NOT NULL,
            settled_at INTEGER,
            UNIQUE (guild_id, event_id, kind, edtf)
        ) STRICT;
        """,
    ),
    Migration(
        "topics that are queries over the catalogue, words and feeds, of packs, which are read anew, and of"
        " servers",
        """
        CREATE TABLE topic (
            id TEXT PRIMARY KEY,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            query TEXT NOT NULL,
            by_user_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX topic_guild ON topic (guild_id);
        ALTER TABLE entity ADD COLUMN query TEXT;
        UPDATE pack SET state = '';
        """,
    ),
)
