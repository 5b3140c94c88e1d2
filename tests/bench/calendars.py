"""Reading a calendar in a worker, beside reading it on the loop with the same libraries alone."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import icalendar
import recurring_ical_events

from bot.rules.calendars.reading import read
from bot.services.workers import Workers

EVENTS = 1_000
RUNS = 5
FIRST, LAST = date(2026, 11, 1), date(2027, 10, 31)
ALTERNATIVE = "icalendar and recurring-ical-events on the loop"


async def calendars() -> list[str]:
    """Lines to print: milliseconds and the longest stall of the loop, medians of `RUNS` runs in turn."""
    data = _calendar()
    workers = Workers()
    ours, theirs = [], []
    try:
        await workers.run(read, data, FIRST, LAST)  # its start is measured apart
        for _ in range(RUNS):
            ours.append(await _measured(lambda: workers.run(read, data, FIRST, LAST)))
            theirs.append(await _measured(lambda: _plainly(data)))
    finally:
        await workers.close()
    began = await _measured(lambda: _first_job(data))
    (here, here_stall), (there, there_stall) = (_medians(runs) for runs in (ours, theirs))
    return [
        f"{EVENTS:,} events, every tenth weekly ({len(data) // 1024} KiB), read in a worker: {here:.0f} ms,"
        f" longest stall of the loop {here_stall:.1f} ms; {ALTERNATIVE}: {there:.0f} ms,"
        f" stall {there_stall:.0f} ms; ratio {here / there:.2f} (medians of {RUNS} runs)",
        f"the same with the start of the worker: {began[0]:.0f} ms, stall {began[1]:.1f} ms (one run)",
    ]


def _calendar() -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(EVENTS):
        start = datetime(2026, 11, 1, 9) + timedelta(hours=7 * number)  # noqa: DTZ001 (its zone is written beside)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@bench.example",
            "DTSTAMP:20261101T000000Z",
            f"SUMMARY:Meeting {number} of a working group",
            f"DTSTART;TZID=Asia/Manila:{start:%Y%m%dT%H%M%S}",
            "DURATION:PT2H",
            "LOCATION:Hall 1\\, Kuala Lumpur",
            "DESCRIPTION:" + "Who meets and what about. " * 8,
            *(["RRULE:FREQ=WEEKLY;COUNT=20"] if number % 10 == 0 else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


async def _plainly(data: bytes) -> None:
    recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(FIRST, LAST + timedelta(days=1))


async def _first_job(data: bytes) -> None:
    workers = Workers()
    await workers.run(read, data, FIRST, LAST)
    await workers.close()


async def _measured(job: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """How long it took, and the longest time that a task which only sleeps came too late by; in ms."""
    beating = asyncio.create_task(_longest_stall())
    await asyncio.sleep(0)
    began = time.perf_counter()
    await job()
    took = time.perf_counter() - began
    await asyncio.sleep(0.005)
    beating.cancel()
    return took * 1000, await beating * 1000


async def _longest_stall() -> float:
    longest, pause = 0.0, 0.001
    try:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(pause)
            longest = max(longest, time.perf_counter() - began - pause)
    except asyncio.CancelledError:
        return longest


def _medians(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(took for took, _ in runs), statistics.median(stall for _, stall in runs)
