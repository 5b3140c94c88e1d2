"""Events: what takes place, with the date as precise as it is known, and what servers changed of it.

A row of server 0 came with a pack. A server's own rows are touched by no pack; one that has the id of a
shipped event stands, in that server, in the place of it.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.edtf import Announced
from storage.records import (
    SERVER,
    SHIPPED,
    EntityId,
    Event,
    EventStatus,
    FactStatus,
    GuildId,
    UserId,
)
from storage.revisions import ChangeKind, EventChange

_INSERT = (
    "INSERT INTO event (id, guild_id, pack, title, edtf, date_lo, date_hi, wall_time, zone, fold, start_at,"
    " status, date_status, date_doubt, date_reason, planned_as_of, place, place_status, url, source, link,"
    " concerns, revision, series_id, occurrence, tz_version)"
    " VALUES (:id, :guild_id, :pack, :title, :edtf, :date_lo, :date_hi, :wall_time, :zone, :fold, :start_at,"
    " :status, :date_status, :date_doubt, :date_reason, :planned_as_of, :place, :place_status, :url, :source,"
    " :link, :concerns, :revision, :series_id, :occurrence, :tz_version)"
)
_UPDATE = (
    " ON CONFLICT (guild_id, id) DO UPDATE SET title = excluded.title, edtf = excluded.edtf,"
    " date_lo = excluded.date_lo, date_hi = excluded.date_hi, wall_time = excluded.wall_time,"
    " zone = excluded.zone, fold = excluded.fold, start_at = excluded.start_at, status = excluded.status,"
    " date_status = excluded.date_status, date_doubt = excluded.date_doubt,"
    " date_reason = excluded.date_reason, planned_as_of = excluded.planned_as_of, place = excluded.place,"
    " place_status = excluded.place_status, url = excluded.url, source = excluded.source,"
    " link = excluded.link, concerns = excluded.concerns, revision = excluded.revision,"
    " series_id = excluded.series_id, occurrence = excluded.occurrence, tz_version = excluded.tz_version"
)
SEEN = (
    "(guild_id = :guild_id OR (guild_id = 0 AND NOT EXISTS (SELECT 1 FROM event AS own"
    " WHERE own.guild_id = :guild_id AND own.guild_id <> 0 AND own.id = event.id)))"
)
"""What a server sees: its own, and of what was shipped that which no own one stands for."""


async def replace_of_pack(tx: Transaction, pack: str, events: list[Event]) -> None:
    """Put `events` in the place of those that came with `pack` before."""
    await tx.run("DELETE FROM event WHERE pack = :pack", pack=pack)
    await tx.run_many(_INSERT, [_row(pack, event) for event in events])


async def put(tx: Transaction, event: Event) -> None:
    """Keep a server's own event as it is now."""
    await tx.run(_INSERT + _UPDATE, **_row(SERVER, event))


async def all_of(reader: Reader, guild_id: GuildId) -> list[Event]:
    """What was shipped and what `guild_id` keeps itself, in no particular order."""
    rows = await reader.all(f"SELECT * FROM event WHERE {SEEN}", guild_id=guild_id)
    return [event_of(row) for row in rows]


async def coming(reader: Reader, today: date, guild_id: GuildId = SHIPPED) -> list[Event]:
    """What a server sees whose last possible day is not yet behind `today`."""
    rows = await reader.all(
        f"SELECT * FROM event WHERE (date_hi IS NULL OR date_hi >= :today) AND {SEEN}",
        today=today.isoformat(),
        guild_id=guild_id,
    )
    return [event_of(row) for row in rows]


async def get(reader: Reader, event_id: str, guild_id: GuildId = SHIPPED) -> Event | None:
    """An event as a server sees it."""
    row = await reader.one(f"SELECT * FROM event WHERE id = :id AND {SEEN}", id=event_id, guild_id=guild_id)
    return event_of(row) if row else None


async def of_series(reader: Reader, series_id: int) -> list[Event]:
    """What a rule brought, and the event it began with, by the days of the rule."""
    rows = await reader.all(
        "SELECT * FROM event WHERE series_id = :series_id ORDER BY occurrence", series_id=series_id
    )
    return [event_of(row) for row in rows]


async def own_of(reader: Reader, guild_id: GuildId) -> list[Event]:
    """What a server keeps itself, in no particular order."""
    rows = await reader.all("SELECT * FROM event WHERE guild_id = :guild_id", guild_id=guild_id)
    return [event_of(row) for row in rows]


async def timed(reader: Reader) -> list[Event]:
    """All that has an hour, of packs and of servers."""
    rows = await reader.all("SELECT * FROM event WHERE wall_time IS NOT NULL AND zone IS NOT NULL")
    return [event_of(row) for row in rows]


async def set_instant(tx: Transaction, event: Event) -> None:
    """Keep what instant its hour is, and by which release of the time zones."""
    await tx.run(
        "UPDATE event SET start_at = :start_at, tz_version = :tz_version"
        " WHERE guild_id = :guild_id AND id = :id",
        guild_id=event.guild_id,
        id=event.id,
        start_at=event.start_at,
        tz_version=event.tz_version,
    )


async def own_of_followers(reader: Reader, feed_id: int) -> dict[GuildId, list[Event]]:
    """What the servers that watch a feed keep themselves, by the server; only of those that keep any."""
    rows = await reader.all(
        "SELECT event.* FROM event JOIN guild_feed ON guild_feed.guild_id = event.guild_id"
        " WHERE feed_id = :feed_id",
        feed_id=feed_id,
    )
    found: dict[GuildId, list[Event]] = {}
    for row in rows:
        found.setdefault(GuildId(row["guild_id"]), []).append(event_of(row))
    return found


