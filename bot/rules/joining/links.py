"""Which events an entry speaks of, and by what: it names the event itself, or its forum with its edition,
its year or its date in the same sentence.

Another edition or another year beside the name speaks of another event. A year tells an event only where
its forum meets once in it, and a date only where the event's own month is known. Must not know what becomes
of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.joining.dates_said import SaidDate, dates_said
from bot.rules.joining.meetings import Meeting
from bot.rules.joining.sentences import Sentence, sentences
from bot.rules.matching import Mention
from bot.rules.stories.numbers import editions_of
from bot.rules.wording import date_in_words, event_title, ordinal
from storage.edtf import Edtf, Precision
from storage.records import EntityId

_NEAR, _WORDS_BEFORE = 60, 5
"""An edition stands within so many letters and words before a name."""
_NUMBER_BEHIND = re.compile(r"\s?[-–]?\s?(\d{1,2})(?=\s*(?:$|[,.:;)]))")
_YEAR_BESIDE = re.compile(r"\s?\(?((?:19|20)\d\d)\b")
_YEAR_BEFORE = re.compile(r"\b((?:19|20)\d\d)\s$")


@dataclass(frozen=True, slots=True)
class Joined:
    """An event an entry speaks of, and how we know: `mentions the 16th ADMM-Plus and 1 November 2026`."""

    event_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spot:
    """The name of a forum or event in a sentence, with the edition or year that stands beside it."""

    entity: EntityId
    start: int
    end: int
    edition: int | None
    year: int | None


def joined(text: str, mentions: Iterable[Mention], day: date, meetings: Sequence[Meeting]) -> list[Joined]:
    """The events that an entry of `day` is joined to, in the order in which it names them."""
    known, reasons = list(mentions), dict[str, str]()
    for sentence in sentences(text):
        dates = dates_said(sentence.text, day)
        for spot in spots(sentence, known, meetings):
            for meeting in meetings:
                reason = _reason(spot, meeting, dates, meetings)
                if reason is not None and len(reason) > len(reasons.get(meeting.event.id, "")):
                    reasons[meeting.event.id] = reason
    return [Joined(event_id, f"mentions {reason}") for event_id, reason in reasons.items()]


def spots(sentence: Sentence, mentions: Iterable[Mention], meetings: Sequence[Meeting]) -> list[Spot]:
    """The names in a sentence by which a meeting may be meant, by their place in it."""
    found = []
    for mention in mentions:
        start, end = mention.start - sentence.start, mention.end - sentence.start
        if not 0 <= start < end <= len(sentence.text):
            continue
        if any(meeting.is_named_by(mention.entity) for meeting in meetings):
            found.append(_spot(mention.entity, sentence.text, start, end))
    return sorted(found, key=lambda spot: (spot.start, spot.end))


def fits(spot: Spot, meeting: Meeting) -> bool:
    """Whether a name may mean this meeting, as far as an edition or year beside it does not say otherwise."""
    if spot.entity == meeting.event.id:
        return True
    if spot.entity not in meeting.forums:
        return False
    if spot.edition is not None and meeting.editions and spot.edition not in meeting.editions:
        return False
    return spot.year is None or _may_be_in(meeting.event.edtf, spot.year)


def _spot(entity: EntityId, text: str, start: int, end: int) -> Spot:
    near = text[max(0, start - _NEAR) : start]
    before = editions_of(" ".join([*near.split()[-_WORDS_BEFORE:], "x"]))
    behind = _NUMBER_BEHIND.match(text, end)
    year = _YEAR_BESIDE.match(text, end) or _YEAR_BEFORE.search(near)
    number = before[-1].number if before else int(behind[1]) if behind else None
    return Spot(entity, start, end, number, int(year[1]) if year else None)


def _reason(
    spot: Spot, meeting: Meeting, dates: Sequence[SaidDate], meetings: Sequence[Meeting]
) -> str | None:
    if not fits(spot, meeting):
        return None
    said = _date(meeting, dates)
    dated = f" and {said}" if said else ""
    if spot.entity == meeting.event.id:
        return f"{event_title(meeting.event)}{dated}"
    label = meeting.forums[spot.entity]
    if spot.edition is not None and spot.edition in meeting.editions:
        return f"the {ordinal(str(spot.edition))} {label}{dated}"
    if spot.year is not None and [one for one in meetings if fits(spot, one)] == [meeting]:
        return f"the {label} of {spot.year}{dated}"
    return f"{label}{dated}" if dated else None


def _date(meeting: Meeting, dates: Sequence[SaidDate]) -> str | None:
    if meeting.event.edtf.precision in (Precision.YEAR, Precision.TBC):
        return None
    for said in dates:
        if said.edtf.precision is not Precision.YEAR and said.edtf.overlaps(meeting.event.edtf):
            return date_in_words(said.edtf) + (" (year inferred)" if said.is_inferred else "")
    return None


def _may_be_in(value: Edtf, year: int) -> bool:
    return (value.lo is None or value.lo.year <= year) and (value.hi is None or value.hi.year >= year)
