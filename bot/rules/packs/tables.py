"""The tables of a pack's TOML, each with the line of its header, and reading their values one by one.

What is wrong with a value is noted with line, key and reason, and the nearest allowed word; nothing raises.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from rapidfuzz import fuzz, process

from storage import edtf

_LONGEST_SHOWN = 80
_MOST_SUGGESTED = 200
"""Each is looked for among all words, and nobody reads more."""
_FEW = 14
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
"""What controls a terminal, or the direction of what is read, or hides in it."""
_IN_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\xa0()\[\]<>{}\"\\^`|]")
"""What ends an address where it is shown, or would have to be guessed."""
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
    def builds_on(self) -> tuple[str, ...]:
        """The packs it says it builds on, as far as they are to be read."""
        return built_upon(self.document.get("pack"))

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

    def tables(self, kind: str) -> list[Table]:
        """Its tables of a kind in the order of the file, anew; a row that is no table is an empty one."""
        lines, rows = self.lines.get(kind, []), _rows(self.document.get(kind, []))
        return [Table(kind, lines[at] if at < len(lines) else 1, row) for at, row in enumerate(rows)]


def head_of(text: str) -> Mapping[str, Any]:
    """What stands under `[pack]`, read without the rest of the file; nothing where it cannot be read."""
    headers = ((found.start(), found["name"]) for found in _HEADER.finditer(text) if found["name"])
    start = next((at for at, name in headers if name == "pack"), len(text))
    end = next((at for at, _ in headers), len(text))
    try:
        head = tomllib.loads(text[start:end]).get("pack")
    except (ValueError, RecursionError):
        return {}
    return head if isinstance(head, dict) else {}


def built_upon(head: object) -> tuple[str, ...]:
    """The ids under `builds_on` in a `[pack]` table."""
    given = head.get("builds_on") if isinstance(head, dict) else None
    return tuple(one for one in given if isinstance(one, str)) if isinstance(given, list) else ()


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

    def all_of_them(self) -> str:
        """`; it is one of this, that`, where they are few enough to read."""
        return f"; it is one of {', '.join(self._in_order)}" if len(self._in_order) <= _FEW else ""


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
        fault = fault_of(value, longest) if value is not None else "is missing" if required else None
        if fault is not None:
            self.wrong(key, fault)
        return value.strip() if isinstance(value, str) and fault is None else None

    def one_line(self, key: str, *, required: bool = False, longest: int = 1000) -> str | None:
        value = self.text(key, required=required, longest=longest)
        if value is not None and "\n" in value:
            self.wrong(key, f"{shown(value)} must be one line")
        return value

    def texts(self, key: str, *, longest: int = 200) -> tuple[str, ...]:
        """A list of single lines."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, f'must be a list of texts, such as ["…"], not {told(value)}')
            return ()
        faults = [fault for item in value if (fault := fault_in(item, longest))]
        for fault in faults:
            self.wrong(key, fault)
        return () if faults else tuple(value)

    def slug(self, key: str, longest: int = 80) -> str:
        value = self.text(key, required=True, longest=longest)
        if value is not None and not is_slug(value):
            self.wrong(key, f"{shown(value)} must be lower-case letters and digits joined by hyphens")
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

    def address(self, key: str) -> str | None:
        value = self.one_line(key)
        if value is None:
            return None
        if not re.match(r"https?://[^/?#]", value):
            self.wrong(key, f"{shown(value)} must begin with https:// or http:// and the name of a host")
        elif (bad := _IN_NO_ADDRESS.search(value)) is not None:
            self.wrong(key, f"has {bad.group()!r} in it; write it percent-encoded, {quote(bad.group())}")
        return value

    def one_of(self, key: str, allowed: Words, *, noun: str, otherwise: str = "") -> str | None:
        """`otherwise` is said where no allowed word is near."""
        value = self.text(key, required=True)
        if value is None or value in allowed:
            return value
        near = allowed.nearest(value) or f"{allowed.all_of_them()}{otherwise}"
        self.wrong(key, f"{shown(value)} is no known {noun}{near}")
        return None


def is_slug(text: str) -> bool:
    return _SLUG.fullmatch(text) is not None


def fault_of(value: object, longest: int) -> str | None:
    """What is wrong with a value that should be text; nothing where nothing is."""
    if not isinstance(value, str):
        return f"must be text in quotes, not {told(value)}"
    if not value.strip():
        return "is empty"
    if len(value) > longest:
        return f"has {len(value)} characters, at most {longest} are allowed"
    if (control := _CONTROL.search(value)) is not None:
        return f"{shown(value)} has a control character in it, U+{ord(control.group()):04X}"
    return None


def fault_in(item: object, longest: int) -> str | None:
    """What is wrong with an item of a list of single lines."""
    if not isinstance(item, str):
        return f"must be a list of texts in quotes, and has {told(item)} in it"
    if "\n" in item:
        return f"{shown(item)} must be one line"
    fault = fault_of(item, longest)
    return fault and (fault if fault.startswith(shown(item)) else f"{shown(item)} {fault}")


def told(value: object) -> str:
    """What was given where something else is needed, as whoever wrote the file would call it."""
    match value:
        case bool():
            return str(value).lower()
        case date():
            return "a date without quotes"
        case time():
            return "a time without quotes"
        case list():
            return "a list"
        case dict():
            return "a table"
    return shown(value)


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
