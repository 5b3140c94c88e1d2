"""Presses about feeds: to watch one that was looked at, to choose some, to go on with a paused one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.bundle import BundledFeed
from bot.rules import wording
from bot.rules.opml import Outline
from bot.ui import feeds_shown
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.feeds_added import add_with_progress
from bot.ui.options import guild_of
from bot.ui.press import Press
from storage.news import FeedId


class WatchPress(Press, template=r"watch:(?P<feed>\d{1,18})"):
    """Watches the feed of a preview."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        _moderators(interaction)
        guild_id = guild_of(interaction)
        feed = await desk.feeds.watch(guild_id, FeedId(int(self.match["feed"])))
        takes_news = any(one.news for one in await desk.subscribing.of_guild(guild_id))
        begin = "" if takes_news else " No channel takes news yet: `/subscribe` makes one follow something."
        await answer(
            interaction,
            f"**{feeds_shown.titled(feed)}** is watched from now on. What is in it today will not be posted;"
            f" new entries will be, in channels that follow what they mention.{begin}",
        )


class LookChoice(Press, template="look"):
    """Looks at one of the feeds that a page names."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        _moderators(interaction)
        assert isinstance(self.item, discord.ui.Select)
        await defer(interaction)
        look = await desk.feeds.look_again(guild_of(interaction), FeedId(int(self.item.values[0])))
        embed, view = feeds_shown.preview(look)
        await answer(interaction, embeds=[embed], view=view)


class ResumePress(Press, template=r"resume:(?P<how>skip|digest|all):(?P<feed>\d{1,18})"):
    """Lets a paused feed go on, with or without what was missed."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        _moderators(interaction)
        how, feed = self.match["how"], self.match["feed"]
        owed = await desk.feeds.resume(
            guild_of(interaction), feed, tell=how != "skip", together=how == "digest"
        )
        told = f" {wording.counted(owed, 'news item')} of what was missed will be told." if owed else ""
        none = " Nothing of what was missed is followed by a channel." if how != "skip" and not owed else ""
        await answer(interaction, f"The feed goes on.{told}{none}")


class BundleChoice(Press, template="bundle"):
    """Watches the chosen ones of the feeds that are shipped."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        assert isinstance(self.item, discord.ui.Select)
        await _watch(interaction, desk, [feed for feed in desk.bundle if feed.id in self.item.values])


class BundlePress(Press, template="bundle:chosen"):
    """Watches those that are chosen in that menu unless somebody changes it."""

    async def pressed(self, interaction: discord.Interaction[Any], desk: Desk) -> None:
        await _watch(interaction, desk, [feed for feed in desk.bundle if feed.on])


FEED_PRESSES = (WatchPress, LookChoice, ResumePress, BundleChoice, BundlePress)


async def _watch(interaction: discord.Interaction[Any], desk: Desk, chosen: Sequence[BundledFeed]) -> None:
    _moderators(interaction)
    await defer(interaction)
    outlines = [Outline(feed.publisher, feed.url) for feed in chosen]
    await add_with_progress(interaction, desk.feeds.add_all(guild_of(interaction), outlines))


def _moderators(interaction: discord.Interaction[Any]) -> None:
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
