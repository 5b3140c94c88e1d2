"""`attache run` over the wire: what it does when Discord is slow to take messages, or takes them no more.

Limits are kept where they are known and obeyed where they are told; nothing is lost by them. A channel that
cannot be posted to is paused and the server told; a server that was left is paused whole, and goes on when
the bot is invited again. What Discord refuses as it stands is told to the operator.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.rules.notices import Notice, NoticeKind
from tests.end import seeding
from tests.end.embassy import POST, Embassy, embassy, sound_bot
from tests.wire import TooMany

SUBSCRIPTIONS = "SELECT paused_reason FROM subscription ORDER BY channel_id"


def test_two_hundred_messages_arrive_within_the_global_limit(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy(per_second=50) as here:
            channels = [here.discord.channel(here.guild, f"channel-{number}") for number in range(40)]
            await seeding.owe(tmp_path, here.guild, channels, [_notice(number) for number in range(5)])
            async with sound_bot(here.discord, tmp_path):
                await seeding.until_settled(tmp_path, 200)
            for channel in channels:
                posted = [message.embeds[0]["title"] for message in here.discord.posted(channel)]
                assert posted == [f"Notice {number}" for number in range(5)]
            assert here.refused_for_speed() == 0

    asyncio.run(scenario())


def test_a_limit_that_is_told_is_obeyed_and_nothing_is_lost(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            await seeding.owe(tmp_path, here.guild, [here.desk, here.news], [_notice(n) for n in range(3)])
            here.discord.trouble(POST, before=TooMany(0.2), times=2)
            here.discord.trouble(POST, before=TooMany(0.2, is_global=True))
            async with sound_bot(here.discord, tmp_path):
                await seeding.until_settled(tmp_path, 6)
            assert here.posted() == [f"Notice {number}" for number in range(3)] * 2
            assert here.refused_for_speed() == 3

    asyncio.run(scenario())


def test_a_forbidden_channel_is_paused_and_the_notices_channel_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            await seeding.follow(tmp_path, here.guild, [here.news], [_soon()], notices=here.desk)
            here.discord.forbid(here.news)
            async with sound_bot(here.discord, tmp_path):
                await here.discord.until(lambda: bool(here.discord.posted(here.desk)), "a notice")
                await here.discord.ready()
                assert "**paused**: I may not post" in await _subscriptions(here)
            (told,) = here.discord.posted(here.desk)
            assert f"I can no longer post to {here.news.mention}" in told.text
            assert here.discord.posted(here.news) == []

    asyncio.run(scenario())


def test_a_deleted_channel_is_paused_whether_the_bot_saw_it_go_or_not(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            gone = here.discord.channel(here.guild, "gone")
            await seeding.follow(tmp_path, here.guild, [here.news, gone])
            await seeding.owe(tmp_path, here.guild, [gone], [_notice(0), _notice(1)])
            here.discord.remove(gone)
            async with sound_bot(here.discord, tmp_path):
                await here.discord.ready()
                here.discord.remove(here.news)
                expected = [("the channel was deleted",), ("the channel no longer exists",)]
                await seeding.until_found(tmp_path, SUBSCRIPTIONS, *expected)
                assert seeding.states(tmp_path) == {"dead": 1, "cancelled": 1}

    asyncio.run(scenario())


def test_a_removed_bot_pauses_and_an_invited_one_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            await seeding.follow(tmp_path, here.guild, [here.news])
            async with sound_bot(here.discord, tmp_path) as bot:
                await bot.says("ready in 1 servers")
                here.discord.outage(here.guild)
                here.discord.invite(here.guild)
                here.discord.kick(here.guild)
                await seeding.until_found(tmp_path, SUBSCRIPTIONS, ("the bot is not in the server",))
                here.discord.invite(here.guild)
                await here.discord.until(lambda: bool(here.posted()), "a welcome")
                assert "paused" not in await _subscriptions(here)
            (welcome,) = here.discord.posted(here.desk)
            assert "Begin with" in welcome.text and here.posted() == ["Attaché is here"]

    asyncio.run(scenario())


def test_a_server_that_was_left_while_nobody_watched_is_paused_whole(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            await seeding.follow(tmp_path, here.guild, [here.news], [_soon()])
            here.discord.kick(here.guild)
            async with sound_bot(here.discord, tmp_path):
                await seeding.until_found(tmp_path, SUBSCRIPTIONS, ("the bot is not in the server",))
                here.discord.invite(here.guild)
                await here.discord.until(lambda: bool(here.posted()), "a welcome")
                assert "paused" not in await _subscriptions(here)

    asyncio.run(scenario())


def test_the_operator_is_told_of_a_message_that_discord_refuses(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            operator = here.discord.person("operator")
            too_long = Notice(NoticeKind.TEST, "Refused", "A footer has 2048 characters.", footer="x" * 3000)
            await seeding.owe(tmp_path, here.guild, [here.news], [too_long, _notice(1)])
            direct = here.discord.dm(operator)
            async with sound_bot(here.discord, tmp_path, ATTACHE_OPERATOR_USER_ID=str(operator.id)):
                await seeding.until_settled(tmp_path, 3)
            (told,) = here.discord.posted(direct)
            assert "A message was given up" in told.text and f"test:{here.news.id}:0" in told.text
            assert here.posted() == ["Notice 1"]
            assert seeding.states(tmp_path) == {"dead": 1, "sent": 2}

    asyncio.run(scenario())


async def _subscriptions(here: Embassy) -> str:
    return (await here.discord.slash(here.ann, here.desk, "subscriptions")).text


def _soon() -> seeding.Event:
    return seeding.meeting(1, seeding.now() + timedelta(minutes=30))


def _notice(number: int) -> Notice:
    return Notice(NoticeKind.TEST, f"Notice {number}", "Of a test.")
