"""Nonces, lost answers, refusals and limits, as an unmodified discord.py client meets them."""

from __future__ import annotations

import asyncio
import contextlib
import time

import aiohttp
import discord
import pytest

from . import Chaos, Drop, Hold, StandIn, TooMany, Unexpected, nouns
from .sample import channel_of, connected, furnished, run
from .trouble import Limits

POST = "POST /channels/*/messages"


def statuses(wire: StandIn) -> list[int]:
    return [status for route, status in wire.answered if route.endswith("/messages")]


def test_a_nonce_posts_once_inside_its_window_and_again_after_it() -> None:
    async def scenario() -> None:
        now = time.time()
        async with StandIn(clock=lambda: now, nonce_window=120) as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                channel = channel_of(bot, news)
                first = await channel.send("once", nonce="row-1")
                now += 119
                assert (await channel.send("once", nonce="row-1")).id == first.id
                assert (await channel.send("other", nonce="row-2")).id != first.id
                now += 1
                assert (await channel.send("once", nonce="row-1")).id != first.id
                assert [message.content for message in wire.posted(news)] == ["once", "other", "once"]

    run(scenario())


def test_a_nonce_belongs_to_the_author_and_outlives_its_message() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            assert news.guild is not None
            other = wire.channel(news.guild, "other")
            async with connected(wire) as bot:
                await channel_of(bot, news).send("once", nonce="row-1")
                await channel_of(bot, other).send("elsewhere", nonce="row-1")
                assert wire.posted(other) == []
                wire.posted(news)[0].deleted = True
                with pytest.raises(discord.NotFound) as refused:
                    await channel_of(bot, news).send("once", nonce="row-1")
                assert refused.value.code == 10008

    run(scenario())


def test_a_lost_answer_leaves_the_message_behind() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                channel = channel_of(bot, news)
                wire.trouble(POST, after=503)
                with pytest.raises(discord.DiscordServerError):
                    await channel.send("stored", nonce="row-1")
                wire.trouble(POST, after=Drop())
                with pytest.raises(aiohttp.ServerDisconnectedError):
                    await channel.send("stored too", nonce="row-2")
                assert [message.content for message in wire.posted(news)] == ["stored", "stored too"]
                await channel.send("stored too", nonce="row-2")
                assert len(wire.posted(news)) == 2

    run(scenario())


def test_the_librarys_own_retry_after_a_502_repeats_the_nonce() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                wire.trouble(POST, after=502)
                message = await channel_of(bot, news).send("once")
                assert [post.id for post in wire.posted(news)] == [message.id]
                assert statuses(wire) == [502, 200]

    run(scenario())


def test_trouble_before_storing_stores_nothing() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                wire.trouble(POST, before=503)
                with pytest.raises(discord.DiscordServerError):
                    await channel_of(bot, news).send("lost")
                wire.trouble(POST, before=Drop())
                with pytest.raises(aiohttp.ServerDisconnectedError):
                    await channel_of(bot, news).send("lost too")
                assert wire.posted(news) == []

    run(scenario())


def test_a_held_answer_shows_the_moment_between_stored_and_known() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                hold = Hold()
                wire.trouble(POST, after=hold)
                sending = asyncio.create_task(channel_of(bot, news).send("stored"))
                await hold.reached.wait()
                assert len(wire.posted(news)) == 1
                assert not sending.done()
                hold.release()
                assert (await sending).id == wire.posted(news)[0].id

    run(scenario())


@pytest.mark.parametrize("is_global", [False, True])
def test_429_is_obeyed_unless_it_comes_from_the_edge(is_global: bool) -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                wire.trouble(POST, before=TooMany(0.01, is_global=is_global), times=2)
                await channel_of(bot, news).send("patient")
                assert statuses(wire) == [429, 429, 200]
                wire.trouble(POST, before=TooMany(0.01, via=False))
                with pytest.raises(discord.HTTPException, match="429"):
                    await channel_of(bot, news).send("banned at the edge")
                assert len(wire.posted(news)) == 1

    run(scenario())


def test_a_channels_bucket_is_told_in_headers_and_so_never_overrun() -> None:
    async def scenario() -> None:
        async with StandIn(per_channel=(2, 0.1)) as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                for number in range(5):
                    await channel_of(bot, news).send(str(number))
                assert statuses(wire) == [200] * 5

    run(scenario())


