"""The stand-in as tests see it: what exists, what people do, what they see, and what befalls the bot.

`StandIn` builds the world, the gateway and the REST side and connects them on a free loopback port.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from . import commands, interactions, nouns, payloads, threads
from .bell import Bell, NoAnswer, Unexpected
from .commands import CannotDo
from .desk import API, Desk
from .gateway import Gateway
from .interactions import Exchange, Exchanges
from .limits import Json
from .nouns import Channel, Guild, Message, Role, User
from .rest import Rest
from .scheduled import ScheduledEvents
from .trouble import AnyFault, Chaos, Limits, Plan, Trouble
from .world import World


class StandIn:
    """A small Discord on loopback; use it as `async with StandIn() as discord`.

    `clock` (Unix seconds) dates messages, nonces and interactions and may be moved by hand; `per_channel` is
    a bucket as (requests, seconds), `per_second` the global limit; the waiting verbs have so much `patience`.
    Leaving the context raises `Unexpected` if the bot used an unknown route, or planned trouble never struck.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        nonce_window: float = 120.0,
        per_channel: tuple[int, float] = (1000, 1.0),
        per_second: int | None = None,
        chaos: Chaos | None = None,
        patience: float = 10.0,
    ) -> None:
        self.token = "a-token-for-loopback"
        self.world = World(clock, nonce_window)
        self._bell = Bell(patience)
        self._trouble = Trouble(chaos)
        self._exchanges = Exchanges(self.world)
        self._gateway = Gateway(self.world, self.token, self._bell)
        desk = Desk(self.world, self.token, self._trouble, Limits(per_channel, per_second), self._bell)
        self._rest = Rest(self.world, self._exchanges, self._gateway, desk, self._bell)

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._rest.application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{port}{API}"
        self.gateway_url = self._gateway.url = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gateway.hang_up(forget=True)
        self._trouble.release_everything()
        await self._runner.cleanup()
        found = self._bell.complaints + ([] if error else self._trouble.never_struck())
        if found and error:
            error.add_note("The stand-in also says: " + "\n".join(found))
        elif found:
            raise Unexpected("\n".join(found))

    # What exists. A connected bot is told, as Discord would tell it.

    @property
    def bot(self) -> User:
        return self.world.bot

    def guild(self, name: str, *, bot_permissions: int = nouns.USUAL, locale: str = "en-US") -> Guild:
        """A new guild that the bot is in."""
        guild = self.world.new_guild(name, bot_permissions=bot_permissions, locale=locale)
        self._gateway.dispatch("GUILD_CREATE", payloads.guild_create(self.world, guild))
        return guild

    def channel(self, guild: Guild, name: str, kind: int = nouns.TEXT) -> Channel:
        channel = self.world.new_channel(guild, name, kind)
        self._gateway.dispatch("CHANNEL_CREATE", payloads.guild_channel(channel))
        return channel

    def forum(self, guild: Guild, name: str, *tags: str, requires_tag: bool = False) -> Channel:
        """A forum channel with these tags."""
        channel = self.world.new_channel(guild, name, nouns.FORUM)
        channel.tags = {self.world.snowflake(): tag for tag in tags}
        channel.requires_tag = requires_tag
        self._gateway.dispatch("CHANNEL_CREATE", payloads.guild_channel(channel))
        return channel

    def thread(self, parent: Channel, name: str, owner: User) -> Channel:
        """A thread that somebody has below a channel, or a forum's post without its message."""
        made = threads.made_below(self.world, parent, name, owner)
        self._gateway.dispatch("THREAD_CREATE", payloads.guild_channel(made) | {"newly_created": True})
        return made

    def close(self, thread: Channel, *, lock: bool = False) -> None:
        """Archive a thread, and lock it too."""
        thread.archived, thread.locked = True, lock
        self._gateway.dispatch("THREAD_UPDATE", payloads.guild_channel(thread))

    def role(self, guild: Guild, name: str, *, permissions: int = 0, mentionable: bool = False) -> Role:
        role = Role(self.world.snowflake(), name, permissions, mentionable=mentionable)
        guild.roles[role.id] = role
        self._gateway.dispatch("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": payloads.role(role)})
        return role

    def person(self, name: str, *guilds: Guild, roles: Iterable[Role] = (), takes_dms: bool = True) -> User:
        """A person, member of these guilds with those of the roles that are theirs."""
        user = self.world.new_user(name, takes_dms=takes_dms)
        for guild in guilds:
            guild.members[user.id] = [role for role in roles if role.id in guild.roles]
        return user

    @property
    def scheduled(self) -> ScheduledEvents:
        """The scheduled events of all guilds."""
        return self._rest.scheduled

    def dm(self, user: User) -> Channel:
        """The direct messages between this person and the bot."""
        return self.world.direct_channel(user)

    # What befalls the bot.

    def forbid(self, channel: Channel, permissions: int = nouns.SEND_MESSAGES) -> None:
        """Deny the bot these permissions in a channel (50013; without VIEW_CHANNEL 50001); 0 lifts it."""
        assert channel.guild, "a direct message has no permissions; make a person with takes_dms=False"
        for role in channel.guild.members[self.bot.id]:
            channel.overwrites[role.id] = (0, permissions)
        self._gateway.dispatch("CHANNEL_UPDATE", payloads.guild_channel(channel))

    def grant(self, guild: Guild, permissions: int) -> None:
        """Give the bot these permissions in a guild, and no others."""
        for role in guild.members[self.bot.id]:
            role.permissions = permissions
            told = {"guild_id": str(guild.id), "role": payloads.role(role)}
            self._gateway.dispatch("GUILD_ROLE_UPDATE", told)

    def remove(self, channel: Channel) -> None:
        """Delete a channel or a thread."""
        assert channel.guild, "direct messages are not deleted"
        del self.world.channels[channel.id], channel.guild.channels[channel.id]
        kind = "THREAD_DELETE" if channel.parent else "CHANNEL_DELETE"
        self._gateway.dispatch(kind, payloads.guild_channel(channel))

    def kick(self, guild: Guild) -> None:
        """The bot is no longer in the guild."""
        guild.has_bot = False
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)})

    def outage(self, guild: Guild) -> None:
        """The guild is unavailable for a while; the bot is still in it."""
        guild.is_out = True
        self._gateway.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def invite(self, guild: Guild) -> None:
        """The bot joins the guild again after a kick, or the outage is over."""
        was_out, guild.is_out, guild.has_bot = guild.is_out, False, True
        back = {"unavailable": False} if was_out else {}
        self._gateway.dispatch("GUILD_CREATE", payloads.guild_create(self.world, guild) | back)

    def hang_up(self, *, forget: bool = False) -> None:
        """Cut the gateway's connections; what happens meanwhile is replayed, or all forgotten."""
        self._gateway.hang_up(forget=forget)

    def trouble(
        self,
        route: str,
        *,
        before: AnyFault = None,
        after: AnyFault = None,
        times: int | None = 1,
    ) -> Plan:
        """Plan trouble for the next requests of a route: `POST /channels/*/messages`, `GET /gateway`."""
        return self._trouble.plan(route, before, after, times)

    # What people do.

    async def slash(self, user: User, channel: Channel, line: str, /, **options: object) -> Exchange:
        """Run a synced command, and wait until the person sees its answer (a spinner is none)."""
        self._refuse_outsiders(user, channel)
        data = commands.spell(self.world, user, channel, line, options)
        return await self._ask(interactions.COMMAND, user, channel, data, f"/{line}")

    async def type(self, user: User, channel: Channel, line: str, /, **options: object) -> list[Json]:
        """Type into the last of the options, and wait for the choices offered."""
        self._refuse_outsiders(user, channel)
        data = commands.spell_so_far(self.world, user, channel, line, options)
        return (await self._ask(interactions.TYPING, user, channel, data, f"completing /{line}")).choices

    async def click(self, user: User, shown: Message | Exchange, prefix: str) -> Exchange:
        """Press the one button whose custom_id starts so, and wait until the person sees something of it."""
        message = shown if isinstance(shown, Message) else shown.message
        self._refuse_outsiders(user, message.channel)
        found = [button for button in message.buttons if (button.get("custom_id") or "").startswith(prefix)]
        if len(found) != 1 or found[0].get("disabled") or message.deleted:
            there = [(button.get("custom_id"), bool(button.get("disabled"))) for button in message.buttons]
            raise CannotDo(f"there is no one button {prefix!r} to press, but (custom_id, disabled) {there}")
        if message.ephemeral and user.id != (message.origin or {}).get("user_id"):
            raise CannotDo(f"{user.name} does not see that message")
        data = {"custom_id": found[0]["custom_id"], "component_type": 2, "id": found[0].get("id", 0)}
        what = f"pressing {prefix!r}"
        return await self._ask(interactions.CLICK, user, message.channel, data, what, message)

    def says(self, user: User, channel: Channel, text: str) -> Message:
        """Somebody writes something; the bot, without that intent, is not told."""
        return self.world.store(channel, user, {"content": text})

    def _refuse_outsiders(self, user: User, channel: Channel) -> None:
        guild = channel.guild
        if channel.id not in self.world.channels or (guild and user.id not in guild.members):
            raise CannotDo(f"{user.name} is not in #{channel.name}")
        if guild and not guild.has_bot:
            raise CannotDo(f"the bot is not in {guild.name}")
        if not self.world.permissions(user, guild, channel) & nouns.VIEW_CHANNEL:
            raise CannotDo(f"{user.name} does not see #{channel.name}")

    async def _ask(
        self, kind: int, user: User, channel: Channel, data: Json, what: str, clicked: Message | None = None
    ) -> Exchange:
        if not self._gateway.sessions:
            raise NoAnswer(f"{what}: no bot is connected")
        exchange = self._exchanges.begin(kind, user, channel, data, clicked)
        self._gateway.dispatch("INTERACTION_CREATE", payloads.interaction(self.world, exchange))
        await self.until(lambda: exchange.visible or exchange.came_late, f"an answer to {what}")
        if exchange.came_late:
            raise NoAnswer(f"{what}: the bot answered after more than {interactions.ANSWER_SECONDS:g} s")
        return exchange

    # What is seen.

    def posted(self, channel: Channel) -> list[Message]:
        """What the bot has in the channel for all to see, oldest first."""
        return [message for message in self.world.seen_in(channel) if message.author is self.bot]

    def posts(self, forum: Channel) -> list[Channel]:
        """The posts of a forum channel, oldest first."""
        return [one for one in self.world.channels.values() if one.parent is forum]

    @property
    def answered(self) -> list[tuple[str, int]]:
        """Every request so far with the status of its answer (444 for none), in order of the answers."""
        return self._bell.answered

    async def ready(self) -> None:
        """Wait until a bot is connected and has been sent all there is."""
        await self.until(lambda: self._gateway.ready, "a bot to connect")

    async def gone(self) -> None:
        """Wait until no bot is connected any more."""
        await self.until(lambda: not self._gateway.connected, "the bot to leave")

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds, looking whenever the bot has done something. Raises `NoAnswer`."""
        await self._bell.until(holds, what)
