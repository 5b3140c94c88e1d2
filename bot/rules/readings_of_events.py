"""Where several sources date one event: which of them reminders follow, and how that is told.

A moderator's own word stands, and so does the source a moderator chose. Else the later statement is followed;
a date that only says more than another (a day of its month, an hour of its day) in the place of that, and
never the other way round. Where two sources agree nothing is told of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

from bot.rules import wording
from bot.rules.dates.typed_echo import in_words
from bot.rules.moving import Said, start_of
from bot.rules.revisions import is_known_better
from bot.rules.text import cut, escaped
from storage.edtf import Announced
from storage.records import Event, FactStatus, UserId
from storage.statements import MODERATOR, PACK, Followed, Reading

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def by_moderator(event: Event, said: Said) -> Reading:
    """A moderator's word on the date of an event, which stands."""
    return Reading(
        guild_id=event.guild_id,
        event_id=event.id,
        origin=MODERATOR,
        announced=event.announced,
        status=event.status,
        source=said.source,
        url=said.url,
        said_at=said.at,
        followed=Followed.CHOSEN,
    )


def by_rule(event: Event) -> Reading:
    """The date of an event that comes back by a rule: it gives way to whoever states one."""
    word = Said(event.source or "not known", event.url, UserId(0), _LONG_AGO, _LONG_AGO.date())
    return replace(by_moderator(event, word), followed=Followed.LATER)


def of_pack(shipped: Event, said_at: datetime | None) -> Reading:
    """What a pack says of the date of an event; it is followed where nothing else is.

    What it does not state but infers or derives gives way to whoever states a date, whenever that was.
    """
    is_stated = shipped.date_status is FactStatus.STATED
    return Reading(
        guild_id=shipped.guild_id,
        event_id=shipped.id,
        origin=PACK,
        announced=shipped.announced,
        status=shipped.status,
        source=shipped.source or "not known",
        url=shipped.url,
        said_at=said_at if said_at is not None and is_stated else _LONG_AGO,
    )


def with_pack(kept: Sequence[Reading], pack: Reading | None) -> list[Reading]:
    """All there are, what is followed first, then what was said last."""
    found = list(kept)
    if pack is not None:
        is_followed = all(one.followed is None for one in kept)
        found.append(replace(pack, followed=Followed.LATER if is_followed else None))
    return sorted(found, key=lambda one: (one.followed is None, -one.said_at.timestamp()))


def why_followed(new: Reading, held: Reading | None) -> Followed | None:
    """Why reminders follow `new`, where they followed `held` until now; None where they do not."""
    if held is None:
        return Followed.LATER
    if held.origin == new.origin:
        return held.followed or Followed.LATER
    if held.followed is Followed.CHOSEN:
        return None
    if contradict(new, held):
        return Followed.LATER if new.said_at > held.said_at else None
    return Followed.LATER if _says_more(held.announced, new.announced) else None


def contradict(one: Reading, other: Reading) -> bool:
    """Whether both cannot be true: another time, or one says that it takes place and the other that not."""
    if one.is_off is not other.is_off:
        return True
    same = _point(one.announced) == _point(other.announced)
    more = _says_more(one.announced, other.announced) or _says_more(other.announced, one.announced)
    return not (same or more)


def digest(reading: Reading) -> str:
    """A short name of what a reading says, so that nobody chooses what they were not shown."""
    said = f"{reading.announced} {reading.status}"
    return blake2b(said.encode(), digest_size=2).hexdigest()


def differing(readings: Sequence[Reading]) -> list[Reading]:
    """Of readings with the followed one first: those that say otherwise than it."""
    return [one for one in readings[1:] if contradict(one, readings[0])]


def on_card(readings: Sequence[Reading]) -> list[str]:
    """What each source says, a line each; nothing where they agree and none fell silent."""
    if not differing(readings) and not any(one.gone_at for one in readings):
        return []
    return [line(one) for one in readings]


def in_reminder(readings: Sequence[Reading]) -> str | None:
    """What a reminder says of those who say otherwise, and why it follows this date."""
    others = [one for one in differing(readings) if one.gone_at is None]
    if not others:
        return None
    said = "; ".join(f"{_named(one)} says {_when(one)}" for one in others[:3])
    return f"{said}. This follows {_named(readings[0])}: {_why(readings[0])}."


def line(reading: Reading) -> str:
    """What one source says, and whether reminders follow it."""
    marks = [f"**{_when(reading)}**", _named(reading)]
    if reading.said_at > _LONG_AGO:
        marks.append(f"said {wording.instant(reading.said_at)}")
    if reading.gone_at is not None:
        marks.append(f"no longer in it since {wording.instant(reading.gone_at)}, which is no cancellation")
    if reading.followed is not None:
        marks.append(f"reminders follow this: {_why(reading)}")
    return " · ".join(marks)


def _why(reading: Reading) -> str:
    if reading.followed is Followed.CHOSEN:
        return "a moderator of this server chose it"
    return "it is the later statement"


def _named(reading: Reading) -> str:
    source = escaped(cut(reading.source, 200))
    return f"[{source}]({reading.url})" if reading.url else source


def _when(reading: Reading) -> str:
    said = in_words(reading.announced)
    return f"{said}, {reading.status.value}" if reading.is_off else said


def _point(announced: Announced) -> object:
    """What two dates have in common that mean the same, in whatever zone they are given."""
    if announced.wall_time is None or not announced.edtf.is_day:
        return announced
    return start_of(announced)


def _says_more(less: Announced, more: Announced) -> bool:
    """Whether `more` says nothing else than `less`, and more of it."""
    if less.edtf == more.edtf:
        return less.wall_time is None and more.wall_time is not None
    return is_known_better(less, more)
