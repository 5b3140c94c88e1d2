"""The alternative of the typing benchmark: a discord.py client that offers one choice at every letter."""

from __future__ import annotations

import logging
import os

import discord
import yarl
from discord import app_commands


class Constant(discord.Client):
    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(search)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@app_commands.command(description="The floor of autocomplete")
async def search(interaction: discord.Interaction, query: str) -> None:
    await interaction.response.send_message(query)


@search.autocomplete("query")
async def constant(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name="ADMM-Plus", value="admm-plus")]


def main() -> None:
    discord.http.Route.BASE = os.environ["ATTACHE_DISCORD_API_URL"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["ATTACHE_DISCORD_GATEWAY_URL"])
    Constant().run(os.environ["DISCORD_TOKEN"], log_level=logging.WARNING)


if __name__ == "__main__":
    main()
