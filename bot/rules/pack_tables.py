"""The tables of a pack's TOML, each with the line of its header, and reading their values one by one.

What is wrong with a value is noted with line, key and reason, and the nearest allowed word; nothing raises.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from rapidfuzz import fuzz, process

from storage import edtf

TABLES = ("pack", "source", "entity", "fact")
_LONGEST_SHOWN = 80
_MOST_SUGGESTED = 2000
"""Each is looked for among all words, and nobody reads more."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_HEADER = re.compile(
    r"""
      ^[ \t]*\[{1,2}[ \t]*(?P<name>[A-Za-z0-9_.-]+)[ \t]*\]{1,2}[ \t]*(?=\#|\r?$)
    | \#[^\n]*
    | \"\"\"(?:\\.|[^\\])*?\"{3,5}
    | '''.*?'{3,5}
    | "(?:\\.|[^"\\\n])*"
    | '[^'\n]*'
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""A table's header; or a comment or a text, in which what looks like a header is none."""


@dataclass(frozen=True, slots=True)
class Mistake:
    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.reason}"


class Draft:
    """A pack's text as TOML, before anything in it is checked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document: Mapping[str, Any] = {}
        self.broken: Mistake | None = None
        try:
            self.document = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # TOML's own errors, numbers too long, nesting too deep
            found = re.search(r"line (\d+)", str(error))
            self.broken = Mistake(int(found.group(1)) if found else 1, "file", f"is not TOML: {error}")

    @cached_property
    def pack_id(self) -> str:
        """The id it gives itself, or nothing where that is not to be read."""
        head = self.document.get("pack")
        found = head.get("id") if isinstance(head, dict) else None
        return found if isinstance(found, str) else ""

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The ids of its entities, each with its kind, as far as they are to be read."""
        rows = _rows(self.document.get("entity", []))
        return {row["id"]: str(row.get("kind")) for row in rows if isinstance(row.get("id"), str)}

    @cached_property
    def lines(self) -> Mapping[str, list[int]]:
        """The lines of the headers of each table."""
        found: dict[str, list[int]] = {}
        for number, name in _headers(self.text):
            found.setdefault(name, []).append(number)
        return found

    def tables(self) -> list[Table]:
        """Its tables by kind, each in the order of the file; a row that is no table is an empty one."""
        found = []
        for kind in TABLES:
            lines = self.lines.get(kind, [])
            for index, row in enumerate(_rows(self.document.get(kind, []))):
                found.append(Table(kind, lines[index] if index < len(lines) else 1, row))
        return found


def digest_of(text: str) -> str:
    """Differs as soon as one letter of a pack's text does."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Words:
    """Words that are allowed somewhere, and which of them is nearest to one that is not."""

    def __init__(self, words: Iterable[str]) -> None:
        self._in_order = [str(word) for word in words]
        self._words = frozenset(self._in_order)
        self._asked: dict[str, str] = {}

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def nearest(self, word: str) -> str:
        """`; did you mean 'this'?`, or nothing where none is near, or where thousands were asked for."""
        if word not in self._asked and len(self._asked) < _MOST_SUGGESTED:
            wanted = word[:_LONGEST_SHOWN]
            best = process.extractOne(wanted, self._in_order, scorer=fuzz.ratio, score_cutoff=60)
            self._asked[word] = f"; did you mean {best[0]!r}?" if best else ""
        return self._asked.get(word, "")


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
            self.wrong(key, f"must be text in quotes, not {shown(value)}")
            return None
        if len(value) > longest:
            self.wrong(key, f"has {len(value)} characters, at most {longest} are allowed")
            return None
        if _CONTROL.search(value):
            self.wrong(key, f"{shown(value)} has a tab or a control character in it")
            return None
        return value.strip()

    def texts(self, key: str, *, longest: int = 200) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(is_line(item, longest) for item in value):
            self.wrong(key, f"must be a list of texts of at most {longest} characters, not {shown(value)}")
            return ()
        return tuple(value)

    def slug(self, key: str, longest: int = 80) -> str:
        value = self.text(key, required=True, longest=longest)
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

    def one_of(self, key: str, allowed: Words, *, noun: str) -> str | None:
        value = self.text(key, required=True)
        if value is None or value in allowed:
            return value
        self.wrong(key, f"{shown(value)} is no known {noun}{allowed.nearest(value)}")
        return None


def is_line(value: object, longest: int) -> bool:
    """Whether a value is text of one line, not empty and not too long."""
    return (
        isinstance(value, str)
        and 0 < len(value.strip()) <= len(value) <= longest
        and not _CONTROL.search(value)
        and "\n" not in value
    )


def shown(value: object) -> str:
    """A value as it is shown in a mistake, however long it is."""
    try:
        said = repr(value)
    except (ValueError, RecursionError):  # Python writes no number of more than 4300 digits
        return f"({type(value).__name__})"
    return said if len(said) <= _LONGEST_SHOWN else f"{said[: _LONGEST_SHOWN - 1]}…"


def _rows(value: object) -> list[Mapping[str, Any]]:
    rows = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {} for row in rows]


def _headers(text: str) -> Iterator[tuple[int, str]]:
    """Table headers with their line numbers, those inside comments and texts left out."""
    line, counted = 1, 0
    for found in _HEADER.finditer(text):
        if found["name"]:
            line += text.count("\n", counted, found.start())
            counted = found.start()
            yield line, found["name"]
