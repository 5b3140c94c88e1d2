"""What a site's headers ask of who reads it: when to come back, and where to from now on.

A wait is seconds or a date, never negative and never more than a day, and what cannot be read is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(days=1)
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?:$|[\s,;=])", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]+)", re.IGNORECASE)
PERMANENT = (301, 308)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """The wait of a Retry-After header (RFC 9110, 10.2.3)."""
    given = headers.get("Retry-After", "").strip()
    seconds = _seconds(given)
    return seconds if seconds is not None else _until(given, headers, now)


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long an answer stays as it is, by Cache-Control or else Expires (RFC 9111, 4.2)."""
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return None
    if found := _MAX_AGE.search(control):
        lifetime = _seconds(found[1])
        age = _seconds(headers.get("Age", "").strip()) or timedelta(0)
        return _within(lifetime - age) if lifetime is not None else None
    return _until(headers.get("Expires", ""), headers, now)


def moved_for_good(hops: Sequence[tuple[int, str]]) -> str | None:
    """Where a chain of redirects, each its status and target, leads before the first that is temporary."""
    target = None
    for status, url in hops:
        if status not in PERMANENT:
            break
        target = url
    return target


def _until(text: str, headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long it is until a date, on the clock of the site where it shows one."""
    date = _date(text)
    return _within(date - (_date(headers.get("Date", "")) or now)) if date is not None else None


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit()):
        return None
    return _within(timedelta(seconds=int(text.lstrip("0")[:9] or "0")))


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _within(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta(0)), _LONGEST)
