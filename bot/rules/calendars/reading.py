"""An iCalendar file to the events between two dates.

Only bytes are read, and nothing they name is opened. One broken event never loses the others: what is
left out, or taken otherwise than written, is said by name. Series are expanded one at a time: for
`MOST_DAYS` from the first date on, and to `MOST_OF_A_SERIES` occurrences at most; single events are
read over all of the time asked for. Both dates are taken in, on the clock of each event's own zone.

A cancelled event stays, as cancelled: that it is off is news. Floating times are those of the calendar's
X-WR-TIMEZONE, where it has one that is known: whoever published it meant some clock. Times in UTC stay
in UTC. Of two events with one UID and no RECURRENCE-ID the one with the higher SEQUENCE counts.

Meant to be run in a worker: whoever calls it should be able to kill it.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import icalendar
from recurring_ical_events import CalendarQuery, Occurrence  # type: ignore[import-untyped]
from recurring_ical_events.selection.name import ComponentsWithName  # type: ignore[import-untyped]

from bot.rules.calendars.events import FitEvent, Time, Unfit, called, fit_event
from bot.rules.calendars.nouns import CalendarEvent, CalendarRead, Skipped
from bot.rules.calendars.series import begin_near
from bot.rules.calendars.text import Component, NotACalendar, Sheet, sheet
from bot.rules.calendars.zones import forget_zones, is_zone, learn_zone

MOST_EVENTS = 5_000
MOST_OF_A_SERIES = 1_000
MOST_IN_ALL = 10_000
MOST_DAYS = 400
BREAKS_OFF = "breaks off: there is no END:VCALENDAR, so events may be missing"
_MOST_ZONES = 200
_MOST_SKIPPED = 1_000
_MARGIN = timedelta(days=2)
_EARLIEST, _LATEST = date(10, 1, 1), date(9990, 1, 1)
"""Days from which one can still count backward and forward."""


def read(data: bytes, first: date, last: date) -> CalendarRead:
    """What a calendar says of the time from `first` to `last`, both taken in; sorted by start."""
    try:
        found = sheet(data)
    except NotACalendar as error:
        return CalendarRead(False, skipped=(Skipped("the file", str(error)),))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library guesses of vendors' zone names
        return _Reading(found, first, last).read()


class _Reading:
    """One reading of one file."""

    def __init__(self, found: Sheet, first: date, last: date) -> None:
        self._sheet = found
        self._first, self._last = (min(max(day, _EARLIEST), _LATEST) for day in (first, last))
        self._last_of_series = min(self._last, self._first + timedelta(days=MOST_DAYS - 1))
        self._skipped: list[Skipped] = []
        self._events: list[CalendarEvent] = []
        self._is_full = False

    def read(self) -> CalendarRead:
        forget_zones()
        for zone in [one for one in self._sheet.components if one.kind == "VTIMEZONE"][:_MOST_ZONES]:
            self._learn_zone(zone)
        singles, series = self._sorted_out(self._fit_events())
        for event in singles:
            self._take(event, event.start, event.end, None)
        for alike in series.values():
            self._expand(alike)
        if series and self._last_of_series < self._last:
            what = f"what recurs after {self._last_of_series}"
            self._skip(what, f"a series is followed for {MOST_DAYS} days")
        if self._is_full:
            self._skip("the rest", f"more than {MOST_IN_ALL} events and occurrences")
        if not self._sheet.is_whole:
            self._skip("the file", BREAKS_OFF)
        self._events.sort(key=lambda event: (_order(event.start), event.identity))
        name = self._sheet.first("NAME") or self._sheet.first("X-WR-CALNAME")
        return CalendarRead(
            True,
            _plain(name) if name else None,
            tuple(self._events),
            tuple(self._skipped),
            _refresh(self._sheet),
            self._sheet.is_whole,
        )

    def _skip(self, what: str, reason: str) -> None:
        if len(self._skipped) < _MOST_SKIPPED:
            self._skipped.append(Skipped(what, reason))

    def _learn_zone(self, component: Component) -> None:
        try:
            learn_zone(component)
        except Exception:  # whatever the library makes of it: times that name this zone will say so
            self._skip(
                f"the time zone {next(iter(component.values('TZID')), 'without a name')[:100]}",
                "its definition cannot be read",
            )

    def _fit_events(self) -> Iterator[FitEvent]:
        events = [component for component in self._sheet.components if component.kind == "VEVENT"]
        if len(events) > MOST_EVENTS:
            self._skip(f"{len(events) - MOST_EVENTS} events", f"only the first {MOST_EVENTS} are read")
        zone = self._default_zone()
        cancelled = (self._sheet.first("METHOD") or "").strip().upper() == "CANCEL"
        for component in events[:MOST_EVENTS]:
            try:
                event = fit_event(component, zone, cancelled)
            except Unfit as error:
                self._skip(_plain(called(component)), str(error))
            except Exception as error:  # whatever the library makes of it, it is this event's fault alone
                self._skip(_plain(called(component)), f"cannot be read ({_brief(error)})")
            else:
                for dropped in event.dropped:
                    self._skip(dropped.what, dropped.reason)
                yield event

    def _default_zone(self) -> str | None:
        named = (self._sheet.first("X-WR-TIMEZONE") or "").strip()
        return named if named and is_zone(named) else None

    def _sorted_out(self, events: Iterator[FitEvent]) -> tuple[list[FitEvent], dict[str, list[FitEvent]]]:
        """Single events, and the events of each series by its UID; older versions of either are left out."""
        by_uid: dict[str, list[FitEvent]] = defaultdict(list)
        for event in events:
            by_uid[event.uid].append(event)
        singles: list[FitEvent] = []
        series: dict[str, list[FitEvent]] = {}
        for uid, alike in by_uid.items():
            masters = [event for event in alike if not event.is_override]
            chosen = max(masters, key=lambda event: event.revision.sequence, default=None)
            for other in masters:
                if other is not chosen:
                    self._skip(other.summary or uid, "another event of this calendar has the same UID")
            if len(masters) == len(alike) and chosen is not None and not chosen.recurs:
                singles.append(chosen)
            else:
                series[uid] = [event for event in alike if event.is_override or event is chosen]
        return singles, series

    def _expand(self, series: list[FitEvent]) -> None:
        if self._is_full:
            return
        called_so = series[0].summary or series[0].uid
        events = {id(event.parsed): event for event in series}
        try:
            found = _occurrences(series, self._first, self._last_of_series)
            found.sort(key=lambda one: _order(one.start))
        except Exception as error:  # and of a series, that series' fault alone
            self._skip(called_so, f"cannot be expanded ({_brief(error)})")
            return
        inside = [one for one in found if self._is_inside(one.start, one.end, self._last_of_series)]
        if len(inside) > MOST_OF_A_SERIES:
            self._skip(called_so, f"comes more than {MOST_OF_A_SERIES} times; only the first are read")
        for one in inside[:MOST_OF_A_SERIES]:
            event = events[id(one.component)]
            self._take(event, one.start, one.end if event.end is not None else None, one.original)

    def _is_inside(self, start: Time, end: Time | None, last: date) -> bool:
        """Whether some of it lies between the first day and `last` on the clock of its own zone."""
        begins = _day(start)
        reaches_in = end is not None and _wall(end) > _wall(self._first)
        return begins <= last and (begins >= self._first or reaches_in)

    def _take(self, event: FitEvent, start: Time, end: Time | None, original: Time | None) -> None:
        if not self._is_inside(start, end, self._last):
            return
        if len(self._events) == MOST_IN_ALL:
            self._is_full = True
            return
        try:
            times = _settled(start), end and _settled(end), original and _settled(original)
        except OverflowError:
            self._skip(event.summary or event.uid, "lies beyond the years that can be counted")
            return
        self._events.append(_noun(event, *times))


class _Occurrence(Occurrence):  # type: ignore[misc]
    """An occurrence as the library found it, without the copy of the event that it would make of each."""

    def as_component(self, keep_recurrence_attributes: bool) -> Any:
        return self

    @property
    def component(self) -> icalendar.Component:
        """The event of the file that it is an occurrence of."""
        return cast(icalendar.Component, self._adapter._component)

    @property
    def original(self) -> Time:
        """The start it has by the rule."""
        if self._adapter.this_and_future:
            return cast(Time, self.start - self._adapter.move_recurrences_by)
        if self._adapter.is_modification():
            return cast(Time, self._adapter._component["RECURRENCE-ID"].dt)
        return cast(Time, self.start)


def _occurrences(series: list[FitEvent], first: date, last: date) -> list[_Occurrence]:
    alone = icalendar.Calendar()
    for event in series:
        begin_near(event.parsed, first)
        alone.add_component(event.parsed)
    query = CalendarQuery(alone, components=[ComponentsWithName("VEVENT", occurrence=_Occurrence)])
    return cast(list[_Occurrence], query.between(first - _MARGIN, last + _MARGIN))


def _noun(event: FitEvent, start: Time, end: Time | None, original: Time | None) -> CalendarEvent:
    return CalendarEvent(
        uid=event.uid,
        recurrence_id=original,
        summary=event.summary,
        start=start,
        end=end,
        zone=event.zone,
        status=event.status,
        place=event.place,
        url=event.url,
        revision=event.revision,
    )


def _refresh(found: Sheet) -> timedelta | None:
    """How often to ask for it: what is no length of time says nothing."""
    said = found.first("REFRESH-INTERVAL") or found.first("X-PUBLISHED-TTL")
    try:
        length = icalendar.vDuration.from_ical(said.strip()) if said else None  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        return None
    return length if isinstance(length, timedelta) else None


def _settled(at: Time) -> Time:
    """A time in a zone as an instant in UTC; one that a clock change skips is later by the gap."""
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo is not None else at


def _day(at: Time) -> date:
    return at.date() if isinstance(at, datetime) else at


def _wall(at: Time) -> datetime:
    """What a clock in its zone shows."""
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, time(0))


def _order(at: Time) -> datetime:
    return at if isinstance(at, datetime) and at.tzinfo is not None else _wall(at).replace(tzinfo=UTC)


def _plain(text: str) -> str:
    """A raw value of the file as text: without its escapes, in one line."""
    unescaped = icalendar.parser.unescape_char(text)
    return " ".join(unescaped.split())[:200]


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
