"""What a text mentions: names of the catalogue, word by word.

The text is cut into the same words as the names, so a name is found only between word borders,
whatever the case, hyphens, apostrophes or accents. At each word the longest name wins and its
words are used up: "ASEAN-India Summit" is the summit, not ASEAN. A name that is marked exact
(US, which is also a pronoun) counts only in its own letters, and not in a headline that is all
capitals. Each line stands for itself: a name does not run on from a headline into the text below
it. Names for look-ups only are never found in a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.rules.text import Word, words
from storage.records import Entity, EntityId, NameUse


@dataclass(frozen=True, slots=True)
class Mention:
    entity: EntityId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    entity: EntityId
    letters: tuple[str, ...] | None
    """The exact letters of each word where the case matters."""


class Matcher:
    """All names compiled once; `mentions` may be asked from then on."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._phrases: dict[tuple[str, ...], list[_Phrase]] = {}
        self._longest: dict[str, int] = {}
        for entity in entities:
            for name in entity.names:
                if name.use is not NameUse.LOOKUP:
                    self._add(entity.id, name.text, exact=name.use is NameUse.EXACT)

    def mentions(self, text: str) -> list[Mention]:
        """Every mention in `text`, in order, with its place in code points."""
        found, offset = [], 0
        for line in text.splitlines(keepends=True):
            found += self._in_line(line, offset)
            offset += len(line)
        return found

    def _in_line(self, line: str, offset: int) -> list[Mention]:
        found = []
        sequence = words(line)
        shouting = line.isupper()
        at = 0
        while at < len(sequence):
            size, entities = self._at(sequence, at, shouting)
            for entity in entities:
                start, end = sequence[at].start, sequence[at + size - 1].end
                found.append(Mention(entity, offset + start, offset + end))
            at += max(1, size)
        return found

    def _add(self, entity: EntityId, text: str, *, exact: bool) -> None:
        name = words(text)
        if not name:
            return
        folded = tuple(word.folded for word in name)
        letters = tuple(word.raw for word in name) if exact else None
        self._phrases.setdefault(folded, []).append(_Phrase(entity, letters))
        self._longest[folded[0]] = max(self._longest.get(folded[0], 0), len(folded))

    def _at(self, sequence: list[Word], at: int, shouting: bool) -> tuple[int, list[EntityId]]:
        for size in range(self._longest.get(sequence[at].folded, 0), 0, -1):
            part = sequence[at : at + size]
            if len(part) < size:
                continue
            letters = tuple(word.raw for word in part)
            known = self._phrases.get(tuple(word.folded for word in part), [])
            entities = [
                phrase.entity
                for phrase in known
                if phrase.letters is None or (phrase.letters == letters and not shouting)
            ]
            if entities:
                return size, list(dict.fromkeys(entities))
        return 0, []
