"""What people type as a date: read as they mean it, or refused with what is wrong or missing.

`read` takes a date as `typed_dates` has it, with an hour where one is known: `1 Nov 2026 09:30 Asia/Manila`,
`next Tuesday 9am`, `Tue 3 Nov 2026 14:00 KL`, `18:00 on 1 Nov 2026`, `2026-11-01T09:30Z`, `in 3 hours`. An
hour without a zone is on the clock of whoever asks; `first` or `second` at the end chooses where a clock
change brings an hour twice. Of the hours of an event only the first is kept. `midnight` is asked back,
for it may end the day or begin it. `day` and `when` read a date alone, `hour` an hour.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.dates import zones
from bot.rules.dates.typed_dates import NotADay, is_told_from_today, read_date
from bot.rules.dates.zones import ClockChange, NotAZone
from storage.edtf import Announced, Edtf, NotADate

__all__ = ["NotADay", "day", "hour", "read", "when"]

LONGEST = 64
_DASHES = str.maketrans("—−‒", "–––")
_HOUR = re.compile(
    r"""(?:^|(?<=[ ,(]))(?:at\ |@\ ?|from\ )?(?:
        (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\ ?(?P<half>[ap])\.?m\b\.?)?
      | (?P<hour_2>\d{1,2})(?:\.(?P<minute_2>\d\d))?\ ?(?P<half_2>[ap])\.?m\b\.?
      | (?P<hour_3>\d\d)(?P<minute_3>\d\d)\ ?(?:hrs?|hours|h)\b
      | (?P<word>noon|midday|midnight)\b
    )(?P<utc>z\b)?(?![\d:])""",
    re.ASCII | re.VERBOSE,
)
_BARE_HOUR = re.compile(r"(?:.* )?(?:at|@) ?\d{1,2}", re.ASCII)
_LATER_HOUR = re.compile(r" ?(?:–|-|to|until|till) ?(?=\d|noon|mid)", re.ASCII)
_PASS = re.compile(r"[ ,(]*(?:the )?(first|second)(?: time| pass| one)?\)?$", re.ASCII)
_ELAPSED = re.compile(r"in (\d{1,4}|an?|one|half an) ?(minute|min|hour|hr|h)s?", re.ASCII)
_ZONE_ALONE = re.compile(r".* (?:[a-z_]+/[a-z_/-]+|utc|gmt)", re.ASCII)
_DATE_THEN_ZONE = re.compile(r"(?:on )?(.+?)(?: ([a-z_]+/[a-z_/-]+|utc|gmt))?", re.ASCII)
_AROUND = " ,()"


def read(text: str, now: datetime, zone: str) -> Announced:
    """The date that was typed, and its hour; raises `NotADay`.

    `now` is the present and `zone` the zone of whoever typed it, which `tomorrow` and a bare hour are in.
    """
    given = _normal(text)
    if elapsed := _ELAPSED.fullmatch(given):
        return _after(elapsed[1], elapsed[2], now, ZoneInfo(zone))
    if given[7:8] == "-" and given[10:11] == "t":  # ISO 8601 puts a T before the hour
        given = f"{given[:10]} {given[11:]}"
    given, which = _chosen_pass(given)
    found = _HOUR.search(given)
    if found is None:
        return Announced(_date_alone(given, now.astimezone(ZoneInfo(zone)).date()))
    said, place = _around(given, found)
    wall_time = _hour(found)
    there = _zone(said, wall_time, place + (found["utc"] or ""), zone)
    value = _seen_from(said, now, ZoneInfo(zone), there)
    if value.first_day is None:
        raise NotADay(f"an hour needs a day; of {said!r} no day is known")
    return _announced(value, value.first_day, wall_time, there, which)


def day(text: str, today: date) -> date:
    """The day a person typed; raises `NotADay`."""
    value = read_date(_normal(text), today)
    if not value.is_day or value.uncertain or value.lo is None:
        raise NotADay("that is no single day; write one such as 2026-11-01 or 1 Nov 2026")
    return value.lo


def when(text: str) -> Edtf:
    """The date a person typed, as precise as they did, and the same whenever it is read; raises `NotADay`."""
    return read_date(_normal(text), None)


def hour(text: str) -> time:
    """An hour alone, such as `09:00`, `9am` or `noon`; raises `NotADay`."""
    found = _HOUR.fullmatch(_normal(text))
    if found is None or found["utc"]:
        raise NotADay(f"{text[:LONGEST]!r} is no hour; write it as 09:00 or 9am")
    return _hour(found)


def _normal(text: str) -> str:
    if len(text) > LONGEST:
        raise NotADay(f"a date has at most {LONGEST} characters, this has {len(text)}")
    return " ".join(text.split()).casefold().translate(_DASHES)


def _date_alone(given: str, today: date) -> Edtf:
    if _BARE_HOUR.fullmatch(given):
        raise NotADay("the hour may be in the morning or the evening; write it as 09:00 or 9am")
    try:
        return read_date(given, today)
    except NotADay:
        if _ZONE_ALONE.fullmatch(given):
            raise NotADay(
                "a zone says nothing without an hour; add the hour, or leave the zone out"
            ) from None
        raise


def _around(given: str, found: re.Match[str]) -> tuple[str, str]:
    """What stands around the hour: the date, and the zone if one is named."""
    before, after = given[: found.start()].strip(_AROUND), given[found.end() :]
    if _LATER_HOUR.match(after) or _HOUR.search(after):
        raise NotADay("only the hour at which it begins is kept; leave the other out")
    if before:
        return before.removesuffix(" at"), after
    apart = _DATE_THEN_ZONE.fullmatch(after.strip(_AROUND))
    if apart is None:
        raise NotADay(f"the day is missing from {given!r}; nothing is filled in")
    return apart[1], apart[2] or ""


def _hour(found: re.Match[str]) -> time:
    if found["word"] == "midnight":
        raise NotADay("midnight may begin the day or end it; write 00:00 and the day that it begins")
    if found["word"]:
        return time(12)
    written = found["hour"] or found["hour_2"] or found["hour_3"]
    hour, half = int(written), found["half"] or found["half_2"]
    minute = int(found["minute"] or found["minute_2"] or found["minute_3"] or 0)
    second = int(found["second"] or 0)
    if half and not 1 <= hour <= 12:
        raise NotADay(f"there is no hour {hour}{half}m; hours with am and pm are 1 to 12")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        raise NotADay(f"there is no hour {hour}; hours are 0 to 23, and 24:00 is 00:00 of the next day")
    if minute > 59 or second > 59:
        raise NotADay(f"there is no minute or second {max(minute, second)}")
    return time(hour, minute, second)


def _zone(said: str, hour: time, place: str, own: str) -> ZoneInfo:
    named = place.strip(_AROUND).removeprefix("in ").removesuffix(" time")
    if not named:
        return ZoneInfo(own)
    try:
        return zones.named(named)
    except NotAZone as error:
        meant = [f"{said} {hour:%H:%M} {candidate}" for candidate in error.candidates]
        raise NotADay(str(error), meant) from error


def _seen_from(said: str, now: datetime, own: ZoneInfo, there: ZoneInfo) -> Edtf:
    """The date of an hour; one told from today is refused where today is another day over there."""
    if not is_told_from_today(said):
        return read_date(said, None)
    here, today = now.astimezone(own).date(), now.astimezone(there).date()
    if here != today:
        raise NotADay(f"it is {here} for you and {today} in {there.key}; write the date instead of {said!r}")
    return read_date(said, today)


def _announced(value: Edtf, first: date, hour: time, there: ZoneInfo, which: str | None) -> Announced:
    if which is not None and zones.clock_change(first, hour, there) is not ClockChange.TWICE:
        raise NotADay(f"{hour:%H:%M} does not come twice on {first} in {there.key}; leave out {which!r}")
    try:
        zones.instant(first, hour, there)
        return Announced(value, hour, there.key, int(which == "second"))
    except (zones.NotOnTheClock, NotADate) as error:
        raise NotADay(str(error)) from error


def _chosen_pass(given: str) -> tuple[str, str | None]:
    found = _PASS.search(given)
    return (given[: found.start()], found[1]) if found and found.start() else (given, None)


def _after(number: str, unit: str, now: datetime, own: ZoneInfo) -> Announced:
    """So much later, to the next whole minute, so that it is never early."""
    count = 0.5 if number == "half an" else int(number) if number.isdigit() else 1
    if not count or (count == 0.5 and unit[0] != "h"):
        raise NotADay("that is no length of time; write it as in 30 minutes or in 3 hours")
    try:
        at = now + timedelta(minutes=count * (60 if unit[0] == "h" else 1), seconds=59, microseconds=999_999)
        there = at.astimezone(own).replace(second=0, microsecond=0)
        return Announced(read_date(there.date().isoformat(), None), there.time(), own.key, there.fold)
    except OverflowError as error:
        raise NotADay("that lies beyond the year 9999") from error
