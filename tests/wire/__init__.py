"""A small Discord on loopback: a gateway and the few REST routes the bot uses, with Discord's own opinions.

It refuses what Discord refuses (lengths, permissions, late and double answers), remembers nonces, goes wrong
on demand, and lets people use commands and buttons. It must not know the bot: it imports nothing of it, and a
bot finds it only by its two URLs. Files: `limits` (forms), `nouns` and `world` (state), `interactions`
(answers), `commands` (what can be typed), `payloads` (JSON), `trouble`, `gateway`, `desk` and `rest` (HTTP),
`bell` (waiting) and `people` (the verbs).

    async with StandIn() as discord:  # start the bot with discord.api_url, .gateway_url and .token, then
        guild = discord.guild("Secretariat"); news = discord.channel(guild, "news"); await discord.ready()
        ann = discord.person("ann", guild)
        answer = await discord.slash(ann, news, "forum show", name="ADMM+"); assert "ADMM" in answer.text
        discord.trouble("POST /channels/*/messages", after=502)  # the message is stored, its answer lost
"""

from __future__ import annotations

from .bell import NoAnswer, Unexpected
from .commands import CannotDo
from .interactions import Exchange
from .limits import Refused
from .nouns import Attachment, Channel, Guild, Message, Role, User
from .people import StandIn
from .trouble import Broken, Chaos, Drop, Hold, Slow, TooMany

__all__ = [
    "Attachment",
    "Broken",
    "CannotDo",
    "Channel",
    "Chaos",
    "Drop",
    "Exchange",
    "Guild",
    "Hold",
    "Message",
    "NoAnswer",
    "Refused",
    "Role",
    "Slow",
    "StandIn",
    "TooMany",
    "Unexpected",
    "User",
]
