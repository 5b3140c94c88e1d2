"""Hostile calendars, read in a worker: refused by name, or read without what is bad in them.

Whatever is sent in the place of a calendar that is followed, its events stay as they were.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.refusals import CalendarUnreadable
from tests.rules.ics import calendar, event
from tests.services.almanac import MOD, Almanac, run
from tests.services.world import FORUM, HERE

GOOD = event("DTSTART;VALUE=DATE:20251201", uid="good", summary="Good")

REFUSED = {
    "another type": (b"%PDF-1.7 and so on", "is no calendar"),
    "a page": (b"<!doctype html><html><body>Log in</body></html>", "it looks like a web page"),
    "a path": (b"/etc/passwd", "is no calendar"),
    "a path as an address": (b"file:///etc/passwd", "is no calendar"),
    "JSON": (b'{"VCALENDAR": []}', "it looks like JSON"),
    "nothing": (b"", "is empty"),
    "blanks": (b" \r\n" * 1_000, "is empty"),
    "compressed": (b"\x1f\x8b\x08" + b"x" * 500, "is compressed"),
    "huge": (calendar(GOOD, "X-PAD:" + "x" * 2_200_000), "larger than 2 MB"),
    "nested": (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTODO\r\n" * 100_000, "nests components"),
    "another era": (calendar("CALSCALE:HEBREW", GOOD), "not the Gregorian"),
    "zeros": (b"\x00" * 10_000, "is no calendar"),
}

SURVIVED = {
    "SECONDLY": (event("DTSTART:20251201T000000Z", "RRULE:FREQ=SECONDLY", uid="s"), "recurs SECONDLY"),
    "endless": (event("DTSTART:19000101T000000Z", "RRULE:FREQ=DAILY", uid="e", summary="Daily"), None),
    "no day": (
        event("DTSTART:20251201T000000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", uid="n"),
        "no day",
    ),
    "end first": (
        event("DTSTART:20251202T090000Z", "DTEND:20251201T090000Z", uid="b"),
        "lies before its start",
    ),
    "no UID": (event("DTSTART:20251202T090000Z", uid=None), "has no UID"),
    "no start": (event(uid="ns"), "has no DTSTART"),
    "two starts": (
        event("DTSTART:20251202T090000Z", "DTSTART:20251203T090000Z", uid="t"),
        "more than one DTSTART",
    ),
    "broken line": (event("DTSTART:tomorrow", uid="l"), "DTSTART that cannot be read"),
    "year 9999": (event("DTSTART:99991231T235959Z", uid="y"), None),
    "year 1": (event("DTSTART:00010101T000000Z", uid="y1"), None),
    "a long line": (event("DTSTART:20251202T090000Z", "DESCRIPTION:" + "x" * 200_000, uid="ll"), None),
    "many rules": (
        event("DTSTART:20251202T090000Z", *["RRULE:FREQ=DAILY"] * 50, uid="r"),
        "more than 10 rules",
    ),
    "an alarm storm": (
        event(
            "DTSTART:20251202T090000Z",
            "BEGIN:VALARM",
            "REPEAT:999999999",
            "DURATION:PT1S",
            "END:VALARM",
            uid="a",
        ),
        None,
    ),
}


def test_what_is_no_calendar_is_refused_by_name_and_what_is_partly_one_is_read(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        for what, (body, reason) in REFUSED.items():
            with pytest.raises(CalendarUnreadable) as refused:
                await here.importing.look_into(HERE, MOD, "x.ics", body, "harbour-forum")
            assert reason in refused.value.reason, what
        assert await here.count("calendar") == 0
        for what, (part, reason) in SURVIVED.items():
            shown = await here.importing.look_into(HERE, MOD, "x.ics", calendar(part, GOOD), "harbour-forum")
            assert "Good" in [one.title for one in shown.found.entries], what
            assert reason is None or reason in " ".join(one.reason for one in shown.found.skipped), what
            assert len(shown.found.entries) <= 400
        everything = calendar(*(part for part, _ in SURVIVED.values()), GOOD)
        for body in (everything, everything.decode().encode("utf-16"), b"\xef\xbb\xbf" + everything):
            shown = await here.importing.look_into(HERE, MOD, "x.ics", body, "harbour-forum")
            assert {"Good", "Daily"} <= {one.title for one in shown.found.entries}

    run(tmp_path, scenario, in_workers=True)


def test_nothing_that_is_sent_in_its_place_changes_what_was_followed(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await here.w.follow(FORUM)
        here.publishes(GOOD)
        await here.follow()
        before = await here.events()
        for body in (*(one for one, _ in REFUSED.values()), b"x" * 9_000_000):
            here.site.sends(body, "text/calendar")
            await here.asks(hours=25)
        for target in (
            "http://10.0.0.1/x.ics",
            "http://127.0.0.1:9/x.ics",
            "file:///etc/passwd",
            here.site.url,
        ):
            here.site.redirects_to(target)
            await here.asks(hours=25)
        assert (await here.events(), await here.told()) == (before, [])
        (listed,) = await here.importing.of_guild(HERE)
        assert listed.calendar.failures == len(REFUSED) + 5 and listed.gone == ()

    run(tmp_path, scenario, in_workers=True)
