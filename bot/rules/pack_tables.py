"""The tables of a pack's TOML, each with the line of its header, and reading their values one by one.

What is wrong with a value is noted with line, key and reason, and the nearest allowed word; nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import process

from storage import edtf

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Mistake:
    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.reason}"


@dataclass(slots=True)
class Table:
    """One table of the file, with the line of its header; collects what is wrong with it."""

    kind: str
    line: int
    values: Mapping[str, Any]
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, key: str, reason: str) -> None:
        self.mistakes.append(Mistake(self.line, key, reason))

    def text(self, key: str, *, required: bool = False, longest: int = 1000) -> str | None:
        value = self.values.get(key)
        if value is None:
            if required:
                self.wrong(key, "is missing")
            return None
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"must be text in quotes, not {value!r}")
            return None
        if len(value) > longest:
            self.wrong(key, f"has {len(value)} characters, at most {longest} are allowed")
            return None
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.wrong(key, f"must be a list of texts, not {value!r}")
            return ()
        return tuple(value)

    def slug(self, key: str) -> str:
        value = self.text(key, required=True, longest=80)
        if value is not None and not _SLUG.fullmatch(value):
            self.wrong(key, f"{value!r} must be lower-case letters and digits joined by hyphens")
        return value or ""

    def date(self, key: str) -> edtf.Edtf | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return edtf.parse(value)
        except edtf.NotADate as error:
            self.wrong(key, str(error))
            return None

    def one_of(self, key: str, allowed: Collection[str], *, noun: str) -> str | None:
        value = self.text(key, required=True)
        if value is None or value in allowed:
            return value
        self.wrong(key, f"{value!r} is no known {noun}{nearest(value, allowed)}")
        return None


def header_lines(text: str) -> Mapping[str, list[int]]:
    """The lines of the headers of each table."""
    lines: dict[str, list[int]] = {}
    for number, header in _headers(text):
        lines.setdefault(header, []).append(number)
    return lines


def _headers(text: str) -> list[tuple[int, str]]:
    """Table headers with their line numbers, those inside multi-line strings left out."""
    found, closing = [], None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing is None and (match := _HEADER.match(line)):
            found.append((number, match.group(1)))
        for mark in ('"""', "'''"):
            if closing in (None, mark) and line.count(mark) % 2:
                closing = None if closing else mark
    return found


def nearest(value: str, allowed: Collection[str]) -> str:
    best = process.extractOne(value, list(allowed), score_cutoff=60)
    return f"; did you mean {best[0]!r}?" if best else ""
