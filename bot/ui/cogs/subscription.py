"""`/subscription`: how a channel is told, as a whole and of each thing it follows."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.services.subscribing import Edit, read_options
from bot.ui import channels, tuning
from bot.ui.answers import answer
from bot.ui.channels import AnyChannel, SeenChannel, role_unheard
from bot.ui.desk import Desk
from bot.ui.options import followed, guild_of, moderators_here
from storage.records import ChannelId


def setup(tree: app_commands.CommandTree, desk: Desk) -> None:
    group = app_commands.Group(
        name="subscription", description="How a channel is told of what it follows", guild_only=True
    )

    @group.command(description="How a channel is told: what holds there, and where that is set")
    @app_commands.describe(channel="The channel")
    async def show(interaction: discord.Interaction, channel: AnyChannel) -> None:
        standing = await desk.subscribing.standing(guild_of(interaction), ChannelId(channel.id))
        await answer(interaction, embeds=[tuning.of_channel(desk, standing, channel.mention)])

    @group.command(description="Change how a channel is told, or, with `to`, one of its subscriptions")
    @moderators_here
    @app_commands.describe(
        channel="The channel",
        to="What it follows: lead times and the hour are then of that alone",
        news="Whether it gets news of that",
        reminders="Whether it is reminded of that",
        role="A role to mention in each post of that",
        no_role="Mention no role any more",
        hour="The hour of the day for dates without one, 0 to 23; or default",
        tags="Tags that every post in a forum gets, such as News, India; none; or default",
        **tuning.DESCRIBED,
    )
    @app_commands.autocomplete(to=followed(desk), hour=tuning.hours, tags=channels.tags)
    @tuning.completed
    async def edit(
        interaction: discord.Interaction,
        channel: SeenChannel,
        to: str | None = None,
        news: bool | None = None,
        reminders: bool | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,
        leads: tuning.Leads | None = None,
        hour: tuning.Short | None = None,
        quiet: tuning.Short | None = None,
        brief: tuning.HowOften | None = None,
        brief_hour: tuning.Short | None = None,
        brief_day: tuning.Weekday | None = None,
        live: tuning.Switch | None = None,
        most_per_hour: tuning.Short | None = None,
        pace: tuning.Speed | None = None,
        publish: tuning.Switch | None = None,
        tags: tuning.Tags | None = None,
    ) -> None:
        wanted = read_options({"tags": tags}).get("tags") or ()
        if cannot := channels.unfit(channel, publish=publish == "on", tags=wanted):
            await answer(interaction, cannot)
            return
        given = Edit(
            news=news,
            reminders=reminders,
            role_id=role.id if role else None,
            no_role=no_role,
            options={
                "leads": leads,
                "hour": hour,
                "quiet": quiet,
                "brief": brief,
                "brief_hour": brief_hour,
                "brief_day": brief_day,
                "live": live,
                "most_per_hour": most_per_hour,
                "pace": pace,
                "publish": publish,
                "tags": tags,
            },
        )
        subject = desk.asking.subject(to, guild_of(interaction)) if to else None
        standing = await desk.subscribing.edit(guild_of(interaction), ChannelId(channel.id), subject, given)
        await answer(
            interaction,
            role_unheard(channel, role).strip() or None,
            embeds=[tuning.of_channel(desk, standing, channel.mention)],
        )

    tree.add_command(group)
