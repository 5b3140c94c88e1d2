"""A calendar is asked again: what moved is told, what is gone is not cancelled, a moderator's word stands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind
from bot.services.scheduling import Details
from storage import calendars
from storage.records import ChannelId, EventStatus
from storage.statements import Calendar, Followed
from tests.rules.ics import event
from tests.services.almanac import MOD, Almanac, run
from tests.services.world import FORUM, HERE, NOTICES


def talk(*lines: str, day: int = 10, summary: str = "Talk", uid: str = "talk") -> str:
    return event(f"DTSTART;VALUE=DATE:202511{day:02}", *lines, uid=uid, summary=summary)


def days(*numbers: int, lines: tuple[str, ...] = ()) -> list[str]:
    return [
        event(f"DTSTART;VALUE=DATE:202512{day:02}", *lines, uid=f"d{day}", summary=f"Day {day}")
        for day in numbers
    ]


async def followed(here: Almanac, *parts: str) -> None:
    await here.w.follow(FORUM)
    here.publishes(*parts)
    await here.follow()


async def row(here: Almanac) -> Calendar:
    (found,) = await calendars.followed(here.w.db.reader, HERE)
    return found


def test_what_is_moved_renamed_confirmed_and_cancelled_is_told_each_with_its_source(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk(), *days(1, 2, 3))
        await here.hears(
            talk("SEQUENCE:1", day=11),
            days(1, lines=("STATUS:CANCELLED",))[0],
            days(2)[0].replace("Day 2", "The second"),
            days(3, lines=("STATUS:CONFIRMED",))[0],
            event("DTSTART;VALUE=DATE:20251209", uid="new", summary="New one"),
        )
        told = await here.told()
        assert {one.title for one in told} == {
            "Moved: Talk", "Cancelled: Day 1", "Changed: The second", "Confirmed: Day 3",
            "Announced: New one",
        }  # fmt: skip
        assert all(("Source", f"[The ministry]({here.site.url})") in one.fields for one in told)
        assert all("which <@502> told me to follow" in one.why[-1] for one in told)
        own = await here.events()
        assert own["Day 1"].status is EventStatus.CANCELLED and str(own["Talk"].edtf) == "2025-11-11"
        assert own["Talk"].revision == 2

    run(tmp_path, scenario)


def test_more_than_five_changes_are_one_notice(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, *days(1, 2, 3, 4, 5, 6, 7))
        moved = [one.replace("DATE:202512", "DATE:202601") for one in days(1, 2, 3, 4, 5, 6, 7)]
        await here.hears(*moved)
        (told,) = await here.told()
        assert told.title == "7 changes in The ministry"
        assert "**Moved: Day 1** · ~~Monday 1 December 2025, no hour announced~~ → " in told.body
        assert str((await here.events())["Day 7"].edtf) == "2026-01-07"

    run(tmp_path, scenario)


def test_what_did_not_change_is_neither_read_nor_written_again(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await here.w.follow(FORUM)
        here.publishes(talk(), etag='"one"', last_modified="Mon, 27 Oct 2025 07:00:00 GMT")
        await here.follow()
        await here.asks()
        assert here.site.requests[-1]["If-None-Match"] == '"one"'
        here.site.answers(304)
        await here.asks()
        assert here.site.requests[-1]["If-Modified-Since"] == "Mon, 27 Oct 2025 07:00:00 GMT"
        assert (await row(here)).failures == 0
        here.publishes(talk("DTSTAMP:20251027T000000Z"))
        await here.asks()
        assert ((await here.events())["Talk"].revision, await here.told()) == (1, [])
        here.w.clock.moves_on(days=8)
        here.publishes(talk())
        await here.asks()
        assert "If-None-Match" not in here.site.requests[-1], "once a week all of it is read"

    run(tmp_path, scenario)


def test_an_older_version_is_never_taken(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk("SEQUENCE:3"))
        await here.hears(talk("SEQUENCE:2", day=12))
        assert str((await here.events())["Talk"].edtf) == "2025-11-10"
        await here.hears(talk("SEQUENCE:3", day=13))
        assert str((await here.events())["Talk"].edtf) == "2025-11-13", (
            "within one SEQUENCE the content decides"
        )

    run(tmp_path, scenario)


def test_what_is_gone_is_not_cancelled_and_said_to_be_gone_after_two_readings(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk(), *days(1, 2, 3))
        for gone in ((), ("Talk",), ("Talk",)):
            await here.hears(*days(1, 2, 3))
            (listed,) = await here.importing.of_guild(HERE)
            assert listed.gone == gone
        assert (await here.events())["Talk"].status is EventStatus.PLANNED
        assert (await here.readings((await here.events())["Talk"].id))[0].gone_at is not None
        await here.hears(*days(1, 2, 3), talk())
        assert (await here.importing.of_guild(HERE))[0].gone == ()
        assert await here.told() == []

    run(tmp_path, scenario)


def test_what_is_over_and_dropped_is_not_said_to_be_gone(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk(), *days(1, 2))
        for _ in range(3):
            await here.hears(*days(1, 2), hours=24 * 8)
        (listed,) = await here.importing.of_guild(HERE)
        assert (listed.gone, listed.ahead) == ((), 2)

    run(tmp_path, scenario)


@pytest.mark.parametrize("left", [(), (1,)])
def test_a_calendar_that_is_suddenly_empty_or_halved_is_believed_six_hours_later(
    tmp_path: Path, left: tuple[int, ...]
) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, *days(1, 2, 3))
        moved = [one.replace("20251201", "20251220") for one in days(*left)]
        for hours in (2, 2, 3):
            await here.hears(*moved, hours=hours)
            assert str((await here.events())["Day 1"].edtf) == "2025-12-01"
            assert (await row(here)).shrunk_at is not None
        await here.hears(*moved, hours=3)
        assert (await row(here)).shrunk_at is None
        assert str((await here.events())["Day 1"].edtf) == ("2025-12-20" if left else "2025-12-01")
        await here.hears(*moved)
        gone = (await here.importing.of_guild(HERE))[0].gone
        assert set(gone) == {"Day 2", "Day 3"} | (set() if left else {"Day 1"})
        assert len(await here.events()) == 3

    run(tmp_path, scenario)


def test_one_that_comes_to_itself_again_is_believed_at_once(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, *days(1, 2, 3))
        await here.hears()
        await here.hears(*days(1, 2, 3))
        assert ((await row(here)).shrunk_at, (await here.importing.of_guild(HERE))[0].gone) == (None, ())

    run(tmp_path, scenario)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>nothing here</html>", b"/etc/passwd", b"BEGIN:VEVENT" * 3, b"\x00" * 500,
        b"PK\x03\x04zip",
        b"x" * 3_000_000, b"BEGIN:VCALENDAR\r\n" * 50, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:talk\r\n",
        b"BEGIN:VCALENDAR\r\nCALSCALE:CHINESE\r\nEND:VCALENDAR\r\n",
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_named_and_the_last_good_one_kept(tmp_path: Path, body: bytes) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk(), *days(1))
        before = await here.events()
        here.site.sends(body, "text/calendar", etag='"bad"')
        await here.asks()
        now = await row(here)
        assert (now.failures, now.etag) == (1, None) and now.last_error
        assert await here.events() == before and (await here.importing.of_guild(HERE))[0].gone == ()
        await here.hears(talk(), *days(1))
        assert (await row(here)).failures == 0

    run(tmp_path, scenario)


def test_trouble_is_told_once_after_a_day_and_so_is_that_it_is_over(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk())
        await here.w.guilds.set_up(HERE, notices_channel_id=ChannelId(NOTICES))
        here.site.answers(500)
        waits = []
        for _ in range(8):
            before = here.w.clock()
            await here.polling.tick()
            due = (await row(here)).next_poll_at
            assert due is not None
            waits.append(due - before)
            here.w.clock.now = max(due, before)
        assert max(waits) <= timedelta(days=1) and waits[-1] == timedelta(days=1)
        assert [one.title for one in await here.told(NoticeKind.TROUBLE)] == ["A calendar cannot be read"]
        assert "answered 500" in (await here.told(NoticeKind.TROUBLE))[0].body
        here.publishes(talk())
        for _ in range(2):
            await here.asks(hours=25)
        titles = [one.title for one in await here.told(NoticeKind.TROUBLE)]
        assert titles == ["A calendar cannot be read", "A calendar is read again"]

    run(tmp_path, scenario)


def test_a_moderators_own_date_stands_and_the_calendars_is_shown_beside_it(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk())
        await here.scheduling.move(HERE, MOD, "Talk", "12 Nov 2025", "A letter")
        await here.hears(talk("SEQUENCE:1", day=20))
        event_ = (await here.events())["Talk"]
        assert (str(event_.edtf), event_.source) == ("2025-11-12", "A letter")
        mine, theirs = await here.readings(event_.id)
        assert (mine.followed, str(mine.announced.edtf), mine.source) == (
            Followed.CHOSEN,
            "2025-11-12",
            "A letter",
        )
        assert (theirs.followed, str(theirs.announced.edtf)) == (None, "2025-11-20")

    run(tmp_path, scenario)


def test_what_a_moderator_cancelled_no_calendar_revives(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk())
        await here.scheduling.cancel(HERE, MOD, "Talk", "A letter")
        await here.hears(talk("SEQUENCE:5", "STATUS:CONFIRMED", day=20))
        assert (await here.events())["Talk"].status is EventStatus.CANCELLED

    run(tmp_path, scenario)


def test_what_a_calendar_cancelled_it_may_revive(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk())
        await here.hears(talk("STATUS:CANCELLED"))
        assert (await here.events())["Talk"].status is EventStatus.CANCELLED
        await here.hears(talk("SEQUENCE:1", day=20))
        own = (await here.events())["Talk"]
        assert (own.status, str(own.edtf)) == (EventStatus.PLANNED, "2025-11-20")

    run(tmp_path, scenario)


def test_a_moderators_name_for_it_stays(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk("LOCATION:Room 1"))
        await here.scheduling.edit(HERE, MOD, "Talk", "A letter", Details(title="The Talk"))
        await here.hears(talk("LOCATION:Room 2", summary="Talk on Boats", day=11))
        own = (await here.events())["The Talk"]
        assert (own.place, str(own.edtf)) == ("Room 2", "2025-11-11")

    run(tmp_path, scenario)


def test_a_series_that_begins_at_another_hour_is_moved_and_not_doubled(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        weekly = ("RRULE:FREQ=WEEKLY;COUNT=4",)
        await followed(here, event("DTSTART:20251103T080000Z", *weekly, uid="w", summary="Weekly"))
        assert await here.count("event WHERE guild_id <> 0") == 4
        await here.hears(event("DTSTART:20251103T090000Z", *weekly, uid="w", summary="Weekly"))
        assert await here.count("event WHERE guild_id <> 0") == 4
        hours = await here.w.db.reader.all("SELECT DISTINCT wall_time FROM event WHERE guild_id <> 0")
        assert hours == [{"wall_time": "09:00:00"}]
        assert len(await here.told()) == 4

    run(tmp_path, scenario)


def test_a_calendar_that_gives_new_uids_each_time_doubles_nothing(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk(uid="a1"), *days(1, 2))
        for number in range(3):
            await here.hears(*[one.replace("UID:", f"UID:{number}") for one in (talk(uid="a1"), *days(1, 2))])
        assert (len(await here.events()), await here.told()) == (3, [])
        assert (await here.importing.of_guild(HERE))[0].gone == ()

    run(tmp_path, scenario)


def test_a_calendar_is_asked_as_often_as_it_wants_within_bounds_and_no_sooner_than_the_site_says(
    tmp_path: Path,
) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, "REFRESH-INTERVAL;VALUE=DURATION:PT1M", talk())

        async def waits(*parts: str, **headers: str) -> float:
            here.publishes(*parts, talk(), **headers)
            await here.asks(hours=30)
            due = (await row(here)).next_poll_at
            assert due is not None
            return (due - here.w.clock()).total_seconds() / 60

        assert 15 <= await waits("REFRESH-INTERVAL;VALUE=DURATION:PT1M") <= 17
        assert 24 * 60 <= await waits("X-PUBLISHED-TTL:P2D") <= 27 * 60
        assert 60 <= await waits() <= 67
        assert 60 <= await waits("REFRESH-INTERVAL:nonsense") <= 67
        assert await waits(cache_control="max-age=10800") >= 180
        here.site.answers(503, retry_after="36000")
        await here.asks(hours=30)
        due = (await row(here)).next_poll_at
        assert due is not None and due - here.w.clock() >= timedelta(hours=10)

    run(tmp_path, scenario)


def test_one_calendar_that_fails_in_an_unforeseen_way_stops_no_other(tmp_path: Path) -> None:
    async def scenario(here: Almanac) -> None:
        await followed(here, talk())
        other = here.w.web.site("other.ics")
        other.sends(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
        shown = await here.importing.look_at(HERE, MOD, other.url, "harbour-forum")
        await here.importing.save(HERE, shown.calendar.id)
        async with here.w.db.transaction() as tx:
            await tx.run("UPDATE calendar SET url = 'http://[broken' WHERE url LIKE '%other.ics'")
        await here.hears(talk(day=12))
        assert str((await here.events())["Talk"].edtf) == "2025-11-12"

    run(tmp_path, scenario)
