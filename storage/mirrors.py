"""Which of Discord's scheduled events shows which event of a server, and when that is looked after next.

Looked after is a server from when it wants that until it no longer does and nothing stands any more.
"""

from __future__ import annotations

from datetime import datetime

from storage.database import Reader, Transaction
from storage.deliveries import Mirrored, MirrorState
from storage.records import GuildId


async def of_guild(reader: Reader, guild_id: GuildId) -> list[Mirrored]:
    rows = await reader.all("SELECT * FROM mirror WHERE guild_id = :guild_id", guild_id=guild_id)
    return [
        Mirrored(
            row["event_id"], row["scheduled_id"], row["digest"], MirrorState(row["state"]), row["tried_at"]
        )
        for row in rows
    ]


async def put(tx: Transaction, guild_id: GuildId, mirrored: Mirrored, error: str | None = None) -> None:
    await tx.run(
        "INSERT INTO mirror (guild_id, event_id, scheduled_id, digest, state, tried_at, last_error)"
        " VALUES (:guild_id, :event_id, :scheduled_id, :digest, :state, :tried_at, :error)"
        " ON CONFLICT (guild_id, event_id) DO UPDATE SET scheduled_id = excluded.scheduled_id,"
        " digest = excluded.digest, state = excluded.state, tried_at = excluded.tried_at,"
        " last_error = excluded.last_error",
        guild_id=guild_id,
        event_id=mirrored.event_id,
        scheduled_id=mirrored.scheduled_id,
        digest=mirrored.digest,
        state=mirrored.state.value,
        tried_at=mirrored.tried_at,
        error=error,
    )


async def forget(tx: Transaction, guild_id: GuildId, event_id: str) -> None:
    await tx.run(
        "DELETE FROM mirror WHERE guild_id = :guild_id AND event_id = :event_id",
        guild_id=guild_id,
        event_id=event_id,
    )


async def due(reader: Reader, now: datetime) -> list[GuildId]:
    rows = await reader.all(
        "SELECT id FROM guild WHERE mirror_at <= :now AND left_at IS NULL ORDER BY mirror_at, id", now=now
    )
    return [GuildId(row["id"]) for row in rows]


async def next_due_at(reader: Reader) -> datetime | None:
    row = await reader.one(
        "SELECT min(mirror_at) AS next_at FROM guild WHERE mirror_at IS NOT NULL AND left_at IS NULL"
    )
    return row["next_at"] if row else None


async def look_again(tx: Transaction, guild_id: GuildId, at: datetime) -> None:
    await tx.run("UPDATE guild SET mirror_at = :at WHERE id = :id", id=guild_id, at=at)


async def look_no_more(tx: Transaction, guild_id: GuildId) -> None:
    """Nothing stands, and nothing is to, unless the server wants it again meanwhile."""
    await tx.run(
        "UPDATE guild SET mirror_at = NULL WHERE id = :id"
        " AND coalesce(json_extract(options, '$.mirror'), 0) = 0",
        id=guild_id,
    )


async def look_soon(tx: Transaction, now: datetime, guild_id: GuildId | None = None) -> None:
    """Look after a server, or all, at once: what is to be shown may be other."""
    await tx.run(
        "UPDATE guild SET mirror_at = :now WHERE mirror_at > :now AND (:guild_id IS NULL OR id = :guild_id)",
        now=now,
        guild_id=guild_id,
    )


async def troubles(reader: Reader, guild_id: GuildId) -> set[str]:
    """What keeps a server from showing its events, and was said."""
    rows = await reader.all("SELECT what FROM mirror_trouble WHERE guild_id = :guild_id", guild_id=guild_id)
    return {str(row["what"]) for row in rows}


async def set_trouble(tx: Transaction, guild_id: GuildId, what: str, since: datetime | None) -> None:
    """Remember a trouble, or with None that it is over."""
    await tx.run(
        "DELETE FROM mirror_trouble WHERE guild_id = :guild_id AND what = :what", guild_id=guild_id, what=what
    )
    if since is not None:
        await tx.run(
            "INSERT INTO mirror_trouble (guild_id, what, since_at) VALUES (:guild_id, :what, :since)",
            guild_id=guild_id,
            what=what,
            since=since,
        )
