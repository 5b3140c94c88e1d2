"""A change of an event in words: in the notice that channels get, and in the event's history.

The old is struck through and stands before the new. Dates are said as precisely as they are known, with
their zone; an hour also as each reader's own clock shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.rules import wording
from bot.rules.dates.typed_echo import countdown, in_words
from bot.rules.moving import start_of
from bot.rules.text import escaped
from storage.edtf import Announced, Precision
from storage.records import Event, EventStatus, Target
from storage.revisions import ChangeKind, EventChange


def headline(before: Event | None, after: Event, what: ChangeKind) -> str:
    title = wording.event_title(after)
    match what:
        case ChangeKind.ADDED:
            return f"Announced: {title}"
        case ChangeKind.MOVED if before is not None and is_known_better(before.announced, after.announced):
            return (
                f"The date is known: {title}"
                if after.edtf.first_day
                else f"The date is known better: {title}"
            )
        case ChangeKind.MOVED:
            return f"Moved: {title}"
        case ChangeKind.POSTPONED:
            return f"Postponed: {title}"
        case ChangeKind.CANCELLED:
            return f"Cancelled: {title}"
        case ChangeKind.CONFIRMED:
            return f"Confirmed: {title}"
    return f"Changed: {title}"


def told(before: Event | None, after: Event, now: datetime, zone: str) -> list[str]:
    """What changed, a line each: the old struck through, then the new, and how long is left of it."""
    lines = []
    new = _when(after, now, zone)
    old = in_words(before.announced) if before is not None else ""
    if after.is_called_off:
        lines.append(f"~~{in_words(after.announced)}~~")
        if after.status is EventStatus.POSTPONED:
            lines.append("A new date is not known yet.")
    elif before is not None and (before.announced != after.announced or before.is_called_off):
        lines.append(f"~~{old}~~ → {new}")
    else:
        lines.append(new)
    if before is not None and before.title != after.title:
        lines.append(f"~~{escaped(before.title)}~~ → {escaped(after.title)}")
    if before is not None and before.place != after.place:
        was = f"~~{escaped(before.place)}~~ → " if before.place else ""
        lines.append(f"{was}{escaped(after.place or '')}")
    if before is not None and before.link != after.link and after.link is not None:
        lines.append(f"Its page: <{after.link}>")
    if before is not None and before.concerns != after.concerns:
        lines.append("What it concerns was changed.")
    return lines


def told_to(targets: Sequence[Target], event: Event) -> str:
    """Who gets the notice, for the moderator who made the change; how somebody would, where nobody does."""
    channels = [f"<#{one.channel_id}>" for one in targets if one.channel_id]
    persons = sum(1 for one in targets if one.user_id)
    asked = f"{persons} {'person who asks' if persons == 1 else 'people who ask'} to be reminded"
    if channels or persons:
        return f"Told to {wording.listed([*channels[:20], *([asked] if persons else [])])}."
    if not event.concerns:
        return "Nobody is told of it; `/event edit` with `of` says what it concerns, and who follows that is."
    return "Nobody is told of it."


def in_history(changes: Sequence[EventChange]) -> list[str]:
    """Every revision on a few lines: what was done and by how much it moved, who, when and source."""
    lines = []
    for number, change in reversed(list(enumerate(changes))):
        lines.append(_in_history(changes[number - 1] if number else None, change))
    return lines


def since(changes: Sequence[EventChange], at: datetime) -> list[str]:
    """What changed of an event after an instant, in one go: the old struck through, a line each."""
    before = [one for one in changes if one.created_at <= at or one.what is ChangeKind.KNOWN]
    if not before or before[-1] == changes[-1]:
        return []
    old, new = before[-1], changes[-1]
    lines = _differences(old, replace(new, remark=None)) if _told(old) != _told(new) else []
    if old.status is not new.status:
        lines.append(f"~~{old.status.value}~~ → {new.status.value}")
    return lines


def by_how_much(before: Announced, after: Announced) -> str:
    """`1 day later`, `2 hours earlier`; nothing where that cannot be told, or is nothing."""
    first, then = before.edtf.first_day, after.edtf.first_day
    if first is None or then is None:
        return ""
    moved_by = then - first
    if before.wall_time is not None and after.wall_time is not None:
        moved_by = start_of(after) - start_of(before)
    if not moved_by:
        return ""
    return f"{wording.duration(abs(moved_by))} {'later' if moved_by > timedelta(0) else 'earlier'}"


def _in_history(before: EventChange | None, change: EventChange) -> str:
    source = escaped(change.source or "not known") + (f" <{change.url}>" if change.url else "")
    if change.by_user_id is None:
        return f"**As the catalogue had it**: {in_words(change.announced)}\n-# source: {source}"
    done = f"**{change.revision}. {change.what.value.capitalize()}**"
    by = f"<@{change.by_user_id}>, {wording.instant(change.created_at)}"
    return f"{done}: {'; '.join(_differences(before, change))}\n-# by {by}; source: {source}"


def _differences(before: EventChange | None, change: EventChange) -> list[str]:
    if before is None:
        more = [escaped(change.place) if change.place else "", change.remark or ""]
        return [in_words(change.announced), *(one for one in more if one)]
    said = []
    if before.announced != change.announced:
        by = by_how_much(before.announced, change.announced)
        said.append(
            f"~~{in_words(before.announced)}~~ → {in_words(change.announced)}{f' ({by})' if by else ''}"
        )
    for old, new in ((before.title, change.title), (before.place, change.place), (before.link, change.link)):
        if old != new:
            said.append(f"~~{escaped(old)}~~ → {escaped(new or '')}" if old else escaped(new or ""))
    said += [change.remark] if change.remark else []
    return said or [
        in_words(change.announced) if change.what is not ChangeKind.EDITED else "what it concerns"
    ]


def _told(change: EventChange) -> tuple[object, ...]:
    return change.announced, change.title, change.place, change.link


def _when(event: Event, now: datetime, zone: str) -> str:
    """The date in words, in each reader's zone where an hour is known, and how long is left."""
    left = countdown(event.announced, now, zone)
    said = f"**{in_words(event.announced)}**"
    if event.start_at is not None:
        return f"{said} · {wording.instant(event.start_at)}, {wording.countdown(event.start_at)}"
    return f"{said} · {left}" if left else said


def is_known_better(before: Announced, after: Announced) -> bool:
    """Whether the new date only says more of the old one."""
    old, new = before.edtf, after.edtf
    if old.precision is Precision.TBC:
        return new.precision is not Precision.TBC
    if new.precision is Precision.TBC or old == new or old.first_day is not None:
        return False
    begins = old.lo is None or (new.lo is not None and old.lo <= new.lo)
    ends = old.hi is None or (new.hi is not None and new.hi <= old.hi)
    return begins and ends
