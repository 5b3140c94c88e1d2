"""What is taken out of a document before it is parsed, what is refused in it, and where it is cut.

Parsers must not see: blanks and zeros before the XML, characters that XML does not know and references to
them. A document is refused that declares entities, nests elements more than 100 deep or has a tag of more
than 16 KB, for each can cost hours; it is cut after its 5,000th entry. What is not well-formed is looked
through as far as it is, and left to who bounds the time and memory of parsing.
"""

from __future__ import annotations

import re
from itertools import islice
from xml.parsers import expat

from bot.rules.entries.nouns import NotAFeed

MOST_ENTRIES = 5000
_MOST_DEPTH = 100
_LONGEST_TAG = 16 * 1024

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));")
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>\s*")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_QUOTED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST_TAG = re.compile(r"<\w")
_LONG = re.compile(rf"<[A-Za-z_:/][^<]{{{_LONGEST_TAG}}}")
_TAG = re.compile(r"<(?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+")
_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)[\s>/]")
_ENDS = re.compile(rb"</(?:[A-Za-z][\w.-]*:)?(?:item|entry|channel|rss|feed|rdf)\b", re.IGNORECASE)
_IDENTIFIED = re.compile(rb"</(?:guid|id|link)>|\b(?:href|rdf:about)\s*=\s*[\"'][^>]*>")
_ENTRY_BEGINS, _ENTRY_ENDS = (b"<item", b"<entry"), (b"</item>", b"</entry>")


def cleaned(text: str) -> str:
    """Without blanks before the document, its declaration, and what is no character."""
    text = _NO_CHARACTER.sub("", text).lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    return _REFERENCE.sub(_only_characters, text) if "&#" in text else text


def _only_characters(reference: re.Match[str]) -> str:
    hexadecimal, decimal = reference.groups()
    digits, base = (hexadecimal, 16) if hexadecimal else (decimal, 10)
    number = int(digits, base) if len(digits) < 9 else 0
    real = number in (9, 10, 13) or 0x1F < number < 0xD800 or 0xDFFF < number <= 0x10FFFF
    return reference.group() if real and number not in (0xFFFE, 0xFFFF) else ""


def within_limits(text: str) -> tuple[bytes, list[str]]:
    """A cleaned XML document as it may be parsed, in UTF-8, and what is wrong with it; or `NotAFeed`."""
    if _ENTITY.search(text) and _declares_entities(text):
        raise NotAFeed("the document declares XML entities, which are refused")
    for long in _LONG.finditer(text):
        tag = _TAG.match(text, long.start())
        if tag and len(tag[0]) > _LONGEST_TAG:
            raise NotAFeed("the document has a tag of more than 16 KB, which is refused")
    data = text.encode("utf-8")
    walk = _Walk()
    try:
        walk.through(data)
    except _EnoughEntries:
        return data[: walk.place] + walk.closing_tags(), [_cut_short()]
    except expat.ExpatError as error:
        warnings = [f"the document is not well-formed XML ({error}); what could be read of it was"]
        surplus = next(islice(_ENTRY.finditer(data), MOST_ENTRIES, None), None)
        return (data[: surplus.start()], [*warnings, _cut_short()]) if surplus else (data, warnings)
    return data, []


def is_cut_short(data: bytes) -> bool:
    """Whether a document ends in an entry before it is certain what that is called and known by."""
    begins = max(data.rfind(begin) for begin in _ENTRY_BEGINS)
    last = data[begins:] if begins >= 0 else b""
    return b">" in last and not _ENDS.search(last) and not (b"</title>" in last and _IDENTIFIED.search(last))


def _declares_entities(text: str) -> bool:
    """A declaration has effect before the first tag; quoted in an entry it is only spoken of."""
    first_tag = _FIRST_TAG.search(text)
    start = first_tag.start() if first_tag else len(text)
    return bool(_ENTITY.search(text, 0, start) or _ENTITY.search(_QUOTED.sub("", text[start:])))


def _cut_short() -> str:
    return f"only the first {MOST_ENTRIES} entries were read; the document has more"


class _EnoughEntries(Exception):
    """One entry more than is read begins here."""


class _Walk:
    """One walk through a document, which ends where it goes too far or is not well-formed."""

    def __init__(self) -> None:
        self.place = 0
        """The byte at which the first entry begins that is too many."""
        self._open: list[str] = []
        self._entries = 0
        self._entry_depth = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed

    def through(self, data: bytes) -> None:
        self._parser.Parse(data, True)

    def closing_tags(self) -> bytes:
        return "".join(f"</{name}>" for name in reversed(self._open)).encode("utf-8")

    def _opened(self, name: str, _attributes: dict[str, str]) -> None:
        if len(self._open) >= _MOST_DEPTH:
            raise NotAFeed(f"the document nests elements more than {_MOST_DEPTH} deep, which is refused")
        if not self._entry_depth and name.rpartition(":")[2] in ("item", "entry"):
            if self._entries == MOST_ENTRIES:
                self.place = self._parser.CurrentByteIndex
                raise _EnoughEntries
            self._entries += 1
            self._entry_depth = len(self._open) + 1
        self._open.append(name)

    def _closed(self, _name: str) -> None:
        if len(self._open) == self._entry_depth:
            self._entry_depth = 0
        self._open.pop()


def part_with_entries(body: bytes | bytearray) -> memoryview:
    """What of a document decides whether its entries changed.

    Before them many a site writes when it was asked, and behind them how long it took to answer.
    """
    first, last = -1, -1
    for begin in _ENTRY_BEGINS:
        # Once one was found, only what stands before it is still looked through.
        place = body.find(begin, 0, first if first >= 0 else len(body))
        first = place if place >= 0 else first
    first = max(first, 0)
    for end in _ENTRY_ENDS:
        place = body.rfind(end, max(last, first))
        last = place + len(end) if place > first else last
    return memoryview(body)[first : last if last >= 0 else len(body)]
