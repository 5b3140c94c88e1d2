"""Which events a calendar for other programs holds, and which are left out of it.

What is over stays for 30 days. What was cancelled or postponed stays, as cancelled, for 30 days after that
was said, so that programs that ask now and then hear of it, and is then left out. What has no day is left
out and named. The stamp of an event is when a server changed it last, or, of what came with a pack, when a
source last spoke of its date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.rules.calendars.written import Exported, has_day
from bot.rules.catalogue import Catalogue
from bot.rules.moment import Moment
from storage.records import EntityId, Event

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Chosen:
    exported: tuple[Exported, ...]
    undated: tuple[Event, ...]
    """What is left out for want of a day, although it may still come."""


def chosen(
    events: Iterable[Event], changed_at: Mapping[str, datetime], catalogue: Catalogue, now: Moment
) -> Chosen:
    """`changed_at` holds, of each event that a server changed, when it did so last."""
    exported, undated = [], []
    for event in events:
        at = changed_at.get(event.id) or said_at(catalogue, event)
        if _is_kept(event, at, now):
            if has_day(event):
                exported.append(Exported(event, event.revision, at))
            elif not event.is_called_off:
                undated.append(event)
    return Chosen(tuple(exported), tuple(undated))


def said_at(catalogue: Catalogue, event: Event) -> datetime | None:
    """When a source last said something of its date: the first day that may have been."""
    facts = catalogue.about(EntityId(event.id), "date")
    said = [
        source.published or source.read for fact in facts if (source := catalogue.sources.get(fact.source))
    ]
    day = max((one.lo for one in said if one is not None and one.lo is not None), default=None)
    return datetime.combine(day, time(0), UTC) if day is not None else None


def _is_kept(event: Event, changed_at: datetime | None, now: Moment) -> bool:
    if event.is_called_off and changed_at is not None and now.at - changed_at > KEPT:
        return False
    return not event.edtf.is_over(now.today - KEPT)