async def forget(tx: Transaction, event: Event) -> None:
    """Remove a server's own event with its revisions and what sources say of it."""
    await tx.run(
        "DELETE FROM event WHERE guild_id = :guild_id AND id = :id AND guild_id <> 0",
        guild_id=event.guild_id,
        id=event.id,
    )
    await tx.run(
        "DELETE FROM event_reading WHERE guild_id = :guild_id AND event_id = :id",
        guild_id=event.guild_id,
        id=event.id,
    )


async def note(tx: Transaction, change: EventChange) -> None:
    """Write down a revision of an event that is kept already."""
    announced = change.announced
    await tx.run(
        "INSERT INTO event_change (guild_id, event_id, revision, what, title, edtf, wall_time, zone, fold,"
        " status, place, link, source, url, by_user_id, created_at, remark) VALUES (:guild_id, :event_id,"
        " :revision, :what, :title, :edtf, :wall_time, :zone, :fold, :status, :place, :link, :source, :url,"
        " :by_user_id, :created_at, :remark)",
        guild_id=change.guild_id,
        event_id=change.event_id,
        revision=change.revision,
        what=change.what.value,
        title=change.title,
        edtf=str(announced.edtf),
        wall_time=announced.wall_time.isoformat() if announced.wall_time else None,
        zone=announced.zone,
        fold=announced.fold,
        status=change.status.value,
        place=change.place,
        link=change.link,
        source=change.source,
        url=change.url,
        by_user_id=change.by_user_id,
        created_at=change.created_at,
        remark=change.remark,
    )


async def changed_at(reader: Reader, guild_id: GuildId) -> dict[str, datetime]:
    """The events that a server changed, and when it did so last."""
    rows = await reader.all(
        "SELECT event_id, max(created_at) AS changed_at FROM event_change WHERE guild_id = :guild_id"
        " GROUP BY event_id",
        guild_id=guild_id,
    )
    return {row["event_id"]: row["changed_at"] for row in rows}


async def history(reader: Reader, guild_id: GuildId, event_id: str) -> list[EventChange]:
    """The revisions of an event in a server, the oldest first."""
    rows = await reader.all(
        "SELECT * FROM event_change WHERE guild_id = :guild_id AND event_id = :event_id ORDER BY revision",
        guild_id=guild_id,
        event_id=event_id,
    )
    return [_change(row) for row in rows]


def _row(pack: str, event: Event) -> Row:
    return {
        "id": event.id,
        "guild_id": event.guild_id,
        "pack": pack,
        "title": event.title,
        "edtf": str(event.edtf),
        "date_lo": event.edtf.lo.isoformat() if event.edtf.lo else None,
        "date_hi": event.edtf.hi.isoformat() if event.edtf.hi else None,
        "wall_time": event.wall_time.isoformat() if event.wall_time else None,
        "zone": event.zone,
        "fold": event.fold,
        "start_at": event.start_at,
        "status": event.status.value,
        "date_status": event.date_status.value,
        "date_doubt": event.date_doubt,
        "date_reason": event.date_reason,
        "planned_as_of": str(event.planned_as_of) if event.planned_as_of else None,
        "place": event.place,
        "place_status": event.place_status.value if event.place_status else None,
        "url": event.url,
        "source": event.source,
        "link": event.link,
        "concerns": json.dumps(sorted(event.concerns)),
        "revision": event.revision,
        "series_id": event.series_id,
        "occurrence": event.occurrence,
        "tz_version": event.tz_version,
    }


def event_of(row: Row) -> Event:
    return Event(
        id=row["id"],
        guild_id=GuildId(row["guild_id"]),
        title=row["title"],
        edtf=edtf.parse(row["edtf"]),
        wall_time=_time(row),
        zone=row["zone"],
        start_at=row["start_at"],
        status=EventStatus(row["status"]),
        date_status=FactStatus(row["date_status"]),
        date_doubt=row["date_doubt"],
        date_reason=row["date_reason"],
        planned_as_of=edtf.parse(row["planned_as_of"]) if row["planned_as_of"] else None,
        place=row["place"],
        place_status=FactStatus(row["place_status"]) if row["place_status"] else None,
        url=row["url"],
        source=row["source"],
        concerns=frozenset(EntityId(subject) for subject in json.loads(row["concerns"])),
        fold=row["fold"],
        link=row["link"],
        revision=row["revision"],
        series_id=row["series_id"],
        occurrence=row["occurrence"],
        tz_version=row["tz_version"],
    )


def _change(row: Row) -> EventChange:
    return EventChange(
        guild_id=GuildId(row["guild_id"]),
        event_id=row["event_id"],
        revision=row["revision"],
        what=ChangeKind(row["what"]),
        title=row["title"],
        announced=Announced(edtf.parse(row["edtf"]), _time(row), row["zone"], row["fold"]),
        status=EventStatus(row["status"]),
        place=row["place"],
        link=row["link"],
        source=row["source"],
        url=row["url"],
        by_user_id=UserId(row["by_user_id"]) if row["by_user_id"] is not None else None,
        created_at=row["created_at"],
        remark=row["remark"],
    )


def _time(row: Row) -> time | None:
    return time.fromisoformat(row["wall_time"]) if row["wall_time"] else None
