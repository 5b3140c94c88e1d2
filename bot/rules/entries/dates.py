"""The instant that the time of an entry names, or none where the text leaves it open.

A year or a month is no day, and a zone that is not known would be hours off.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from time import struct_time

_NO_DAY = re.compile(r"\s*(?:\d{4}-\d{1,2}|\d{1,7}|\d{9,})\s*")
_ISO_WEEK = re.compile(r"\s*\d{4}-?W")
_ZONE = re.compile(r":\d\d(?:\.\d+)?\s*([A-Za-z]{2,5})\s*$")
_READ_AS_GIVEN = re.compile("ut|utc|gmt|[aecmp][ds]?t|met|mest")
"""Names of zones that feedparser takes into account; any other it takes for UTC."""
_HOURS_AHEAD = {
    "wib": 7, "ict": 7, "wita": 8, "sgt": 8, "myt": 8, "hkt": 8, "pht": 8, "awst": 8, "wit": 9, "jst": 9,
    "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "wet": 0, "west": 1, "cet": 1, "cest": 2,
    "eet": 2, "eest": 3, "msk": 3,
}  # fmt: skip
"""Names that mean one zone; IST and BST are three and two."""


def instant(text: str, parsed: struct_time | None) -> datetime | None:
    """`parsed` is the time in UTC as feedparser reads the text, which is lenient."""
    if _NO_DAY.fullmatch(text):
        return None
    if (iso := _iso(text)) is not None:
        return iso if iso.tzinfo is not None else iso.replace(tzinfo=UTC)
    if parsed is None or _ISO_WEEK.match(text):
        return None
    zone = _ZONE.search(text)
    name = zone[1].lower() if zone else "utc"
    if name not in _HOURS_AHEAD and not _READ_AS_GIVEN.fullmatch(name):
        return None
    try:
        return datetime(*parsed[:6], tzinfo=UTC) - timedelta(hours=_HOURS_AHEAD.get(name, 0))
    except (ValueError, OverflowError):
        return None


def iso_instant(text: str) -> datetime | None:
    """The instant of RFC 3339, as JSON Feed has it; None without a zone."""
    read = _iso(text)
    return read if read is not None and read.tzinfo is not None else None


def _iso(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text.strip()).replace(microsecond=0)
        return read.astimezone(UTC) if read.tzinfo is not None else read
    except (ValueError, OverflowError):
        return None
