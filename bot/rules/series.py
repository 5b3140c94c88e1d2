"""Events that come back by a rule: when the next are, what they are called, and what is not known of them.

Each occurrence is an event of its own, which may be moved, confirmed or called off alone, and stays so. Its
date is derived: it says that it is by its rule and not announced. It is as precise as the first one: what is
known by its month comes back in that month, what takes several days takes as many. An hour stays where it is
on the wall clock of its zone (R1, R2); 29 February comes in leap years (P6).

A title that counts its editions counts on (`3rd Forum`, `Third Forum`, `Forum 2026`); where the next edition
takes place nobody said. What has no such number is the same meeting again: its title and place stay.

Made are the occurrences of the next 400 days, at least the next two and at most sixty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules import editions, moving, wording
from bot.rules.dates import recurring
from bot.rules.dates.recurring import MOST_OCCURRENCES, NotARule, Rule
from bot.rules.dates.rule_words import in_words
from bot.rules.dates.zones import NotOnTheClock, instant
from bot.rules.moment import Moment
from bot.rules.moving import Said
from storage import edtf
from storage.edtf import Announced, Edtf, Precision
from storage.records import Event, FactStatus
from storage.revisions import Series

HORIZON = timedelta(days=400)
LEAST_AHEAD, MOST_AHEAD = 2, 60
BY_RULE = "by its rule, not announced"
"""What the date of an occurrence says of itself."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Occurrence:
    number: int
    """How many came before it."""
    day: date
    """The day of the rule: of a month its first."""
    announced: Announced


@dataclass(frozen=True, slots=True)
class Wanted:
    """The occurrences to make events of, and the last that was looked at for it."""

    make: tuple[Occurrence, ...]
    until: date
    count: int


def begun(event: Event, rule: Rule, said: Said) -> Series:
    """The series of which an event is the first; raises `NotARule` where its date cannot come back so."""
    fitting = _fitting(event.announced, rule)
    counts_up = editions.counts_up(event.title, event.edtf)
    assert event.edtf.lo is not None
    series = Series(
        guild_id=event.guild_id,
        rule=str(fitting),
        title=event.title,
        announced=event.announced,
        place=None if counts_up else event.place,
        link=None if counts_up else event.link,
        concerns=event.concerns,
        source=said.source,
        url=said.url,
        by_user_id=said.by,
        created_at=said.at,
        made_until=event.edtf.lo,
        made_count=0,
    )
    # A first day that is none of the rule's, and a rule without a day, are refused here and not later.
    next(coming_after(series), None)
    return series


def begins_with(event: Event, series: Series) -> Event:
    """The event as the first of a series."""
    return replace(event, series_id=series.id, occurrence=_first_day(series))


def is_first(event: Event, series: Series) -> bool:
    """Whether somebody entered it himself; all others come from the rule."""
    return event.occurrence == _first_day(series)


def wanted(series: Series, made_ahead: int, now: Moment) -> Wanted:
    """What is to be made: of occurrences ahead there are `made_ahead` already. Raises `NotARule`."""
    make: list[Occurrence] = []
    until, count = series.made_until, series.made_count
    for looked_at, one in enumerate(coming_after(series)):
        if looked_at == MOST_OCCURRENCES:
            raise NotARule(f"it would have come back more than {MOST_OCCURRENCES:,} times; begin later")
        if not _is_over(one.announced, now):
            ahead = made_ahead + len(make)
            if ahead >= MOST_AHEAD or (ahead >= LEAST_AHEAD and one.day > now.today + HORIZON):
                break
            make.append(one)
        until, count = one.day, one.number
    return Wanted(tuple(make), until, count)


def made(series: Series, occurrence: Occurrence, event_id: str, now: Moment) -> Event:
    """The event of an occurrence, dated and named by the rule alone."""
    said = Said(series.source, series.url, series.by_user_id, now.at, now.today)
    assert series.announced.edtf.lo is not None
    first_year = series.announced.edtf.lo.year
    event = moving.added(
        series.guild_id,
        event_id,
        editions.titled(series.title, first_year, occurrence.number, occurrence.day.year),
        occurrence.announced,
        said,
        place=series.place,
        link=series.link,
        concerns=series.concerns,
    )
    return replace(
        event,
        planned_as_of=None,
        date_status=FactStatus.DERIVED,
        date_doubt=BY_RULE,
        date_reason=since_in_words(series),
        place_status=FactStatus.DERIVED if series.place else None,
        series_id=series.id,
        occurrence=occurrence.day.isoformat(),
    )


def is_untouched(event: Event, series: Series) -> bool:
    """Whether the rule alone made it what it is."""
    return event.revision == 1 and not is_first(event, series)


def rule_in_words(series: Series) -> str:
    return in_words(recurring.parse(series.rule))


