"""Calendars of other programs that servers read, and which event each of their entries is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.database import Reader, Row, Transaction
from storage.records import EntityId, GuildId, UserId
from storage.statements import Calendar, CalendarEntry, CalendarId, CalendarState

_COLUMNS = (
    "guild_id, state, subject, url, title, body, etag, last_modified, body_hash, refresh, next_poll_at,"
    " failures, failing_since_at, trouble_told_at, last_error, last_ok_at, read_at, shrunk_at, no_room,"
    " by_user_id, created_at"
)
_CHANGED = (
    "state", "title", "body", "etag", "last_modified", "body_hash", "refresh", "next_poll_at", "failures",
    "failing_since_at", "trouble_told_at", "last_error", "last_ok_at", "read_at", "shrunk_at", "no_room",
)  # fmt: skip


async def add(tx: Transaction, calendar: Calendar) -> CalendarId:
    """Keep a new calendar; its id is given here."""
    values = ", ".join(f":{name.strip()}" for name in _COLUMNS.split(","))
    row = await tx.one(f"INSERT INTO calendar ({_COLUMNS}) VALUES ({values}) RETURNING id", **_row(calendar))
    assert row is not None
    return CalendarId(row["id"])


async def save(tx: Transaction, calendar: Calendar) -> None:
    """Write what became of a calendar; what it is and who added it stays."""
    changed = ", ".join(f"{name} = :{name}" for name in _CHANGED)
    row = {name: value for name, value in _row(calendar).items() if name in _CHANGED}
    await tx.run(f"UPDATE calendar SET {changed} WHERE id = :id", id=calendar.id, **row)


async def get(reader: Reader, guild_id: GuildId, calendar_id: CalendarId) -> Calendar | None:
    row = await reader.one(
        "SELECT * FROM calendar WHERE id = :id AND guild_id = :guild_id", id=calendar_id, guild_id=guild_id
    )
    return _calendar(row) if row else None


async def followed(reader: Reader, guild_id: GuildId) -> list[Calendar]:
    """What a server reads, the first added first."""
    rows = await reader.all(
        "SELECT * FROM calendar WHERE guild_id = :guild_id AND state = 'followed' ORDER BY id",
        guild_id=guild_id,
    )
    return [_calendar(row) for row in rows]


async def due(reader: Reader, now: datetime, limit: int) -> list[Calendar]:
    """Calendars to ask, of servers the bot is in, the longest overdue first."""
    rows = await reader.all(
        "SELECT calendar.* FROM calendar JOIN guild ON guild.id = guild_id"
        " WHERE next_poll_at <= :now AND left_at IS NULL ORDER BY next_poll_at, calendar.id LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [_calendar(row) for row in rows]


async def next_due_at(reader: Reader) -> datetime | None:
    """When the next calendar is to be asked."""
    row = await reader.one(
        "SELECT min(next_poll_at) AS due_at FROM calendar JOIN guild ON guild.id = guild_id"
        " WHERE left_at IS NULL"
    )
    return row["due_at"] if row else None


async def with_uids(reader: Reader, guild_id: GuildId, uids: Iterable[str]) -> Calendar | None:
    """The uploaded calendar of a server that holds one of these; of several the last added."""
    row = await reader.one(
        "SELECT * FROM calendar WHERE guild_id = :guild_id AND url IS NULL AND state = 'followed'"
        " AND EXISTS (SELECT 1 FROM calendar_event WHERE calendar_id = calendar.id"
        " AND uid IN (SELECT value FROM json_each(:uids))) ORDER BY id DESC",
        guild_id=guild_id,
        uids=json.dumps(list(uids)),
    )
    return _calendar(row) if row else None


async def remove(tx: Transaction, calendar_id: CalendarId) -> None:
    """Remove a calendar with its entries; the events stay."""
    await tx.run("DELETE FROM calendar WHERE id = :id", id=calendar_id)


async def forget_previews(tx: Transaction, limit_at: datetime) -> None:
    """Remove what was shown before `limit_at` and never saved."""
    await tx.run(
        "DELETE FROM calendar WHERE state = 'previewed' AND created_at < :limit_at", limit_at=limit_at
    )


async def forget_previews_of(tx: Transaction, guild_id: GuildId, by_user_id: UserId) -> None:
    """Remove what was shown to somebody before: one preview is kept of each."""
    await tx.run(
        "DELETE FROM calendar WHERE state = 'previewed' AND guild_id = :guild_id AND by_user_id = :by",
        guild_id=guild_id,
        by=by_user_id,
    )


async def entries(reader: Reader, calendar_id: CalendarId) -> list[CalendarEntry]:
    rows = await reader.all("SELECT * FROM calendar_event WHERE calendar_id = :id", id=calendar_id)
    return [_entry(row) for row in rows]


async def put_entry(tx: Transaction, entry: CalendarEntry) -> None:
    """Keep which event an entry is, in the place of what was known of either."""
    await tx.run(
        "DELETE FROM calendar_event WHERE calendar_id = :calendar_id"
        " AND (event_id = :event_id OR (uid = :uid AND recurrence_id = :recurrence_id))",
        calendar_id=entry.calendar_id,
        uid=entry.uid,
        recurrence_id=entry.recurrence_id,
        event_id=entry.event_id,
    )
    await tx.run(
        "INSERT INTO calendar_event (calendar_id, uid, recurrence_id, event_id, added, title, place, link,"
        " sequence, modified_at, stamp_at, hash, missing_polls) VALUES (:calendar_id, :uid, :recurrence_id,"
        " :event_id, :added, :title, :place, :link, :sequence, :modified_at, :stamp_at, :hash,"
        " :missing_polls)",
        calendar_id=entry.calendar_id,
        uid=entry.uid,
        recurrence_id=entry.recurrence_id,
        event_id=entry.event_id,
        added=int(entry.added),
        title=entry.title,
        place=entry.place,
        link=entry.link,
        sequence=entry.sequence,
        modified_at=entry.modified_at,
        stamp_at=entry.stamp_at,
        hash=entry.hash,
        missing_polls=entry.missing_polls,
    )


def _row(calendar: Calendar) -> Row:
    return {
        "guild_id": calendar.guild_id,
        "state": calendar.state.value,
        "subject": calendar.subject,
        "url": calendar.url,
        "title": calendar.title,
        "body": calendar.body,
        "etag": calendar.etag,
        "last_modified": calendar.last_modified,
        "body_hash": calendar.body_hash,
        "refresh": int(calendar.refresh.total_seconds()) if calendar.refresh is not None else None,
        "next_poll_at": calendar.next_poll_at,
        "failures": calendar.failures,
        "failing_since_at": calendar.failing_since_at,
        "trouble_told_at": calendar.trouble_told_at,
        "last_error": calendar.last_error,
        "last_ok_at": calendar.last_ok_at,
        "read_at": calendar.read_at,
        "shrunk_at": calendar.shrunk_at,
        "no_room": calendar.no_room,
        "by_user_id": calendar.by_user_id,
        "created_at": calendar.created_at,
    }


def _calendar(row: Row) -> Calendar:
    return Calendar(
        id=CalendarId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        subject=EntityId(row["subject"]),
        url=row["url"],
        title=row["title"],
        by_user_id=UserId(row["by_user_id"]),
        created_at=row["created_at"],
        state=CalendarState(row["state"]),
        body=row["body"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        refresh=timedelta(seconds=row["refresh"]) if row["refresh"] is not None else None,
        next_poll_at=row["next_poll_at"],
        failures=row["failures"],
        failing_since_at=row["failing_since_at"],
        trouble_told_at=row["trouble_told_at"],
        last_error=row["last_error"],
        last_ok_at=row["last_ok_at"],
        read_at=row["read_at"],
        shrunk_at=row["shrunk_at"],
        no_room=row["no_room"],
    )


def _entry(row: Row) -> CalendarEntry:
    return CalendarEntry(
        calendar_id=CalendarId(row["calendar_id"]),
        uid=row["uid"],
        recurrence_id=row["recurrence_id"],
        event_id=row["event_id"],
        added=bool(row["added"]),
        title=row["title"],
        place=row["place"],
        link=row["link"],
        sequence=row["sequence"],
        modified_at=row["modified_at"],
        stamp_at=row["stamp_at"],
        hash=row["hash"],
        missing_polls=row["missing_polls"],
    )
