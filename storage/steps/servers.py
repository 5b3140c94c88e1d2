"""Names in other languages, packs beside each other, and what servers correct, add and move."""

from __future__ import annotations

from storage.steps import Migration

STEPS: tuple[Migration, ...] = (
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