def since_in_words(series: Series) -> str:
    """`every year, beginning Sunday 1 November 2026`."""
    return f"{rule_in_words(series)}, beginning {wording.when(series.announced.edtf)}"


def reading(rule: Rule, first: Announced) -> str:
    """`every year · then 1 Nov 2027, 1 Nov 2028 and 1 Nov 2029`; raises `NotARule`."""
    fitting = _fitting(first, rule)
    assert first.edtf.lo is not None
    following = _occurrences(fitting, first, first.edtf.lo, 0)
    dates = []
    for one in following:
        dates.append(wording.date_in_brief(one.announced.edtf))
        if len(dates) == _SHOWN:
            break
    return f"{in_words(fitting)} · {f'then {wording.listed(dates)}' if dates else 'never again'}"


def coming_after(series: Series) -> Iterator[Occurrence]:
    """The occurrences after the last that was looked at, each sought when asked for; raises `NotARule`."""
    rule = recurring.parse(series.rule)
    return _occurrences(rule, series.announced, series.made_until, series.made_count)


def offers(first: Announced) -> list[str]:
    """What somebody may mean who has not typed yet how often it comes back."""
    offered = ["every year", "every 2 years"]
    if (day := first.edtf.first_day) is not None:
        which = (
            "last"
            if (day + timedelta(days=7)).month != day.month
            else wording.ordinal(str((day.day + 6) // 7))
        )
        offered += ["every month", "every week", f"{which} {day:%A} of every month"]
        offered.append(f"{which} {day:%A} of {day:%B} every year")
    return offered


def neighbours(event: Event, of_series: Sequence[Event]) -> tuple[Event | None, Event | None]:
    """The occurrence before an event and the one after it, by the days the rule gave them."""
    known = sorted((one for one in of_series if one.occurrence), key=lambda one: one.occurrence or "")
    before = [one for one in known if (one.occurrence or "") < (event.occurrence or "")]
    after = [one for one in known if (one.occurrence or "") > (event.occurrence or "")]
    return (before[-1] if before else None), (after[0] if after else None)


def _occurrences(rule: Rule, first: Announced, day: date, number: int) -> Iterator[Occurrence]:
    """Those after `day`, itself the one of the rule that `number` came before."""

    def begins_at(one: date) -> datetime:
        return instant(one, first.wall_time or time(0), ZoneInfo(first.zone or "UTC"), first.fold)

    def on(given: Announced, one: date) -> Announced:
        return replace(given, edtf=_on(given.edtf, one))

    try:
        days = recurring.endless(_with_count_less(rule, number), day, first.wall_time, begins_at)
        for later, one in enumerate(days):
            if later:
                yield Occurrence(number + later, one, on(first, one))
    except NotOnTheClock:
        return  # beyond the edge of the calendar


def _with_count_less(rule: Rule, number: int) -> Rule:
    count = rule.get("COUNT")
    if count is None:
        return rule
    parts = [(name, str(int(value) - number) if name == "COUNT" else value) for name, value in rule.parts]
    return Rule(tuple(parts), rule.until)


def _fitting(first: Announced, rule: Rule) -> Rule:
    """The rule, if a date as precise as this can come back by it."""
    value = first.edtf
    if value.first_day is not None:
        if value.precision is Precision.SPAN and not (value.end is not None and value.end.is_day):
            raise NotARule("of an event over several days that comes back the last day has to be known")
        return rule
    if value.precision not in (Precision.MONTH, Precision.YEAR) or value.lo is None:
        raise NotARule(f"what takes place {wording.when(value)} has no date that could come back")
    named = {name: part for name, part in rule.parts if name.startswith("BY")}
    months = {"BYMONTH": str(value.lo.month)} if value.precision is Precision.MONTH else {}
    if rule.get("FREQ") != "YEARLY" or named not in ({}, months):
        raise NotARule(
            f"what takes place {wording.when(value)} can only come back every year or every few years"
        )
    return Rule(tuple(part for part in rule.parts if part[0] != "BYMONTH"), rule.until)


def _on(value: Edtf, day: date) -> Edtf:
    """A date as precise as `value` that begins on `day`."""
    doubt = "?" if value.uncertain else ""
    if value.precision is Precision.SPAN:
        assert value.lo is not None and value.hi is not None
        try:
            return edtf.parse(f"{day.isoformat()}/{(day + (value.hi - value.lo)).isoformat()}{doubt}")
        except OverflowError as error:
            raise NotOnTheClock(f"an event from {day} on ends after the year 9999") from error
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(value.precision, 10)
    return edtf.parse(day.isoformat()[:length] + doubt)


def _is_over(announced: Announced, now: Moment) -> bool:
    if announced.wall_time is not None and announced.edtf.is_day:
        return moving.start_of(announced) <= now.at
    return announced.edtf.is_over(now.today)


def _first_day(series: Series) -> str:
    assert series.announced.edtf.lo is not None
    return series.announced.edtf.lo.isoformat()
