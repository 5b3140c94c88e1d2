"""Which events Discord's own scheduled events show, how, and what has to be done so that they do.

Shown is what has a known hour that lies more than a minute ahead, nearest first, as far as Discord has room.
Discord demands a place and an end: what was not announced says so, and an hour is shown for it; of an event
over several days the first day counts, and it is shown to the end of its last.

Each one of ours is known by its last line, so that it is found again when the answer to its making was
lost: before anything is made it is looked for. What is called off is cancelled there. What somebody deleted
there is not made again unless the event changes. What is not to be shown any more is removed. What has begun
is left to Discord, and to time.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.rules import wording
from bot.rules.dates.typed_echo import in_words
from bot.rules.dates.zones import NotOnTheClock, instant
from bot.rules.text import cut, escaped
from storage.deliveries import Mirrored, MirrorState
from storage.records import EVERYTHING, SHIPPED, Event, EventStatus, Subscription

MOST = 100
"""How many may stand in a server, those of people included."""
_LONGEST_NAME = _LONGEST_PLACE = 100
_LONGEST_DESCRIPTION = 1_000
_NOT_ANNOUNCED = "not announced"
_AHEAD = timedelta(minutes=1)
_NO_END = timedelta(hours=1)
_ANSWERED_BY_NOW = timedelta(minutes=1)
"""After this a request whose answer was lost has done what it was going to do."""
_MARK = "Attaché · "
_MARKED = re.compile(rf"(?:^|\n){_MARK}(?P<id>[a-z0-9.-]{{1,80}})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """An event as Discord is to show it."""

    name: str
    description: str
    place: str
    starts_at: datetime
    ends_at: datetime

    @property
    def digest(self) -> str:
        said = (self.name, self.description, self.place, self.starts_at.isoformat(), self.ends_at.isoformat())
        return hashlib.blake2b("\n".join(said).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Listed:
    """One of Discord's scheduled events that is ahead, or going on."""

    id: int
    is_ours: bool
    description: str
    has_begun: bool

    @property
    def shows(self) -> str | None:
        """The id of the event it shows, if it is one of ours."""
        found = _MARKED.search(self.description.rstrip()) if self.is_ours else None
        return found["id"] if found else None


class Act(StrEnum):
    MAKE = "make"
    ADOPT = "adopt"
    """It is there already: only remember it."""
    CHANGE = "change"
    CANCEL = "cancel"
    COMPLETE = "complete"
    """It began by the date that no longer holds."""
    REMOVE = "remove"
    REMOVE_DOUBLE = "remove double"
    LEFT = "left"
    """Somebody deleted or ended it: remember that."""
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Action:
    act: Act
    event_id: str
    scheduled_id: int | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    actions: tuple[Action, ...]
    without_room: int
    """How many events find no room."""


def wanted(events: Iterable[Event], following: Sequence[Subscription], now: datetime) -> dict[str, Shown]:
    """What a server's channels follow or itself added, of known hour and ahead, the nearest first."""
    subjects = {one.subject for one in following if one.channel_id is not None and one.paused_at is None}
    ahead = [
        event
        for event in events
        if event.start_at is not None
        and event.start_at > now + _AHEAD
        and not event.is_called_off
        and (event.guild_id != SHIPPED or subjects & {EVERYTHING, event.id, *event.concerns})
    ]
    ahead.sort(key=lambda event: (event.start_at or now, event.id))
    return {event.id: shown(event) for event in ahead}


def shown(event: Event) -> Shown:
    """An event with a known hour in Discord's form."""
    assert event.start_at is not None
    ends_at, of_the_end = _end(event, event.start_at)
    return Shown(
        name=cut(event.title, _LONGEST_NAME),
        description=_description(event, of_the_end),
        place=cut(event.place or _NOT_ANNOUNCED, _LONGEST_PLACE),
        starts_at=event.start_at,
        ends_at=ends_at,
    )


