"""The stand-in proved against the library it is made for: logging in, commands, buttons, guilds, resuming."""

from __future__ import annotations

import asyncio
import io
import time

import discord
import pytest

from . import CannotDo, NoAnswer, StandIn, Unexpected, nouns
from .bell import Bell
from .sample import Bot, channel_of, connected, furnished, pointed_at, run


def test_a_bot_logs_in_and_sees_its_guilds() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                assert bot.user is not None
                assert bot.user.id == wire.bot.id
                assert [guild.name for guild in bot.guilds] == ["Secretariat"]
                assert channel_of(bot, news).permissions_for(bot.guilds[0].me).send_messages
                synced = [command.name for command in await bot.tree.fetch_commands()]
                assert synced == ["forum", "slow", "follow", "late", "setup"]
                assert (await bot.fetch_guild(bot.guilds[0].id)).name == "Secretariat"
            await wire.gone()

    run(scenario())


def test_a_wrong_token_is_refused() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            with pointed_at(wire):
                bot = Bot()
                with pytest.raises(discord.LoginFailure):
                    await bot.start("another token")
                await bot.close()

    run(scenario())


def test_privileged_intents_are_refused_loudly() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            with pointed_at(wire):
                bot = discord.Client(intents=discord.Intents.all())
                with pytest.raises(discord.PrivilegedIntentsRequired):
                    await bot.start(wire.token)
                await bot.close()

    with pytest.raises(Unexpected, match="privileged intents"):
        run(scenario())


def test_commands_completions_and_buttons_go_there_and_back() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, ann = furnished(wire)
            async with connected(wire):
                choices = await wire.type(ann, news, "forum show", name="ADMM-")
                assert choices == [{"name": "ADMM-Plus", "value": "ADMM-Plus"}]
                answer = await wire.slash(ann, news, "forum show", name="ADMM-Plus")
                assert answer.text == "Here:\nADMM-Plus\nA forum\nSince\n2006"
                assert answer.ephemeral
                assert wire.posted(news) == []
                why = await wire.click(ann, answer, "why:")
                assert (why.content, why.ephemeral) == ("Because you asked.", True)
                later = await wire.click(ann, answer, "later:")
                assert (later.message, later.content) == (answer.message, "Later.")
                assert (await wire.click(ann, answer, "think:")).content == "Thought."
                await wire.click(ann, answer, "hide:")
                assert (answer.content, answer.buttons) == ("Hidden.", [])

    run(scenario())


def test_a_deferred_answer_is_waited_for_and_works_in_direct_messages() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            _, ann = furnished(wire)
            async with connected(wire):
                answer = await wire.slash(ann, wire.dm(ann), "slow")
                assert (answer.content, answer.deferred, answer.ephemeral) == (
                    "Thought about it.",
                    True,
                    True,
                )
                await wire.until(lambda: bool(answer.followups), "the follow-up")
                assert answer.followups[0].content == "And more."

    run(scenario())


def test_an_answer_after_three_seconds_is_none() -> None:
    async def scenario() -> None:
        now = time.time()
        async with StandIn(clock=lambda: now) as wire:
            news, ann = furnished(wire)
            async with connected(wire) as bot:
                asking = asyncio.create_task(wire.slash(ann, news, "late"))
                await asyncio.sleep(0)
                now += 4
                bot.gate.set()
                with pytest.raises(NoAnswer, match="after more than 3 s"):
                    await asking

    run(scenario())


def test_channels_and_roles_are_resolved_and_only_allowed_roles_are_pinged() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, ann = furnished(wire)
            assert news.guild is not None
            watchers = wire.role(news.guild, "watchers", mentionable=True)
            async with connected(wire) as bot:
                answer = await wire.slash(ann, news, "follow", channel=news, role=watchers)
                assert answer.content == "I may post: True"
                assert wire.posted(news)[0].pinged == [watchers.mention]
                await channel_of(bot, news).send(f"{watchers.mention} {ann.mention} @everyone")
                assert wire.posted(news)[-1].pinged == []

    run(scenario())


