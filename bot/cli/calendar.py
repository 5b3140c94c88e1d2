"""`attache calendar read FILE` and `write ID…`: what an iCalendar file says, and one of what a pack says.

A file is read in a worker, as one from the web would be.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.cli.settings import configured
from bot.packs import PackRefused
from bot.packs import read as read_packs
from bot.rules.calendars import reading as calendars
from bot.rules.calendars.exported import said_at
from bot.rules.calendars.nouns import CalendarEvent, CalendarRead, Skipped, moment
from bot.rules.calendars.text import MOST_BYTES
from bot.rules.calendars.written import Exported, has_day, write
from bot.rules.catalogue import Catalogue
from bot.rules.happenings import events_of
from bot.rules.packs.tables import Words
from bot.rules.wording import counted
from bot.services.workers import Unfinished, Workers
from storage.records import EntityId, Event


def main(options: argparse.Namespace) -> int:
    return _read(options) if options.action == "read" else _write(options)


def _read(options: argparse.Namespace) -> int:
    if options.first > options.last:
        print("--from: lies after --to", file=sys.stderr)
        return 2
    try:
        with options.file.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        found = _refused(f"cannot be opened: {getattr(error, 'strerror', None) or error}")
    else:
        found = asyncio.run(_in_worker(data, options.first, options.last))
    if options.json:
        print(json.dumps(_as_json(found), ensure_ascii=False))
    else:
        print("\n".join(_in_words(found)))
    return 0 if found.ok else 1


async def _in_worker(data: bytes, first: date, last: date) -> CalendarRead:
    workers = Workers(at_most=1)
    try:
        return await workers.run(calendars.read, data, first, last)
    except Unfinished as error:
        return _refused(f"could not be read: {error}")
    finally:
        await workers.close()


def _refused(reason: str) -> CalendarRead:
    return CalendarRead(False, skipped=(Skipped("the file", reason),))


def _as_json(found: CalendarRead) -> dict[str, Any]:
    return {
        "ok": found.ok,
        "calendar_name": found.name,
        "events": [_event_as_json(event) for event in found.events],
        "skipped": [{"what": one.what, "reason": one.reason} for one in found.skipped],
    }


def _event_as_json(event: CalendarEvent) -> dict[str, Any]:
    return {
        "uid": event.uid,
        "recurrence_id": moment(event.recurrence_id) if event.recurrence_id else None,
        "summary": event.summary,
        "start": moment(event.start),
        "end": moment(event.end) if event.end else None,
        "all_day": event.all_day,
        "zone": event.zone,
        "status": event.status.value if event.status else None,
        "sequence": event.revision.sequence,
    }


def _in_words(found: CalendarRead) -> list[str]:
    named = f"{found.name}: " if found.name else ""
    lines = [f"{named}{counted(len(found.events), 'event')}"] if found.ok else []
    for event in found.events:
        until = f" to {moment(event.end)}" if event.end else ""
        zone = "" if event.all_day else f" ({event.zone or 'zone unknown'})"
        status = f" · {event.status.value}" if event.status else ""
        lines.append(f"{moment(event.start)}{until}{zone}: {event.summary or event.uid}{status}")
    return [*lines, *(f"left out: {one.what}: {one.reason}" for one in found.skipped)]


def _write(options: argparse.Namespace) -> int:
    try:
        catalogue = Catalogue.of_packs(read_packs(configured(options.config).catalogue_packs))
    except PackRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    known = Words(catalogue.entities)
    unknown = [one for one in options.id if one not in known]
    for one in unknown:
        print(f"{one!r} is no id of the configured packs{known.nearest(one)}", file=sys.stderr)
    if unknown:
        return 1
    wanted = frozenset(map(EntityId, options.id))
    events = [one for one in events_of(catalogue, list(catalogue.entities.values())) if _is_of(one, wanted)]
    exported = [Exported(event, changed_at=said_at(catalogue, event)) for event in events if has_day(event)]
    sys.stdout.buffer.write(write(_name(catalogue, options.id), exported))
    sys.stdout.buffer.flush()
    left_out = len(events) - len(exported)
    if left_out:
        print(f"{counted(left_out, 'event')} left out, of which no day is known", file=sys.stderr)
    return 0


def _is_of(event: Event, wanted: frozenset[EntityId]) -> bool:
    return event.id in wanted or not wanted.isdisjoint(event.concerns)


def _name(catalogue: Catalogue, ids: Sequence[str]) -> str:
    return ", ".join(catalogue.label(EntityId(one)) for one in ids)
