"""The whole application on a SimCord server, with a clock and a feed of the test's own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import app_commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env

from bot.app import App, build
from bot.bundle import FILE
from bot.config import load
from bot.demo.feed import SampleFeed
from bot.packs import located
from bot.services.refusals import Refusal

START = datetime(2025, 10, 29, 8, 0, tzinfo=UTC)


@dataclass(slots=True)
class Stage:
    """One server with three channels, a moderator and a reader, and the bot in it."""

    app: App
    env: Env
    guild: GuildHandle
    desk: ChannelHandle
    meetings: ChannelHandle
    news: ChannelHandle
    mod: MemberActor
    ann: MemberActor
    feed: SampleFeed
    now: datetime

    async def pass_to(self, *when: int) -> None:
        """Let the time come (UTC) and run every tick, as the timetable would."""
        self.now = datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]
        await self.ticks()

    async def ticks(self) -> None:
        await self.app.tick_poll()
        await self.app.tick_calendars()
        await self.app.tick_remind()
        await self.app.tick_brief()
        await self.app.tick_live()
        await self.app.tick_mirror()
        await self.app.tick_release()
        await self.app.tick_deliver()


@contextlib.asynccontextmanager
async def stage(
    folder: Path,
    *,
    allow_bugs: bool = False,
    packs: list[Path] | None = None,
    bundle: str | None = None,
    **settings: str,
) -> AsyncIterator[Stage]:
    """Yields a running stage; fails at its end if the bot raised anything but a named refusal.

    It knows what one article of October 2025 says, which is its present, unless other packs are given. FEED
    in the text of a `bundle` stands for the address of its feed.
    """
    feed = SampleFeed("Test wire")
    await feed.start()
    environment = {
        "ATTACHE_DATA_FOLDER": str(folder),
        "ATTACHE_POLLING_ALLOW_PRIVATE": feed.host,
        "ATTACHE_OPERATOR_USER_ID": "4242",
        **settings,
    }
    here: list[Stage] = []
    known = packs if packs is not None else located(["admm-plus"])
    config, shipped = load(None, environment), folder / "bundle.toml"
    if bundle is not None:
        shipped.write_text(bundle.replace("FEED", feed.url), "utf-8")
    chosen = shipped if bundle is not None else FILE
    app = await build(config, lambda: here[0].now if here else START, known, chosen)
    try:
        async with simcord.run(app.client, check_errors=False) as env:
            guild = env.create_guild("Embassy")
            await env.settle()  # it comes without a channel to be welcomed in
            managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
            made = Stage(
                app=app,
                env=env,
                guild=guild,
                desk=guild.create_text_channel("desk"),
                meetings=guild.create_text_channel("meetings"),
                news=guild.create_text_channel("news"),
                mod=guild.add_member(env.create_user("mod"), roles=[managers]),
                ann=guild.add_member(env.create_user("ann")),
                feed=feed,
                now=START,
            )
            here.append(made)
            await env.settle()
            yield made
            assert [error for error in env.errors if not _named(error) and not allow_bugs] == []
    finally:
        await app.release()
        await feed.close()


def _named(error: BaseException) -> bool:
    cause = getattr(error, "original", error)
    return isinstance(cause, Refusal | app_commands.CheckFailure)


def text_of(shown: Any) -> str:
    """Everything a person reads of an answer or a message: text, titles, fields and footers."""
    message = getattr(shown, "response", shown)
    parts = [message.content or ""]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or "", (embed.footer and embed.footer.text) or ""]
        for field in embed.fields:
            parts += [field.name or "", field.value or ""]
    return "\n".join(part for part in parts if part)


def labels_of(shown: Any, *, enabled: bool = False) -> list[str]:
    """The labels of the buttons under a message, those that can be pressed where `enabled`."""
    message = getattr(shown, "response", shown)
    return [
        item.label or ""
        for row in getattr(message.message if hasattr(message, "message") else message, "components", [])
        for item in row.children
        if isinstance(item, discord.Button) and not (enabled and item.disabled)
    ]


async def watch(here: Stage, url: str | None = None) -> str:
    """A moderator looks at a feed and watches it; returns what was shown and said."""
    shown = await here.mod.slash(here.desk, "feed add", url=url or here.feed.url)
    if "Watch it" not in labels_of(shown.response):
        return text_of(shown)
    return f"{text_of(shown)}\n{text_of(await here.mod.click(shown.response, label='Watch it'))}"


async def follow(here: Stage, channel: Any, to: str, **options: Any) -> str:
    """A moderator makes a channel follow something; returns the answer."""
    return text_of(await here.mod.slash(channel, "subscribe", channel=channel, to=to, **options))
