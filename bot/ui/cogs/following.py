"""`/subscribe`, `/unsubscribe` and `/subscriptions`: which channel follows what."""

from __future__ import annotations

from typing import Literal

import discord
from discord import app_commands

from bot.ui.answers import answer
from bot.ui.channels import AnyChannel, SeenChannel, missing, no_feed_yet, role_unheard
from bot.ui.desk import Desk
from bot.ui.lists import list_message
from bot.ui.options import followed, guild_of, moderators_only, subjects
from storage.records import ChannelId

What = Literal["news and reminders", "news", "reminders"]


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    complete = subjects(desk.asking)

    @app_commands.command(description="Make a channel follow a forum, topic or country, or everything")
    @app_commands.guild_only()
    @moderators_only
    @app_commands.describe(
        channel="Where to post: a text or announcement channel, a thread, or a forum",
        to="A forum, topic, country, or everything",
        what="News, reminders, or both",
        role="A role to mention in each post; nobody is mentioned otherwise",
    )
    @app_commands.autocomplete(to=complete)
    async def subscribe(
        interaction: discord.Interaction,
        channel: SeenChannel,
        to: str,
        what: What = "news and reminders",
        role: discord.Role | None = None,
    ) -> None:
        subject = desk.asking.subject(to, guild_of(interaction))
        standing = await desk.subscribing.standing(guild_of(interaction), ChannelId(channel.id))
        if lacking := missing(channel, standing.channel.options.tags or ()):
            await answer(interaction, lacking)
            return
        made = await desk.subscribing.subscribe(
            guild_of(interaction),
            ChannelId(channel.id),
            subject,
            news="news" in what,
            reminders="reminders" in what,
            role_id=role.id if role else None,
        )
        fed = not made.news or await desk.feeds.of_guild(made.guild_id)
        follow_up = "" if fed else no_feed_yet()
        await answer(
            interaction,
            f"{channel.mention} now gets {what} on **{desk.asking.label(subject)}**"
            f"{f' with a mention of {role.mention}' if role else ''}.{follow_up}"
            f"{role_unheard(channel, role)}",
        )

    @app_commands.command(description="Make a channel follow something no more")
    @app_commands.guild_only()
    @moderators_only
    @app_commands.describe(channel="The channel", to="What it follows now")
    @app_commands.autocomplete(to=followed(desk))
    async def unsubscribe(interaction: discord.Interaction, channel: AnyChannel, to: str) -> None:
        subject = desk.asking.subject(to, guild_of(interaction))
        await desk.subscribing.unsubscribe(ChannelId(channel.id), subject)
        await answer(interaction, f"{channel.mention} no longer follows **{desk.asking.label(subject)}**.")

    @app_commands.command(description="What the channels of this server follow")
    @app_commands.guild_only()
    async def subscriptions(interaction: discord.Interaction) -> None:
        shown = await list_message(interaction, desk, "subscriptions")
        await answer(interaction, embeds=[shown.embed], view=shown.view)

    tree.add_command(subscribe)
    tree.add_command(unsubscribe)
    tree.add_command(subscriptions)
