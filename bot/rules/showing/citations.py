"""How sources are named: a number on a card, a citation to paste, the day something was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules import wording
from bot.rules.catalogue import Catalogue
from storage.records import Fact, Source

_MENTION = re.compile(r"<@\d+>")


class Numbering:
    """Numbers the sources of a card in the order they are first named."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers: dict[str, int] = {}
        self._sources: list[Source] = []

    def mark(self, facts: Sequence[Fact]) -> str:
        """`[1 P4S1]`, the sources and places of these facts, each once."""
        marks = [f"{self.number(fact)} {fact.place}" for fact in facts]
        return f"`[{', '.join(dict.fromkeys(marks))}]`" if marks else ""

    def number(self, fact: Fact) -> int:
        if fact.source not in self._numbers:
            self._sources.append(source_of(self._catalogue, fact))
        return self._numbers.setdefault(fact.source, len(self._numbers) + 1)

    def sources(self) -> tuple[Source, ...]:
        """The sources that were named, in the order of their numbers."""
        return tuple(self._sources)


def unmentioned(text: str) -> str:
    """A citation for where Discord draws no mention, as in the foot of a card; the list of facts does."""
    return _MENTION.sub("a moderator", text)


def _unlinked(text: str) -> str:
    """Words that may stand in the brackets of a link."""
    return unmentioned(text).replace("[", "(").replace("]", ")")


def _address(url: str) -> str:
    """An address that may stand in the round brackets of a link."""
    return url.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def cited(source: Source) -> str:
    """A source as a reader would cite it: title, publisher, and when it was published or read."""
    return ", ".join(part for part in (source.title, source.publisher, said(source)) if part)


def said(source: Source) -> str:
    """When a source was published, or else read, in words; nothing where neither is known."""
    if source.published is not None:
        return wording.date_in_words(source.published)
    return f"read {wording.date_in_words(source.read)}" if source.read is not None else ""


def with_address(source: Source) -> str:
    """A citation with the source's address, where it has one."""
    return f"{cited(source)}, {source.url}" if source.url else cited(source)


def source_of(catalogue: Catalogue, fact: Fact) -> Source:
    """Where a fact comes from; of a source the catalogue lost, its id."""
    found = catalogue.sources.get(fact.source)
    return found or Source(fact.source, fact.source, "source not in the catalogue", None, None, None)


def sources_linked(catalogue: Catalogue, facts: Sequence[Fact]) -> str:
    """Where a statement is from, in brackets: `([Publisher, October 2025](address), P4S1)`, each once."""
    return _in_brackets(catalogue, facts, linked=True)


def sources_plain(catalogue: Catalogue, facts: Sequence[Fact]) -> str:
    """The same without links: `(Publisher, October 2025, P4S1)`."""
    return _in_brackets(catalogue, facts, linked=False)


def _in_brackets(catalogue: Catalogue, facts: Sequence[Fact], *, linked: bool) -> str:
    from_each: dict[str, list[Fact]] = {}
    for fact in facts:
        from_each.setdefault(fact.source, []).append(fact)
    named = []
    for found in from_each.values():
        source = source_of(catalogue, found[0])
        short = ", ".join(part for part in (source.publisher, said(source)) if part)
        label = f"[{_unlinked(short)}]({_address(source.url)})" if linked and source.url else _unlinked(short)
        named.append(f"{label}, {', '.join(dict.fromkeys(fact.place for fact in found))}")
    return f"({'; '.join(named)})" if named else ""
