"""What is posted in an announcement channel is published where that is wanted, once, and holds nothing up;
what cannot be published within an hour is not, and where no nonce reaches nothing is posted twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules import why
from bot.rules.notices import Notice, NoticeKind
from bot.services.audience import Audience
from bot.services.explaining import Explaining
from bot.services.ports import Gone, Outcome, Refused, Retry
from storage import channels, guilds, outbox
from storage.options import Options
from storage.records import Channel, Guild
from tests.services.world import DECK, DESK, FORUM, HERE, World, world

Scenario = Callable[[World], Awaitable[None]]


def run(folder: Path, scenario: Scenario) -> None:
    async def played() -> None:
        async with world(folder) as w:
            await scenario(w)

    asyncio.run(played())


async def wants(w: World, publish: bool | None, *, in_server: bool | None = None) -> None:
    async with w.db.transaction() as tx:
        await guilds.put(tx, HERE)
        guild = await guilds.get(tx, HERE) or Guild(HERE)
        await guilds.save(tx, replace(guild, options=Options(publish=in_server)))
        await channels.save(tx, Channel(DESK, HERE, options=Options(publish=publish)))


async def owes(w: World, key: str, kind: NoticeKind = NoticeKind.NEWS) -> None:
    told = Notice(kind, key, "Said.").to_json()
    async with w.db.transaction() as tx:
        await outbox.add(tx, key=key, notice=told, now=w.clock(), guild_id=HERE, channel_id=DESK)


async def publication(w: World, key: str) -> dict[str, object] | None:
    row = await w.row(key)
    found = await w.db.reader.one("SELECT * FROM outbox WHERE key = :key", key=f"publish:{row['id']}")
    return dict(found) if found is not None else None


@pytest.mark.parametrize(
    ("kind", "here", "in_server", "published"),
    [
        (NoticeKind.NEWS, True, None, True),
        (NoticeKind.REMINDER, None, True, True),
        (NoticeKind.DIGEST, True, False, True),
        (NoticeKind.NEWS, False, True, False),
        (NoticeKind.NEWS, None, None, False),
        (NoticeKind.TROUBLE, True, True, False),
        (NoticeKind.TEST, True, True, False),
    ],
)
def test_news_and_reminders_are_published_where_that_is_wanted(
    tmp_path: Path, kind: NoticeKind, here: bool | None, in_server: bool | None, published: bool
) -> None:
    async def scenario(w: World) -> None:
        desk = w.messenger.place(DESK)
        desk.is_announcements = True
        await wants(w, here, in_server=in_server)
        await owes(w, "first", kind)
        for _ in range(2):
            await w.delivering.tick()
        assert desk.published == ([desk.posts[0].id] if published else [])
        assert (await publication(w, "first") is not None) == published

    run(tmp_path, scenario)


def test_nothing_is_published_elsewhere_than_in_announcement_channels(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        desk = w.messenger.place(DESK)
        await wants(w, True)
        await owes(w, "first")
        await w.delivering.tick()
        assert (desk.titles, desk.published) == (["first"], []) and await publication(w, "first") is None

    run(tmp_path, scenario)


def test_what_must_wait_to_be_published_holds_no_message_up(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        desk = w.messenger.place(DESK)
        desk.is_announcements = True
        desk.publishes_later(timedelta(minutes=20))
        await wants(w, True)
        for key in ("first", "second"):
            await owes(w, key)
        await w.delivering.tick()
        assert (desk.titles, desk.published) == (["first", "second"], [])
        w.clock.moves_on(minutes=21)
        await w.delivering.tick()
        assert desk.published == [post.id for post in desk.posts]

    run(tmp_path, scenario)


def test_what_cannot_be_published_within_an_hour_is_not_and_says_so(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        desk = w.messenger.place(DESK)
        desk.is_announcements = True
        for minutes in (40, 30):
            desk.publishes_later(timedelta(minutes=minutes))
        await wants(w, True)
        await owes(w, "first")
        for _ in range(3):
            await w.delivering.tick()
            w.clock.moves_on(minutes=41)
        row = await publication(w, "first")
        assert row is not None and desk.published == []
        assert (row["state"], row["last_error"]) == ("missed", "it could not be published within an hour")
        found = await Explaining(w.db, Audience(w.catalogue)).explain(desk.posts[0].nonce)
        assert found is not None and found.publication is not None
        assert why.published(found.publication) == "not published: it could not be published within an hour"

    run(tmp_path, scenario)


@pytest.mark.parametrize("outcome", [Gone("I may not post in the channel"), Refused("Discord answered 400")])
def test_what_may_not_be_published_pauses_nothing_and_is_told_to_nobody(
    tmp_path: Path, outcome: Outcome
) -> None:
    async def scenario(w: World) -> None:
        desk = w.messenger.place(DESK)
        desk.is_announcements = True
        desk.publishes_nothing(outcome)
        await wants(w, True)
        await w.follow(FORUM)
        await owes(w, "first")
        await w.delivering.tick()
        row = await publication(w, "first")
        assert row is not None and (row["state"], row["last_error"]) == ("missed", outcome.reason)  # type: ignore[union-attr]
        (made,) = await w.subscribing.of_guild(HERE)
        assert made.paused_at is None and await w.owed() == []

    run(tmp_path, scenario)


def test_a_publication_in_flight_when_the_process_ended_is_done_again(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        desk = w.messenger.place(DESK)
        desk.is_announcements = True
        desk.publishes_nothing(Retry("the connection broke", maybe_posted=True))
        await wants(w, True)
        await owes(w, "first")
        await w.delivering.tick()
        row = await publication(w, "first")
        assert row is not None and row["state"] == "pending" and row["claimed_at"] is not None
        w.clock.moves_on(minutes=6)
        await w.delivering.tick()
        assert (desk.published, desk.looks) == ([desk.posts[0].id], 0)

    run(tmp_path, scenario)


def test_where_no_nonce_reaches_what_is_not_found_is_waited_for_before_it_is_sent_again(
    tmp_path: Path,
) -> None:
    async def scenario(w: World) -> None:
        forum = w.messenger.place(DESK)
        forum.is_forum = True
        forum.breaks_before_posting()
        await w.owes("first")
        await w.delivering.tick()
        for _ in range(2):
            w.clock.moves_on(seconds=20)
            await w.delivering.tick()
        assert (forum.titles, len(forum.asked)) == ([], 1)
        w.clock.moves_on(seconds=41)
        await w.delivering.tick()
        assert (forum.titles, len(forum.asked)) == (["first"], 2)
        assert (await w.row("first"))["attempts"] == 1

    run(tmp_path, scenario)


def test_what_appears_late_where_no_nonce_reaches_is_found(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        forum = w.messenger.place(DESK)
        forum.is_forum = True
        forum.loses_the_answer()
        await w.owes("first")
        await w.delivering.tick()
        (post,) = forum.posts
        forum.posts.clear()
        w.clock.moves_on(seconds=20)
        await w.delivering.tick()
        forum.posts.append(post)
        w.clock.moves_on(minutes=2)
        await w.delivering.tick()
        assert (forum.titles, (await w.row("first"))["message_id"]) == (["first"], post.id)

    run(tmp_path, scenario)


def test_the_tags_chosen_for_a_channel_go_with_what_is_sent_there(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        desk, deck = w.messenger.place(DESK), w.messenger.place(DECK)
        async with w.db.transaction() as tx:
            await guilds.put(tx, HERE)
            await channels.save(tx, Channel(DESK, HERE, options=Options(tags=("News", "India"))))
        for key, channel in (("first", DESK), ("second", DECK)):
            await w.owes(key, channel)
        await w.delivering.tick()
        assert desk.posts[0].notice.tags == ("News", "India") and deck.posts[0].notice.tags == ()

    run(tmp_path, scenario)
