"""The Discord client: intents, commands, hash-guarded sync, servers that come and go, the error handler."""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import pkgutil

import discord
from discord import app_commands

from bot.ui import cogs
from bot.ui.answers import answer_failure
from bot.ui.desk import Desk
from bot.ui.once import first_answer_counts
from bot.ui.presses import PRESSES
from storage.records import ChannelId, GuildId

log = logging.getLogger(__name__)

# The bot never speaks in a voice channel, so that what this would need is missing is no news.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    create_events=True,
    create_private_threads=True,
    send_messages_in_threads=True,
)
"""What the invite asks for."""


class Attache(discord.Client):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            shard_id=0,  # gateway-proxy answers only those who name their shard
            shard_count=1,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=first_answer_counts(),
        )
        self.desk = desk
        self.tree = app_commands.CommandTree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
        )
        self.tree.error(self._on_command_error)
        for module in pkgutil.iter_modules(cogs.__path__):
            importlib.import_module(f"{cogs.__name__}.{module.name}").setup(self.tree, desk)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(*PRESSES)
        await self._sync_if_changed()

    async def on_ready(self) -> None:
        await self.desk.guilds.present({GuildId(guild.id): _first_channel(guild) for guild in self.guilds})
        log.info("ready in %d servers as %s", len(self.guilds), self.user)
        if self.application_id is not None:
            log.info("invite: %s", discord.utils.oauth_url(self.application_id, permissions=PERMISSIONS))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.desk.guilds.seen(GuildId(guild.id), _first_channel(guild))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self.desk.guilds.seen(GuildId(guild.id), _first_channel(guild))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.desk.guilds.left(GuildId(guild.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.desk.subscribing.channel_deleted(GuildId(channel.guild.id), ChannelId(channel.id))

    async def on_raw_thread_delete(self, gone: discord.RawThreadDeleteEvent) -> None:
        await self.desk.subscribing.channel_deleted(GuildId(gone.guild_id), ChannelId(gone.thread_id))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        if not self.is_closed():  # an event that was still being handled at a stop finds all doors closed
            log.exception("handling %s failed", event_method)

    async def _sync_if_changed(self) -> None:
        """Tell Discord the commands only when they are not those it was told last."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps(payload, sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await self.desk.syncing.was_told(self.application_id, digest):
            return
        await self.tree.sync()
        await self.desk.syncing.told(self.application_id, digest)
        log.info("told Discord of %d commands", len(payload))

    async def _on_command_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await answer_failure(interaction, cause, self.desk.operator_id)


def _first_channel(guild: discord.Guild) -> ChannelId | None:
    """Where a new server is greeted: its system channel, else the first where the bot may speak."""
    candidates = [guild.system_channel, *guild.text_channels] if guild.me is not None else []
    for channel in candidates:
        if channel is not None:
            mine = channel.permissions_for(guild.me)
            if mine.view_channel and mine.send_messages and mine.embed_links:
                return ChannelId(channel.id)
    return None