def test_the_global_limit_is_only_told_when_it_is_hit() -> None:
    async def scenario() -> None:
        headers = {"Authorization": "Bot a-token-for-loopback"}
        async with StandIn(per_second=4) as wire, aiohttp.ClientSession(headers=headers) as session:
            url = f"{wire.api_url}/users/@me"
            answers = await asyncio.gather(*(session.get(url) for _ in range(12)))
            refused = [answer for answer in answers if answer.status == 429]
            assert refused
            assert "X-RateLimit-Remaining" not in answers[0].headers
            assert refused[0].headers["X-RateLimit-Global"] == "true"
            assert refused[0].headers["Via"]
            assert (await refused[0].json())["global"] is True

    run(scenario())


def test_windows_are_counted_apart() -> None:
    limits = Limits((2, 60.0), per_second=None)
    first, second, third = (limits.count_in_channel("POST messages", "1") for _ in range(3))
    assert [headers["X-RateLimit-Remaining"] for headers, _ in (first, second, third)] == ["1", "0", "0"]
    assert (first[1], second[1]) == (None, None)
    assert isinstance(third[1], TooMany)
    assert limits.count_in_channel("POST messages", "2")[1] is None
    assert limits.count_in_channel("GET messages", "1")[1] is None
    assert limits.count_globally() is None


@pytest.mark.parametrize(
    ("missing", "code"),
    [(nouns.SEND_MESSAGES, 50013), (nouns.EMBED_LINKS, 50013), (nouns.VIEW_CHANNEL, 50001)],
)
def test_a_forbidden_channel_refuses_and_can_be_opened_again(missing: int, code: int) -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                channel, embed = channel_of(bot, news), discord.Embed(title="news")
                wire.forbid(news, missing)
                with pytest.raises(discord.Forbidden) as refused:
                    await channel.send(embed=embed)
                assert refused.value.code == code
                wire.forbid(news, 0)
                await channel.send(embed=embed)
                assert len(wire.posted(news)) == 1

    run(scenario())


def test_gone_channels_left_guilds_and_closed_doors_refuse() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            guild = news.guild
            assert guild is not None
            left, shy = wire.channel(guild, "left"), wire.person("shy", guild, takes_dms=False)
            async with connected(wire) as bot:
                codes = []
                gone, kicked = channel_of(bot, news), channel_of(bot, left)
                wire.remove(news)
                wire.kick(guild)
                direct = bot.get_partial_messageable(wire.dm(shy).id)
                for channel in (gone, kicked, direct):
                    with pytest.raises(discord.HTTPException) as refused:
                        await channel.send("anybody there?")
                    codes.append((refused.value.status, refused.value.code))
                assert codes == [(404, 10003), (403, 50001), (403, 50007)]

    run(scenario())


def test_one_nonce_a_row_survives_chaos_exactly_once() -> None:
    async def scenario() -> None:
        chaos = Chaos(7, dropped_before=0.2, dropped_after=0.3, limited=0.2, slow=0.2, seconds=0.001)
        async with StandIn(chaos=chaos) as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                for number in range(30):
                    posted = False
                    while not posted:
                        with contextlib.suppress(aiohttp.ServerDisconnectedError):
                            await channel_of(bot, news).send(str(number), nonce=f"row-{number}")
                            posted = True
                assert [message.text for message in wire.posted(news)] == [
                    str(number) for number in range(30)
                ]
                assert set(chaos.struck) == {"dropped_before", "dropped_after", "limited", "slow"}

    run(scenario())


def test_chaos_is_the_same_for_the_same_seed() -> None:
    def drawn(seed: int) -> list[object]:
        chaos = Chaos(seed, broken_before=0.3, dropped_after=0.3, limited=0.2)
        return [chaos.draw("POST /channels/1/messages") for _ in range(40)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert Chaos(1, slow=1.0).draw("GET /users/@me") == (None, None)


def test_trouble_that_never_strikes_or_makes_no_sense_is_loud() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            with pytest.raises(ValueError, match="an opinion"):
                wire.trouble(POST, before=403)
            with pytest.raises(ValueError, match="never after"):
                wire.trouble(POST, after=TooMany(1))
            wire.trouble("POST /channels/*/message", after=502)

    with pytest.raises(Unexpected, match="never struck"):
        run(scenario())
