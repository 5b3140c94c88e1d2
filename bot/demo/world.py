"""The server people look at: three channels, a moderator and a reader, and what #desk follows."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env

from bot.app import App
from bot.demo.clock import ZONE
from storage.records import EVERYTHING, ChannelId, GuildId


@dataclass(frozen=True, slots=True)
class World:
    guild: GuildHandle
    desk: ChannelHandle
    moderator: MemberActor
    reader: MemberActor


def build_world(env: Env) -> World:
    """Make the server; #meetings and #news are there to be subscribed."""
    guild = env.create_guild("Secretariat")
    desk = guild.create_text_channel("desk", topic="Try /forum show, /event next and /clock")
    guild.create_text_channel("meetings", topic="A target for /subscribe")
    guild.create_text_channel("news", topic="A target for /subscribe")
    managers = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    moderator = guild.add_member(env.create_user("moderator", global_name="Moderator"), roles=[managers])
    reader = guild.add_member(env.create_user("reader", global_name="Reader"))
    return World(guild, desk, moderator, reader)


async def set_up(app: App, world: World, feed_url: str) -> None:
    """What a moderator would do with /setup, /subscribe and /feed add: #desk follows everything."""
    guild_id, desk_id = GuildId(world.guild.id), ChannelId(world.desk.id)
    await app.guilds.set_up(guild_id, zone=ZONE, day_hour=9, notices_channel_id=desk_id)
    await app.subscribing.subscribe(guild_id, desk_id, EVERYTHING, news=True, reminders=True)
    await app.feeds.add(guild_id, feed_url)
