"""`attache stories`: entries as JSON lines in, the story that each belongs to as JSON lines out, in order.

A line in has `id`, and may have `title`, `summary`, `link` and `published` (as feeds write it; a time that
cannot be read counts as not known). A line out has `id`, `story`, the id of the first entry that told the
same news, and `error`, a sentence where a line cannot be placed, else null. Ids may come again. Without
`--json` a line out says so in words.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.cli.reminders import lines
from bot.rules.entries.dates import instant
from bot.rules.stories.sketch import Told
from bot.rules.stories.window import Window

log = logging.getLogger(__name__)

_LONGEST_LINE = 1_000_000
_LONGEST_TIME = 100


class _Refused(ValueError):
    """A line that cannot be placed; the message is what its `error` says."""


def main(options: argparse.Namespace) -> int:
    desk = Desk()
    for line in lines(sys.stdin.buffer, _LONGEST_LINE):
        found = desk.answer(line)
        text = json.dumps(found, ensure_ascii=False) if options.json else _in_words(found)
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
    return 0


class Desk:
    """The stories of all lines so far; each is known by the number of its first line."""

    def __init__(self) -> None:
        self._window = Window()
        self._ids: list[str | int] = []

    def answer(self, line: bytes) -> dict[str, Any]:
        given: dict[str, Any] = {}
        try:
            given = _fields(line)
            story = self._story(given)
            return {"id": given["id"], "story": story, "error": None}
        except _Refused as refused:
            problem = str(refused)
        except Exception:  # the run goes on with the next line
            log.exception("a line could not be placed")
            problem = "The line could not be placed; the fault is not in it."
        name = given.get("id")
        return {"id": name if _is_id(name) else None, "story": None, "error": problem}

    def _story(self, given: dict[str, Any]) -> str | int:
        if not _is_id(given.get("id")):
            raise _Refused("There is no `id` that is a text or a whole number.")
        for key in ("title", "summary", "link", "published"):
            if not isinstance(given.get(key), str | None):
                raise _Refused(f"`{key}` is no text.")
        title, summary = given.get("title") or "", given.get("summary") or ""
        told = Told(str(len(self._ids)), title, summary, given.get("link"), _instant(given.get("published")))
        first = int(self._window.place(told))
        self._ids.append(given["id"])
        return self._ids[first]


def _fields(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise _Refused(f"The line is longer than {_LONGEST_LINE:,} bytes.")
    try:
        given = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise _Refused("The line is no JSON.") from None
    if not isinstance(given, dict):
        raise _Refused("The line is no JSON object.")
    return given


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _instant(text: str | None) -> datetime | None:
    """When an entry was published, as Atom or RSS write it, where that can be read."""
    if not text or len(text) > _LONGEST_TIME:
        return None
    try:
        read = instant(text, None) or parsedate_to_datetime(text)
        return read.astimezone(UTC) if read.tzinfo is not None else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _in_words(found: dict[str, Any]) -> str:
    if found["error"]:
        return str(found["error"])
    return f"{found['id']}: " + ("new" if found["id"] == found["story"] else f"the news of {found['story']}")
