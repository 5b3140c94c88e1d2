"""A card cut into pages that fit a message, line by line; nothing is left out, nothing is cut off.

A page has headed parts of at most 1,024 characters, at most 20 of them, and takes up the room of about
1,800 characters, which a phone shows without much scrolling; a short line takes a line all the same.
Discord allows more
(https://discord.com/developers/docs/resources/message#embed-object-embed-limits). A heading that
goes on says so. Each page names the sources of its own lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rules.showing.cards import Card, Line, Section

_PART = 1000
_PAGE = 1800
_LINE = 45
"""About the width of a line on a phone, in characters."""
_MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    text: str
    cites: frozenset[int]


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    """From 1."""
    of: int
    parts: tuple[Part, ...]

    @property
    def cites(self) -> list[int]:
        return sorted(frozenset[int]().union(*(part.cites for part in self.parts)))


def pages(card: Card) -> list[Page]:
    """The pages of a card, at least one; the first leaves room for the summary."""
    filled: list[list[Part]] = [[]]
    room = _PAGE - len(card.summary)
    for section in card.sections:
        for part in _parts(section):
            size = _room_of(part)
            if filled[-1] and (size > room or len(filled[-1]) == _MOST_PARTS):
                filled.append([])
                room = _PAGE
            filled[-1].append(part)
            room -= size
    return [Page(number, len(filled), tuple(parts)) for number, parts in enumerate(filled, start=1)]


def lines_paged(lines: Sequence[str], most: int = _PAGE) -> list[list[str]]:
    """A long list cut into pages of at most `most` characters, at least one page."""
    filled: list[list[str]] = [[]]
    room = most
    for piece in (piece for line in lines for piece in _pieces(line, most)):
        if filled[-1] and len(piece) + 1 > room:
            filled.append([])
            room = most
        filled[-1].append(piece)
        room -= len(piece) + 1
    return filled


def _room_of(part: Part) -> int:
    lines = [part.heading, *part.text.splitlines()]
    return sum(max(len(line), _LINE) for line in lines)


def _parts(section: Section) -> Iterator[Part]:
    """The lines of a section joined into parts."""
    several = len(section.lines) > 1
    heading, text, cites = section.heading, "", frozenset[int]()
    for line in section.lines:
        for piece in _bullets(line, several):
            if text and len(text) + len(piece) + 1 > _PART:
                yield Part(heading, text, cites)
                heading, text, cites = f"{section.heading}, continued", "", frozenset()
            text = f"{text}\n{piece}" if text else piece
            cites |= line.cites
    yield Part(heading, text, cites)


def _bullets(line: Line, several: bool) -> list[str]:
    return _pieces(f"• {line.text}" if several else line.text, _PART)


def _pieces(text: str, most: int) -> list[str]:
    """A text in pieces of at most `most` characters, cut between words where there is a blank to cut at."""
    pieces = []
    while len(text) > most:
        head, blank, _ = text[:most].rpartition(" ")
        piece = head if blank and len(head) > most // 2 else text[:most]
        pieces.append(piece)
        text = text[len(piece) :].lstrip()
    return [*pieces, text]
