"""How channels and people are told: options, personal reminders, messages that are edited or held."""

from __future__ import annotations

from storage.steps import Migration

STEPS: tuple[Migration, ...] = (
    Migration(
        "people who are reminded by direct message, and options of a subscription, a channel and a server; a"
        " channel's brief, its live list and the key of its calendar",
        """
        ALTER TABLE guild ADD COLUMN options TEXT NOT NULL DEFAULT '{}';

        CREATE TABLE follower (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER REFERENCES guild (id) ON DELETE CASCADE,
            channel_id INTEGER,
            user_id INTEGER,
            subject TEXT NOT NULL,
            news INTEGER NOT NULL CHECK (news IN (0, 1)),
            reminders INTEGER NOT NULL CHECK (reminders IN (0, 1)),
            role_id INTEGER,
            options TEXT NOT NULL DEFAULT '{}',
            asked_in_channel_id INTEGER,
            created_at INTEGER NOT NULL,
            paused_at INTEGER,
            paused_reason TEXT,
            UNIQUE (channel_id, subject),
            CHECK ((channel_id IS NULL) <> (user_id IS NULL)),
            CHECK (channel_id IS NULL OR guild_id IS NOT NULL)
        ) STRICT;
        INSERT INTO follower (id, guild_id, channel_id, subject, news, reminders, role_id, created_at,
                paused_at, paused_reason)
            SELECT id, guild_id, channel_id, subject, news, reminders, role_id, created_at,
                paused_at, paused_reason FROM subscription;

        CREATE TABLE planned (
            id INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            subscription_id INTEGER NOT NULL REFERENCES follower (id) ON DELETE CASCADE,
            start TEXT NOT NULL,
            lead TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'missed')),
            UNIQUE (event_id, subscription_id, start, lead)
        ) STRICT;
        INSERT INTO planned SELECT * FROM reminder;
        DROP TABLE reminder;
        DROP TABLE subscription;
        ALTER TABLE follower RENAME TO subscription;
        ALTER TABLE planned RENAME TO reminder;
        CREATE INDEX subscription_guild ON subscription (guild_id);
        CREATE UNIQUE INDEX subscription_person ON subscription (user_id, coalesce(guild_id, 0), subject)
            WHERE user_id IS NOT NULL;
        CREATE INDEX reminder_due ON reminder (due_at) WHERE state = 'pending';
        CREATE INDEX reminder_subscription ON reminder (subscription_id, event_id);

        CREATE TABLE channel (
            id INTEGER PRIMARY KEY,
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            options TEXT NOT NULL DEFAULT '{}',
            brief_at INTEGER,
            briefed_at INTEGER,
            live_at INTEGER,
            live_message_id INTEGER,
            live_digest TEXT,
            calendar_key TEXT UNIQUE
        ) STRICT;
        CREATE INDEX channel_guild ON channel (guild_id);
        """,
    ),
    Migration(
        "messages that change one that was sent, messages that are held and told together later, and the"
        " threads of people who take no direct messages",
        """
        CREATE TABLE owed (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            guild_id INTEGER,
            channel_id INTEGER,
            user_id INTEGER,
            op TEXT NOT NULL DEFAULT 'send'
                CHECK (op IN ('send', 'edit', 'live', 'thread', 'post', 'publish')),
            target_message_id INTEGER,
            notice TEXT NOT NULL,
            nonce TEXT NOT NULL UNIQUE,
            event_id TEXT,
            state TEXT NOT NULL CHECK (
                state IN ('pending', 'held', 'sent', 'digested', 'cancelled', 'missed', 'dead')
            ),
            attempts INTEGER NOT NULL DEFAULT 0,
            not_before_at INTEGER NOT NULL,
            claimed_at INTEGER,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            sent_at INTEGER,
            message_id INTEGER,
            digest_id INTEGER,
            entry_id INTEGER,
            last_error TEXT,
            CHECK ((channel_id IS NULL) <> (user_id IS NULL)),
            CHECK (op <> 'edit' OR target_message_id IS NOT NULL)
        ) STRICT;
        INSERT INTO owed (id, key, guild_id, channel_id, user_id, notice, nonce, event_id, state, attempts,
                not_before_at, claimed_at, created_at, expires_at, sent_at, message_id, last_error)
            SELECT id, key, guild_id, channel_id, user_id, notice, nonce, event_id, state, attempts,
                not_before_at, claimed_at, created_at, expires_at, sent_at, message_id, last_error
            FROM outbox;
        DROP TABLE outbox;
        ALTER TABLE owed RENAME TO outbox;
        CREATE INDEX outbox_due ON outbox (not_before_at) WHERE state = 'pending';
        CREATE INDEX outbox_target ON outbox (channel_id, user_id, id)
            WHERE state = 'pending' AND op <> 'live' AND op <> 'publish';
        CREATE INDEX outbox_publish ON outbox (channel_id, id) WHERE state = 'pending' AND op = 'publish';
        CREATE INDEX outbox_live ON outbox (channel_id, id) WHERE op = 'live';
        CREATE INDEX outbox_held ON outbox (not_before_at) WHERE state = 'held';
        CREATE INDEX outbox_event ON outbox (guild_id, event_id) WHERE event_id IS NOT NULL;
        CREATE INDEX outbox_digest ON outbox (digest_id) WHERE digest_id IS NOT NULL;
        CREATE INDEX outbox_entry ON outbox (entry_id) WHERE entry_id IS NOT NULL;
        CREATE INDEX outbox_channel ON outbox (channel_id, created_at);
        CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id IS NOT NULL;

        CREATE TABLE thread (
            guild_id INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
            user_id INTEGER NOT NULL,
            channel_id INTEGER NOT NULL,
            thread_id INTEGER,
            PRIMARY KEY (guild_id, user_id)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        "what the entries of feeds say and mention, so that a reminder and a brief can name the latest news",
        """
        ALTER TABLE entry ADD COLUMN summary TEXT NOT NULL DEFAULT '';
        ALTER TABLE entry ADD COLUMN published TEXT;
        ALTER TABLE entry ADD COLUMN published_at INTEGER;

        CREATE TABLE mention (
            entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
            entity TEXT NOT NULL,
            PRIMARY KEY (entry_id, entity)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mention_entity ON mention (entity, entry_id);
        """,
    ),
)