def decide(
    showing: Mapping[str, Shown],
    events: Mapping[str, Event],
    rows: Sequence[Mirrored],
    listed: Sequence[Listed],
    now: datetime,
) -> Decision:
    """What has to be done: `showing` is what is wanted, the nearest first, of all `events` of a server."""
    ours: dict[str, list[Listed | None]] = defaultdict(list)
    for one in sorted(listed, key=lambda one: one.id):
        if one.shows is not None:
            ours[one.shows].append(one)
    room = MOST - sum(one.shows is None for one in listed)
    fitting = dict(list(showing.items())[: max(room, 0)])
    known = {row.event_id: row for row in rows}
    actions: list[Action] = []
    for event_id in dict.fromkeys((*ours, *known, *fitting)):
        there, *doubled = ours[event_id] or (None,)
        action = _of_one(
            event_id, fitting.get(event_id), events.get(event_id), known.get(event_id), there, now
        )
        actions += [action] if action is not None else []
        # What is doubled all the same, by whatever fault, is one again.
        actions += [Action(Act.REMOVE_DOUBLE, event_id, one.id) for one in doubled if one is not None]
    actions.sort(key=lambda one: _ORDER.index(one.act))
    return Decision(tuple(actions), len(showing) - len(fitting))


_ORDER = (
    *(Act.FORGET, Act.LEFT, Act.ADOPT),
    *(Act.REMOVE_DOUBLE, Act.REMOVE, Act.CANCEL, Act.COMPLETE),
    *(Act.CHANGE, Act.MAKE),
)
"""First what makes room, then what fills it."""


def _of_one(
    event_id: str,
    wanted: Shown | None,
    event: Event | None,
    row: Mirrored | None,
    there: Listed | None,
    now: datetime,
) -> Action | None:
    if there is not None:
        return _of_listed(event_id, wanted, event, row, there, now)
    if row is None:
        return Action(Act.MAKE, event_id, shown=wanted) if wanted is not None else None
    if row.state is MirrorState.MAKING:
        if now < row.tried_at + _ANSWERED_BY_NOW:
            return None
        return Action(Act.MAKE, event_id, shown=wanted) if wanted else Action(Act.FORGET, event_id)
    if event is None or _has_begun(event, now):
        return Action(Act.FORGET, event_id)
    if row.state is MirrorState.SHOWN:
        return Action(Act.LEFT, event_id)
    if wanted is not None and wanted.digest != row.digest:
        return Action(Act.MAKE, event_id, shown=wanted)
    return None


def _of_listed(
    event_id: str,
    wanted: Shown | None,
    event: Event | None,
    row: Mirrored | None,
    there: Listed,
    now: datetime,
) -> Action | None:
    """What becomes of one that stands in Discord."""
    if there.has_begun:
        is_moved = wanted is not None and row is not None and row.digest != wanted.digest
        is_off = event is not None and event.is_called_off
        return Action(Act.COMPLETE, event_id, there.id) if is_moved or is_off else None
    if event is not None and event.is_called_off:
        return Action(Act.CANCEL, event_id, there.id)
    if wanted is None:
        is_starting = event is not None and event.start_at is not None and event.start_at <= now + _AHEAD
        return None if is_starting else Action(Act.REMOVE, event_id, there.id)
    if row is None or row.scheduled_id != there.id or row.state is not MirrorState.SHOWN:
        return Action(Act.ADOPT, event_id, there.id)
    return Action(Act.CHANGE, event_id, there.id, wanted) if row.digest != wanted.digest else None


def _has_begun(event: Event, now: datetime) -> bool:
    return event.start_at is not None and event.start_at <= now


def _end(event: Event, starts_at: datetime) -> tuple[datetime, str]:
    """When Discord shows it to end, and what is known of that."""
    last = event.edtf.hi
    if event.zone is not None and last is not None and not event.edtf.is_day:
        try:
            midnight = instant(last + timedelta(days=1), _MIDNIGHT, ZoneInfo(event.zone))
        except (NotOnTheClock, OverflowError):
            midnight = starts_at
        if midnight > starts_at:
            return midnight, "At what hour it ends was not announced: shown is the end of its last day."
    return starts_at + _NO_END, "When it ends was not announced: shown is one hour."


_MIDNIGHT = datetime.min.time()


def _description(event: Event, of_the_end: str) -> str:
    """What is known of it, cut where Discord has no room for more; the last line is never cut."""
    marks = [mark for mark in (_standing(event), event.date_doubt) if mark]
    lines = [in_words(event.announced), *([" · ".join(marks).capitalize()] if marks else []), of_the_end]
    if event.source:
        lines.append(f"Source: {escaped(cut(event.source, 300))}" + (f" <{event.url}>" if event.url else ""))
    if event.link:
        lines.append(f"<{event.link}>")
    last = f"{_MARK}{event.id}"
    return f"{cut(chr(10).join(lines), _LONGEST_DESCRIPTION - len(last) - 1)}\n{last}"


def _standing(event: Event) -> str:
    return "confirmed" if event.status is EventStatus.CONFIRMED else wording.event_status(event)
