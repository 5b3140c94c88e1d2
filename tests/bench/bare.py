"""The alternative of the start-up benchmark: a discord.py client that only connects."""

from __future__ import annotations

import logging
import os

import discord
import yarl


def main() -> None:
    discord.http.Route.BASE = os.environ["ATTACHE_DISCORD_API_URL"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["ATTACHE_DISCORD_GATEWAY_URL"])
    client = discord.Client(
        intents=discord.Intents(guilds=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        max_messages=None,
    )
    client.run(os.environ["DISCORD_TOKEN"], log_level=logging.WARNING)


if __name__ == "__main__":
    main()
