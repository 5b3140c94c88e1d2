"""The zones that one calendar may name: those of the IANA, other programs' names of them, and its own.

What a calendar defines is forgotten before the next is read: "Ours" may mean something else there. A name
is looked up in the list of zones and never as a path, so that none opens a folder or a file.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone import tzp
from icalendar.timezone.zoneinfo import ZONEINFO

from bot.rules.calendars.text import Component


class _Listed(ZONEINFO):
    def timezone(self, name: str) -> tzinfo | None:
        return ZoneInfo(name) if name in _names() else None

    def knows_timezone_id(self, tzid: str) -> bool:
        return tzid in _names()


def forget_zones() -> None:
    """Know no calendar's own zones any more."""
    tzp.use(_Listed())


def learn_zone(component: Component) -> None:
    """Know a zone that a calendar defines; raises whatever the library raises."""
    text = "\r\n".join(["BEGIN:VTIMEZONE", *component.lines, "END:VTIMEZONE", ""])
    icalendar.Timezone.from_ical(text.encode("utf-8", "replace"))


def is_zone(name: str) -> bool:
    """Whether a calendar may name this zone now."""
    return '"' not in name and tzp.timezone(name) is not None


def zone_of(value: Any) -> str | None:
    """What the zone of a time is called: by its IANA name, or as the file defines it."""
    at = value.dt
    if not isinstance(at, datetime) or at.tzinfo is None:
        return None
    if isinstance(at.tzinfo, ZoneInfo):
        return at.tzinfo.key
    return "UTC" if at.tzinfo is UTC else str(value.params.get("TZID", at.tzname()))


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
