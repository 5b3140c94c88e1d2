"""Posts in a forum against the stand-in: one for each notice whatever is lost on the way, changed with what
they tell, and taken by Discord whatever a feed says.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.rules import notices_news
from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import escaped
from bot.services.delivery import Delivering
from bot.services.pacing import Pacer
from bot.ui.messenger import DiscordMessenger
from storage import guilds, outbox
from storage.deliveries import Op
from storage.news import Entry, FeedId
from storage.options import Options
from storage.records import ChannelId, Guild, GuildId, Target
from tests.end import seeding
from tests.end.hall import POST, Hall, run
from tests.end.process import running_bot
from tests.services.world import FORUM
from tests.wire import Drop, Hold, StandIn, nouns


def test_a_post_has_its_title_tags_message_and_button(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        await h.wants(Options(tags=("Minutes",)))
        await h.owes("first", "Ministers meet " * 20)
        await h.delivers()
        (post,) = h.posts
        assert (len(post.name) <= 100, post.name[-1]) == (True, "…")
        assert list(post.tags.values()) == ["Minutes", "ADMM-Plus"]
        row = await h.row("first")
        assert h.first(post).buttons[-1]["custom_id"] == f"why:{row['nonce']}"
        assert (row["state"], row["message_id"]) == ("sent", post.id)

    run(tmp_path, scenario, "News", "ADMM-Plus", "Minutes")


@pytest.mark.parametrize("trouble", [{"after": 502}, {"after": 500}, {"after": Drop()}])
@pytest.mark.parametrize("sleeps", [False, True])
def test_after_a_lost_answer_the_post_is_found_and_none_is_made_twice(
    tmp_path: Path, trouble: dict[str, Any], sleeps: bool
) -> None:
    async def scenario(h: Hall) -> None:
        h.wire.thread(h.forum, "first", h.wire.person("ann", h.guild))
        h.wire.trouble(POST, **trouble)
        await h.owes("first")
        await h.delivers()
        (post,) = [one for one in h.posts if one.owner is h.wire.bot]
        if sleeps:
            h.wire.close(post)
        await h.delivers(minutes=6)
        row = await h.row("first")
        assert (row["state"], row["message_id"], h.asked(POST)) == ("sent", post.id, 1)

    run(tmp_path, scenario)


@pytest.mark.parametrize("trouble", [{"before": 502}, {"before": 503}, {"before": Drop()}])
def test_what_did_not_arrive_is_posted_once_it_can_no_longer_appear(
    tmp_path: Path, trouble: dict[str, Any]
) -> None:
    async def scenario(h: Hall) -> None:
        h.wire.trouble(POST, **trouble)
        await h.owes("first")
        await h.delivers()
        await h.delivers(seconds=20)
        assert (h.posts, h.asked(POST)) == ([], 1)
        await h.delivers(minutes=2)
        assert [one.name for one in h.posts] == ["first"] and h.asked(POST) == 2

    run(tmp_path, scenario)


@pytest.mark.parametrize("was_made", [False, True])
def test_a_crash_while_a_post_is_made_makes_one(tmp_path: Path, was_made: bool) -> None:
    async def scenario(h: Hall) -> None:
        await h.owes("first")
        hold = Hold()
        h.wire.trouble(POST, before=None if was_made else hold, after=hold if was_made else None)
        delivering = asyncio.create_task(h.delivers())
        await hold.reached.wait()
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        next_life = Delivering(h.w.db, h.w.clock, DiscordMessenger(h.client), Pacer(rate=10_000), None)
        await next_life.recover()
        await next_life.tick()
        hold.release()  # what was on its way arrives only now
        await h.wire.until(lambda: len(h.posts) == 1, "the post")
        h.w.clock.moves_on(minutes=2)
        await next_life.tick()
        (post,) = h.posts
        assert (await h.row("first"))["message_id"] == post.id

    run(tmp_path, scenario)


def test_without_the_right_to_read_history_a_post_is_known_by_its_name(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        h.wire.forbid(h.forum, nouns.READ_MESSAGE_HISTORY)
        h.wire.trouble(POST, after=502)
        await h.owes("first")
        await h.delivers()
        await h.delivers(minutes=6)
        assert ((await h.row("first"))["message_id"], h.asked(POST)) == (h.posts[0].id, 1)

    run(tmp_path, scenario)


def test_a_forum_that_discord_did_not_tell_of_yet_is_posted_in_looked_through_and_changed(
    tmp_path: Path,
) -> None:
    async def scenario(h: Hall) -> None:
        await h.owes("first")
        h.wire.trouble(POST, after=502)
        await h.delivers()
        await h.delivers(minutes=6)
        await h.changes("first", "other")
        await h.delivers()
        (post,) = h.posts
        assert (post.name, h.first(post).embeds[0]["title"]) == ("other", "other")
        assert list(post.tags.values()) == ["Piracy"]

    run(tmp_path, scenario, "Piracy", hears=False)


def test_a_change_is_made_in_the_post_and_its_name(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        await h.owes("first")
        await h.delivers()
        (post,) = h.posts
        h.wire.close(post)
        await h.changes("first", "Ministers\\-in\\-waiting")
        await h.delivers()
        message = h.first(post)
        assert (post.name, message.embeds[0]["title"]) == ("Ministers-in-waiting", "Ministers\\-in\\-waiting")
        nonce = (await h.row("first"))["nonce"]
        assert (post.archived, message.buttons[-1]["custom_id"]) == (False, f"why:{nonce}")
        assert len(h.posts) == 1

    run(tmp_path, scenario)


@pytest.mark.parametrize("how", ["locked", "deleted"])
def test_a_post_that_can_be_changed_no_more_costs_the_forum_nothing(tmp_path: Path, how: str) -> None:
    async def scenario(h: Hall) -> None:
        await h.w.subscribing.subscribe(
            GuildId(h.guild.id), ChannelId(h.forum.id), FORUM, news=True, reminders=True
        )
        await h.owes("first")
        await h.delivers()
        (post,) = h.posts
        if how == "locked":
            h.wire.close(post, lock=True)
        else:
            h.wire.remove(post)
        await h.changes("first", "other")
        await h.owes("second")
        await h.delivers()
        assert (await h.row("change of first"))["state"] == "sent"
        assert [one.name for one in h.posts if one is not post] == ["second"]
        (made,) = await h.w.subscribing.of_guild(GuildId(h.guild.id))
        assert made.paused_at is None

    run(tmp_path, scenario)


def test_a_name_that_may_not_be_changed_is_left_and_the_message_changed(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        await h.owes("first")
        await h.delivers()
        (post,) = h.posts
        post.owner = h.wire.person("ann", h.guild)
        await h.changes("first", "other")
        await h.delivers()
        message = h.wire.world.messages[post.id]
        assert (post.name, message.embeds[0]["title"]) == ("first", "other")
        assert (await h.row("change of first"))["state"] == "sent"

    run(tmp_path, scenario)


def test_a_forum_that_wants_a_tag_gets_news_or_is_paused_with_the_reason(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        await h.wants(Options())
        desk = h.wire.channel(h.guild, "desk")
        async with h.w.db.transaction() as tx:
            await guilds.save(tx, Guild(GuildId(h.guild.id), notices_channel_id=ChannelId(desk.id)))
        await h.w.subscribing.subscribe(
            GuildId(h.guild.id), ChannelId(h.forum.id), FORUM, news=True, reminders=True
        )
        await h.owes("first")
        await h.delivers()
        assert h.posts == []
        (made,) = await h.w.subscribing.of_guild(GuildId(h.guild.id))
        assert made.paused_reason is not None and "wants a tag with every post" in made.paused_reason
        (told,) = h.wire.posted(desk)
        assert "wants a tag" in told.text

    run(tmp_path, scenario, "India", requires_tag=True)


def test_a_list_in_a_forum_is_one_post_that_is_kept_up_to_date(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        await h.wants(Options(live=True))
        for number in (1, 2):
            await h.owes(f"list {number}", op=Op.LIVE)
            await h.delivers()
        (post,) = h.posts
        assert (post.name, h.first(post).embeds[0]["title"]) == ("list 2", "list 2")

    run(tmp_path, scenario)


HOSTILE = (
    "@everyone <@&1> [win](https://evil.example) **x** \u202egpj.exe",
    "e\u0301" * 5000,
    "\U0001f1ee\U0001f1f3" * 5000,
    "\\*" * 5000,
    "\u200b\u202e",
    "\ud800 <t:1:R> <#1> `",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_feed_says_discord_takes_it_and_nobody_is_pinged(tmp_path: Path, text: str) -> None:
    async def scenario(h: Hall) -> None:
        said = text.encode("utf-8", "replace").decode() if "\ud800" in text else text
        entry = Entry(
            FeedId(1), "g", said, "https://site.example/a", said, said, None, h.w.clock(), feed_title=said
        )
        told = notices_news.news(Target(ChannelId(1)), "s", entry, [f"P {escaped(said)}"], ["Piracy"], None)[
            1
        ]
        desk = h.wire.channel(h.guild, "desk")
        for place in (h.forum, desk):
            async with h.w.db.transaction() as tx:
                await guilds.put(tx, GuildId(h.guild.id))
                await outbox.add(
                    tx,
                    key=f"to {place.name}",
                    notice=told.to_json(),
                    now=h.w.clock(),
                    guild_id=GuildId(h.guild.id),
                    channel_id=ChannelId(place.id),
                    entry_id=1,
                )
        await h.delivers()
        (post,) = h.posts
        for message in (h.first(post), *h.wire.posted(desk)):
            assert message.pinged == [] and "@everyone" not in message.text.replace("\\@", "")
            assert [one["label"] for one in message.buttons] == ["Related", "Why?"]
        assert 1 <= len(post.name) <= 100 and "\u202e" not in post.name

    run(tmp_path, scenario)


def test_a_bot_that_is_killed_while_it_posts_finds_its_post_in_its_next_life(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with StandIn(patience=30) as wire:
            guild = wire.guild("Embassy")
            forum, hold = wire.forum(guild, "forum"), Hold()
            await seeding.owe(tmp_path, guild, [forum], [Notice(NoticeKind.NEWS, "first", "Said.")])
            wire.trouble(POST, after=hold)
            async with running_bot(wire, tmp_path) as bot:
                await hold.reached.wait()
                await bot.kill()
            hold.release()
            async with running_bot(wire, tmp_path) as bot:
                await seeding.until_settled(tmp_path, 1)
                assert await bot.stop() == 0
            (post,) = wire.posts(forum)
            assert seeding.peek(tmp_path, "SELECT state, message_id FROM outbox") == [("sent", post.id)]

    asyncio.run(scenario())
