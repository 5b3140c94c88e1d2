"""`/feed`: which feeds a server watches for news."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules.text import cut, escaped
from bot.rules.wording import counted, instant
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import guild_of, moderators_only
from storage.news import Feed


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="feed",
        description="RSS and Atom feeds that are watched for news",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(description="Watch a feed; what is in it today is not posted")
    @moderators_only
    @app_commands.describe(url="The address of an RSS or Atom document")
    async def add(interaction: discord.Interaction, url: str) -> None:
        await defer(interaction)
        feed, entries = await desk.feeds.add(guild_of(interaction), url)
        await answer(
            interaction,
            f"**{_title(feed)}** is watched from now on."
            f" Its {counted(entries, 'present entry', 'present entries')} will not be posted;"
            " new ones will be, in channels that follow what they mention.",
        )

    @group.command(name="list", description="The feeds this server watches and how they stand")
    async def list_(interaction: discord.Interaction) -> None:
        lines = [_line(feed) for feed in await desk.feeds.of_guild(guild_of(interaction))]
        embed = of_lines("Feeds", lines, empty="No feed is watched yet. Begin with `/feed add`.")
        await answer(interaction, embeds=[embed])

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        mine = await desk.feeds.of_guild(guild_of(interaction))
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=cut(feed.title or feed.url, 100), value=str(feed.id))
            for feed in mine
            if wanted in feed.title.casefold() or wanted in feed.url.casefold()
        ][:25]

    @group.command(description="Watch a feed no more")
    @moderators_only
    @app_commands.describe(feed="Its title or address")
    @app_commands.autocomplete(feed=complete)
    async def remove(interaction: discord.Interaction, feed: str) -> None:
        removed = await desk.feeds.remove(guild_of(interaction), feed)
        await answer(interaction, f"**{_title(removed)}** is watched no more.")

    tree.add_command(group)


def _title(feed: Feed) -> str:
    return escaped(cut(feed.title or feed.url, 200))


def _line(feed: Feed) -> str:
    if feed.failing_since_at is not None:
        state = f"failing since {instant(feed.failing_since_at)}: {escaped(cut(feed.last_error or '', 200))}"
    elif feed.last_ok_at is not None:
        state = f"last read {instant(feed.last_ok_at)}"
    else:
        state = "not read yet"
    return f"**{_title(feed)}** — {state}\n<{feed.url}>"
