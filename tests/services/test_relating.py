"""What is related to a piece of news: what it mentions, the latest on the same in this server's feeds, each
story once, and the events it speaks of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.services.audience import Audience
from bot.services.relating import Related, Relating
from storage import entries
from storage.records import EntityId
from tests.fakes_web import Entry, entry
from tests.services.world import DESK, THERE, World, world

FIRST = entry("Harbour Forum agrees on piracy patrols in the strait", summary="The ministers met.")
SAME = entry("Salvage drill of the Harbour Forum ends early", guid="salvage")
TOPIC = entry("Piracy is on the rise, insurers warn", guid="piracy")
ASIDE = entry("Weather turns foul over the bay", guid="weather")
SPOKEN = entry("3rd Harbour Forum to open on 1 November 2025", summary="The 3rd Harbour Forum opens.")


@dataclass
class Reading:
    w: World
    relating: Relating

    async def tells(self, *new: Entry, site: str = "post") -> None:
        for one in new:
            self.w.web.site(site).publishes(one)
            await self.w.polls_later()

    async def to(self, title: str) -> Related:
        rows = await self.w.db.reader.all("SELECT nonce, notice FROM outbox WHERE op = 'send' ORDER BY id")
        nonce = next(row["nonce"] for row in rows if title in row["notice"])
        found = await self.relating.to_message(nonce)
        assert found is not None
        return found


def run(folder: Path, scenario: Callable[[Reading], Awaitable[None]]) -> None:
    async def inside() -> None:
        async with world(folder) as w:
            w.messenger.place(DESK)
            await w.follow(EntityId("everything"))
            await w.reads("post")
            audience = Audience(w.catalogue)
            await scenario(Reading(w, Relating(w.db, w.clock, w.catalogue, audience)))

    asyncio.run(inside())


def test_what_is_mentioned_and_the_latest_on_any_of_it_the_newest_first(tmp_path: Path) -> None:
    async def scenario(r: Reading) -> None:
        await r.tells(SAME, TOPIC, ASIDE, FIRST)
        found = await r.to("agrees on piracy patrols")
        assert {one.label for one in found.mentioned} == {"Harbour Forum", "Piracy"}
        assert [one.title for one in found.news] == [TOPIC.title, SAME.title]
        assert (await r.to("insurers warn")).news[0].title == FIRST.title

    run(tmp_path, scenario)


def test_its_own_story_is_not_related_to_itself_and_others_come_once(tmp_path: Path) -> None:
    async def scenario(r: Reading) -> None:
        await r.w.reads("mail")
        await r.tells(SAME, FIRST)
        for one in (SAME, FIRST):
            r.w.web.site("mail").publishes(one, title="The Mail")
            await r.w.polls_later()
        assert [one.title for one in (await r.to("agrees on piracy patrols")).news] == [SAME.title]

    run(tmp_path, scenario)


def test_five_at_most_and_none_that_is_older_than_three_months(tmp_path: Path) -> None:
    async def scenario(r: Reading) -> None:
        ports = ("Penang", "Manila", "Cebu", "Danang", "Davao", "Batam", "Kupang")
        await r.tells(*(entry(f"Piracy near {port} ends as patrols return", guid=port) for port in ports))
        await r.tells(FIRST)
        assert len((await r.to("agrees on piracy patrols")).news) == 5
        r.w.clock.moves_on(days=91)
        assert (await r.to("agrees on piracy patrols")).news == ()

    run(tmp_path, scenario)


def test_feeds_of_other_servers_tell_nothing_here(tmp_path: Path) -> None:
    async def scenario(r: Reading) -> None:
        r.w.web.site("theirs").publishes(ASIDE)
        await r.w.feeds.add(THERE, r.w.web.site("theirs").url)
        await r.tells(SAME, site="theirs")
        await r.tells(FIRST)
        assert (await r.to("agrees on piracy patrols")).news == ()

    run(tmp_path, scenario)


def test_the_event_it_speaks_of_is_named_with_the_reason(tmp_path: Path) -> None:
    async def scenario(r: Reading) -> None:
        await r.tells(SPOKEN)
        ((event, reason),) = (await r.to("to open on 1 November")).events
        assert event.title == "3rd Harbour Forum" and "mentions" in reason

    run(tmp_path, scenario)


def test_what_is_no_longer_kept_is_related_to_nothing(tmp_path: Path) -> None:
    async def scenario(r: Reading) -> None:
        await r.tells(FIRST)
        (row,) = await r.w.owed()
        async with r.w.db.transaction() as tx:
            await entries.forget_before(tx, r.w.clock() + timedelta(days=1))
        assert await r.relating.to_message(row["nonce"]) is None
        assert await r.relating.to_message("f" * 24) is None
        await r.w.owes("test")
        assert await r.relating.to_message((await r.w.row("test"))["nonce"]) is None

    run(tmp_path, scenario)
