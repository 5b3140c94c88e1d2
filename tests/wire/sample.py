"""A small discord.py bot to prove the stand-in with: a command of each kind, told nothing but two URLs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from . import Channel, StandIn, User
from .bell import Bell


class Bot(discord.Client):
    """Its `events` are what the library told it, its `gate` is what `/late` waits for."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.events: list[str] = []
        self._bell = Bell(patience=10)
        self.gate = asyncio.Event()
        self.tree = app_commands.CommandTree(self)
        forum = app_commands.Group(name="forum", description="Forums")
        forum.command(name="show", description="Show a forum")(show)
        self.tree.add_command(forum)
        self.tree.command(name="slow", description="Think first")(slow)
        self.tree.command(name="follow", description="Post here")(follow)
        self.tree.command(name="late", description="Answer too late")(late)
        admin = app_commands.default_permissions(manage_guild=True)
        self.tree.command(name="setup", description="For managers")(admin(set_up))

    def _note(self, event: str) -> None:
        self.events.append(event)
        self._bell.ring()

    async def told(self, *events: str) -> None:
        """Wait until the library has told the bot exactly this."""
        await self._bell.until(lambda: self.events == list(events), f"{events}")

    async def setup_hook(self) -> None:
        self.add_view(Why())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The library waits five seconds here before it identifies again."""

    async def on_ready(self) -> None:
        self._note("ready")

    async def on_resumed(self) -> None:
        self._note("resumed")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self._note(f"joined {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self._note(f"left {guild.name}")

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self._note(f"sees {guild.name}")

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self._note(f"lost sight of {guild.name}")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self._note(f"lost {channel.name}")


class Why(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Why?", custom_id="why:1")
    async def why(self, interaction: discord.Interaction, _: discord.ui.Button[Why]) -> None:
        await interaction.response.send_message("Because you asked.", ephemeral=True)

    @discord.ui.button(label="Hide", custom_id="hide:1")
    async def hide(self, interaction: discord.Interaction, _: discord.ui.Button[Why]) -> None:
        await interaction.response.edit_message(content="Hidden.", view=None)

    @discord.ui.button(label="Later", custom_id="later:1")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button[Why]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Later.")

    @discord.ui.button(label="Think", custom_id="think:1")
    async def think(self, interaction: discord.Interaction, _: discord.ui.Button[Why]) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("Thought.")


async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    known = ["ADMM", "ADMM-Plus", "SOM"]
    return [app_commands.Choice(name=one, value=one) for one in known if one.startswith(typed)]


@app_commands.autocomplete(name=complete)
async def show(interaction: discord.Interaction, name: str) -> None:
    embed = discord.Embed(title=name, description="A forum").add_field(name="Since", value="2006")
    await interaction.response.send_message("Here:", embed=embed, view=Why(), ephemeral=True)


async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="Thought about it.")
    await interaction.followup.send("And more.", ephemeral=True)


async def set_up(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Set up.")


async def follow(interaction: discord.Interaction, channel: discord.TextChannel, role: discord.Role) -> None:
    allowed = discord.AllowedMentions(roles=[role])
    await channel.send(f"{role.mention} in {channel.mention}", allowed_mentions=allowed, view=Why())
    may_send = channel.permissions_for(channel.guild.me).send_messages
    await interaction.response.send_message(f"I may post: {may_send}")


async def late(interaction: discord.Interaction) -> None:
    assert isinstance(interaction.client, Bot)
    await interaction.client.gate.wait()
    await interaction.response.send_message("Sorry, I was away.")


@contextmanager
def pointed_at(wire: StandIn) -> Iterator[None]:
    """The library in this process talks to the stand-in."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = wire.api_url, yarl.URL(wire.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def connected(wire: StandIn) -> AsyncIterator[Bot]:
    """A bot, logged in and sent its guilds."""
    with pointed_at(wire):
        bot = Bot()
        running = asyncio.create_task(bot.start(wire.token))
        try:
            await wire.ready()
            await bot.wait_until_ready()
            yield bot
        finally:
            await bot.close()
            await running


def furnished(wire: StandIn) -> tuple[Channel, User]:
    """A guild with a channel and a member."""
    guild = wire.guild("Secretariat")
    return wire.channel(guild, "news"), wire.person("ann", guild)


def channel_of(bot: Bot, channel: Channel) -> discord.TextChannel:
    """The bot's own idea of a channel."""
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)
