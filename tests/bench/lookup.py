"""Look-ups by mistyped names in catalogues of three sizes, beside SQLite and rapidfuzz over names."""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.rules.naming.countries import country_names
from bot.rules.naming.lookup import NameIndex
from bot.rules.text import phrase
from storage.records import Entity
from tests.bench.generated import LONG_WORD, entities, mistyped

SIZES = (1_000, 10_000, 100_000)
QUERIES = 500
TYPISTS = 100
PEER_SECONDS = 12.0
"""How long an alternative may take in one catalogue, half of it with one error and half with two."""
SHOWN = 5
Query = tuple[str, Entity]
Ask = Callable[[str], Sequence[str]]
"""The ids of the entities a look-up shows, the best first."""


async def lookup() -> list[str]:
    """Lines to print, catalogue by catalogue."""
    lines = [
        "errors are drawn at random: a letter other, less, more or two swapped, in a random word of"
        f" {LONG_WORD} letters or more; two errors may meet in one word",
        f"recall@{SHOWN}: the share of names of which the entity is among the first {SHOWN}",
    ]
    for size in SIZES:
        lines += _at(size)
    return lines


def _at(size: int) -> Iterator[str]:
    catalogue = entities(size)
    names = [(entity.id, name.text) for entity in catalogue for name in entity.names]
    beside = country_names()
    gc.collect()
    before, began = _resident_megabytes(), time.perf_counter()
    index = NameIndex(catalogue, beside)
    built, took = time.perf_counter() - began, _resident_megabytes() - before
    yield f"{size:,} entities, {len(names):,} names: indexed in {built:.2f} s, {took:.0f} MB more resident"
    one, two = (mistyped(catalogue, QUERIES, errors, seed=errors) for errors in (1, 2))
    yield "  " + _said(
        "attaché, look-up", lambda q: [f.entity.id for f in index.find(q, limit=SHOWN)], one, two
    )
    yield "  " + _said(
        "attaché, autocomplete", lambda q: [f.entity.id for f in index.suggest(q)][:SHOWN], one, two
    )
    yield "  " + _typing(index, one[:TYPISTS])
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        _fill(db, names)
        yield "  " + _said("SQLite LIKE, every word", lambda q: _like(db, q), one, two, PEER_SECONDS)
        yield "  " + _said("SQLite FTS5 trigram, any", lambda q: _trigram(db, q), one, two, PEER_SECONDS)
    texts = [text for _, text in names]

    def nearest(query: str) -> list[str]:
        best = process.extract(query, texts, scorer=fuzz.WRatio, limit=SHOWN)
        return [names[place][0] for _, _, place in best]

    yield "  " + _said("rapidfuzz WRatio over names", nearest, one, two, PEER_SECONDS)


def _said(
    what: str, ask: Ask, one: Sequence[Query], two: Sequence[Query], seconds: float | None = None
) -> str:
    times, recall_one = _asked(ask, one, seconds)
    _, recall_two = _asked(ask, two, seconds)
    p50, p99 = _percentiles(times)
    return (
        f"{what}: one error p50 {p50:.2f} ms, p99 {p99:.2f} ms, recall@{SHOWN} {recall_one:.3f};"
        f" two errors recall@{SHOWN} {recall_two:.3f} ({len(times)} queries)"
    )


def _asked(ask: Ask, queries: Sequence[Query], seconds: float | None) -> tuple[list[float], float]:
    """Milliseconds of each query and the share answered rightly, of as many as there is time for."""
    times, right = [], 0
    for text, wanted in queries:
        began = time.perf_counter()
        shown = ask(text)
        times.append((time.perf_counter() - began) * 1000)
        right += wanted.id in shown[:SHOWN]
        if seconds is not None and sum(times) > seconds / 2 * 1000:
            break
    return times, right / len(times)


def _typing(index: NameIndex, queries: Sequence[Query]) -> str:
    """What each keystroke costs while a name with an error is typed."""
    times = []
    for text, _ in queries:
        for typed in range(1, len(text) + 1):
            began = time.perf_counter()
            index.suggest(text[:typed])
            times.append((time.perf_counter() - began) * 1000)
    p50, p99 = _percentiles(times)
    keystrokes = len(times)
    return f"attaché, autocomplete at each of {keystrokes} keystrokes: p50 {p50:.2f} ms, p99 {p99:.2f} ms"


def _fill(db: sqlite3.Connection, names: Sequence[tuple[str, str]]) -> None:
    """Names as `phrase` folds them, in a plain table and in one of trigrams."""
    folded = [(entity_id, " ".join(phrase(text))) for entity_id, text in names]
    db.execute("CREATE TABLE plain (entity TEXT NOT NULL, name TEXT NOT NULL) STRICT")
    db.executemany("INSERT INTO plain VALUES (?, ?)", folded)
    db.execute("CREATE VIRTUAL TABLE trigrams USING fts5 (entity UNINDEXED, name, tokenize = 'trigram')")
    db.executemany("INSERT INTO trigrams VALUES (?, ?)", folded)


def _like(db: sqlite3.Connection, query: str) -> list[str]:
    words = [f"%{word}%" for word in phrase(query)]
    condition = " AND ".join("name LIKE ?" for _ in words)
    rows = db.execute(
        f"SELECT entity FROM plain WHERE {condition} ORDER BY length(name) LIMIT {SHOWN}", words
    )
    return [entity for (entity,) in rows]


def _trigram(db: sqlite3.Connection, query: str) -> list[str]:
    text = " ".join(phrase(query))
    parts = " OR ".join(f'"{text[at : at + 3]}"' for at in range(len(text) - 2))
    rows = db.execute(
        f"SELECT entity FROM trigrams WHERE trigrams MATCH ? ORDER BY rank LIMIT {SHOWN}", [parts]
    )
    return [entity for (entity,) in rows]


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    if len(times) < 2:
        return times[0], times[0]
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]


def _resident_megabytes() -> float:
    """Resident memory as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
