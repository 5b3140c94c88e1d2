"""Keeps the stories of the last days at hand, to say which of them a new entry tells.

What is at hand is no truth: it is read back from the entries at the start and when entries are forgotten,
and a story of which no entry was kept in the end is begun anew.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.rules.stories.sketch import Told
from bot.rules.stories.window import SPAN, Window
from storage import entries
from storage.database import Database, Reader
from storage.news import Entry

_MOST = 5000
_AT_A_TIME = 20


class Storytelling:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._window = Window()
        self._first: dict[str, int] = {}
        """The entry that first told each story of the window, by what the window calls it."""

    async def refresh(self, now: datetime) -> None:
        """Read the stories of the last days anew, a few entries at a time."""
        window, first = Window(), dict[str, int]()
        for number, entry in enumerate(await entries.found_since(self._db.reader, now - SPAN, _MOST), 1):
            name = str(entry.story_id or entry.id)
            window.remember(_told(entry), name)
            first.setdefault(name, entry.story_id or entry.id)
            if number % _AT_A_TIME == 0:
                await asyncio.sleep(0)
        self._window, self._first = window, first

    async def first_of(self, reader: Reader, entry: Entry) -> Entry | None:
        """The entry that first told what a new one tells; None where it is news."""
        if (same_page := await entries.first_of_story(reader, entry.story_key)) is not None:
            return same_page
        name = self._window.place(_told(entry))
        known = self._first.get(name)
        return await entries.get(reader, known) if known is not None else None

    def kept(self, entry: Entry) -> None:
        """An entry was kept, and has its id: what the window calls its story is known from now on."""
        self._first.setdefault(_name(entry), entry.story_id or entry.id)


def _told(entry: Entry) -> Told:
    return Told(_name(entry), entry.title, entry.summary, entry.link, entry.published_at or entry.found_at)


def _name(entry: Entry) -> str:
    return f"{entry.feed_id}:{entry.guid}"
