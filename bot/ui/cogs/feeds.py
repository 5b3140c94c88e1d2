"""`/feed`: which feeds a server watches for news, and how they stand."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import app_commands

from bot.rules import wording
from bot.rules.opml import MOST_BYTES
from bot.rules.text import cut, escaped
from bot.services.refusals_of_news import (
    NotAList,
)
from bot.ui import feeds_shown
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.feeds_added import add_with_progress
from bot.ui.feeds_shown import titled
from bot.ui.lists import NO_FEED, list_message
from bot.ui.options import guild_of, moderators_only


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="feed",
        description="RSS, Atom and JSON feeds that are watched for news",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        mine = await desk.feeds.of_guild(guild_of(interaction))
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=cut(feed.title or feed.url, 100), value=str(feed.id))
            for feed in mine
            if wanted in feed.title.casefold() or wanted in feed.url.casefold()
        ][:25]

    @group.command(description="Look at a feed, or at the feeds a web page names, and watch it")
    @moderators_only
    @app_commands.describe(url="The address of a feed, or of a page that names one")
    async def add(interaction: discord.Interaction, url: str) -> None:
        await defer(interaction)
        embed, view = feeds_shown.preview(await desk.feeds.look(guild_of(interaction), url))
        await answer(interaction, embeds=[embed], view=view)

    @group.command(name="list", description="The feeds this server watches and how they stand")
    async def list_(interaction: discord.Interaction) -> None:
        shown = await list_message(interaction, desk, "feeds")
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    @group.command(description="How every feed fares: failures, silence, when it is asked next")
    async def health(interaction: discord.Interaction) -> None:
        shown = await list_message(interaction, desk, "health")
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    @group.command(description="Ask a feed now and show what it says; nothing is posted or changed")
    @moderators_only
    @app_commands.describe(feed="Its title or address")
    @app_commands.autocomplete(feed=complete)
    async def test(interaction: discord.Interaction, feed: str) -> None:
        await defer(interaction)
        known, page, fetched = await desk.feeds.test(guild_of(interaction), feed)
        if fetched.parsed is None:
            lines = [
                f"It cannot be read: {escaped(cut(fetched.error or 'the answer was empty', 500))}.",
                "`/feed health` shows since when, and when it is asked next.",
            ]
        else:
            lines = [
                f"It answered with {wording.counted(len(fetched.parsed.entries), 'entry', 'entries')}:",
                "",
            ]
            lines += [feeds_shown.entry_line(entry) for entry in fetched.parsed.entries[:5]]
            lines += [f"⚠ {escaped(cut(warning, 200))}" for warning in fetched.parsed.warnings[:5]]
        if page.moved_to:
            lines.append(f"It moved for good to <{page.moved_to}>.")
        await answer(
            interaction, embeds=[of_lines(titled(known), lines, empty="", footer=cut(page.url, 500))]
        )

    @group.command(description="Hold a feed's news back until it is resumed; it is read all the same")
    @moderators_only
    @app_commands.describe(feed="Its title or address")
    @app_commands.autocomplete(feed=complete)
    async def pause(interaction: discord.Interaction, feed: str) -> None:
        paused = await desk.feeds.pause(guild_of(interaction), feed)
        await answer(
            interaction,
            f"**{titled(paused)}** is paused. `/feed resume` asks what to do with what it missed.",
        )

    @group.command(description="Let a paused feed go on, and choose what becomes of what was missed")
    @moderators_only
    @app_commands.describe(feed="Its title or address")
    @app_commands.autocomplete(feed=complete)
    async def resume(interaction: discord.Interaction, feed: str) -> None:
        guild_id = guild_of(interaction)
        known, missed = await desk.feeds.missed(guild_id, feed)
        if not missed:
            await desk.feeds.resume(guild_id, feed, tell=False)
            await answer(interaction, f"**{titled(known)}** goes on. Nothing came in it meanwhile.")
            return
        text, view = feeds_shown.missed_question(known, len(missed))
        await answer(interaction, text, view=view)

    @group.command(description="Watch a feed no more")
    @moderators_only
    @app_commands.describe(feed="Its title or address")
    @app_commands.autocomplete(feed=complete)
    async def remove(interaction: discord.Interaction, feed: str) -> None:
        removed = await desk.feeds.remove(guild_of(interaction), feed)
        await answer(interaction, f"**{titled(removed)}** is watched no more.")

    @group.command(name="import", description="Watch the feeds of an OPML list")
    @moderators_only
    @app_commands.describe(file="An OPML file, as feed readers export it")
    async def import_(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await defer(interaction)
        if file.size > MOST_BYTES:
            raise NotAList("it is larger than 2 MB")
        await add_with_progress(interaction, desk.feeds.import_list(guild_of(interaction), await file.read()))

    @group.command(description="The feeds of this server as an OPML list for any feed reader")
    async def export(interaction: discord.Interaction) -> None:
        guild_id = guild_of(interaction)
        count = len(await desk.feeds.of_guild(guild_id))
        if not count:
            await answer(interaction, NO_FEED)
            return
        name = interaction.guild.name if interaction.guild else "this server"
        data = await desk.feeds.exported(guild_id, f"Feeds of {name}")
        file = discord.File(BytesIO(data), "feeds.opml")
        await answer(
            interaction,
            f"{wording.counted(count, 'feed')}, as a list that feed readers import.",
            files=[file],
        )

    tree.add_command(group)
