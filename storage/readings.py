"""Readings of events: what each source says of a date, where a server has more than one."""

from __future__ import annotations

from collections import defaultdict
from datetime import time

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.edtf import Announced
from storage.records import EventStatus, GuildId
from storage.statements import MODERATOR, Followed, Reading


async def of_event(reader: Reader, guild_id: GuildId, event_id: str) -> list[Reading]:
    """What is followed stands first, then what was said last."""
    rows = await reader.all(
        "SELECT * FROM event_reading WHERE guild_id = :guild_id AND event_id = :event_id"
        " ORDER BY followed IS NULL, said_at DESC, origin",
        guild_id=guild_id,
        event_id=event_id,
    )
    return [_reading(row) for row in rows]


async def of_guild(reader: Reader, guild_id: GuildId) -> dict[str, list[Reading]]:
    """Those of all events of a server, by the event's id."""
    rows = await reader.all(
        "SELECT * FROM event_reading WHERE guild_id = :guild_id ORDER BY said_at DESC", guild_id=guild_id
    )
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in rows:
        found[row["event_id"]].append(_reading(row))
    return found


async def put(tx: Transaction, reading: Reading) -> None:
    """Keep what a source says now; where it is followed, no other of the event is any more."""
    if reading.followed is not None:
        await tx.run(
            "UPDATE event_reading SET followed = NULL WHERE guild_id = :guild_id AND event_id = :event_id",
            guild_id=reading.guild_id,
            event_id=reading.event_id,
        )
    announced = reading.announced
    await tx.run(
        "INSERT INTO event_reading (guild_id, event_id, origin, edtf, wall_time, zone, fold, status, source,"
        " url, said_at, followed, gone_at) VALUES (:guild_id, :event_id, :origin, :edtf, :wall_time, :zone,"
        " :fold, :status, :source, :url, :said_at, :followed, :gone_at)"
        " ON CONFLICT (guild_id, event_id, origin) DO UPDATE SET edtf = excluded.edtf,"
        " wall_time = excluded.wall_time, zone = excluded.zone, fold = excluded.fold,"
        " status = excluded.status, source = excluded.source, url = excluded.url,"
        " said_at = excluded.said_at, followed = excluded.followed, gone_at = excluded.gone_at",
        guild_id=reading.guild_id,
        event_id=reading.event_id,
        origin=reading.origin,
        edtf=str(announced.edtf),
        wall_time=announced.wall_time.isoformat() if announced.wall_time else None,
        zone=announced.zone,
        fold=announced.fold,
        status=reading.status.value,
        source=reading.source,
        url=reading.url,
        said_at=reading.said_at,
        followed=reading.followed.value if reading.followed else None,
        gone_at=reading.gone_at,
    )


async def become_a_moderators(tx: Transaction, guild_id: GuildId, origin: str) -> None:
    """Of what a source said only that stays which is followed, as a moderator's word."""
    await tx.run(
        "DELETE FROM event_reading AS other WHERE guild_id = :guild_id AND origin = :moderator"
        " AND EXISTS (SELECT 1 FROM event_reading AS one WHERE one.guild_id = :guild_id"
        " AND one.event_id = other.event_id AND one.origin = :origin AND one.followed IS NOT NULL)",
        guild_id=guild_id,
        origin=origin,
        moderator=MODERATOR,
    )
    await tx.run(
        "UPDATE event_reading SET origin = :moderator, followed = 'chosen'"
        " WHERE guild_id = :guild_id AND origin = :origin AND followed IS NOT NULL",
        guild_id=guild_id,
        origin=origin,
        moderator=MODERATOR,
    )
    await forget_origin(tx, guild_id, origin)


async def forget_origin(tx: Transaction, guild_id: GuildId, origin: str) -> None:
    """Keep nothing of what a source said."""
    await tx.run(
        "DELETE FROM event_reading WHERE guild_id = :guild_id AND origin = :origin",
        guild_id=guild_id,
        origin=origin,
    )


def _reading(row: Row) -> Reading:
    wall_time = time.fromisoformat(row["wall_time"]) if row["wall_time"] else None
    return Reading(
        guild_id=GuildId(row["guild_id"]),
        event_id=row["event_id"],
        origin=row["origin"],
        announced=Announced(edtf.parse(row["edtf"]), wall_time, row["zone"], row["fold"]),
        status=EventStatus(row["status"]),
        source=row["source"],
        url=row["url"],
        said_at=row["said_at"],
        followed=Followed(row["followed"]) if row["followed"] else None,
        gone_at=row["gone_at"],
    )
