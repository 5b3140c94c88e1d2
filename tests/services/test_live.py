"""A live list is one message: changed when what it shows changed, brought back when somebody deleted it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.rules.notices import NoticeKind
from storage import channels
from tests.fakes import Place
from tests.services.briefs import state_of, told, wants
from tests.services.office import Office, run
from tests.services.world import DESK, FORUM, PIRACY


async def beats(o: Office) -> Place:
    """One turn of the timetable; returns the channel."""
    place = o.w.messenger.place(DESK)
    await o.w.live.tick()
    await o.w.delivering.tick()
    return place


async def kept(o: Office) -> Place:
    """A channel that follows the forum, with its list."""
    await o.w.follow(FORUM)
    await wants(o.w, live=True)
    return await beats(o)


def shown(place: Place) -> list[str]:
    return [post.notice.body for post in place.posts if post.notice.kind is NoticeKind.LIVE]


def test_a_list_that_is_turned_on_is_posted_at_once_and_changed_when_an_event_is(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        place = await kept(o)
        (body,) = shown(place)
        assert "**3rd Harbour Forum** · in 12 days" in body and "**Tidal Exercise**\nin 2026" in body
        assert (await state_of(o.w)).live_message_id == place.posts[0].id
        await o.add("Briefing", of="harbour-forum")
        place = await beats(o)
        (body,) = shown(place)
        assert "**Briefing** · in 20 days" in body and len(place.edits) == 1

    run(tmp_path, scenario)


def test_what_changes_nothing_that_is_shown_changes_no_message(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        place = await kept(o)
        await o.add("Elsewhere", of="piracy")
        o.w.clock.moves_on(minutes=30)
        place = await beats(o)
        assert place.edits == [] and await told(o.w, NoticeKind.LIVE) == {}
        assert (await state_of(o.w)).live_at == o.w.clock() + timedelta(minutes=30)

    run(tmp_path, scenario)


def test_a_list_is_looked_after_every_hour_and_comes_back_if_somebody_deleted_it(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        place = await kept(o)
        first = place.posts[0].id
        place.deletes(first)
        o.w.clock.moves_on(minutes=59)
        await beats(o)
        assert shown(place) == []
        o.w.clock.moves_on(minutes=1)
        await beats(o)
        assert len(shown(place)) == 1
        again = (await state_of(o.w)).live_message_id
        assert again is not None and again != first
        o.w.clock.moves_on(hours=1)
        await beats(o)
        assert len(shown(place)) == 1 and len(place.edits) == 1

    run(tmp_path, scenario)


def test_the_days_are_counted_anew_after_midnight(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        o.w.clock.moves_to(2025, 10, 20, 23, 30)
        place = await kept(o)
        assert (await state_of(o.w)).live_at == datetime(2025, 10, 21, 0, 1, 41, tzinfo=UTC)
        o.w.clock.moves_to(2025, 10, 21, 0, 5)
        await beats(o)
        assert "in 11 days" in shown(place)[0]

    run(tmp_path, scenario)


def test_a_newer_state_takes_the_place_of_one_that_did_not_go_out_yet(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await wants(o.w, live=True)
        await o.w.live.tick()
        for title in ("One", "Two"):
            await o.add(title, of="harbour-forum")
            o.w.clock.moves_on(seconds=1)
            await o.w.live.tick()
        assert len(await told(o.w, NoticeKind.LIVE)) == 1
        assert len(await told(o.w, NoticeKind.LIVE, "cancelled")) == 2
        place = await beats(o)
        (body,) = shown(place)
        assert "**One**" in body and "**Two**" in body

    run(tmp_path, scenario)


def test_of_states_that_were_posted_only_the_last_is_kept(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await kept(o)
        for _ in range(5):
            o.w.clock.moves_on(hours=1)
            await beats(o)
        assert len(await told(o.w, NoticeKind.LIVE, "sent")) == 2

    run(tmp_path, scenario)


def test_a_list_that_is_turned_off_says_so_in_its_message_and_is_left_alone(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        place = await kept(o)
        await wants(o.w)
        await beats(o)
        (body,) = shown(place)
        assert "no longer kept" in body
        state = await state_of(o.w)
        assert (state.live_at, state.live_message_id, state.live_digest) == (None, None, None)
        o.w.clock.moves_on(days=1)
        await o.add("Briefing", of="harbour-forum")
        await beats(o)
        assert shown(place) == [body]

    run(tmp_path, scenario)


def test_a_list_turned_off_before_its_message_was_posted_is_not_posted(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM)
        await wants(o.w, live=True)
        await o.w.live.tick()
        await wants(o.w)
        place = await beats(o)
        assert shown(place) == [] and (await state_of(o.w)).live_at is None

    run(tmp_path, scenario)


def test_a_channel_that_follows_something_else_shows_that_and_one_that_follows_nothing_says_so(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        place = await kept(o)
        await o.w.follow(PIRACY)
        await beats(o)
        assert "**Talk on Boarding** · <t:1762149600:R>" in shown(place)[0]
        await o.w.subscribing.unsubscribe(DESK, FORUM)
        await o.w.subscribing.unsubscribe(DESK, PIRACY)
        await beats(o)
        assert "This channel follows nothing" in shown(place)[0]

    run(tmp_path, scenario)


def test_a_list_of_a_lost_channel_is_not_written(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        place = await kept(o)
        async with o.w.db.transaction() as tx:
            await tx.run("UPDATE subscription SET paused_at = 1, paused_reason = 'lost'")
        o.w.clock.moves_on(hours=2)
        await beats(o)
        assert place.edits == []

    run(tmp_path, scenario)


def test_lists_of_other_servers_are_not_looked_after_for_a_change_in_this_one(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await kept(o)
        async with o.w.db.transaction() as tx:
            await tx.run("INSERT INTO guild (id) VALUES (99)")
            await tx.run("INSERT INTO channel (id, guild_id, live_at) VALUES (7, 99, 1900000000)")
        await o.add("Briefing", of="harbour-forum")
        due = await channels.lists_due(o.w.db.reader, o.w.clock())
        assert [channel.id for channel in due] == [DESK]

    run(tmp_path, scenario)
