"""Entries matched against 100 to 100,000 phrases, beside one compiled regular expression and a naive loop."""

from __future__ import annotations

import gc
import os
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.rules.matching import Matcher
from storage.records import Entity, EntityId, EntityKind, Name
from tests.bench.generated import entities

SIZES = (100, 1_000, 10_000, 100_000)
ENTRIES = 2_000
LENGTH = 415
"""Letters of an entry, title and summary together."""
NAMES_IN_AN_ENTRY = 3
PEER_SECONDS = 5.0
"""How long an alternative may take with one number of phrases."""
_FILLERS = (
    "on the sidelines of talks that are expected to last two days, officials said, as both sides",
    "told reporters that ministers had agreed to meet again before the end of the year, while",
    "said the visit showed how far the two had come since the first exchange in 2010, although",
    "was among those invited to the opening, where Indian and Chinese delegates sat side by side; the US",
)
Entry = tuple[str, str]
Match = Callable[[Entry], object]


async def matching() -> list[str]:
    """Lines to print, from few phrases to many."""
    lines = [
        f"entries of {LENGTH} letters with about {NAMES_IN_AN_ENTRY} of the names",
        "attaché drops look-alikes, uses up the longest first and says where each stands; the peers only say"
        " which phrases stand in the text",
    ]
    for size in SIZES:
        lines += _at(size)
    return lines


def _at(size: int) -> Iterator[str]:
    names = _phrases(size)
    entries = _entries(names, random.Random(size))
    catalogue = [
        Entity(EntityId(f"e{number}"), EntityKind.FORUM, name, None, "", (Name(name),))
        for number, name in enumerate(names)
    ]
    gc.collect()
    before, began = _resident_megabytes(), time.perf_counter()
    matcher = Matcher(catalogue)
    built, took = time.perf_counter() - began, _resident_megabytes() - before
    found = sum(len(matcher.read(*entry).mentions) for entry in entries[:500]) / 500
    yield f"{size:,} phrases, {found:.1f} mentions an entry"
    ours = _rate(lambda entry: matcher.read(*entry), entries, None)
    yield _said("attaché, all rules", ours, f"built in {built:.2f} s, {took:.0f} MB more resident")
    began = time.perf_counter()
    alternatives = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
    built = time.perf_counter() - began
    theirs = _rate(lambda entry: pattern.findall("\n".join(entry)), entries, PEER_SECONDS)
    yield _said("one regular expression", theirs, f"built in {built:.2f} s; attaché {ours / theirs:,.1f}x")
    folded = [name.lower() for name in names]
    theirs = _rate(lambda entry: _naive(folded, entry), entries, PEER_SECONDS)
    yield _said("a naive loop", theirs, f"attaché {ours / theirs:,.1f}x")


def _said(who: str, rate: float, more: str) -> str:
    return f"  {who:<24}{rate:>9,.{0 if rate >= 10 else 2}f} entries/s, {more}"


def _phrases(size: int) -> list[str]:
    names = (name.text for entity in entities(max(size, 1_000)) for name in entity.names)
    found = list(dict.fromkeys(name for name in names if name.isascii() and len(name) > 3))
    return random.Random(size).sample(found, size)


def _entries(names: Sequence[str], chance: random.Random) -> list[Entry]:
    return [_entry(names, chance) for _ in range(ENTRIES)]


def _entry(names: Sequence[str], chance: random.Random) -> Entry:
    one, *others = (chance.choice(names) for _ in range(NAMES_IN_AN_ENTRY))
    text = ""
    while len(text) < LENGTH:
        text += f"{chance.choice(others)} {chance.choice(_FILLERS)} "
        others = others[1:] or ["the minister’s delegation"]
    title = f"{one} opens as ministers meet"
    return title, text[: LENGTH - len(title)]


def _naive(folded: Sequence[str], entry: Entry) -> list[str]:
    text = f"{entry[0]}\n{entry[1]}".lower()
    return [name for name in folded if name in text]


def _rate(match: Match, entries: Sequence[Entry], seconds: float | None) -> float:
    """Entries a second; of a slow alternative, those it gets through in its time."""
    began = time.perf_counter()
    done = 0
    for entry in entries:
        match(entry)
        done += 1
        if seconds is not None and time.perf_counter() - began > seconds:
            break
    return done / (time.perf_counter() - began)


def _resident_megabytes() -> float:
    """Resident memory as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
