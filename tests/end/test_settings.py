"""Moderators set how channels and the server are told, and see what holds and where it is from."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import discord

from tests.end.stage import Stage, follow, stage, text_of


async def edited(here: Stage, **options: Any) -> str:
    return text_of(await here.mod.slash(here.desk, "subscription edit", channel=here.desk, **options))


def test_lead_times_of_a_subscription_are_set_and_the_channel_is_reminded_then(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            await follow(here, here.meetings, "admm-plus")
            (reading,) = await here.mod.autocomplete(here.desk, "subscription edit", "leads", "2d")
            assert (reading["name"], reading["value"]) == ("2 days before", "2 days")
            shown = await edited(here, to="admm-plus", leads=reading["value"], hour="10")
            assert "**ADMM-Plus** (news and reminders)" in shown
            assert "**Lead times**: 2 days · set here" in shown and "10:00 · set here" in shown
            assert "**Lead times**: 1 week, 1 day and 1 hour · by default" in shown
            await here.pass_to(2025, 10, 30, 10)
            assert "Reminder · 2 days before" in text_of(here.desk.last_message)
            assert here.meetings.history() == []
            await here.pass_to(2025, 10, 31, 10)
            assert len(here.desk.history()) == 1 and len(here.meetings.history()) == 1

    asyncio.run(scenario())


def test_a_subscriptions_role_comes_and_goes_and_what_is_wrong_is_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            role = here.guild.create_role("Watchers", permissions=discord.Permissions.none())
            await follow(here, here.desk, "admm-plus")
            shown = await edited(here, to="admm-plus", role=role, news=False)
            assert f"(reminders, mentions <@&{role.id}>)" in shown
            assert "(reminders)" in await edited(here, to="admm-plus", no_role=True)
            assert "name it with `to`" in await edited(here, news=True)
            assert "cannot be taken as `quiet`" in await edited(here, quiet="late")
            assert "Choose news, reminders, or both" in await edited(here, to="admm-plus", reminders=False)
            assert "does not follow" in await edited(here, to="counter-terrorism", news=True)
            ann = await here.ann.slash(here.desk, "subscription edit", channel=here.desk, live="on")
            assert "Only people who may manage this server" in text_of(ann)
            shown = text_of(await here.ann.slash(here.desk, "subscription show", channel=here.desk))
            assert "(reminders)" in shown and "**Live list**: off · by default" in shown

    asyncio.run(scenario())


def test_what_a_server_sets_holds_in_its_channels_until_they_set_something_else(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            settings = text_of(
                await here.mod.slash(
                    here.desk, "settings", leads="3 days", quiet="22-7", brief="weekly", mirror="on", hour=8
                )
            )
            for line in (
                "**Time zone**: UTC, where it is",
                "**Lead times**: 3 days · set here",
                "**Hour for dates without one**: 08:00 · set here",
                "**Quiet hours**: 22:00 to 07:00 · set here",
                "**Brief**: weekly · set here",
                "**Events among Discord's own**: on · set here",
                "**Notices**: not chosen",
            ):
                assert line in settings
            assert settings in text_of(await here.mod.slash(here.desk, "setup"))
            assert settings == text_of(await here.mod.slash(here.desk, "settings"))
            shown = await edited(here, brief="off", quiet="none")
            assert "**Quiet hours**: none · set here" in shown and "**Brief**: off · set here" in shown
            assert "**Lead times**: 3 days · of this server" in shown
            assert "**Brief**: weekly · of this server" in await edited(here, brief="default")

    asyncio.run(scenario())


def test_one_event_has_lead_times_of_its_own(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await follow(here, here.desk, "admm-plus")
            event = (await here.mod.autocomplete(here.desk, "event leads", "event", "12th"))[0]["value"]
            shown = text_of(await here.mod.slash(here.desk, "event leads", event=event))
            assert "those of each channel" in shown and "• 1 day before: <t:" in shown
            shown = text_of(
                await here.mod.slash(here.desk, "event leads", event=event, leads="2 days, 1 hour")
            )
            assert "**Lead times**: 2 days and 1 hour" in shown
            assert "Not possible, since no hour was announced: 1 hour." in shown
            await here.pass_to(2025, 10, 30, 9)
            await here.pass_to(2025, 10, 31, 9)
            (posted,) = here.desk.history()
            assert "2 days before" in text_of(posted)
            refused = await here.mod.slash(here.desk, "event leads", event=event, leads="a century")
            assert "cannot be taken as `leads`" in text_of(refused)

    asyncio.run(scenario())
