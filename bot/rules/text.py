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
from html.entities import html5
from html.parser import HTMLParser
from itertools import groupby

from bot.rules import signs

_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese and Japanese letters."""
_KOREAN = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
"""Letters to which what follows a foreign name is joined: ASEAN은 is two words."""
_MARK_POINTS = [
    point
    for block in (range(0x300, 0x2000), range(0x3099, 0x309B), range(0xA660, 0xAC00), range(0x11000, 0x12000))
    for point in block
    if unicodedata.category(chr(point)).startswith("M")
]
_MARKS = "".join(
    f"{chr(run[0][1])}-{chr(run[-1][1])}"
    for _, pairs in groupby(enumerate(_MARK_POINTS), key=lambda pair: pair[1] - pair[0])
    for run in [list(pairs)]
)
_ADDED_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_LETTER = rf"[^\W_ʼ{_UNSPACED}{_KOREAN}]"
_WORD = re.compile(
    rf"[^\W\d_ʼ{_UNSPACED}](?:\.[^\W\d_ʼ{_UNSPACED}])+(?![^\W_{_UNSPACED}])"  # U.S., A.S.E.A.N.
    rf"|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
    rf"|[{_KOREAN}]+"
    rf"|(?![\W_])[{_UNSPACED}][{_MARKS}\uff9e\uff9f]*"
    r"|[+＋]"
)
_ASCII_WORD = re.compile(r"[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z0-9])|[A-Za-z0-9]+|\+")
"""The same words, found sooner, of a text that has no other letters."""
_APOSTROPHES = "'’‘ʼ′＇`"
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What controls, has no width or turns the direction of text; what makes a sign an emoji or none is left."""
_SHAPED = (
    "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\u1b00-\u1bff\ua8e0-\ua8ff\ua980-\ua9df\uaa60-\uaa7f"
    "\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff"
)
"""Letters and marks, of Arabic, Persian and India's scripts, whose shape a joiner decides."""
_EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINERS = ("\u200c", "\u200d", "\U0001f3f4")
_NOT_SEEN = re.compile(
    # The flag of a part of a country is written with signs of no width.
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
    rf"|(?<=[{_SHAPED}])[\u200c\u200d]|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}]))|{UNSEEN.pattern}"
)
_MARKUP = re.compile(r"([\\*_~|`>#\[\]()<@:-])")
_ESCAPED = re.compile(r"\\([\\*_~|`>#\[\]()<@:-])")
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
_MOST_LAYERS = 3
_TAG_BEGINS = re.compile("<[A-Za-z/!?]")
_MARKED_UP = re.compile(
    r"</(?:a|abbr|b|big|blockquote|cite|code|del|div|em|font|h[1-6]|i|ins|li|mark|ol|p|pre|q|s|small|span|strike"
    r"|strong|sub|sup|table|td|tr|tt|u|ul)\s*>|<(?:br|img)\b[^<>]*>|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|(\w+));"
)
"""By what text shows that it is HTML, whatever it was said to be."""


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
    for match in spotted(text):
        raw = match[0].replace(".", "")
        found.append(Word(fold(raw), raw, match.start(), match.end()))
    return found


def spotted(text: str) -> list[re.Match[str]]:
    """Where the same words stand, for a text of which few are looked at more closely; dots are left in."""
    found = list((_ASCII_WORD if text.isascii() else _WORD).finditer(text))
    if not any(map(text.__contains__, _APOSTROPHES)):
        return found
    return [word for word in found if word[0] not in "sS" or not _is_possessive(text, word.start())]


def _is_possessive(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] in _APOSTROPHES


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
    return text if text.isascii() and text.isprintable() else UNSEEN.sub("", text)


def as_seen(text: str) -> str:
    """The text without what nobody sees of it; joiners stay that shape letters or make one emoji of two."""
    if text.isascii() and text.isprintable():
        return text
    return _NOT_SEEN.sub(r"\1", text) if any(map(text.__contains__, _JOINERS)) else UNSEEN.sub("", text)


def plain(markup: str, *, html: bool = True, limit: int = _LONGEST_HTML) -> str:
    """What a reader sees of HTML, or of text that may be some all the same, on one line.

    What was escaped once too often is text too, so it is read until no entity and no tag is left. Of the
    markup no more than `limit` is read.
    """
    text = markup[:limit]
    for layer in range(_MOST_LAYERS):
        if not ("<" in text or "&" in text) or not (_is_marked_up(text) or (html and layer == 0)):
            break
        text = _visible(text)
    return " ".join(as_seen(" ".join(text.split())).split())


def _visible(html: str) -> str:
    if "<![CDATA[" in html:
        html = html.replace("<![CDATA[", "").replace("]]>", "")
    # A tag that does not end is not seen; the parser would look for its end again at each of its letters.
    unended = _TAG_BEGINS.search(html, html.rfind(">") + 1)
    collector = _TextCollector()
    collector.feed(html[: unended.start()] if unended else html)
    collector.close()
    return "".join(collector.parts)


def _is_marked_up(text: str) -> bool:
    return any(not found[1] or f"{found[1]};" in html5 for found in _MARKED_UP.finditer(text))


def escaped(text: str) -> str:
    """Text of a stranger so that Discord shows it letter by letter: no markup, link or mention."""
    return _MARKUP.sub(r"\\\1", as_seen(text)).replace("\n", " ")


def linked(text: str, url: str) -> str:
    """A stranger's words that lead to an address."""
    return f"[{escaped(text)}]({address(url)})"


def address(url: str) -> str:
    """An address in a link, which it cannot end before its end."""
    quoted = "%20".join(url.split()).replace("(", "%28").replace(")", "%29").replace("<", "%3C")
    return without_invisible(quoted)


def unescaped(text: str) -> str:
    """What `escaped` was given, for where Discord shows no markup, as in the name of a thread."""
    return _ESCAPED.sub(r"\1", text)


def cut(text: str, limit: int) -> str:
    """At most `limit` code points, ending on a whole word with an ellipsis where anything was left out.

    No sign is taken apart that a reader sees as one, such as a letter with its marks or a flag.
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    whole_words, blank, _ = head.rpartition(" ")
    kept = whole_words if blank and len(whole_words) > limit // 2 else text[: signs.begin(text, limit - 1)]
    return kept.rstrip().rstrip("\\") + "…"


class _TextCollector(HTMLParser):
    """The text of HTML: what is hidden left out, a blank where one block ends and another begins."""

    _HIDDEN = frozenset({"script", "style", "head", "title", "template"})
    _INLINE = re.compile(
        "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|q|ruby|s|samp|small|span"
        "|strike|strong|sub|sup|time|tt|u|var|wbr"
    )

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
        self._hidden = 0 if tag == "body" else self._hidden + (tag in self._HIDDEN)
        self._begin_block(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self._HIDDEN))
        self._begin_block(tag)

    def _begin_block(self, tag: str) -> None:
        if not self._INLINE.fullmatch(tag):
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
