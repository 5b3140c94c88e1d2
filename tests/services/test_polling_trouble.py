"""A feed that fails, whatever the reason, backs off, loses nothing that was known of it and stops no other.
A server is told of it once, after a day.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from bot.services.fetching import Fetcher, Page
from tests.fakes import Unexpected
from tests.fakes_web import entry, rss
from tests.services.world import (
    HERE,
    NOTICES,
    PIRACY,
    world,
)

PIRATES = entry("Piracy rises off the cape")
DIVERS = entry("Divers try salvage of the wreck")


def test_a_feed_that_fails_backs_off_and_stops_no_other(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads("post", "times")
            await w.follow(PIRACY)
            w.web.site("post").answers(503)
            w.web.site("times").publishes(PIRATES)
            waits = []
            for _ in range(3):
                w.clock.now = (await w.feed_row(w.web.site("post").url))["next_poll_at"]
                await w.polling.tick()
                row = await w.feed_row(w.web.site("post").url)
                waits.append((row["next_poll_at"] - w.clock()).total_seconds() / 60)
            assert 15 <= waits[0] < 17 and 30 <= waits[1] < 34 and 60 <= waits[2] < 68
            assert (row["failures"], row["last_error"]) == (3, "the site answered 503 Service Unavailable")
            assert len(await w.owed()) == 1
            asked = len(w.web.site("post").requests)
            await w.polls_later()
            assert len(w.web.site("post").requests) == asked
            w.web.site("post").publishes(DIVERS)
            w.clock.moves_on(hours=2)
            await w.polling.tick()
            row = await w.feed_row(w.web.site("post").url)
            assert (row["failures"], row["failing_since_at"], row["last_error"]) == (0, None, None)

    asyncio.run(scenario())


def test_a_site_that_names_a_time_is_not_asked_before_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            w.web.site("post").answers(429, retry_after="7200")
            await w.polls_later()
            wait = (await w.feed_row(w.web.site("post").url))["next_poll_at"] - w.clock()
            assert wait.total_seconds() == 7200

    asyncio.run(scenario())


def test_of_a_feed_that_fails_a_server_is_told_once_after_a_day(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.guilds.set_up(HERE, notices_channel_id=NOTICES)
            w.web.site("post").answers(500)
            await w.polls_later()
            w.clock.moves_on(hours=23)
            await w.polling.tick()
            assert await w.owed() == []
            for _ in range(3):
                w.clock.moves_on(days=1, hours=2)
                await w.polling.tick()
            (row,) = await w.owed()
            assert row["channel_id"] == NOTICES
            assert "500 Internal Server Error" in from_json(row["notice"]).body

    asyncio.run(scenario())


def test_of_a_feed_that_fails_a_server_is_not_told_in_its_quiet_hours(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.guilds.set_up(HERE, notices_channel_id=NOTICES, options={"quiet": "22-7"})
            w.web.site("post").answers(500)
            await w.polls_later()
            w.clock.moves_to(2025, 10, 21, 23)
            await w.polling.tick()
            assert await w.owed() == []
            (held,) = await w.owed("held")
            assert held["not_before_at"] == datetime(2025, 10, 22, 7, tzinfo=UTC)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"<!doctype html><html><body><p>Hello</body></html>", "text/html", "not a feed"),
        (b'{"items": []}', "application/json", "not a feed"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "not a feed"),
        (b"", "application/rss+xml", "empty"),
    ],
)
def test_what_is_no_feed_is_a_failure_and_keeps_what_was_known(
    tmp_path: Path, body: bytes, content_type: str, error: str
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            post = w.web.site("post")
            post.publishes(PIRATES, etag='"1"')
            await w.follow(PIRACY)
            await w.feeds.add(HERE, post.url)
            post.sends(body, content_type)
            await w.polls_later()
            row = await w.feed_row(post.url)
            assert error in row["last_error"] and row["etag"] == '"1"'
            post.publishes()
            w.clock.moves_on(hours=1)
            await w.polling.tick()
            assert await w.owed() == []

    asyncio.run(scenario())


class Stumbling(Fetcher):
    """Meets a bug at one address."""

    async def get(self, url: str, *validators: str | None, go_on: bool = False) -> Page:
        if url.endswith("/bug"):
            raise RuntimeError("a bug, for the test")
        return await super().get(url, *validators, go_on=go_on)


def test_a_bug_met_in_one_feed_is_logged_and_backs_off_while_the_others_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with world(tmp_path, fetcher=Stumbling) as w:
            await w.add_unread(w.web.site("bug").url)
            await w.reads()
            await w.follow(PIRACY)
            w.web.site("post").publishes(PIRATES)
            with caplog.at_level(logging.ERROR):
                await w.polls_later()
            assert len(await w.owed()) == 1
            row = await w.feed_row(w.web.site("bug").url)
            assert row["failures"] == 1 and row["next_poll_at"] > w.clock()

    asyncio.run(scenario())
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "/bug" in record.getMessage() and record.exc_info is not None


def test_feeds_of_which_nothing_can_be_written_down_stand_in_the_way_of_no_other(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads("post", "same", "times")
            await w.guilds.set_up(HERE, notices_channel_id=NOTICES)
            for name in ("post", "same"):
                w.web.site(name).answers(500)
            await w.polls_later()
            async with w.db.transaction() as tx:
                await tx.run("ALTER TABLE outbox RENAME TO elsewhere")
            w.web.site("same").answers(304)  # what is owed of it, that it is back, is nowhere to be written
            async with w.db.transaction() as tx:
                await tx.run("UPDATE guild_feed SET failure_told_at = :now", now=w.clock())
            w.clock.moves_on(hours=26)
            await w.polling.tick()
            rows = await w.db.reader.all("SELECT next_poll_at, last_ok_at FROM feed ORDER BY id")
            assert all(row["next_poll_at"] > w.clock() for row in rows)
            assert rows[2]["last_ok_at"] == w.clock()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "head",
    [b'HTTP/1.1 200 OK\r\nETag: "caf\xe9"\r\n', b"HTTP/1.1 503 D\xe9sol\xe9\r\n"],
    ids=["validator", "reason"],
)
def test_bytes_in_a_header_that_are_no_text_do_no_harm(tmp_path: Path, head: bytes) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.reads()
            await w.follow(PIRACY)
            body = rss(PIRATES)
            w.web.site("post").sends_raw(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await w.polls_later()
            row = await w.feed_row(w.web.site("post").url)
            assert row["next_poll_at"] > w.clock()
            assert row["etag"] is None
            assert (row["failures"], len(await w.owed())) in ((0, 1), (1, 0))

    asyncio.run(scenario())


def test_the_fake_complains_of_what_it_was_not_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            await w.fetcher.get(f"http://{w.web.host}/nowhere")

    with pytest.raises(Unexpected, match="/nowhere"):
        asyncio.run(scenario())
