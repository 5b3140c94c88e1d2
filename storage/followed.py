"""Events as those who follow something are told of them: what concerns it, what of that moved, and, of many
servers at once, what each sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from storage.database import Reader
from storage.events import SEEN, event_of, history
from storage.records import EVERYTHING, SHIPPED, EntityId, Event, GuildId
from storage.revisions import EventChange

_CONCERNS = (
    "EXISTS (SELECT 1 FROM json_each(:subjects) AS wanted WHERE wanted.value = :everything"
    " OR wanted.value IN (SELECT value FROM json_each(event.concerns)))"
)


async def coming(
    reader: Reader, guild_id: GuildId, subjects: Iterable[EntityId], today: date, until: date | None = None
) -> list[Event]:
    """What a server sees that concerns any of these subjects, whose last possible day is not behind `today`
    and which may begin by the day `until`."""
    rows = await reader.all(
        f"SELECT * FROM event WHERE (date_hi IS NULL OR date_hi >= :today) AND {SEEN}"
        " AND (:until IS NULL OR date_lo IS NULL OR date_lo <= :until)"
        f" AND {_CONCERNS}",
        today=today.isoformat(),
        until=until.isoformat() if until else None,
        guild_id=guild_id,
        subjects=json.dumps(sorted(subjects)),
        everything=EVERYTHING,
    )
    return [event_of(row) for row in rows]


async def changed_since(
    reader: Reader, guild_id: GuildId, subjects: Iterable[EntityId], since_at: datetime
) -> list[tuple[Event, list[EventChange]]]:
    """The events of a server that concern any of these subjects and were changed since then, each with all
    its revisions, the oldest first."""
    rows = await reader.all(
        f"SELECT * FROM event WHERE guild_id = :guild_id AND {_CONCERNS} AND id IN (SELECT event_id"
        " FROM event_change WHERE guild_id = :guild_id AND created_at >= :since_at)",
        guild_id=guild_id,
        subjects=json.dumps(sorted(subjects)),
        everything=EVERYTHING,
        since_at=since_at,
    )
    return [(event, await history(reader, guild_id, event.id)) for event in map(event_of, rows)]


async def seen(reader: Reader, wanted: Iterable[tuple[GuildId, str]]) -> dict[tuple[GuildId, str], Event]:
    """Events of several servers, each as its server sees it; those that are known."""
    pairs = set(wanted)
    rows = await reader.all(
        "SELECT * FROM event WHERE id IN (SELECT value FROM json_each(:ids))"
        " AND guild_id IN (SELECT value FROM json_each(:guild_ids))",
        ids=json.dumps(sorted({event_id for _, event_id in pairs})),
        guild_ids=json.dumps(sorted({SHIPPED, *(guild_id for guild_id, _ in pairs)})),
    )
    kept = {(event.guild_id, event.id): event for event in map(event_of, rows)}
    found = {pair: kept.get(pair) or kept.get((SHIPPED, pair[1])) for pair in pairs}
    return {pair: event for pair, event in found.items() if event is not None}
