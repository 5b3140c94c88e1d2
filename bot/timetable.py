"""APScheduler's jobs, and the guard that sets them again when a clock stepped.

Ticks know nothing: due times are columns. Every job is one run at one instant. `remind`, `brief`, `live`,
`mirror`, `release` and `deliver` are set to the next due instant, again after every commit and every run;
`poll` and `tidy` come again a while after each run. None is an interval job of APScheduler: one of these,
after a clock that jumped ahead by years, first writes down every run it missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bot.app import App
from storage import channels, held, mirrors, outbox, reminders

log = logging.getLogger(__name__)

Tick = Callable[[], Awaitable[None]]

GUARD_SECONDS = 15
_SOON_SECONDS = 0.005
"""Commits that follow each other within this are one look at the tables."""
_STEP = timedelta(seconds=60)
_AFTER_A_FAULT_SECONDS = 1
_TIDY = timedelta(hours=6)
_LONGEST_POLL_TICK = timedelta(seconds=30)


def stepped(wall: timedelta, steady: timedelta) -> bool:
    """Whether the wall clock was set, or stood still in a sleep of the machine.

    `wall` and `steady` are how far the two clocks went in the same while; the steady one is never
    set and does not count a sleep.
    """
    return abs(wall - steady) > _STEP


class Timetable:
    """Runs an app's ticks. `start` inside a running loop, once the client is logged in."""

    def __init__(self, app: App, guard_seconds: float = GUARD_SECONDS) -> None:
        self._app = app
        self._guard_seconds = guard_seconds
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._running: set[str] = set()
        self._ticks: dict[str, asyncio.Task[None]] = {}
        self._returning: dict[str, tuple[Tick, timedelta]] = {}
        self._jobs: set[asyncio.Task[None]] = set()
        self._guard: asyncio.Task[None] | None = None
        self._arming: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self._stale = False

    def start(self) -> None:
        self._scheduler.start()
        every = min(_LONGEST_POLL_TICK, timedelta(seconds=self._app.config.polling_interval_seconds))
        self._returning = {"poll": (self._app.tick_poll, every), "tidy": (self._app.tick_tidy, _TIDY)}
        self._set_returning()
        self._app.db.after_commit = self._arm_soon
        self._arm_soon()
        self._guard = asyncio.create_task(self._watch_clock(), name="guard")

    async def stop(self) -> None:
        """Stop the ticks in order; the deliveries in flight are finished and marked.

        Does nothing before `start`.
        """
        self._stopped.set()
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        deliveries = {tick for name, tick in self._ticks.items() if name == "deliver" and not tick.done()}
        others = [tick for tick in self._ticks.values() if tick not in deliveries]
        others += [task for task in (self._guard, self._arming) if task is not None]
        for task in others:
            task.cancel()
        await self._app.finish(deliveries)
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.gather(*self._jobs, return_exceptions=True)
        # Last: it cancels whatever job still runs.
        self._scheduler.shutdown(wait=False)

    def _set_returning(self) -> None:
        """What comes again and again, at once."""
        for name, (tick, _) in self._returning.items():
            self._set_date(name, tick, self._app.clock())

    def _arm_soon(self) -> None:
        """Called after each commit: many commits in a row are one look at the tables, after the last."""
        self._stale = True
        if not self._stopped.is_set() and (self._arming is None or self._arming.done()):
            self._arming = asyncio.create_task(self._arm(), name="arm")

    async def _arm(self) -> None:
        app, reader = self._app, self._app.db.reader
        due: dict[str, tuple[Tick, Callable[[], Awaitable[datetime | None]]]] = {
            "remind": (app.tick_remind, lambda: reminders.next_due_at(reader)),
            "brief": (app.tick_brief, lambda: channels.next_brief_at(reader)),
            "calendars": (app.tick_calendars, app.calendars.next_due_at),
            "live": (app.tick_live, lambda: channels.next_list_at(reader)),
            "mirror": (app.tick_mirror, lambda: mirrors.next_due_at(reader)),
            "release": (app.tick_release, lambda: held.next_due_at(reader)),
            "deliver": (app.tick_deliver, lambda: outbox.next_due_at(reader)),
        }
        while self._stale:
            await asyncio.sleep(_SOON_SECONDS)
            self._stale = False
            for name, (tick, next_at) in due.items():
                if name not in self._running:
                    self._set_date(name, tick, await next_at())

    def _set_date(self, name: str, tick: Tick, at: datetime | None) -> None:
        if self._stopped.is_set() or name in self._running:
            return  # a tick that runs sees what is due by itself, and arms again when it ends
        if at is not None:
            self._scheduler.add_job(
                self._run, "date", args=(name, tick), id=name, replace_existing=True, run_date=at
            )
        elif self._scheduler.get_job(name) is not None:
            self._scheduler.remove_job(name)

    async def _run(self, name: str, tick: Tick) -> None:
        """One run of a tick, never two at once; what it raises is logged and the next run comes."""
        if self._stopped.is_set() or name in self._running:
            return
        self._running.add(name)
        job: asyncio.Task[None] | None = asyncio.current_task()
        assert job is not None
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        self._ticks[name] = asyncio.ensure_future(tick())
        try:
            await self._finished(name, self._ticks[name])
        finally:
            self._running.discard(name)
            if name in self._returning:
                self._set_date(name, tick, self._app.clock() + self._returning[name][1])
            self._arm_soon()

    async def _finished(self, name: str, tick: asyncio.Task[None]) -> None:
        await asyncio.wait({tick})
        if tick.cancelled() or (fault := tick.exception()) is None:
            return
        log.error("the %s tick failed; it runs again", name, exc_info=fault)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_AFTER_A_FAULT_SECONDS):
                await self._stopped.wait()

    async def _watch_clock(self) -> None:
        loop = asyncio.get_running_loop()
        wall, steady = self._app.clock(), loop.time()
        while True:
            await asyncio.sleep(self._guard_seconds)
            wall_before, steady_before = wall, steady
            wall, steady = self._app.clock(), loop.time()
            if stepped(wall - wall_before, timedelta(seconds=steady - steady_before)):
                log.warning("the clock was set to %s; every job is set again", wall)
                self._set_date("clock", self._app.tick_clock, wall)
                self._set_returning()
            # It sleeps by the steady clock, and looks at the wall clock only when it wakes.
            self._scheduler.wakeup()
            self._arm_soon()
