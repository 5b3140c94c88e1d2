"""Posts in a forum against the stand-in: one for each notice whatever is lost on the way, changed with what
they tell; and what is published is asked for once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.rules import notices_news
from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import escaped
from bot.services.delivery import Delivering
from bot.services.pacing import Pacer
from bot.ui.messenger import DiscordMessenger
from bot.ui.once import first_answer_counts
from storage import channels, guilds, outbox
from storage.database import Row
from storage.deliveries import Op
from storage.news import Entry, FeedId
from storage.options import Options
from storage.records import Channel as ChannelRow
from storage.records import ChannelId, Guild, GuildId, Target
from tests.end import seeding
from tests.end.process import running_bot
from tests.fakes import MovableClock
from tests.services.world import FORUM, World, world
from tests.wire import Channel, Drop, Hold, Message, StandIn, TooMany, nouns
from tests.wire import Guild as WireGuild
from tests.wire.sample import pointed_at

POST, CROSSPOST = "POST /channels/*/threads", "POST /channels/*/messages/*/crosspost"


@dataclass
class Hall:
    """A server on the stand-in with a forum, and the deliveries to it."""

    w: World
    wire: StandIn
    guild: WireGuild
    forum: Channel
    client: discord.Client
    delivering: Delivering

    async def owes(self, key: str, title: str = "", channel: Channel | None = None, **more: Any) -> None:
        told = Notice(NoticeKind.NEWS, title or key, "Said.", labels=("ADMM-Plus", "Piracy"))
        place = ChannelId((channel or self.forum).id)
        async with self.w.db.transaction() as tx:
            await guilds.put(tx, GuildId(self.guild.id))
            await outbox.add(
                tx,
                key=key,
                notice=told.to_json(),
                now=self.w.clock(),
                guild_id=GuildId(self.guild.id),
                channel_id=place,
                **more,
            )

    async def changes(self, key: str, title: str) -> None:
        target = (await self.row(key))["message_id"]
        await self.owes(f"change of {key}", title, op=Op.EDIT, target_message_id=target)

    async def wants(self, options: Options, channel: Channel | None = None) -> None:
        place = ChannelId((channel or self.forum).id)
        async with self.w.db.transaction() as tx:
            await guilds.put(tx, GuildId(self.guild.id))
            await channels.save(tx, ChannelRow(place, GuildId(self.guild.id), options=options))

    async def delivers(self, **after: float) -> None:
        """Let so much time pass, and deliver what is due."""
        self.w.clock.moves_on(**after)
        await self.delivering.tick()

    async def row(self, key: str) -> Row:
        return await self.w.row(key)

    @property
    def posts(self) -> list[Channel]:
        return self.wire.posts(self.forum)

    def first(self, post: Channel) -> Message:
        (message,) = self.wire.posted(post)
        return message

    def asked(self, route: str) -> int:
        end = route.rpartition("/")[2]
        return sum(one.startswith("POST") and one.endswith(f"/{end}") for one, _ in self.wire.answered)


@asynccontextmanager
async def hall(
    folder: Path, *tags: str, requires_tag: bool = False, hears: bool = True
) -> AsyncIterator[Hall]:
    """With `hears` the client is told of the server by the gateway, as it usually is."""
    clock = MovableClock()
    async with StandIn(clock=lambda: clock().timestamp()) as wire, world(folder, clock=clock) as w:
        guild = wire.guild("Embassy")
        forum = wire.forum(guild, "forum", *tags, requires_tag=requires_tag)
        with pointed_at(wire):
            client = discord.Client(
                intents=discord.Intents(guilds=True),
                http_trace=first_answer_counts(),
                guild_ready_timeout=0.05,
            )
            running = asyncio.create_task(client.start(wire.token) if hears else client.login(wire.token))
            try:
                if hears:
                    await wire.ready()
                    await client.wait_until_ready()
                else:
                    await running
                delivering = Delivering(w.db, clock, DiscordMessenger(client), Pacer(rate=10_000), None)
                yield Hall(w, wire, guild, forum, client, delivering)
            finally:
                await client.close()
                await running


Scenario = Callable[[Hall], Awaitable[None]]


def run(folder: Path, scenario: Scenario, *tags: str, **how: bool) -> None:
    async def played() -> None:
        async with hall(folder, *tags, **how) as here:
            await scenario(here)

    asyncio.run(played())


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


def test_a_locked_thread_is_paused_and_one_that_sleeps_wakes_up(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        ann = h.wire.person("ann", h.guild)
        desk = h.wire.channel(h.guild, "desk")
        asleep, locked = h.wire.thread(desk, "asleep", ann), h.wire.thread(desk, "locked", ann)
        h.wire.close(asleep)
        h.wire.close(locked, lock=True)
        for one in (asleep, locked):
            await h.w.subscribing.subscribe(
                GuildId(h.guild.id), ChannelId(one.id), FORUM, news=True, reminders=True
            )
            await h.owes(f"to {one.name}", channel=one)
        await h.delivers()
        assert len(h.wire.posted(asleep)) == 1 and not asleep.archived
        paused = {
            one.channel_id: one.paused_reason for one in await h.w.subscribing.of_guild(GuildId(h.guild.id))
        }
        assert paused == {asleep.id: None, locked.id: "the thread is locked"}

    run(tmp_path, scenario)


def test_a_list_in_a_forum_is_one_post_that_is_kept_up_to_date(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        await h.wants(Options(live=True))
        for number in (1, 2):
            await h.owes(f"list {number}", op=Op.LIVE)
            await h.delivers()
        (post,) = h.posts
        assert (post.name, h.first(post).embeds[0]["title"]) == ("list 2", "list 2")

    run(tmp_path, scenario)


@pytest.mark.parametrize("trouble", [{"after": 503}, {"after": Drop()}, {"before": Drop()}])
def test_a_publication_whose_answer_was_lost_is_done(tmp_path: Path, trouble: dict[str, Any]) -> None:
    async def scenario(h: Hall) -> None:
        place = h.wire.channel(h.guild, "announcements", nouns.ANNOUNCEMENT)
        await h.wire.ready()
        await h.wants(Options(publish=True), place)
        h.wire.trouble(CROSSPOST, **trouble)
        await h.owes("first", channel=place)
        await h.delivers()
        await h.delivers(minutes=6)
        (message,) = h.wire.posted(place)
        assert message.published and await h.w.owed() == []
        assert len(await h.w.owed("sent")) == 2

    run(tmp_path, scenario)


def test_where_discord_publishes_no_more_for_now_it_is_asked_once_and_messages_go_on(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        place = h.wire.channel(h.guild, "announcements", nouns.ANNOUNCEMENT)
        await h.wire.ready()
        await h.wants(Options(publish=True), place)
        h.wire.trouble(CROSSPOST, before=TooMany(1800.0))
        for key in ("first", "second"):
            await h.owes(key, channel=place)
        await h.delivers()
        first, second = h.wire.posted(place)
        assert (first.published, h.asked(CROSSPOST)) == (False, 1)
        await h.delivers(minutes=31)
        assert first.published and second.published and h.asked(CROSSPOST) == 3

    run(tmp_path, scenario)


def test_before_discord_told_of_a_channel_nothing_is_lost_by_asking_to_publish_there(tmp_path: Path) -> None:
    async def scenario(h: Hall) -> None:
        text, news = h.wire.channel(h.guild, "text"), h.wire.channel(h.guild, "news", nouns.ANNOUNCEMENT)
        for place in (text, news):
            await h.wants(Options(publish=True), place)
            await h.owes(f"to {place.name}", channel=place)
        await h.delivers()
        assert [one.published for place in (text, news) for one in h.wire.posted(place)] == [False, True]
        assert len(await h.w.owed("sent")) == 4

    run(tmp_path, scenario, hears=False)


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
