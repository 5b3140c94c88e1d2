"""Words out of text, clean text out of HTML, and text that is safe to show in Discord.

Every name, query and headline is cut into the same words, so that spelling that does not
matter (case, hyphens, apostrophes, accents, full-width letters, dots in abbreviations, British
or American spelling, a plus sign for "Plus") never decides a match. A mark belongs to the letter
before it; it is dropped where it only adds to a letter (Latin, Greek, Cyrillic, Hebrew, Arabic)
and kept where it is a vowel of its own (the scripts of India and Southeast Asia). In scripts
written without spaces every letter is a word, so that a name is found inside a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese and Japanese letters."""
_MARKS = "".join(
    chr(point)
    for block in (range(0x300, 0x2000), range(0x3099, 0x309B), range(0xA660, 0xAC00), range(0x11000, 0x12000))
    for point in block
    if unicodedata.category(chr(point)).startswith("M")
)
_ADDED_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_LETTER = rf"[^\W_ʼ{_UNSPACED}]"
_WORD = re.compile(
    rf"(?<![^\W_])[^\W\d_ʼ{_UNSPACED}](?:\.[^\W\d_ʼ{_UNSPACED}])+(?![^\W_{_UNSPACED}])"  # U.S., A.S.E.A.N.
    rf"|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
    rf"|(?![\W_])[{_UNSPACED}][{_MARKS}\uff9e\uff9f]*"
    r"|[+＋]"
)
_APOSTROPHES = "'’‘ʼ′＇`"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKUP = re.compile(r"([\\*_~|`>#\[\]()<@:-])")
_BLANK = re.compile(r"\s+")
_BRITISH = {
    "center": "centre",
    "color": "colour",
    "defense": "defence",
    "dialog": "dialogue",
    "favor": "favour",
    "harbor": "harbour",
    "honor": "honour",
    "labor": "labour",
    "license": "licence",
    "maneuver": "manoeuvre",
    "neighbor": "neighbour",
    "offense": "offence",
    "program": "programme",
    "theater": "theatre",
}
_SAME_WORD = _BRITISH | {f"{american}s": f"{british}s" for american, british in _BRITISH.items()}
_ENDING = re.compile(r"(?<=\w{4})iz(ation|ations|e|ed|es|ing)$")
_WHOLE_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters of their own that no rule of Unicode takes apart, as people type them without."""
_LONGEST_HTML = 20_000


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared (`folded`), its letters as written, and its place in the text."""

    folded: str
    raw: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order; a possessive s is dropped, "+" is the word "plus", "U.S." is "US"."""
    found = []
    for match in _WORD.finditer(text):
        raw, start = match.group(), match.start()
        if raw in "sS" and start and text[start - 1] in _APOSTROPHES:
            continue
        raw = raw.replace(".", "")
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
    if word.isascii():
        folded = word.lower()
    else:
        decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
        folded = unicodedata.normalize("NFC", _ADDED_MARK.sub("", decomposed)).translate(_WHOLE_LETTERS)
    return _SAME_WORD.get(folded) or _ENDING.sub(r"is\1", folded)


_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")


def is_unspaced(word: str) -> bool:
    """Whether a word is a letter of a script that is written without spaces."""
    return _IS_UNSPACED.match(word) is not None


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
