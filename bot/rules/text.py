"""Words out of text, clean text out of HTML, and text that is safe to show in Discord.

Every name, query and headline is cut into the same words, so that spelling that does not
matter (case, hyphens, apostrophes, accents, full-width letters, British or American endings,
a plus sign for "Plus") never decides a match.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

_WORD = re.compile(r"[^\W_ʼ](?:[^\W_ʼ]|[\u0300-\u036f])*|[+＋]")
_APOSTROPHES = "'’‘ʼ′＇`"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKUP = re.compile(r"([\\*_~|`>#\[\]()<@:-])")
_BLANK = re.compile(r"\s+")
_SAME_WORD = {"defense": "defence", "center": "centre", "labor": "labour", "program": "programme"}
_ENDING = re.compile(r"(?<=\w{4})iz(ation|ations|e|ed|es|ing)$")
_LONGEST_HTML = 20_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared (`folded`) and as it stands in the text (`raw`, `start`, `end`)."""

    folded: str
    raw: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order; a possessive s is dropped, "+" is the word "plus"."""
    found = []
    for match in _WORD.finditer(text):
        raw, start = match.group(), match.start()
        if raw in "sS" and start and text[start - 1] in _APOSTROPHES:
            continue
        found.append(Word(fold(raw), raw, start, match.end()))
    return found


def phrase(text: str) -> tuple[str, ...]:
    """The words of a name or query as they are compared."""
    return tuple(word.folded for word in words(without_invisible(text)))


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word in the one spelling under which it is compared."""
    if word in "+＋":
        return "plus"
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    folded = unicodedata.normalize("NFC", plain)
    return _SAME_WORD.get(folded) or _ENDING.sub(r"is\1", folded)


def without_invisible(text: str) -> str:
    """The text without zero-width, direction-changing and control characters."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def plain(markup: str) -> str:
    """What a reader sees of HTML or twice-escaped feed text, on one line."""
    collector = _TextCollector()
    collector.feed(unescape(markup[:_LONGEST_HTML]) if "&" in markup else markup[:_LONGEST_HTML])
    collector.close()
    return _BLANK.sub(" ", without_invisible(unescape(" ".join(collector.parts)))).strip()


def escaped(text: str) -> str:
    """Text of a stranger so that Discord shows it letter by letter: no markup, link or mention."""
    return _MARKUP.sub(r"\\\1", without_invisible(text)).replace("\n", " ")


def cut(text: str, limit: int) -> str:
    """At most `limit` code points, ending on a whole word with an ellipsis where anything was left out."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    whole_words, blank, _ = head.rpartition(" ")
    kept = whole_words if blank and len(whole_words) > limit // 2 else head
    while kept and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]
    return kept.rstrip().rstrip("\\") + "…"


class _TextCollector(HTMLParser):
    _HIDDEN = frozenset({"script", "style", "head", "title", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        # The library ends in an AssertionError at a section it does not know, such as `<![foo[`.
        mark = "]]>" if self.rawdata.startswith("<![CDATA[", i) else ">"
        end = self.rawdata.find(mark, i)
        return end + len(mark) if end >= 0 else -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self._HIDDEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
