"""`attache match`: entries as JSON lines in, what they mention as JSON lines out, in order, from packs alone.

A line in has `title`, and may have `summary` and `language` (a hint, such as `vi`). A line out has
`entities`, the ids of all that is mentioned but topics, each once, in its order; `topics`, the ids of topics
that are mentioned, by themselves or in the name of a working group, or whose query is met; `spans`, where
each mention, of topics too, begins and ends, as
`[start, end, id]` in code points of `title + "\n" + summary`; and `error`, a sentence where a line cannot be
read, else null. Without `--json` a line out names what is mentioned, in words.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from dataclasses import dataclass
from typing import Any

from bot.cli.reminders import lines
from bot.cli.settings import configured
from bot.packs import PackRefused, read
from bot.rules.catalogue import Catalogue
from bot.rules.following import themes
from bot.rules.matching import Matcher
from bot.rules.matching.queries import Entry
from bot.rules.matching.topics import Topics, shipped
from storage.records import EntityId, EntityKind

log = logging.getLogger(__name__)

_LONGEST_LINE = 1_000_000


class _Refused(ValueError):
    """A line that cannot be read; the message is what its `error` says."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is loaded once."""

    catalogue: Catalogue
    topics: Topics[EntityId]
    matcher: Matcher


def main(options: argparse.Namespace) -> int:
    try:
        desk = _loaded(list(options.pack or configured(options.config).catalogue_packs))
    except PackRefused as error:
        print(error, file=sys.stderr)
        return 1
    for line in lines(sys.stdin.buffer, _LONGEST_LINE):
        found = _answer(desk, line)
        text = json.dumps(found, ensure_ascii=False) if options.json else _in_words(desk, found)
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _loaded(packs: list[str]) -> _Desk:
    catalogue = Catalogue.of_packs(read(packs))
    topics = shipped(catalogue)
    return _Desk(catalogue, topics, Matcher.of(catalogue, topics.phrases))


def _answer(desk: _Desk, line: bytes) -> dict[str, Any]:
    try:
        return _matched(desk, **_entry(line))
    except _Refused as refused:
        problem = str(refused)
    except Exception:  # the run goes on with the next line
        log.exception("a line could not be matched")
        problem = "The line could not be matched; the fault is not in it."
    return {"entities": [], "topics": [], "spans": [], "error": problem}


def _entry(line: bytes) -> dict[str, str]:
    if len(line) > _LONGEST_LINE:
        raise _Refused(f"The line is longer than {_LONGEST_LINE:,} bytes.")
    try:
        given = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise _Refused("The line is no JSON.") from None
    if not isinstance(given, dict):
        raise _Refused("The line is no JSON object.")
    for key in ("title", "summary", "language"):
        if not isinstance(given.get(key), str | None):
            raise _Refused(f"`{key}` is no text.")
    if given.get("title") is None and given.get("summary") is None:
        raise _Refused("There is neither a `title` nor a `summary`.")
    return {key: given.get(key) or "" for key in ("title", "summary", "language")}


def _matched(desk: _Desk, title: str, summary: str, language: str) -> dict[str, Any]:
    reading = desk.matcher.read(title, summary, language or None)
    mentioned = list(dict.fromkeys(mention.entity for mention in reading.mentions))
    kinds = {entity: desk.catalogue.entities[entity].kind for entity in mentioned}
    met = desk.topics.met(Entry(desk.catalogue.with_parents(mentioned), reading.phrases))
    topics = [entity for entity in mentioned if kinds[entity] is EntityKind.TOPIC]
    return {
        "entities": [entity for entity in mentioned if kinds[entity] is not EntityKind.TOPIC],
        "topics": list(dict.fromkeys([*topics, *themes(desk.catalogue, mentioned), *met])),
        "spans": [[mention.start, mention.end, mention.entity] for mention in reading.mentions],
        "error": None,
    }


def _in_words(desk: _Desk, found: dict[str, Any]) -> str:
    labels = [desk.catalogue.label(one) for one in (*found["entities"], *found["topics"])]
    return str(found["error"] or ", ".join(labels) or "nothing")
