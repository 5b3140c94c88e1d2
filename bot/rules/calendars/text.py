"""Bytes of a calendar to its components, each a list of unfolded lines; no value is understood here.

A calendar is cut into its components before anything is parsed, so that a mistake costs the component
it stands in and no other. Bytes are UTF-8, or UTF-16 where they look like it; a line that is neither is
taken for Windows-1252. A component that another one interrupts, or the end of the file, is broken. A
component inside an event (an alarm) is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 2 * 1024 * 1024
MOST_DEPTH = 8
_LONGEST_LINE = 100_000
_FOLD = re.compile(rb"(?:\r?\n|\r)[ \t]")
_END_OF_LINE = re.compile(rb"\r?\n|\r")
_EDGE = re.compile(r"(BEGIN|END)[ \t]*:[ \t]*([A-Z0-9-]{1,64})[ \t]*", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_KEPT = ("VEVENT", "VTIMEZONE")


class NotACalendar(ValueError):
    """The bytes hold no calendar; the message says what is wrong with them."""


@dataclass(slots=True)
class Component:
    """An event or a time zone: its lines, without those of what stands inside an event."""

    kind: str
    lines: list[str] = field(default_factory=list)
    is_whole: bool = True

    def values(self, name: str) -> list[str]:
        """What the lines of this name say, in their order."""
        return [value for line in self.lines if (value := value_of(line, name)) is not None]


@dataclass(slots=True)
class Sheet:
    """A file cut up: the calendars' own lines, then events and time zones in their order."""

    lines: list[str] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    is_whole: bool = True

    def first(self, name: str) -> str | None:
        """What the first line of this name says of the calendar."""
        return next((value for line in self.lines if (value := value_of(line, name))), None)


def value_of(line: str, name: str) -> str | None:
    """The raw value of a line of this name; None for any other line."""
    if line[: len(name)].upper() != name or line[len(name) : len(name) + 1] not in (":", ";"):
        return None
    quoted = False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return line[place + 1 :]
    return None


def name_of(line: str) -> str:
    """The name of the property that a line gives, in capitals; empty if it gives none."""
    found = _NAME.match(line)
    return found.group().upper() if found else ""


def sheet(data: bytes) -> Sheet:
    """Cut a file up; raises `NotACalendar`."""
    if len(data) > MOST_BYTES:
        raise NotACalendar(f"is larger than {MOST_BYTES // 1024 // 1024} MB, the most a calendar may be")
    if not data.strip():
        raise NotACalendar("is empty")
    if data[:2] == b"\x1f\x8b" or data[:2] == b"PK":
        raise NotACalendar("is compressed; unpack it first")
    found = _cut(list(_lines(data)))
    if found is None:
        raise NotACalendar(f"is no calendar: there is no BEGIN:VCALENDAR in it{_looks_like(data)}")
    scale = (found.first("CALSCALE") or "GREGORIAN").strip().upper()
    if scale != "GREGORIAN":
        raise NotACalendar(f"counts by the calendar {scale[:40]!r}, not the Gregorian")
    return found


def _looks_like(data: bytes) -> str:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<")):
        return "; it looks like a web page"
    return "; it looks like JSON" if head.startswith((b"{", b"[")) else ""


def _lines(data: bytes) -> Iterator[str]:
    """Unfolded before they are decoded: some programs fold in the middle of a letter."""
    whole = _as_utf8(data).replace(b"\r\r\n", b"\r\n")
    for line in _END_OF_LINE.split(_FOLD.sub(b"", whole)):
        if line:
            yield _decoded(line)[:_LONGEST_LINE]


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("windows-1252", "replace")


def _as_utf8(data: bytes) -> bytes:
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:]
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    if not encoding and b"\0" in data[:2]:
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    return data.decode(encoding, "replace").encode("utf-8", "replace") if encoding else data


def _cut(lines: list[str]) -> Sheet | None:
    found = Sheet()
    stack: list[Component] = []
    is_calendar = False
    for line in lines:
        edge = _EDGE.fullmatch(line)
        if edge is None:
            _keep(line, stack, found)
        elif edge[1].upper() == "BEGIN":
            kind = edge[2].upper()
            is_calendar = is_calendar or kind in ("VCALENDAR", "VEVENT")  # some send an event alone
            if kind in _KEPT or kind == "VCALENDAR":
                _close(stack, 0 if kind == "VCALENDAR" else 1, found)
            stack.append(Component(kind))
            if len(stack) > MOST_DEPTH:
                raise NotACalendar(f"nests components more than {MOST_DEPTH} deep")
            if kind in _KEPT:
                found.components.append(stack[-1])
            elif _inside(stack, "VTIMEZONE"):
                _keep(line, stack, found)
        else:
            _end(edge[2].upper(), line, stack, found)
    _close(stack, 0, found)
    return found if is_calendar else None


def _end(kind: str, line: str, stack: list[Component], found: Sheet) -> None:
    """End the innermost component of this kind, and those inside it that were never ended."""
    depth = next((depth for depth in reversed(range(len(stack))) if stack[depth].kind == kind), None)
    if depth is None:
        return
    _close(stack, depth + 1, found)
    if kind not in _KEPT and _inside(stack, "VTIMEZONE"):
        _keep(line, stack, found)
    stack.pop()


def _close(stack: list[Component], depth: int, found: Sheet) -> None:
    """Give up what was begun and not ended, down to `depth`."""
    while len(stack) > depth:
        left = stack.pop()
        left.is_whole = False
        found.is_whole = found.is_whole and left.kind != "VCALENDAR"


def _inside(stack: list[Component], kind: str) -> Component | None:
    return next((one for one in stack if one.kind == kind), None)


def _keep(line: str, stack: list[Component], found: Sheet) -> None:
    """Put a line where it belongs: a zone has all of what is inside it, an event only its own lines."""
    if not stack:
        return
    zone = _inside(stack, "VTIMEZONE")
    if zone is not None:
        zone.lines.append(line)
    elif stack[-1].kind == "VEVENT":
        stack[-1].lines.append(line)
    elif stack[-1].kind == "VCALENDAR":
        found.lines.append(line)
