"""What a feed document gives, and what is read of it. Knows no format."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any


class NotAFeed(ValueError):
    """These bytes are no feed that could be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Markup:
    """Text as a document gives it, and whether it says that this is HTML."""

    text: str = ""
    is_html: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a document gives it, and the instant it names, where it names one."""

    text: str = ""
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One entry as its document gives it; a link may still be a relative one."""

    id: str
    link: str
    title: Markup
    summary: Markup
    published: Moment
    updated: Moment


@dataclass(slots=True)
class Document:
    title: Markup
    home: str
    """The page that the feed belongs to, against which its relative links are resolved."""
    address: str
    """Where the document says it is to be found."""
    entries: list[Given]
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    guid: str
    title: str
    link: str | None
    published: str | None
    """The time as the source gave it: when it was published or, if that is not said, changed."""
    summary: str
    keys: frozenset[str]
    story: str
    """The same for two entries that point to the same page."""
    updated: str | None = None
    published_at: datetime | None = None
    """When it was published; None where the source does not say, or not so that it could be read."""
    updated_at: datetime | None = None
    title_key: str = ""
    """By what an entry is recognised of which all else has changed: its title and time."""

    def __reduce__(self) -> tuple[type[ParsedEntry], tuple[Any, ...]]:
        # An answer of a worker may hold thousands; as a dataclass is pickled, each takes twice as long.
        return ParsedEntry, _values(self)


_values = attrgetter(*(one.name for one in fields(ParsedEntry)))


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    title: str
    entries: tuple[ParsedEntry, ...]
    """In the order of the document."""
    warnings: tuple[str, ...] = ()
    """What was wrong with the document, a sentence each."""