def test_people_cannot_do_what_discord_would_not_let_them() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, ann = furnished(wire)
            guild = news.guild
            assert guild is not None
            stranger, voice = wire.person("stranger"), wire.channel(guild, "talk", nouns.VOICE)
            managers = wire.role(guild, "managers", permissions=nouns.MANAGE_GUILD)
            boss = wire.person("boss", guild, roles=[managers])
            async with connected(wire):
                with pytest.raises(CannotDo, match="not synced; there is follow, forum show"):
                    await wire.slash(ann, news, "forum")
                with pytest.raises(CannotDo, match="needs name"):
                    await wire.slash(ann, news, "forum show")
                with pytest.raises(CannotDo, match="no option nam;"):
                    await wire.slash(ann, news, "forum show", nam="x")
                with pytest.raises(CannotDo, match="does not offer #talk"):
                    await wire.slash(ann, news, "follow", channel=voice, role=managers)
                with pytest.raises(CannotDo, match="is not in #news"):
                    await wire.slash(stranger, news, "slow")
                with pytest.raises(CannotDo, match="does not see /setup"):
                    await wire.slash(ann, news, "setup")
                answer = await wire.slash(boss, news, "setup")
                with pytest.raises(CannotDo, match="no one button 'why:'"):
                    await wire.click(ann, answer, "why:")

    run(scenario())


def test_what_happens_to_guilds_and_channels_is_told() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            assert news.guild is not None
            async with connected(wire) as bot:
                second = wire.guild("Second")
                wire.channel(second, "more")
                wire.outage(news.guild)
                wire.invite(news.guild)
                wire.remove(news)
                wire.kick(second)
                wire.invite(second)
                await bot.told(
                    *(
                        "sees Secretariat",
                        "ready",
                        "joined Second",
                        "lost sight of Secretariat",
                        "sees Secretariat",
                    ),
                    *("lost news", "left Second", "joined Second"),
                )
                assert [channel.name for channel in bot.get_all_channels()] == ["more"]

    run(scenario())


def test_messages_are_found_edited_and_carry_files() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, ann = furnished(wire)
            async with connected(wire) as bot:
                channel = channel_of(bot, news)
                calendar = discord.File(io.BytesIO(b"BEGIN:VCALENDAR"), "events.ics")
                first = await channel.send("first", file=calendar)
                wire.says(ann, news, "hello")
                second = await channel.send(embed=discord.Embed(title="second"))
                await second.edit(content="second, corrected")
                assert wire.posted(news)[0].attachments[0].content == b"BEGIN:VCALENDAR"
                assert [one.text for one in wire.posted(news)] == ["first", "second, corrected\nsecond"]
                assert [one.content async for one in channel.history()] == ["second, corrected", "", "first"]
                assert [one.id async for one in channel.history(before=second, after=first)] != []
                assert (await channel.fetch_message(first.id)).attachments[0].filename == "events.ics"
                user = await (await bot.application_info()).owner.create_dm()
                assert (await user.send("to myself")).content == "to myself"

    run(scenario())


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_dropped_socket_is_resumed_with_what_was_missed_or_identified_anew(forgotten: bool) -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, ann = furnished(wire)
            async with connected(wire) as bot:
                wire.hang_up(forget=forgotten)
                if forgotten:
                    await wire.ready()
                answer = await wire.slash(ann, news, "forum show", name="ADMM")
                assert "ADMM" in answer.text
                again = ["sees Secretariat", "ready"] if forgotten else ["resumed"]
                await bot.told("sees Secretariat", "ready", *again)

    run(scenario())


def test_an_unknown_route_is_loud() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            news, _ = furnished(wire)
            async with connected(wire) as bot:
                await channel_of(bot, news).edit(name="other")

    with pytest.raises(discord.DiscordServerError, match="501") as raised:
        run(scenario())
    assert "unknown route PATCH /channels/" in raised.value.__notes__[0]


def test_an_unknown_route_is_loud_even_if_the_bot_swallows_it() -> None:
    async def scenario() -> None:
        async with StandIn() as wire:
            _, ann = furnished(wire)
            async with connected(wire) as bot:
                with pytest.raises(discord.DiscordServerError):
                    await bot.fetch_user(ann.id)

    with pytest.raises(Unexpected, match=r"unknown route GET /users/\d+"):
        run(scenario())


def test_waiting_ends_with_what_was_waited_for() -> None:
    async def scenario() -> None:
        await Bell(patience=0).until(lambda: False, "the end of days")

    with pytest.raises(NoAnswer, match="for the end of days"):
        run(scenario())
