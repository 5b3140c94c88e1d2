"""`attache lookup`: the same answers as in Discord, from packs and files only, in words or as JSON."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from bot.cli.settings import configured
from bot.packs import PackRefused, read
from bot.rules.answers.answering import CHOSEN, Answer, answer
from bot.rules.catalogue import Catalogue
from bot.rules.dates import typed
from bot.rules.happenings import events_of
from bot.rules.moment import Moment
from bot.rules.naming.lookup import Found, NameIndex
from bot.rules.showing import cards, telling
from bot.rules.showing.citations import sources_plain, with_address
from storage.records import Event

_MOST_RESULTS = 5
_TIMESTAMP = re.compile(r"<t:(\d+):[A-Za-z]>")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a batch loads once."""

    catalogue: Catalogue
    names: NameIndex
    events: list[Event]


def main(options: argparse.Namespace) -> int:
    query, packs = _query(options)
    if (query is None) is not options.batch:
        print("give one query, or --batch with a query a line on standard input", file=sys.stderr)
        return 2
    try:
        now = _moment(options.as_of)
        desk = _loaded(packs or list(configured(options.config).catalogue_packs))
    except typed.NotADay as error:
        print(f"--as-of: {error}", file=sys.stderr)
        return 2
    except PackRefused as error:
        print(error, file=sys.stderr)
        return 1
    queries: Iterable[str] = _lines() if options.batch else [query or ""]
    for one in queries:
        found = answer(one, desk.catalogue, desk.names, desk.events, now)
        if options.json or options.batch:
            print(json.dumps(_as_json(desk, one, found, now), ensure_ascii=False), flush=options.batch)
        else:
            print(_in_words(desk, one, found, now))
    return 0


def _query(options: argparse.Namespace) -> tuple[str | None, list[str]]:
    """The query and the packs: `--pack` takes several, and so swallows a query that stands behind it."""
    packs = list(options.pack or [])
    if options.query is None and not options.batch and len(packs) > 1:
        return packs[-1], packs[:-1]
    return options.query, packs


def _lines() -> Iterable[str]:
    """Each line of standard input as it comes; what is no UTF-8 is read as it may be."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _moment(as_of: str | None) -> Moment:
    now = datetime.now(UTC)
    if as_of is None:
        return Moment(now, now.date())
    day: date = typed.day(as_of, now.date())
    return Moment(datetime.combine(day, time(0), UTC), day)


def _loaded(packs: list[str]) -> _Desk:
    known = Catalogue.of_packs(read(packs))
    return _Desk(known, NameIndex.of(known), events_of(known, list(known.entities.values())))


def _as_json(desk: _Desk, query: str, found: Answer, now: Moment) -> dict[str, Any]:
    results = found.results[:_MOST_RESULTS]
    return {
        "query": query,
        "as_of": now.today.isoformat(),
        "results": [
            _result(desk, one, found if number == 0 else None, now) for number, one in enumerate(results)
        ],
        "ambiguous": found.ambiguous,
        "not_found": not results,
    }


def _result(desk: _Desk, one: Found, answered: Answer | None, now: Moment) -> dict[str, Any]:
    told = telling.told(desk.catalogue, one.entity, now)
    if answered is not None:
        rests_on = [fact for said in answered.said for fact in said.facts]
        here = {item.fact for item in told}
        told = [telling.one(desk.catalogue, fact, now) for fact in rests_on if fact not in here] + sorted(
            told, key=lambda item: item.fact not in rests_on
        )
    return {
        "id": one.entity.id,
        "kind": one.entity.kind.value,
        "name": one.entity.label,
        "score": round(one.score, 4),
        "facts": [_fact(item) for item in told],
        "card": _card(desk, one, answered, now),
    }


def _fact(told: telling.Told) -> dict[str, Any]:
    fact = told.fact
    planned = f", planned as of {fact.planned_as_of}" if fact.planned_as_of else ""
    return {
        "predicate": fact.predicate,
        "text": f"{told.heading}: {told.text}",
        "edtf": str(fact.edtf) if fact.edtf else None,
        "status": f"{fact.status.value}{planned}",
        "source": with_address(told.source),
        "place": fact.place,
    }


def _card(desk: _Desk, one: Found, answered: Answer | None, now: Moment) -> str:
    text = cards.in_text(cards.card(desk.catalogue, one.entity, desk.events, now))
    said = [
        f"{item.text} {sources_plain(desk.catalogue, item.facts)}".rstrip()
        for item in (answered.said if answered else ())
    ]
    return _without_timestamps("\n\n".join(["\n".join(said), text] if said else [text]))


def _in_words(desk: _Desk, query: str, found: Answer, now: Moment) -> str:
    if not query.strip():
        return "Give a name or a question."
    if not found.results:
        return f"I know nothing by the name “{query[:100]}”."
    if found.ambiguous:
        candidates = (one.entity for one in found.results)
        lines = [f"• {one.label} ({one.kind.value}): {CHOSEN}{one.id}" for one in candidates]
        return "That may mean:\n" + "\n".join(lines)
    return _card(desk, found.results[0], found, now)


def _without_timestamps(text: str) -> str:
    """Discord's timestamps as a shell can show them, in UTC."""
    return _TIMESTAMP.sub(
        lambda match: f"{datetime.fromtimestamp(int(match[1]), UTC):%Y-%m-%d %H:%M} UTC", text
    )
