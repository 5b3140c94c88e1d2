"""`/topic`: what a server wants to hear of, saved as a query; and `/preview` of what would be posted."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rules import wording
from bot.rules.text import cut, escaped
from bot.ui.answers import answer, defer
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.lists import list_message
from bot.ui.options import guild_of, moderators_only, subjects
from bot.ui.topics_shown import query_lines, tried_lines
from storage.records import UserId

_QUERY = 'Names and words with AND, OR, NOT, brackets and "phrases"; feed: for one feed'


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="topic",
        description="Topics of this server: queries that channels can follow",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = desk.asking.own_topics(guild_of(interaction), typed)
        return [app_commands.Choice(name=cut(topic.name, 100), value=topic.id) for topic in found[:25]]

    @group.command(description="Save a query under a name; channels follow it as they follow a forum")
    @moderators_only
    @app_commands.describe(name="What it is called here", query=_QUERY)
    async def add(interaction: discord.Interaction, name: str, query: str) -> None:
        await defer(interaction)
        guild_id = guild_of(interaction)
        topic = await desk.topics.add(guild_id, UserId(interaction.user.id), name, query)
        tried = await desk.topics.tried(guild_id, topic.query)
        lines = [
            f"**{escaped(topic.name)}** is saved. `/subscribe` makes a channel follow it.",
            *query_lines(topic.query, tried),
        ]
        await answer(interaction, embeds=[of_lines("A topic of this server", lines, empty="")])

    @group.command(description="Give a topic another name or query; channels that follow it follow it on")
    @moderators_only
    @app_commands.describe(topic="Which one", name="Its new name", query=_QUERY)
    @app_commands.autocomplete(topic=complete)
    async def edit(
        interaction: discord.Interaction, topic: str, name: str | None = None, query: str | None = None
    ) -> None:
        await defer(interaction)
        if name is None and query is None:
            await answer(interaction, "Nothing is changed: give a new `name` or a new `query`.")
            return
        guild_id = guild_of(interaction)
        made = await desk.topics.edit(guild_id, topic, name, query)
        tried = await desk.topics.tried(guild_id, made.query)
        lines = [f"**{escaped(made.name)}** is now:", *query_lines(made.query, tried)]
        await answer(interaction, embeds=[of_lines("A topic of this server", lines, empty="")])

    @group.command(description="What of the last week's news a query meets; nothing is saved")
    @moderators_only
    @app_commands.describe(query=_QUERY)
    async def test(interaction: discord.Interaction, query: str) -> None:
        await defer(interaction)
        tried = await desk.topics.tried(guild_of(interaction), query)
        embed = of_lines("What this query meets", query_lines(query, tried), empty="")
        await answer(interaction, embeds=[embed])

    @group.command(name="list", description="The topics this server saved, with their queries")
    async def list_(interaction: discord.Interaction) -> None:
        shown = await list_message(interaction, desk, "topics")
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    @group.command(description="Forget a topic; channels that follow it do so no more")
    @moderators_only
    @app_commands.describe(topic="Which one")
    @app_commands.autocomplete(topic=complete)
    async def remove(interaction: discord.Interaction, topic: str) -> None:
        gone, followed = await desk.topics.remove(guild_of(interaction), topic)
        ended = (
            f" {wording.counted(followed, 'channel')} followed it, and no longer does." if followed else ""
        )
        await answer(interaction, f"**{escaped(gone.name)}** is forgotten.{ended}")

    @app_commands.command(description="What following something would have posted in the last week")
    @app_commands.guild_only()
    @moderators_only
    @app_commands.describe(to="A forum, topic, country, or everything")
    @app_commands.autocomplete(to=subjects(desk.asking))
    async def preview(interaction: discord.Interaction, to: str) -> None:
        await defer(interaction)
        guild_id = guild_of(interaction)
        subject = desk.asking.subject(to, guild_id)
        tried = await desk.topics.preview(guild_id, subject)
        title = f"What following {desk.asking.label(subject)} would have posted"
        await answer(interaction, embeds=[of_lines(title, tried_lines(tried), empty="")])

    tree.add_command(group)
    tree.add_command(preview)
