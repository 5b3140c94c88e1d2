"""Moves the clock, calls the ticks and republishes the page; the only writer besides the visitors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import simcord
from simcord.env import Env
from simcord.preview import Preview

from bot.app import App
from bot.demo.clock import Wish
from bot.demo.feed import SampleFeed
from bot.demo.stories import AFTERWARDS

log = logging.getLogger(__name__)

BEAT_SECONDS = 20.0
_BEATS_PER_STORY = 3
_RETRY_SECONDS = 0.05


class Driver:
    def __init__(
        self, env: Env, preview: Preview, app: App, feed: SampleFeed, wishes: asyncio.Queue[Wish]
    ) -> None:
        self._env = env
        self._preview = preview
        self._app = app
        self._feed = feed
        self._wishes = wishes
        self._stories = iter(AFTERWARDS)
        self._turn = asyncio.Lock()
        _take_turns(preview, self._turn)

    async def run(self) -> None:
        """Serve wishes as they come and beat in between, until cancelled."""
        beats = 0
        while True:
            try:
                wish = await asyncio.wait_for(self._wishes.get(), BEAT_SECONDS)
            except TimeoutError:
                if beats % _BEATS_PER_STORY == 0:
                    self.publish_story()
                beats += 1
                await self.beat(BEAT_SECONDS)
            else:
                await self.grant(wish)

    def publish_story(self) -> None:
        """Put the next story on the feed, dated by the demo's clock, until all are told."""
        story = next(self._stories, None)
        if story is not None:
            self._feed.publish(story, self._env.now())

    async def beat(self, seconds: float) -> None:
        """Let `seconds` pass, and republish only when the bot wrote something: see `_refresh`."""
        before = self._writes()
        await self._advance(timedelta(seconds=seconds))
        await self._tick()
        if self._writes() != before:
            await self._refresh()

    async def grant(self, wish: Wish) -> None:
        """Move to where `wish` leads; stops at reminders and briefs on the way, each sent in its hour."""
        goal = wish(self._env.now(), await self._app.next_reminder_at())
        while (now := self._env.now()) < goal:
            due = (await self._app.next_reminder_at(), await self._app.briefing.next_due_at())
            stop = min(at for at in (*due, goal) if at is not None and now < at <= goal)
            await self._advance(stop - now)
            await self._tick()
        await self._refresh()

    async def _tick(self) -> None:
        app = self._app
        ticks = (
            *(app.tick_poll, app.tick_remind, app.tick_brief, app.tick_live, app.tick_mirror),
            *(app.tick_release, app.tick_deliver),
        )
        for tick in ticks:
            try:
                await tick()
            except Exception:
                # One failing tick must not end the demo, as it would not end the scheduler.
                log.exception("a tick failed")

    async def _advance(self, by: timedelta) -> None:
        await self._alone(lambda: self._env.advance_time(by.total_seconds()))

    async def _refresh(self) -> None:
        # A refresh gives the page a new revision, and what a visitor submits before the page has read it
        # (it looks every half second) is turned away: so no refresh without something to show.
        await self._alone(self._preview.refresh)

    def _writes(self) -> int:
        return sum(request.method != "GET" for request in self._env.http_requests)

    async def _alone(self, operation: Callable[[], Awaitable[None]]) -> None:
        """Run one SimCord operation, again while a visitor's action is still being settled."""
        while True:
            try:
                async with self._turn:
                    await operation()
                return
            except simcord.SetupError as error:
                if "overlaps active" not in str(error):
                    raise
            await asyncio.sleep(_RETRY_SECONDS)


def _take_turns(preview: Preview, turn: asyncio.Lock) -> None:
    """Let a visitor's action wait for the driver's operation instead of failing at it.

    SimCord answers an action that meets another operation with an error that leaves the page
    inert until it is reloaded; it has no hook for this.
    """
    act = preview._action

    async def in_turn(*arguments: Any) -> dict[str, Any]:
        async with turn:
            return await act(*arguments)

    preview._action = in_turn  # type: ignore[method-assign, assignment]
