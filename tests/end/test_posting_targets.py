"""News and reminders reach threads, forums and announcement channels, each in its own way; what a channel
cannot do is said before it is asked of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.demo.feed import FeedItem
from bot.rules.text import escaped
from storage import channels, subscriptions
from storage.records import GuildId
from tests.end.stage import START, Stage, follow, stage, text_of, watch

NEWS = FeedItem("Ministers gather for the 12th ADMM-Plus", "Counter-terrorism is on the agenda.")
OTHER = FeedItem("Divers of the ADMM-Plus clear mines off Brunei", "All were found.")
Scenario = Callable[[Stage], Awaitable[None]]


def run(folder: Path, scenario: Scenario) -> None:
    async def played() -> None:
        async with stage(folder) as here:
            await scenario(here)

    asyncio.run(played())


async def forum(here: Stage, *tags: str) -> Any:
    """A forum channel with these tags."""
    made = here.guild.create_forum_channel("forum")
    drawn = {"moderated": False, "emoji_id": None, "emoji_name": None}
    known = [{"id": str(900 + number), "name": tag} | drawn for number, tag in enumerate(tags)]
    here.env.backend.edit_channel(made.id, {"available_tags": known})
    await here.env.settle()
    return made


async def thread(here: Stage, *, kind: int = 11) -> Any:
    """A thread below the desk that somebody made."""
    here.env.backend.create_thread(here.desk.id, "talks", here.ann.id, type=kind)
    await here.env.settle()
    return here.desk.threads[-1]


def deny(here: Stage, place: Any, **permissions: bool) -> None:
    """Take permissions in a channel from everyone."""
    denied = discord.Permissions(**permissions).value
    overwrite = Overwrite(target_id=here.guild.id, type=OverwriteType.ROLE, deny=denied)
    here.env.backend.set_overwrite(place.id, overwrite)


async def publish(here: Stage, *items: FeedItem, hour: int = 9) -> None:
    for item in items:
        here.feed.publish(item, START)
    await here.pass_to(2025, 10, 29, hour)


def tags_of(post: Any) -> list[str]:
    """The names of the tags that a post was given."""
    forum = post._env.backend.get_channel(post._channel.parent_id)
    named = {int(tag["id"]): tag["name"] for tag in forum.available_tags}
    return [named[tag] for tag in post._channel.applied_tags]


def titles(place: Any) -> list[str]:
    return [one.embeds[0].title for one in place.history() if one.embeds]


def test_a_thread_is_told_and_wakes_up_for_it(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await thread(here)
        assert "now gets news" in await follow(here, place, "admm-plus")
        await watch(here)
        here.env.backend.edit_channel(place.id, {}, thread_metadata={"archived": True})
        await publish(here, NEWS)
        assert titles(place) == [escaped(NEWS.title)]
        said = text_of(await here.mod.slash(here.desk, "subscriptions"))
        assert f"<#{place.id}>" in said
        gone = await here.mod.slash(here.desk, "unsubscribe", channel=place, to="admm-plus")
        assert "no longer follows" in text_of(gone)

    run(tmp_path, scenario)


def test_a_thread_that_is_deleted_is_paused_and_what_is_locked_is_not_subscribed(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await thread(here)
        await follow(here, place, "admm-plus")
        here.env.backend.delete_channel(place.id)
        await here.env.settle()
        (made,) = await subscriptions.of_guild(here.app.db.reader, GuildId(here.guild.id))
        assert made.paused_reason == "the channel was deleted"
        deny(here, here.desk, manage_threads=True)
        locked = await thread(here)
        here.env.backend.edit_channel(locked.id, {}, thread_metadata={"locked": True})
        await here.env.settle()
        assert "is locked" in await follow(here, locked, "admm-plus")

    run(tmp_path, scenario)


def test_a_card_opened_in_a_thread_subscribes_that_thread(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await thread(here)
        card = await here.mod.slash(place, "forum show", name="admm-plus")
        assert card.response is not None
        said = text_of(await here.mod.click(card.response, label="Subscribe this channel"))
        assert f"<#{place.id}> now gets" in said

    run(tmp_path, scenario)


def test_in_a_forum_each_message_is_a_post_with_its_tags(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await forum(here, "ADMM-Plus", "Counter-terrorism", "India", "Minutes")
        assert "now gets news and reminders" in await follow(here, place, "admm-plus")
        edited = await here.mod.slash(
            here.desk, "subscription edit", channel=place, tags="minutes", leads="1 day"
        )
        assert "**Tags of every post**: minutes" in text_of(edited)
        await watch(here)
        await publish(here, NEWS)
        (post,) = place.threads
        assert (post.name, tags_of(post)) == (NEWS.title, ["Minutes", "ADMM-Plus"])
        assert titles(post) == [escaped(NEWS.title)]
        assert "ADMM" in text_of(await here.ann.click(post.history()[0], label="Why?"))
        await here.pass_to(2025, 10, 31, 9)
        reminder = place.threads[-1]
        assert reminder.name == "12th ADMM-Plus" and "1 day before" in text_of(reminder.history()[0])
        assert place.history() == []

    run(tmp_path, scenario)


def test_what_waited_in_a_forum_is_told_in_one_post(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await forum(here, "ADMM-Plus")
        await follow(here, place, "admm-plus")
        await here.mod.slash(here.desk, "subscription edit", channel=place, pace="hourly")
        await watch(here)
        await publish(here, NEWS, OTHER)
        assert place.threads == []
        await here.pass_to(2025, 10, 29, 10)
        (post,) = place.threads
        assert (post.name, tags_of(post)) == ("2 news items", ["ADMM-Plus"])

    run(tmp_path, scenario)


def test_an_announcement_is_published_where_that_is_wanted(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = here.guild.create_news_channel("announcements")
        await here.env.settle()
        await follow(here, place, "admm-plus")
        await here.mod.slash(here.desk, "subscription edit", channel=place, publish="on")
        await watch(here)
        await publish(here, NEWS)
        (told,) = place.history()
        assert told.flags.value
        assert "It was published <t:" in text_of(await here.ann.click(told, label="Why?"))
        await here.mod.slash(here.desk, "subscription edit", channel=place, publish="off")
        await publish(here, OTHER, hour=15)
        assert [bool(one.flags.value) for one in place.history()] == [True, False]

    run(tmp_path, scenario)


def test_what_a_channel_cannot_do_is_said_and_nothing_is_changed(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await forum(here, "News", "India")
        for channel, options, said in (
            (here.desk, {"publish": "on"}, "Only an announcement channel publishes"),
            (place, {"publish": "on"}, "is a forum"),
            (await thread(here), {"publish": "on"}, "is a thread"),
            (here.desk, {"tags": "News"}, "Only posts in a forum channel have tags"),
            (place, {"tags": "Nwes"}, "has no tag “Nwes” for me: its tags are News and India"),
        ):
            answered = await here.mod.slash(here.desk, "subscription edit", channel=channel, **options)
            assert said in text_of(answered) and "nothing was changed" in text_of(answered)
        assert await channels.of_guild(here.app.db.reader, GuildId(here.guild.id)) == {}

    run(tmp_path, scenario)


def test_tags_are_completed_from_those_of_the_forum(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await forum(here, "News", "India", "Indonesia")
        offered = await here.mod.autocomplete(
            here.desk, "subscription edit", "tags", "News, in", channel=place
        )
        assert [one["name"] for one in offered] == ["News, India", "News, Indonesia"]

    run(tmp_path, scenario)


def test_a_forum_where_the_bot_may_not_post_is_not_subscribed(tmp_path: Path) -> None:
    async def scenario(here: Stage) -> None:
        place = await forum(here)
        deny(here, place, send_messages=True)
        await here.env.settle()
        assert "I lack Send Messages" in await follow(here, place, "admm-plus")

    run(tmp_path, scenario)
