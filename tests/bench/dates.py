"""What it costs to read a date, beside python-dateutil's parser and the standard library's ISO reader.

The others say less: ISO texts hold no month, year or span, and dateutil fills in what is missing
(`2026` is a day of 2026 to it), so that only the time is compared.
"""

from __future__ import annotations

import statistics
import timeit
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from dateutil import parser

from bot.rules.dates import typed
from storage import edtf

RUNS, TIMES = 7, 2_000
NOW = datetime(2026, 11, 24, 14, 7, tzinfo=UTC)
EDTF = ("2026-11-01", "2026-11", "2026", "2024/2027", "2026-11-01/2026-11-03", "2017/..", "TBC", "2026?")
TYPED = (
    *("1 Nov 2026", "November 2026", "1–3 Nov 2026", "28 Sep – 2 Oct 2026", "2024–2027", "in 3 weeks"),
    *("2026-11-01 09:30 Asia/Manila", "next Tuesday 9am", "Tue 3 Nov 2026 14:00 KL"),
)
ALSO_OTHERS = ("1 Nov 2026", "2026-11-01 09:30", "Tue 3 Nov 2026 14:00")
"""Of what people type, what dateutil's parser reads too."""


async def dates() -> list[str]:
    """Lines to print: microseconds a text, the median over the texts and the slowest of them."""
    iso = _spent(datetime.fromisoformat, ["2026-11-01"])
    ours, theirs = _spent(_read, ALSO_OTHERS), _spent(parser.parse, ALSO_OTHERS)
    return [
        f"to parse EDTF: {_told(_spent(edtf.parse, EDTF))};"
        f" datetime.fromisoformat of a day: {_told(iso)} (medians of {RUNS} runs of {TIMES})",
        f"to read what people type: {_told(_spent(_read, TYPED))}",
        f"of what dateutil.parser reads too: {_told(ours)}; dateutil.parser: {_told(theirs)};"
        f" ratio {statistics.median(ours) / statistics.median(theirs):.2f}",
        f"to refuse 10,000 characters: {_told(_spent(_refuse, ['1' * 10_000]))}",
    ]


def _spent(read: Callable[[str], Any], texts: Sequence[str]) -> list[float]:
    """Microseconds for each text, the median of the runs."""
    return [
        statistics.median(timeit.repeat(lambda text=text: read(text), number=TIMES, repeat=RUNS))
        / TIMES
        * 1e6
        for text in texts
    ]


def _told(spent: list[float]) -> str:
    slowest = f", slowest {max(spent):.1f}" if len(spent) > 1 else ""
    return f"{statistics.median(spent):.1f} µs{slowest}"


def _read(text: str) -> object:
    return typed.read(text, NOW, "Asia/Kolkata")


def _refuse(text: str) -> None:
    try:
        _read(text)
    except typed.NotADay:
        return
    raise AssertionError("so long a text is no date")
