"""Entries put together into stories, beside rapidfuzz's token_set_ratio over all pairs of the window.

The entries are made up, always the same: news of invented places and people, each told by one to four
agencies in words of their own. How well both tell pairs apart is said of the scenes in the tests too, which
people wrote. The peer joins an entry to the story that is likest, where it is like enough; of the limits
tried the one that does best is shown, so that it is never told from a limit badly chosen.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from math import comb

from rapidfuzz import fuzz, process

from bot.rules.stories.sketch import Told
from bot.rules.stories.window import SPAN, stories_of
from tests.rules.scenes import scenes

ENTRIES = 5_000
PEER_SECONDS = 15.0
LIMITS = (60, 70, 80, 90)
_BEGINNING = datetime(2026, 11, 10, tzinfo=UTC)
_SYLLABLES = ("ka", "lo", "mi", "ran", "ba", "tu", "sul", "pa", "dor", "ven", "ge", "shi", "mo", "tal", "ri")
_COUNTRIES = ("India", "Malaysia", "Japan", "Vietnam", "Thailand", "Indonesia", "Australia", "France")
_TOLD = (
    (
        "{n} soldiers killed in {p} blast",
        "Blast in {p} kills {n} soldiers",
        "{p}: {n} soldiers dead in explosion",
    ),
    ("{c}, {d} sign {p} pact", "{d} and {c} ink pact on {p}", "{p} agreement signed by {c}, {d}"),
    ("{m} meets {k} in {c}", "{k}, {m} hold talks in {c}", "{m} and {k} meet in {c}"),
    (
        "{n}th {p} Dialogue opens in {c}",
        "{c}: {n}th {p} Dialogue begins",
        "{p} Dialogue's {n}th meeting starts in {c}",
    ),
    ("{c} to buy {n} {p} jets", "{c} buys {n} jets of type {p}", "{n} {p} jets for {c}"),
    ("Exercise {p} concludes off {k}", "{p} exercise ends off {k}", "Navies wrap up Exercise {p} off {k}"),
    ("{c} ship {p} leaves {k}", "{p} of {c} departs from {k}", "{c} vessel {p} leaves port of {k}"),
)
Tell = Callable[[Sequence[Told]], Sequence[str]]


async def stories() -> list[str]:
    """Lines to print."""
    entries, labels = _made(ENTRIES)
    began = time.perf_counter()
    found = stories_of(entries)
    took = time.perf_counter() - began
    lines = [
        f"{len(entries):,} made entries of {len(set(labels)):,} stories in {SPAN // timedelta(hours=1)} h:"
        f" {took:.2f} s, {len(entries) / took:,.0f} entries a second; {_quality(labels, found)}",
        *_peer(entries, labels),
    ]
    for name in ("stories_told.txt", "stories_unseen.txt"):
        told = scenes(name)
        lines.append(
            f"{name}, {len(told)} scenes: attaché {_in_scenes(told, stories_of)}; {_best_limit(told)}"
        )
    return lines


def _made(count: int) -> tuple[list[Told], list[str]]:
    chance = random.Random(7)
    news: list[tuple[timedelta, str, str]] = []
    number = 0
    while len(news) < count:
        forms = chance.choice(_TOLD)
        named = {
            "n": chance.randint(4, 20),
            "p": _name(chance),
            "k": _name(chance),
            "m": f"{_name(chance)} {_name(chance)}",
            "c": chance.choice(_COUNTRIES),
            "d": chance.choice(_COUNTRIES),
        }
        at = chance.random() * SPAN
        for form in chance.choices(forms, k=chance.randint(1, 4)):
            news.append((at + timedelta(minutes=chance.randint(0, 300)), form.format(**named), f"n{number}"))
        number += 1
    news = sorted(news)[:count]
    made = [
        Told(
            str(place),
            title,
            f"{title}, officials said on Tuesday. More was to follow.",
            None,
            _BEGINNING + at,
        )
        for place, (at, title, _) in enumerate(news)
    ]
    return made, [label for _, _, label in news]


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _peer(entries: Sequence[Told], labels: Sequence[str]) -> Iterator[str]:
    """The peer with a limit of 80 on as many entries as there is time for."""
    began = time.perf_counter()
    found: list[str] = []
    firsts: list[str] = []
    names: list[str] = []
    for entry in entries:
        found.append(_nearest(entry, firsts, names, 80))
        if time.perf_counter() - began > PEER_SECONDS:
            break
    took = time.perf_counter() - began
    yield (
        f"rapidfuzz token_set_ratio of 80 over all pairs: {len(found):,} entries in {took:.2f} s,"
        f" {len(found) / took:,.0f} entries a second; {_quality(labels[: len(found)], found)}"
    )


def _nearest(entry: Told, firsts: list[str], names: list[str], limit: float) -> str:
    title = entry.title.casefold()
    best = process.extractOne(title, firsts, scorer=fuzz.token_set_ratio, score_cutoff=limit)
    if best is not None:
        return names[best[2]]
    firsts.append(title)
    names.append(entry.id)
    return entry.id


def _by_likeness(limit: float) -> Tell:
    def tell(entries: Sequence[Told]) -> list[str]:
        firsts: list[str] = []
        names: list[str] = []
        return [_nearest(entry, firsts, names, limit) for entry in entries]

    return tell


def _best_limit(told: list[list[tuple[str, Told]]]) -> str:
    counts = {limit: _counts(told, _by_likeness(limit)) for limit in LIMITS}
    best = max(counts, key=lambda limit: 2 * counts[limit][0] / sum((counts[limit][0], *counts[limit])))
    return f"rapidfuzz at its best limit, {best}: {_said(*counts[best])}"


def _in_scenes(told: list[list[tuple[str, Told]]], tell: Tell) -> str:
    return _said(*_counts(told, tell))


def _counts(told: list[list[tuple[str, Told]]], tell: Tell) -> tuple[int, int, int]:
    """Pairs called one story rightly, wrongly, and missed."""
    right = wrong = missed = 0
    for scene in told:
        found = tell([entry for _, entry in scene])
        for one, other in combinations(range(len(scene)), 2):
            same, called = scene[one][0] == scene[other][0], found[one] == found[other]
            right, wrong, missed = (
                right + (same and called),
                wrong + (called > same),
                missed + (same > called),
            )
    return right, wrong, missed


def _quality(labels: Sequence[str], found: Sequence[str]) -> str:
    """The same of a long list, counted by groups."""

    def pairs(keys: Sequence[object]) -> int:
        sizes: dict[object, int] = {}
        for key in keys:
            sizes[key] = sizes.get(key, 0) + 1
        return sum(comb(size, 2) for size in sizes.values())

    right = pairs(list(zip(labels, found, strict=True)))
    return _said(right, pairs(found) - right, pairs(labels) - right)


def _said(right: int, wrong: int, missed: int) -> str:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"precision {precision:.3f}, recall {recall:.3f} of pairs"
