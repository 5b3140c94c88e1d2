"""Threads against the stand-in: a message wakes one up, and one that is locked or not seen is said to be."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage.records import ChannelId, GuildId
from tests.end.embassy import embassy, sound_bot
from tests.end.hall import Hall, run
from tests.services.world import FORUM
from tests.wire import nouns


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


def test_a_thread_that_sleeps_is_subscribed_and_one_that_is_not_seen_is_said_to_be(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with embassy() as here:
            hidden = here.discord.channel(here.guild, "hidden")
            asleep, unseen = (
                here.discord.thread(parent, "talks", here.mod) for parent in (here.desk, hidden)
            )
            for one in (asleep, unseen):
                here.discord.close(one)
            here.discord.forbid(hidden, nouns.VIEW_CHANNEL)
            async with sound_bot(here.discord, tmp_path):
                await here.discord.ready()
                said = [
                    (await here.discord.slash(here.mod, here.desk, line, channel=one, to="admm-plus")).text
                    for line, one in (
                        ("subscribe", asleep),
                        ("subscribe", unseen),
                        ("unsubscribe", asleep),
                    )
                ]
            assert f"{asleep.mention} now gets" in said[0] and "I do not see that channel" in said[1]
            assert f"{asleep.mention} no longer follows" in said[2]

    asyncio.run(scenario())
