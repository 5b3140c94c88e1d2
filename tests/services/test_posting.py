"""A story is one message in a channel, whoever tells it; edits change it; what is held waits with others."""

from __future__ import annotations

import json
from pathlib import Path

from storage import channels
from storage.options import Options, Pace
from storage.records import Channel
from tests.fakes_web import entry
from tests.services.world import DESK, FORUM, HERE, PIRACY, World, run

PIRATES = entry("Harbour Forum agrees on piracy patrols in the strait", summary="The ministers met in Tokyo.")


def told(row: dict[str, object]) -> dict[str, object]:
    notice: dict[str, object] = json.loads(str(row["notice"]))
    return notice


def field(row: dict[str, object], name: str) -> str:
    return dict(told(row)["fields"]).get(name, "")  # type: ignore[call-overload, no-any-return]


def test_the_same_page_in_two_feeds_is_one_message_that_names_the_other(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(FORUM)
        await w.reads("post", "mail")
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        w.web.site("mail").publishes(PIRATES, title="The Harbour Mail")
        await w.polls_later()
        (row,) = await w.owed()
        assert told(row)["title"] == PIRATES.title and "The Harbour Mail" in field(row, "Also")

    run(tmp_path, scenario)


def test_a_message_that_was_sent_is_changed_when_another_feed_tells_the_same(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(FORUM)
        await w.reads("post", "mail")
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        await w.delivering.tick()
        w.web.site("mail").publishes(PIRATES, title="The Harbour Mail")
        await w.polls_later()
        (change,) = await w.owed()
        (sent,) = await w.owed("sent")
        assert (change["op"], change["target_message_id"]) == ("edit", sent["message_id"])
        assert "The Harbour Mail" in field(change, "Also")

    run(tmp_path, scenario)


def test_an_entry_that_its_source_edits_changes_the_message_and_is_posted_once(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(FORUM)
        await w.reads()
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        await w.delivering.tick()
        w.web.site("post").sends(
            b"<rss version='2.0'><channel><title>The Harbour Post</title><item><guid isPermaLink='false'>"
            + PIRATES.guid.encode()
            + b"</guid><title>Harbour Forum puts off piracy patrols</title><link>"
            + (PIRATES.link or "").encode()
            + b"</link></item></channel></rss>"
        )
        for _ in range(2):
            await w.polls_later()
        (change,) = await w.owed()
        assert change["op"] == "edit" and told(change)["title"] == "Harbour Forum puts off piracy patrols"
        assert len(await w.owed("sent")) == 1

    run(tmp_path, scenario)


def test_a_flood_is_the_newest_five_and_one_line(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(PIRACY)
        await w.reads()
        names = ("anchor", "beacon", "canvas", "dredge", "ensign", "fender", "galley", "hawser", "island")
        names += ("jetty", "kelson", "lantern")
        w.web.site("post").publishes(*(entry(f"Piracy: the {name} affair of {name}s") for name in names))
        await w.polls_later()
        titles = [told(row)["title"] for row in await w.owed()]
        assert len(titles) == 6 and titles[-1] == "And more"

    run(tmp_path, scenario)


def test_news_of_a_channel_that_wants_them_hourly_is_held_to_the_hour(tmp_path: Path) -> None:
    async def scenario(w: World) -> None:
        await w.follow(FORUM)
        async with w.db.transaction() as tx:
            await channels.save(tx, Channel(DESK, HERE, Options(pace=Pace.HOURLY)))
        await w.reads()
        w.web.site("post").publishes(PIRATES)
        await w.polls_later()
        (row,) = await w.owed("held")
        assert row["not_before_at"].minute == 0 and await w.owed() == []

    run(tmp_path, scenario)
