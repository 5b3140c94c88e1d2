"""`attache run`: connects to Discord, works until it is told to stop, and stops cleanly."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import aiohttp
import discord
import yarl

from bot.app import App, build
from bot.cli.settings import configured
from bot.config import Config, cautions
from bot.packs import PackRefused
from bot.timetable import Timetable
from bot.web import CannotListen
from storage.database import CannotOpen

log = logging.getLogger(__name__)

_NO_TOKEN = """\
No Discord token is configured. Give it as the environment variable DISCORD_TOKEN, or name a file that
holds it as [discord] token_file in config.toml. The README says how to make a Discord application.
To try the bot without one: attache demo"""

_WRONG_TOKEN = "Discord does not accept this token; copy it anew from your application's page."
_AUTHENTICATION_FAILED = 4004
_GIVES_WAY_SECONDS = 0.001


def main(options: argparse.Namespace) -> int:
    config = configured(options.config)
    if not config.token:
        print(_NO_TOKEN, file=sys.stderr)
        return 1
    logging.basicConfig(
        level=config.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # At its finest it tells of each statement with its values, and so of secrets.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    if config.log_level == "info":
        # It tells of each job and each run of it, which is more than anybody wants to read.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
    for caution in cautions(config):
        log.warning("%s", caution)
    point_at(config)
    try:
        return asyncio.run(_run(config, config.token))
    except (CannotOpen, PackRefused) as error:
        print(error, file=sys.stderr)
        return 1


def point_at(config: Config) -> None:
    """Send all REST and gateway traffic of discord.py where the configuration says.

    Class attributes read at each use; discord.py has no option for either.
    """
    discord.http.Route.BASE = config.api_url.rstrip("/")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(config.gateway_url)


async def _run(config: Config, token: str) -> int:
    stop = asyncio.Event()
    _on_signals(stop)
    app = await build(config, lambda: datetime.now(UTC))
    settle()
    timetable = Timetable(app)
    session = asyncio.create_task(_session(app, token, timetable), name="session")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({session, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return 0 if stop.is_set() else _outcome(session)
    finally:
        log.info("stopping")
        try:
            await timetable.stop()
        finally:
            session.cancel()
            stopping.cancel()
            await asyncio.gather(session, stopping, return_exceptions=True)
            await app.close()
        log.info("stopped")


def settle() -> None:
    """Let nothing hold the loop up, once everything is built."""
    # The catalogue stays as long as we do. Walking through it at each full collection would stop the
    # loop for some 50 ms, while people type.
    gc.collect()
    gc.freeze()
    # A thread that is busy, with the database or a long document, gives way to the loop this soon.
    sys.setswitchinterval(_GIVES_WAY_SECONDS)


async def _session(app: App, token: str, timetable: Timetable) -> None:
    """Log in, start the ticks, serve calendars, and stay connected; an unreachable Discord is tried again.

    Raises what waiting does not mend: `discord.LoginFailure`, `discord.PrivilegedIntentsRequired`,
    `CannotListen`, and `discord.ConnectionClosed`, after which discord.py's client is closed too.
    """
    await _persist("log in", lambda: _log_in(app.client, token))
    timetable.start()
    if app.web is not None:
        await app.web.start()
    await _persist("connect", lambda: _connect(app.client))


async def _log_in(client: discord.Client, token: str) -> None:
    try:
        await client.login(token)
    except BaseException:
        # discord.py opens an HTTP session at each attempt and forgets the one before unclosed.
        await client.http.close()
        client.http.connector = discord.utils.MISSING
        raise


async def _connect(client: discord.Client) -> None:
    try:
        await client.connect()
    except AttributeError as error:
        if client.ws is not None:
            raise
        # discord.py 2.7.1: a first gateway handshake that is refused ends so, not in a retry.
        raise ConnectionError("the gateway refused the connection") from error


async def _persist(what: str, step: Callable[[], Awaitable[None]]) -> None:
    wait_seconds = 1.0
    while True:
        try:
            return await step()
        except (discord.LoginFailure, discord.PrivilegedIntentsRequired, discord.ConnectionClosed):
            raise
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Discord could not be reached to %s (%s)", what, error)
        log.info("trying again in %d s", wait_seconds)
        await asyncio.sleep(wait_seconds)
        wait_seconds = min(wait_seconds * 2, 60)


def _outcome(session: asyncio.Task[None]) -> int:
    """Why the session ended by itself, as a sentence and an exit status."""
    try:
        session.result()
    except discord.LoginFailure:
        print(_WRONG_TOKEN, file=sys.stderr)
    except discord.ConnectionClosed as error:
        said = _WRONG_TOKEN if error.code == _AUTHENTICATION_FAILED else f"Discord ended the session: {error}"
        print(said, file=sys.stderr)
    except discord.PrivilegedIntentsRequired as error:
        print(f"Discord refused the connection: {error}", file=sys.stderr)
    except CannotListen as error:
        print(error, file=sys.stderr)
    return 1


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no add_signal_handler; there Ctrl-C arrives as KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
