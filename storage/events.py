"""Events: what takes place, with the date as precise as it is known."""

from __future__ import annotations

import json
from datetime import date, time

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.records import EntityId, Event, EventStatus, FactStatus, GuildId


async def replace_of_pack(tx: Transaction, pack: str, events: list[Event]) -> None:
    """Put `events` in the place of those that came with `pack` before."""
    await tx.run("DELETE FROM event WHERE pack = :pack", pack=pack)
    for event in events:
        await tx.run(
            "INSERT INTO event (id, guild_id, pack, title, edtf, date_lo, date_hi, wall_time, zone, start_at,"
            " status, date_status, date_doubt, date_reason, planned_as_of, place, place_status, url, source,"
            " concerns)"
            " VALUES (:id, :guild_id, :pack, :title, :edtf, :date_lo, :date_hi, :wall_time, :zone, :start_at,"
            " :status, :date_status, :date_doubt, :date_reason, :planned_as_of, :place, :place_status, :url,"
            " :source, :concerns)",
            **_row(pack, event),
        )


async def all_of(reader: Reader, guild_id: GuildId) -> list[Event]:
    """What was shipped and what `guild_id` keeps itself, in no particular order."""
    rows = await reader.all("SELECT * FROM event WHERE guild_id IN (0, :guild_id)", guild_id=guild_id)
    return [_event(row) for row in rows]


async def coming(reader: Reader, today: date) -> list[Event]:
    """Every event of any server whose last possible day is not yet behind `today`."""
    rows = await reader.all(
        "SELECT * FROM event WHERE date_hi IS NULL OR date_hi >= :today", today=today.isoformat()
    )
    return [_event(row) for row in rows]


async def get(reader: Reader, event_id: str) -> Event | None:
    row = await reader.one("SELECT * FROM event WHERE id = :id", id=event_id)
    return _event(row) if row else None


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
        "concerns": json.dumps(sorted(event.concerns)),
    }


def _event(row: Row) -> Event:
    return Event(
        id=row["id"],
        guild_id=GuildId(row["guild_id"]),
        title=row["title"],
        edtf=edtf.parse(row["edtf"]),
        wall_time=time.fromisoformat(row["wall_time"]) if row["wall_time"] else None,
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
    )
