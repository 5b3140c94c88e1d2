"""A calendar is shown before it is followed; its events become the server's own, and nobody is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind
from bot.services.refusals import (
    CalendarKnown,
    CalendarUnreadable,
    NoSuchCalendar,
    NoSuchEntity,
    PreviewGone,
    TooMany,
)
from storage.records import EventStatus
from storage.statements import CalendarId, Followed
from tests.rules.ics import event
from tests.services.almanac import MOD, Almanac, run
from tests.services.world import FORUM, HERE

TALK = event(
    "DTSTART:20251110T060000Z", "DTEND:20251110T080000Z", "LOCATION:Room 3", uid="talk", summary="Talk"
)
DRILL = event("DTSTART;VALUE=DATE:20251201", "DTEND;VALUE=DATE:20251204", "STATUS:CONFIRMED", uid="drill",
              summary="Drill")  # fmt: skip


def test_what_is_shown_is_kept_nowhere_until_it_is_saved(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        here.publishes(TALK, DRILL, event(uid="x", summary="No start"))
        shown = await here.look()
        assert (shown.calendar.title, [one.title for one in shown.found.entries]) == (
            "The ministry",
            ["Talk", "Drill"],
        )
        assert [(one.what, one.reason) for one in shown.found.skipped] == [("No start", "has no DTSTART")]
        assert (await here.count("event_change"), await here.importing.of_guild(HERE)) == (0, [])
        calendar, taken = await here.importing.save(HERE, shown.calendar.id)
        assert (taken.added, taken.known, taken.no_room) == (2, 0, 0)
        (listed,) = await here.importing.of_guild(HERE)
        assert (listed.calendar.title, listed.ahead, listed.gone) == ("The ministry", 2, ())
        assert calendar.body is None and listed.calendar.next_poll_at is not None
        assert len(here.site.requests) == 1, "what was shown is what is saved"

    run(tmp_path, scenario)


def test_its_events_are_the_servers_own_with_the_calendar_as_their_source(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await here.w.follow(FORUM)
        here.publishes(TALK, DRILL)
        await here.follow()
        own = await here.events()
        talk, drill = own["Talk"], own["Drill"]
        assert (talk.id, talk.start_at, talk.place) == (
            "own.1",
            datetime(2025, 11, 10, 6, tzinfo=UTC),
            "Room 3",
        )
        assert (talk.source, talk.url, talk.status) == ("The ministry", here.site.url, EventStatus.PLANNED)
        assert (str(drill.edtf), drill.status, drill.start_at) == (
            "2025-12-01/2025-12-03",
            EventStatus.CONFIRMED,
            None,
        )
        assert FORUM in talk.concerns
        assert await here.told() == [], "a first import of fifty events is not fifty notices"
        assert await here.count("reminder WHERE event_id = 'own.1' AND state = 'pending'") == 3
        assert [one.followed for one in await here.readings("own.1")] == [Followed.LATER]

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("/etc/passwd", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("ftp://a.example/x.ics", "begins with https"),
        ("https://user:pass@a.example/x.ics", "user name"),
        ("https://a.example:22/x.ics", "port 22"),
        ("https://a.example/" + "x" * 3_000, "too long"),
        ("", "begins with https"),
        ("http://127.0.0.1/x.ics", "private"),
        ("WebCal://127.0.0.1/x.ics", "private"),
        ("http://[::ffff:10.0.0.1]/x.ics", "private"),
        ("http://2130706433/x.ics", "not a canonical"),
    ],
)
def test_an_address_that_is_none_or_private_is_refused_and_nothing_is_kept(
    tmp_path: Path, url: str, reason: str
) -> None:
    async def scenario(here: Almanac) -> None:
        with pytest.raises(CalendarUnreadable, match=reason):
            await here.importing.look_at(HERE, MOD, url, "harbour-forum")
        assert await here.count("calendar") == 0

    run(tmp_path, scenario)


def test_a_redirect_into_a_private_network_is_refused(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        for target in ("http://127.0.0.1:1/x", "http://10.0.0.1/x.ics", "file:///etc/passwd"):
            here.site.redirects_to(target)
            with pytest.raises(CalendarUnreadable):
                await here.look()
        assert await here.count("calendar") == 0

    run(tmp_path, scenario)


def test_a_refusal_says_what_is_wrong_and_keeps_nothing(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        here.publishes(TALK)
        with pytest.raises(NoSuchEntity):
            await here.importing.look_at(HERE, MOD, here.site.url, "Atlantis")
        with pytest.raises(PreviewGone):
            await here.importing.save(HERE, CalendarId(99))
        shown = await here.look()
        here.w.clock.moves_on(minutes=61)
        with pytest.raises(PreviewGone):
            await here.importing.save(HERE, shown.calendar.id)
        await here.polling.tick()
        assert await here.count("calendar") == 0, "what nobody saved is forgotten"
        calendar, _ = await here.follow()
        with pytest.raises(CalendarKnown):
            await here.importing.save(HERE, calendar.id)
        with pytest.raises(CalendarKnown):
            await here.look()
        with pytest.raises(TooMany):
            await here.importing.look_at(HERE, MOD, here.site.url + "?other", "harbour-forum")
        with pytest.raises(NoSuchCalendar):
            await here.importing.remove(HERE, MOD, "another", forget=True)

    run(tmp_path, scenario, limit=1)


def test_of_what_there_is_no_room_for_the_number_is_told_and_it_comes_later(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        many = [
            event(f"DTSTART;VALUE=DATE:202512{day:02}", uid=f"{day}", summary=f"Day {day}")
            for day in range(1, 6)
        ]
        here.publishes(*many, etag='"1"')
        _, taken = await here.follow()
        assert (taken.added, taken.no_room) == (3, 2)
        assert (await here.importing.of_guild(HERE))[0].calendar.no_room == 2
        await here.scheduling.cancel(HERE, MOD, "Day 1", "A letter")
        await here.asks()
        assert "If-None-Match" not in here.site.requests[-1]
        own = await here.events()
        assert set(own) == {"Day 2", "Day 3", "Day 4"} and own["Day 4"].id == "own.4"

    run(tmp_path, scenario, events_limit=3)


def test_a_file_that_is_uploaded_again_is_another_version_of_the_same_calendar(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await here.w.follow(FORUM)
        calendar, taken = await here.upload(TALK, DRILL)
        assert (calendar.title, calendar.url, calendar.next_poll_at, taken.added) == (
            "meetings",
            None,
            None,
            2,
        )
        later = TALK.replace("20251110T06", "20251111T06").replace("20251110T08", "20251111T08")
        again, taken = await here.upload(later, name="meetings(1).ics")
        assert (again.id, taken.added, taken.changed) == (calendar.id, 0, 1)
        assert str((await here.events())["Talk"].edtf) == "2025-11-11"
        assert [one.title for one in await here.told()] == ["Moved: Talk"]
        (listed,) = await here.importing.of_guild(HERE)
        assert listed.gone == ("Drill",)
        assert (await here.events())["Drill"].status is EventStatus.CONFIRMED

    run(tmp_path, scenario)


@pytest.mark.parametrize("forget", [True, False])
def test_removing_a_calendar_keeps_its_events_or_forgets_those_ahead_that_nobody_changed(
    tmp_path: Path, forget: bool
) -> None:
    async def scenario(here: Almanac) -> None:
        await here.w.follow(FORUM)
        here.publishes(TALK, DRILL, event("DTSTART;VALUE=DATE:20251205", uid="ball", summary="Ball"))
        await here.follow()
        await here.scheduling.move(HERE, MOD, "Drill", "2 Dec 2025", "A letter")
        told = await here.told()
        done = await here.importing.remove(HERE, MOD, "the MINISTRY", forget=forget)
        assert (done.forgotten, done.kept) == ((2, 1) if forget else (0, 3))
        assert set(await here.events()) == ({"Drill"} if forget else {"Drill", "Talk", "Ball"})
        assert await here.told() == told, "nobody is told"
        assert await here.count("reminder WHERE event_id = 'own.1' AND state = 'pending'") == (
            0 if forget else 3
        )
        assert (await here.count("calendar"), await here.count("calendar_event")) == (0, 0)
        await here.asks()
        assert len(here.site.requests) == 1
        await here.follow()
        if forget:
            assert (await here.events())["Talk"].id == "own.4", "no id is given twice"
        else:
            assert len(await here.events()) == 3, "they are known, and a moderator's from now on"
            assert (await here.readings("own.1"))[0].followed is Followed.CHOSEN

    run(tmp_path, scenario)


def test_a_calendar_goes_with_its_server(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        here.publishes(TALK)
        await here.follow()
        await here.w.guilds.left(HERE)
        await here.asks(hours=24)
        assert len(here.site.requests) == 1, "it is not asked while the bot is away"
        here.w.clock.moves_on(days=31)
        await here.w.guilds.tidy()
        for table in ("calendar", "calendar_event", "event_reading"):
            assert await here.count(table) == 0
        assert await here.told(NoticeKind.TROUBLE) == []

    run(tmp_path, scenario)
