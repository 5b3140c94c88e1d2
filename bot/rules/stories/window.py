"""Which entries tell the same news: the stories of the last days, and the story a new entry belongs to.

Two entries are one story when they link to the same page, or when their headlines, helped by the texts
below them, tell the same in other words. A wrong merge loses news and a wrong split only doubles it, so
that in doubt they are two. A story is named by the id of its first entry.

* A headline is compared without what comes around it: `BREAKING`, `LIVE:`, `UPDATE 2-`, a section, the
  publisher. What counts are words by how rare they are, here and in headlines at large; words that stand
  for one another are one (ink and sign), and so are a country, its people and its capital, a name and its
  acronym, the 16th and the sixteenth. Where no name and no number is shared, more else has to be.
* Editions, years, days, types (F-16, F-35), forms of meeting (ADMM, ADMM-Plus, retreat, working group) and
  fields (defence, foreign) that differ make two. So do places, and countries that only one of them names
  on each side; and headlines that are the same but for a name.
* Amounts of one thing that differ by more than a fifth make two (12 and 31 aircraft). A toll rises: three
  killed and five killed are one story, but not soldiers and rebels.
* A follow-up is news of its own: what is ahead, begins, ends, is put off, called off, denied or resumed; a
  pact that is signed, suspended or ratified; what another country says to it; a comment on it; the same
  again a day later, where one says that it is again.
* A headline without a word of its own (Daily situation report, Press release) is the same news only within
  half a day and with the same text below.
* What is compared is the story's first entry, which has to be alike, and then all its entries (at most eight
  are kept), none of which may be apart: a story does not drift. Entries more than 72 hours after its first
  are another story, unless they link to the same page; one without a date is taken to be of these days.
* Headlines in other languages are one story by their page, or where names and numbers alone carry it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log

from bot.rules.stories.apart import why_apart
from bot.rules.stories.likeness import Likeness, likeness
from bot.rules.stories.sketch import Sketch, Told, sketch
from bot.rules.stories.words import COMMON, RARE, weight

SPAN = timedelta(hours=72)
_HALF_A_DAY = timedelta(hours=12)
_ALIKE, _NAMELESS, _NO_MATTER, _TO_FIRST = 0.5, 0.65, 0.75, 0.4
"""The least likeness: with a name or number shared, without one, and to the first entry of a story."""
_MASS, _NEARLY, _LITTLE = 4.0, 0.9, 2.5
"""What is shared must weigh something; less where the headlines are nearly the same."""
_WEARS = 0.35
"""How fast a name tells less, the more stories have it."""
_MOST_ENTRIES = 8
_WORDS_ASKED, _PLACES_ASKED, _CANDIDATES = 6, 400, 8
_VOTES = 2.4
"""What the words that are looked up must weigh for a story to be compared at all: a name, or two words."""


@dataclass(slots=True)
class _Story:
    name: str
    entries: list[Sketch] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


class _Weights(dict[str, float]):
    """How much each word tells: a name that many stories have tells less."""

    def __missing__(self, word: str) -> float:
        self[word] = known = weight(word)
        return known

    def count(self, word: str, stories: int) -> None:
        if weight(word) == RARE:
            self[word] = max(COMMON, RARE - _WEARS * log(1 + stories))


class Window:
    """The stories of some days; it grows by the entries it is given and by nothing else."""

    def __init__(self) -> None:
        self._stories: list[_Story] = []
        self._by_name: dict[str, int] = {}
        self._by_page: dict[str, int] = {}
        self._by_letter: dict[tuple[str, str], int] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._weights = _Weights()

    def place(self, entry: Told) -> str:
        """The story that an entry belongs to; one that tells something new is a story of its own."""
        seen = sketch(entry)
        found = self._same(seen)
        number = self._new(entry.id) if found is None else found
        self._join(seen, number)
        return self._stories[number].name

    def remember(self, entry: Told, story: str) -> None:
        """Take in an entry whose story is known."""
        number = self._by_name.get(story)
        self._join(sketch(entry), self._new(story) if number is None else number)

    def since(self, at: datetime) -> Window:
        """A window without the stories that were first told before."""
        kept = Window()
        for story in self._stories:
            first = story.entries[0].published
            if first is None or first >= at:
                number = kept._new(story.name)
                for entry in story.entries:
                    kept._join(entry, number)
        return kept

    def _new(self, name: str) -> int:
        number = len(self._stories)
        self._stories.append(_Story(name))
        # An id that comes again may name two stories; which is meant is then told by what they tell.
        self._by_name.setdefault(name, number)
        return number

    def _join(self, seen: Sketch, number: int) -> None:
        story = self._stories[number]
        if len(story.entries) < _MOST_ENTRIES:
            story.entries.append(seen)
        if seen.page:
            self._by_page.setdefault(seen.page, number)
        if seen.is_everyday:
            self._by_letter[seen.plain, seen.below] = number
        for word in seen.handles - story.words:
            story.words.add(word)
            self._by_word[word].append(number)
            self._weights.count(word, len(self._by_word[word]))

    def _same(self, seen: Sketch) -> int | None:
        if seen.page is not None and seen.page in self._by_page:
            return self._by_page[seen.page]
        if seen.is_everyday:
            return self._same_letter_by_letter(seen)
        alike = {number: self._alike(seen, self._stories[number]) for number in self._candidates(seen)}
        best = max(alike, key=alike.__getitem__, default=None)
        return best if best is not None and alike[best] else None

    def _same_letter_by_letter(self, seen: Sketch) -> int | None:
        number = self._by_letter.get((seen.plain, seen.below)) if seen.below else None
        if number is None:
            return None
        return number if _within(_HALF_A_DAY, seen, self._stories[number].entries[0]) else None

    def _candidates(self, seen: Sketch) -> list[int]:
        """The stories that have its rarest words, the likeliest first."""
        known = [(len(places), word) for word in seen.handles if (places := self._by_word.get(word))]
        votes: dict[int, float] = defaultdict(float)
        asked = 0
        for size, word in sorted(known)[:_WORDS_ASKED]:
            asked += size
            if asked > _PLACES_ASKED and votes:
                break
            weighed = self._weights[word]
            for number in self._by_word[word][-_PLACES_ASKED:]:
                votes[number] += weighed
        likely = [number for number, weighed in votes.items() if weighed >= _VOTES]
        return sorted(likely, key=votes.__getitem__, reverse=True)[:_CANDIDATES]

    def _alike(self, seen: Sketch, story: _Story) -> float:
        """How alike an entry is to a story; 0 where it is another."""
        if not _within(SPAN, seen, story.entries[0]):
            return 0.0
        first = self._like(seen, story.entries[0])
        if first.score < _TO_FIRST:
            return 0.0
        best = (
            first if _is_alike(first) else max([first, *(self._like(seen, one) for one in story.entries[1:])])
        )
        if not _is_alike(best) or any(why_apart(seen, one) for one in story.entries):
            return 0.0
        return best.score

    def _like(self, one: Sketch, other: Sketch) -> Likeness:
        return likeness(one, other, self._weights.__getitem__)


def _is_alike(found: Likeness) -> bool:
    least = _LITTLE if found.score > _NEARLY else _MASS
    enough = _NO_MATTER if not found.matter else _ALIKE if found.names else _NAMELESS
    return found.score >= enough and found.mass >= least


def _within(span: timedelta, one: Sketch, other: Sketch) -> bool:
    return one.published is None or other.published is None or abs(one.published - other.published) <= span


def stories_of(entries: Iterable[Told]) -> list[str]:
    """The story of each entry, in order."""
    window = Window()
    return [window.place(entry) for entry in entries]


def story_of(known: Iterable[tuple[Told, str]], entry: Told) -> str:
    """The story of a new entry, given those of the last days with their stories."""
    window = Window()
    for told, story in known:
        window.remember(told, story)
    return window.place(entry)
