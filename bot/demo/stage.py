"""Sets the demo up, shows it, and takes it down again."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import simcord
from simcord.env import Env
from simcord.preview import Preview

from bot.app import App, build
from bot.config import load
from bot.demo.clock import START, ZONE, DemoClock, Wish, clock_command
from bot.demo.driver import Driver
from bot.demo.feed import SampleFeed
from bot.demo.stories import BEFORE
from bot.demo.world import World, build_world, set_up
from bot.packs import located

_NAME = "Attaché"
_OWN_PACK = Path(__file__).parent / "briefing.toml"
_SETTLE_SECONDS = 3.0
"""A visitor's action is given up after this long; less than the time a stop may take."""


class PageUnavailable(Exception):
    """The page cannot be shown; the message says why and what to do."""


async def run_demo(port: int) -> None:
    """Show the demo until the visitor ends the session or the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    async with stage(port) as (preview, driver):
        print(_greeting(preview.url), flush=True)
        waiting = [asyncio.create_task(work) for work in (driver.run(), stop.wait(), preview.wait_closed())]
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        for task in done:
            task.result()


@contextlib.asynccontextmanager
async def stage(port: int) -> AsyncIterator[tuple[Preview, Driver]]:
    """Everything of the demo, in the order that keeps the bot's settlement free of the demo's own work."""
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="attache-demo-"))
        feed = SampleFeed("Sample wire")
        await feed.start()
        stack.push_async_callback(feed.close)
        for item in BEFORE:
            feed.publish(item, START)
        clock = DemoClock()
        app = await _app(clock, Path(folder), feed)
        stack.push_async_callback(app.release)
        wishes: asyncio.Queue[Wish] = asyncio.Queue()
        app.client.tree.add_command(clock_command(wishes, clock))
        env = await stack.enter_async_context(
            simcord.run(app.client, check_errors=False, settle_timeout=_SETTLE_SECONDS)
        )
        clock.attach(env)
        assert app.client.user is not None
        await app.client.user.edit(username=_NAME)
        world = build_world(env)
        await env.settle()
        await set_up(app, world, feed.url)
        preview = await stack.enter_async_context(_page(env, world, port))
        driver = Driver(env, preview, app, feed, wishes)
        await driver.beat(0)
        yield preview, driver


@contextlib.asynccontextmanager
async def _page(env: Env, world: World, port: int) -> AsyncIterator[Preview]:
    preview = env.preview(
        world.desk,
        viewers=[world.moderator, world.reader],
        layout="channel",
        locale="en-GB",
        timezone=ZONE,
        port=port,
    )
    try:
        await preview.__aenter__()
    except simcord.SetupError as error:
        raise PageUnavailable(f"the page cannot be shown: {error}; another --port may do") from error
    try:
        yield preview
    finally:
        await preview.close()


async def _app(clock: DemoClock, folder: Path, feed: SampleFeed) -> App:
    config = load(
        None,
        {
            "ATTACHE_DATA_FOLDER": str(folder),
            "ATTACHE_POLLING_ALLOW_PRIVATE": feed.host,
            "ATTACHE_POLLING_INTERVAL_SECONDS": "5",
            "ATTACHE_POLLING_MINIMUM_INTERVAL_SECONDS": "5",
        },
    )
    return await build(config, clock, [*located(["admm-plus"]), _OWN_PACK])


def _greeting(url: str) -> str:
    return f"""
Attaché, on a Discord of its own in your browser. Nothing leaves this machine; no token is needed.

  Open  {url}

Its clock shows 29 October 2025, three days before the 12th ADMM-Plus. Try, in the box below the messages:

  /forum show       take ADMM-Plus from the list (or type ADMM+); then press the buttons under its card
  /search           ask: which states run the counter-terror group
  /timeline country take Malaysia from the list: its meetings, cycles and chairmanships as a picture
  /event next       the next meeting, as precise as it is known
  /clock            "to the next reminder": a day before the meeting; twice more: an hour before a briefing
  Why?              the button under a reminder or a news item

A news item arrives within half a minute. "Viewing as" switches between a moderator and a reader.
Stop with Ctrl-C. To connect to Discord, set DISCORD_TOKEN and start again."""
