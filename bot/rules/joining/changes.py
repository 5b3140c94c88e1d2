"""What an entry says has become of an event that lies ahead: another date, put off, called off.

It is a proposal for people to judge, with the sentence it rests on, and never more. One is made only where a
sentence states it of the event itself: `ADMM-Plus postponed to 14 March 2027`, `Manila calls off the 16th
ADMM-Plus`, `the meeting will now be held on …` of the one meeting the entry speaks of. None is made of a
question, a denial, a wish, a guess or a memory, of another edition, of what is over, nor where the date is
the one that is known, or says less. A date without a year is the next one after the entry, and inferred.
English alone is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.rules.joining.clauses import acts_on, is_about, is_about_it, is_denied, is_told
from bot.rules.joining.cues import Cue, Says, cues
from bot.rules.joining.dates_said import SaidDate, dates_said
from bot.rules.joining.links import Spot, fits, spots
from bot.rules.joining.meetings import Meeting
from bot.rules.joining.sentences import Sentence, sentences
from bot.rules.matching import Mention
from storage.edtf import Edtf, Precision
from storage.records import EventStatus

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Change(StrEnum):
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Proposal:
    event_id: str
    change: Change
    edtf: Edtf | None
    """The date that is told, as precise as the text is; None where none is."""
    is_inferred: bool
    """Whether the year of that date is not said."""
    sentence: str


def proposals(
    text: str, mentions: Iterable[Mention], day: date, meetings: Sequence[Meeting]
) -> list[Proposal]:
    """What an entry of `day` says of the meetings that are known; a new date stands for a postponement."""
    known = list(mentions)
    ahead = [meeting for meeting in meetings if meeting.is_ahead(day)]
    found: dict[tuple[str, Change, Edtf | None], Proposal] = {}
    meant: Meeting | None = None
    for sentence in sentences(text):
        here = spots(sentence, known, meetings)
        for made in _in_sentence(sentence, here, meant, day, ahead):
            found.setdefault((made.event_id, made.change, made.edtf), made)
        named = {id(one): one for spot in here if (one := _meant(spot, ahead)) is not None}
        meant = next(iter(named.values())) if len(named) == 1 else None
    moved = {made.event_id for made in found.values() if made.change is Change.MOVED}
    return [m for m in found.values() if m.change is not Change.POSTPONED or m.event_id not in moved]


def _in_sentence(
    sentence: Sentence, here: Sequence[Spot], before: Meeting | None, day: date, ahead: Sequence[Meeting]
) -> Iterator[Proposal]:
    if not is_told(sentence.text):
        return
    dates = dates_said(sentence.text, day, ahead=True)
    for cue in cues(sentence.text):
        spot = _spot_of(sentence.text, cue, here)
        meeting = _meant(spot, ahead) if spot is not None else None
        if not here and is_about_it(sentence.text[: cue.start]):
            meeting = before
        if meeting is None or is_denied(sentence.text, cue.start):
            continue
        if not (cue.is_dated or _may_be_of_now(sentence.text, meeting.event.edtf)):
            continue
        end = max(cue.end, spot.end) if spot is not None else cue.end
        made = _proposal(meeting, cue, _date_after(sentence.text, end, cue, dates), sentence.text, day)
        if made is not None:
            yield made


def _spot_of(text: str, cue: Cue, here: Sequence[Spot]) -> Spot | None:
    """The name that the verb is about: right before it or, of a verb that acts on it, right behind it."""
    before = [spot for spot in here if spot.end <= cue.start]
    if before and is_about(text[before[-1].end : cue.start]):
        return before[-1]
    behind = next((spot for spot in here if spot.start >= cue.end), None)
    acted_on = behind is not None and not cue.is_dated and acts_on(text[cue.end : behind.start])
    return behind if acted_on else None


def _meant(spot: Spot, ahead: Sequence[Meeting]) -> Meeting | None:
    """The one meeting ahead that a name can mean."""
    fitting = [meeting for meeting in ahead if fits(spot, meeting)]
    own = [meeting for meeting in fitting if meeting.event.id == spot.entity]
    if spot.edition is not None:
        fitting = [meeting for meeting in fitting if spot.edition in meeting.editions]
    chosen = own or fitting
    return chosen[0] if len(chosen) == 1 else None


def _date_after(text: str, end: int, cue: Cue, dates: Sequence[SaidDate]) -> SaidDate | None:
    """The date that the words lead to: `to 14 March 2027`, and not the day on which it was said."""
    for said in dates:
        if said.start < end:
            continue
        between = text[end : said.start]
        if not cue.is_dated and between.endswith(" from ") and said.edtf.end is not None:
            return replace(said, edtf=said.edtf.end)  # from the one day to the other
        if cue.leads_to(between):
            return said
    return None


def _proposal(meeting: Meeting, cue: Cue, said: SaidDate | None, sentence: str, day: date) -> Proposal | None:
    event = meeting.event
    if cue.says is Says.CALLED_OFF:
        is_news = event.status is not EventStatus.CANCELLED
        return Proposal(event.id, Change.CANCELLED, None, False, sentence) if is_news else None
    if said is None:
        is_news = cue.says is Says.PUT_OFF and not event.is_called_off
        return Proposal(event.id, Change.POSTPONED, None, False, sentence) if is_news else None
    if not _is_news(said.edtf, event.edtf, day):
        return None
    if cue.says is Says.TAKES_PLACE and not _may_be_it(said.edtf, event.edtf):
        return None
    return Proposal(event.id, Change.MOVED, said.edtf, said.is_inferred, sentence)


def _is_news(told: Edtf, known: Edtf, day: date) -> bool:
    """Whether a date lies ahead, and is another than the one that is known or says more of it."""
    if told.is_over(day):
        return False
    if known.precision is Precision.TBC or known.lo is None or known.hi is None:
        return True
    assert told.lo is not None and told.hi is not None
    return not (told.lo <= known.lo and known.hi <= told.hi)


def _may_be_of_now(sentence: str, known: Edtf) -> bool:
    """Whether none of the years that are named tells that this was another meeting, long ago."""
    years = [int(year) for year in _YEAR.findall(sentence)]
    return not years or known.lo is None or max(years) >= known.lo.year


def _may_be_it(told: Edtf, known: Edtf) -> bool:
    """Whether a date may be this meeting's: one of another year is of another meeting of its forum."""
    if known.precision is Precision.TBC or told.lo is None or told.hi is None:
        return True
    return (known.lo is None or known.lo.year <= told.hi.year) and (
        known.hi is None or told.lo.year <= known.hi.year
    )
