"""A brief is owed once for its day, with the instant of the next, and tells what changed since the last."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.rules.notices import NoticeKind
from storage.options import Brief
from tests.fakes_web import entry
from tests.services.briefs import lives_in, state_of, told, wants
from tests.services.office import Office, run
from tests.services.world import DECK, DESK, EVERYTHING, FORUM, HERE, PIRACY

DAILY, WEEKLY = {"brief": Brief.DAILY}, {"brief": Brief.WEEKLY}


def test_a_channel_is_briefed_at_its_hour_of_what_it_follows_and_again_the_next_day(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await o.w.follow(PIRACY, DECK)
        await wants(o.w, **DAILY)
        await o.w.briefing.tick()
        assert await told(o.w) == {}
        o.w.clock.moves_to(2025, 10, 26, 8)
        await o.w.briefing.tick()
        await o.w.briefing.tick()
        assert list(await told(o.w)) == [f"brief:{DESK}:2025-10-26"]
        body = (await told(o.w))[f"brief:{DESK}:2025-10-26"].body
        assert "**3rd Harbour Forum** · in 6 days" in body and "Talk on Boarding" not in body
        assert "Tidal Exercise" not in body  # only known to take place in 2026
        state = await state_of(o.w)
        assert (state.brief_at, state.briefed_at) == (
            datetime(2025, 10, 27, 8, tzinfo=UTC),
            datetime(2025, 10, 26, 8, tzinfo=UTC),
        )
        o.w.clock.moves_to(2025, 10, 27, 8)
        await o.w.briefing.tick()
        assert len(await told(o.w)) == 2

    run(tmp_path, scenario)


def test_a_day_with_nothing_to_say_brings_no_daily_brief_and_a_week_a_weekly_one(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(PIRACY)
        await o.w.follow(FORUM, DECK)
        await wants(o.w, **DAILY)
        await wants(o.w, DECK, **WEEKLY)
        o.w.clock.moves_to(2025, 12, 1, 8)
        await o.w.briefing.tick()
        (notice,) = (await told(o.w)).values()
        assert "Nothing with a known day is coming in the next 30 days of Harbour Forum" in notice.body
        assert "Awaited" not in notice.body
        assert (await state_of(o.w)).brief_at == datetime(2025, 12, 2, 8, tzinfo=UTC)
        o.w.clock.moves_to(2025, 12, 8, 8)
        await o.w.briefing.tick()
        assert "**Tidal Exercise**\nin 2026, no day announced" in list((await told(o.w)).values())[-1].body

    run(tmp_path, scenario)


def test_what_moved_since_the_last_brief_is_told_once(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await wants(o.w, **DAILY)
        await o.move(when="5 Nov 2025")
        o.w.clock.moves_to(2025, 10, 21, 8)
        await o.w.briefing.tick()
        body = (await told(o.w))[f"brief:{DESK}:2025-10-21"].body
        assert (
            "Moved: 3rd Harbour Forum" in body and "~~Saturday 1 November 2025, no hour announced~~" in body
        )
        assert "by <@501>" in body and "[A letter](https://ministry.example/letter)" in body
        o.w.clock.moves_to(2025, 10, 22, 8)
        await o.w.briefing.tick()
        assert list(await told(o.w)) == [f"brief:{DESK}:2025-10-21"]

    run(tmp_path, scenario)


def test_what_was_said_in_the_news_of_what_a_channel_follows_is_told_each_story_once(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await o.w.follow(EVERYTHING, DECK)
        await wants(o.w, **DAILY)
        await wants(o.w, DECK, **DAILY)
        await o.w.reads()
        site = o.w.web.site("post")
        site.publishes(
            entry("The Harbour Forum prepares", link="https://post.example/1"),
            entry("Piracy is down", link="https://post.example/2"),
            entry("The 3rd Harbour Forum has an agenda", link="https://post.example/3"),
        )
        await o.w.polls_later()
        o.w.clock.moves_to(2025, 10, 21, 8)
        await o.w.briefing.tick()
        briefs = await told(o.w)
        body = briefs[f"brief:{DESK}:2025-10-21"].body
        assert "The Harbour Forum prepares" in body and "agenda" in body and "Piracy" not in body
        assert "Piracy is down" in briefs[f"brief:{DECK}:2025-10-21"].body
        o.w.clock.moves_to(2025, 10, 22, 8)
        await o.w.briefing.tick()
        assert len(await told(o.w)) == 2

    run(tmp_path, scenario)


def test_a_brief_comes_at_the_hour_it_is_in_the_server(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await lives_in(o.w, "Asia/Kuala_Lumpur")
        await o.w.follow(FORUM)
        await wants(o.w, brief=Brief.DAILY, brief_hour=1)
        o.w.clock.moves_to(2025, 10, 25, 17)
        await o.w.briefing.tick()
        assert list(await told(o.w)) == [f"brief:{DESK}:2025-10-26"]

    run(tmp_path, scenario)


def test_of_briefs_missed_in_a_downtime_the_last_is_said_late_and_tells_of_all_that_time(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await wants(o.w, **DAILY)
        await o.move(when="5 Nov 2025")
        o.w.clock.moves_to(2025, 10, 29, 13)
        await o.w.briefing.tick()
        ((key, notice),) = (await told(o.w)).items()
        assert key == f"brief:{DESK}:2025-10-29" and "Moved: 3rd Harbour Forum" in notice.body
        o.w.messenger.place(DESK)
        await o.w.delivering.tick()
        late = [post for post in o.w.messenger.place(DESK).posts if post.notice.kind is NoticeKind.BRIEF]
        assert [str(post.late) for post in late] == ["5:00:00"]
        o.w.clock.moves_to(2025, 10, 31, 21)
        await o.w.briefing.tick()
        assert await told(o.w) == {}
        assert (await state_of(o.w)).brief_at == datetime(2025, 11, 1, 8, tzinfo=UTC)

    run(tmp_path, scenario)


def test_a_channel_that_is_paused_or_follows_nothing_is_not_briefed(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await wants(o.w, **WEEKLY)
        await wants(o.w, DECK, **WEEKLY)
        await o.w.subscribing.unsubscribe(DESK, FORUM)
        o.w.clock.moves_to(2025, 10, 27, 8)
        await o.w.briefing.tick()
        assert await told(o.w) == {}
        assert (await state_of(o.w)).brief_at == datetime(2025, 11, 3, 8, tzinfo=UTC)

    run(tmp_path, scenario)


def test_one_brief_that_fails_is_left_out_and_stops_no_other(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await o.w.follow(FORUM, DECK)
        await wants(o.w, **DAILY)
        await wants(o.w, DECK, **DAILY)
        async with o.w.db.transaction() as tx:
            # A row that no program of ours writes, which cannot be read.
            await tx.run("UPDATE subscription SET options = '[]' WHERE channel_id = :id", id=DESK)
        o.w.clock.moves_to(2025, 10, 26, 8)
        await o.w.briefing.tick()
        assert list(await told(o.w)) == [f"brief:{DECK}:2025-10-26"]
        assert (await state_of(o.w)).brief_at == datetime(2025, 10, 27, 8, tzinfo=UTC)

    run(tmp_path, scenario)


def test_what_a_server_sets_briefs_each_channel_that_follows_something_from_the_start(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        async with o.w.db.transaction() as tx:
            await tx.run('INSERT INTO guild (id, options) VALUES (:id, \'{"brief": "daily"}\')', id=HERE)
        await o.w.follow(FORUM)
        assert (await state_of(o.w)).brief_at == datetime(2025, 10, 21, 8, tzinfo=UTC)
        await o.w.guilds.set_up(HERE, zone="Asia/Kuala_Lumpur")
        assert (await state_of(o.w)).brief_at == datetime(2025, 10, 21, 0, tzinfo=UTC)
        await o.w.subscribing.channel_deleted(HERE, DESK)
        assert await o.w.briefing.next_due_at() is None

    run(tmp_path, scenario)


def test_a_brief_whose_hour_lies_in_quiet_hours_waits_for_their_end(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await wants(o.w, **DAILY, quiet_from=22, quiet_to=9)
        o.w.clock.moves_to(2025, 10, 26, 8)
        await o.w.briefing.tick()
        assert await told(o.w) == {} and len(await told(o.w, state="held")) == 1
        o.w.clock.moves_to(2025, 10, 26, 9)
        await o.w.reminding.tick()
        assert list(await told(o.w)) == [f"brief:{DESK}:2025-10-26"]

    run(tmp_path, scenario)
