"""A list that does not fit one message has pages: nothing in it is out of reach."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage import feeds, guilds, topics
from storage.news import Topic
from storage.records import EntityId, GuildId, UserId
from tests.end.stage import Stage, labels_of, stage, text_of


async def whole(here: Stage, command: str) -> str:
    """Every page of what a command lists."""
    shown = await here.mod.slash(here.desk, command)
    pages = [text_of(shown)]
    while "▶" in labels_of(shown.response, enabled=True):
        await here.mod.click(shown.response, label="▶")
        pages.append(text_of(shown))
    return "\n".join(pages)


def test_every_feed_topic_and_command_is_on_a_page(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            guild, now = GuildId(here.guild.id), here.now
            async with here.app.db.transaction() as tx:
                await guilds.put(tx, guild)
                for number in range(50):
                    address = f"https://paper.example/{number}/{'x' * 150}"
                    feed = await feeds.put(tx, address, f"Paper {number:02}", now)
                    await feeds.follow(tx, guild, feed.id, now)
                    topic = Topic(
                        guild, EntityId(f"topic.{number}"), f"Topic {number:02}", "sea " * 100, UserId(1), now
                    )
                    await topics.put(tx, topic)
            for command, listed in (
                ("feed list", [f"Paper {number:02}" for number in range(50)]),
                ("feed health", [f"Paper {number:02}" for number in range(50)]),
                ("topic list", [f"Topic {number:02}" for number in range(50)]),
                ("help", ["/subscribe", "/why", "/unsubscribe", "/topic test", "/feed add"]),
            ):
                said = await whole(here, command)
                assert [one for one in listed if one not in said] == []

    asyncio.run(scenario())
