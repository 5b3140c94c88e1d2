"""What a channel sees of reminders that moved, of quiet nights and of a bot that was away; and where people
are told who take no direct messages.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest

from storage import guilds, subscriptions
from storage.options import Options
from storage.records import ChannelId, EntityId, GuildId, Subscription, UserId
from tests.end.stage import Stage, follow, labels_of, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def adds(here: Stage, title: str, when: str) -> None:
    given = {"title": title, "when": when, "of": "admm-plus", "source": SOURCE}
    await here.mod.slash(here.desk, "event add", **given)


def shown(channel: Any) -> list[str]:
    return [text_of(message) for message in channel.history()]


async def keeps(here: Stage, options: Options) -> None:
    """The server has these options."""
    async with here.app.db.transaction() as tx:
        await guilds.put(tx, GuildId(here.guild.id))
        guild = await guilds.get(tx, GuildId(here.guild.id))
        assert guild is not None
        await guilds.save(tx, replace(guild, options=options))


def test_the_reminder_of_a_meeting_that_moved_is_struck_through_where_it_stands(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.meetings, "ADMM+")
            await here.pass_to(2025, 10, 31, 9)
            assert "12th ADMM" in shown(here.meetings)[0]
            await here.mod.slash(
                here.desk, "event move", event="12th ADMM+", when="2 Nov 2025", source=SOURCE
            )
            await here.ticks()
            reminder, change = here.meetings.history()
            assert "~~12th ADMM" in (reminder.embeds[0].title or "")
            assert "**Moved** to Sunday 2 November 2025, no hour announced" in text_of(reminder)
            assert "[A letter of the ministry](https://ministry.example/letter)" in text_of(reminder)
            assert "Moved: 12th ADMM" in text_of(change)
            assert "Why?" in labels_of(reminder)
            why = text_of(await here.ann.click(reminder, label="Why?"))
            assert "The reminder is for" in why and "1 day" in why

    asyncio.run(scenario())


def test_a_quiet_night_ends_with_one_message_of_what_it_held(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await keeps(here, Options(quiet_from=20, quiet_to=7))
            await follow(here, here.meetings, "ADMM+")
            await here.pass_to(2025, 10, 29, 20)
            for number in range(3):
                await adds(here, f"Briefing {number}", "9 Nov 2025")
            await here.pass_to(2025, 10, 30, 6)
            assert shown(here.meetings) == []
            await here.pass_to(2025, 10, 30, 7)
            await here.pass_to(2025, 10, 30, 8)
            (told,) = shown(here.meetings)
            assert told.startswith("3 changes\n") and told.count("• [Announced: Briefing") == 3
            assert told.count("**Sunday 9 November 2025") == 3
            why = text_of(await here.ann.click(here.meetings.history()[0], label="Why?"))
            assert "Quiet hours" in why

    asyncio.run(scenario())


@pytest.mark.parametrize(("catch_up", "messages"), [("late", 1), ("digest", 1), ("skip", 0)])
def test_six_reminders_that_fell_due_while_the_bot_was_away_are_one_message(
    tmp_path: Path, catch_up: str, messages: int
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path, ATTACHE_REMINDERS_CATCH_UP=catch_up) as here:
            for number in range(6):
                await adds(here, f"Briefing {number}", "20 Nov 2025")
            await follow(here, here.meetings, "ADMM+")
            await here.app.tick_remind()
            await here.pass_to(2025, 11, 13, 15)
            said = [text for text in shown(here.meetings) if "Briefing" in text]
            assert len(said) == messages
            assert all(
                text.startswith("6 reminders\n") and text.count("late: it was due <t:") == 6 for text in said
            )

    asyncio.run(scenario())


async def ann_asks(here: Stage, channel: Any) -> None:
    """Ann asks in a channel to be reminded, and takes no direct messages."""
    here.env.backend.get_user(here.ann.id).bot = True  # whom alone SimCord refuses direct messages
    async with here.app.db.transaction() as tx:
        await guilds.put(tx, GuildId(here.guild.id))
        await subscriptions.put_person(
            tx,
            GuildId(here.guild.id),
            UserId(here.ann.id),
            EntityId("admm-plus"),
            options=Options(),
            asked_in=ChannelId(channel.id),
            now=here.now,
        )
        await here.app.reminding.replan_guild(tx, GuildId(here.guild.id))


async def asked_for(here: Stage) -> Subscription:
    (one,) = await subscriptions.of_person(here.app.db.reader, UserId(here.ann.id))
    return one


def known(here: Stage, thread: Any) -> discord.Thread:
    """A thread as the bot has it."""
    found = here.app.client.get_channel(thread.id)
    assert isinstance(found, discord.Thread)
    return found


def channel_without(here: Stage, **denied: bool) -> Any:
    """A channel where the bot may do everything but what is denied."""
    name = str(here.app.client.user and here.app.client.user.name)
    role = next(role for role in here.guild.roles.values() if role.name == name)
    return here.guild.create_text_channel("asking", overwrites={role: discord.PermissionOverwrite(**denied)})


def test_who_takes_no_direct_messages_is_called_in_one_private_thread(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await ann_asks(here, here.meetings)
            await here.pass_to(2025, 10, 31, 9)
            (thread,) = here.meetings.threads
            (message,) = thread.history()
            said = [one for one in here.meetings.history() if one.type is discord.MessageType.default]
            assert thread.name == "Reminders for ann" and said == []
            assert known(here, thread).is_private()
            assert message.content == f"<@{here.ann.id}>" and "12th ADMM" in text_of(message)
            assert [user.id for user in message.mentions] == [here.ann.id]
            await adds(here, "Briefing", "9 Nov 2025")
            await here.ticks()
            assert len(here.meetings.threads) == 1 and len(thread.history()) == 2
            assert (await asked_for(here)).paused_at is None
            await here.mod.slash(
                here.desk, "event move", event="12th ADMM+", when="2 Nov 2025", source=SOURCE
            )
            await here.ticks()
            assert "~~12th ADMM" in text_of(thread.history()[0]), "and it is changed there when it moves"

    asyncio.run(scenario())


def test_a_thread_that_is_archived_is_found_and_one_that_was_lost_is_found_by_its_name(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await ann_asks(here, here.meetings)
            await here.pass_to(2025, 10, 31, 9)
            (thread,) = here.meetings.threads
            async with here.app.db.transaction() as tx:
                await tx.run("UPDATE thread SET thread_id = NULL")
            await known(here, thread).edit(archived=True)
            await adds(here, "Briefing", "9 Nov 2025")
            await here.ticks()
            assert len(here.meetings.threads) == 1 and len(thread.history()) == 2

    asyncio.run(scenario())


def test_where_no_private_thread_may_be_made_an_open_one_is(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            channel = channel_without(here, create_private_threads=False)
            await ann_asks(here, channel)
            await here.pass_to(2025, 10, 31, 9)
            (thread,) = channel.threads
            assert not known(here, thread).is_private()
            assert "12th ADMM" in text_of(thread.history()[0])

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "denied",
    [
        {"create_private_threads": False, "create_public_threads": False},
        {"send_messages_in_threads": False},
        {"view_channel": False},
    ],
    ids=["no thread may be made", "nothing may be written in threads", "the channel is not seen"],
)
def test_where_there_can_be_no_thread_it_is_paused_with_the_reason(
    tmp_path: Path, denied: dict[str, bool]
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            channel = channel_without(here, **denied)
            await ann_asks(here, channel)
            await here.pass_to(2025, 10, 31, 9)
            for minute in range(1, 6):
                await here.pass_to(2025, 10, 31, 9, minute)
            paused = await asked_for(here)
            assert paused.paused_reason is not None
            assert paused.paused_reason.startswith("direct messages are closed, and I may ")
            assert [thread.history() for thread in channel.threads] in ([], [[]])

    asyncio.run(scenario())
