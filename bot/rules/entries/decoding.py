"""The letters of a document, whatever its bytes are said to be.

A byte order mark decides; then the charset of the HTTP header, if all bytes are letters in it; the
declaration in the document, likewise; UTF-8; a guess; and windows-1252, in which all bytes are. Bytes that
are UTF-8 and more than ASCII are UTF-8 even where they are said to be in an alphabet of 256 letters, which
any bytes are. Where nothing fits, a document that is all but in a declared charset is read in it.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from bot.rules.entries.nouns import NotAFeed

MOST_BYTES = 8 * 1024 * 1024

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]+)|<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_CHARSETS = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|big5\w*|gb\w+|hz|euc_\w+|shift_ji\w+|iso2022_\w+|tis-620"
    r"|kz1048|ptcp154|johab"
)
"""Python's names of what text on the web is in; its other codecs are no charsets, or leave ASCII behind."""
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs",
}  # fmt: skip
"""What is meant by a name is the larger set that Windows made of it, as browsers have it too."""
_LANGUAGE = re.compile(rb"<(?:dc:)?language>\s*([\w-]+)|\blang\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
_OF_LANGUAGE = {
    "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "zh-tw": ("big5hkscs",), "zh-hk": ("big5hkscs",),
    "zh": ("gb18030",), "th": ("cp874",), "vi": ("cp1258",), "ru": ("cp1251",), "uk": ("cp1251",),
    "bg": ("cp1251",), "ar": ("cp1256",), "he": ("cp1255",), "el": ("cp1253",), "tr": ("cp1254",),
    "pl": ("cp1250",), "cs": ("cp1250",), "hu": ("cp1250",),
}  # fmt: skip
_SHOWS = {
    "cp932": (re.compile("[\u3041-\u30fe]"), 0.2),
    "euc_jp": (re.compile("[\u3041-\u30fe]"), 0.2),
    "cp949": (re.compile("[\uac00-\ud7a3]"), 0.6),
    "gb18030": (re.compile("[的一是在不了有和人这中大为上国会]"), 0.03),
    "big5hkscs": (re.compile("[的一是在不了有和人這中大為上國會]"), 0.03),
}
"""Which letters, in which share of all that are not ASCII, show that a charset is the right one."""
_GUESSED_FROM = 64 * 1024
_MOST_DAMAGED, _MOST_DAMAGED_UTF8 = 0.05, 0.3
"""Which share of the letters that are not ASCII may be broken; hardly any text is UTF-8 by chance."""


@dataclass(frozen=True, slots=True)
class Letters:
    text: str
    warning: str | None = None


def decoded(body: bytes, content_type: str = "") -> Letters:
    """The text of a document; what was said of its charset and not true is a warning."""
    body = _unpacked(body)
    for mark, charset in _MARKS.items():
        if body.startswith(mark):
            return Letters(body[len(mark) :].decode(charset, "replace"))
    if wide := _of_two_or_four_bytes(body):
        return Letters(body.decode(wide, "replace"))
    header = _CHARSET.search(content_type)
    within = _DECLARED.search(body[:1024])
    named = [header[1]] if header else []
    named += [(within[1] or within[2]).decode("ascii", "replace")] if within else []
    known = [one for one in map(_known, named) if one]
    charset = _fitting(body, known) or _nearly_fitting(body, known) or _guessed(body) or "cp1252"
    text = body.decode(charset, "replace")
    if named and charset != _known(named[0]):
        return Letters(text, f"it says its letters are {named[0]}, but they were read as {_spoken(charset)}")
    return Letters(text)


def _unpacked(body: bytes) -> bytes:
    """Some sites send a packed file without saying so."""
    if not body.startswith(b"\x1f\x8b\x08"):
        return body
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacking.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise NotAFeed(f"the answer is packed and cannot be unpacked ({error})") from error
    if unpacking.unconsumed_tail:
        raise NotAFeed(f"the document is larger than {MOST_BYTES // 1024 // 1024} MB")
    return body


def _of_two_or_four_bytes(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zeros of its ASCII letters stand."""
    head = body[:200]
    zeros = [head[place::4].count(0) / max(1, len(head[place::4])) for place in range(4)]
    often = [share > 0.4 for share in zeros]
    return {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }.get((often[0], often[1], often[2], often[3]))


def _known(name: str) -> str | None:
    """Python's name of a charset that was named, if it is one."""
    try:
        said = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    meant = _MEANT.get(said, said)
    return meant if _CHARSETS.fullmatch(meant) else None


def _fitting(body: bytes, charsets: list[str]) -> str | None:
    is_utf8 = _fits(body, "utf-8")
    for charset in charsets:
        if _fits(body, charset):
            return "utf-8" if is_utf8 and not body.isascii() and _has_256_letters(charset) else charset
    return "utf-8" if is_utf8 else None


def _fits(body: bytes, charset: str) -> bool:
    """Whether all bytes are letters, but for the half of one where a document was cut short."""
    try:
        codecs.getincrementaldecoder(charset)("strict").decode(body)
    except UnicodeError:
        return False
    return True


def _has_256_letters(charset: str) -> bool:
    return len(bytes([0xC3, 0xA9, 0xE3, 0x81]).decode(charset, "replace")) == 4


def _nearly_fitting(body: bytes, charsets: list[str]) -> str | None:
    for charset in [*charsets, "utf-8"]:
        text = body.decode(charset, "replace")
        most = _MOST_DAMAGED_UTF8 if charset == "utf-8" else _MOST_DAMAGED
        if text.count("\ufffd") <= _odd(text) * most:
            return charset
    return None


def _odd(text: str) -> int:
    """How many letters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _guessed(body: bytes) -> str | None:
    head = body[:_GUESSED_FROM]
    language = _LANGUAGE.search(head)
    code = (language[1] or language[2]).decode("ascii", "replace").lower() if language else ""
    for charset in _OF_LANGUAGE.get(code) or _OF_LANGUAGE.get(code.split("-")[0]) or ():
        if _fits(head, charset):
            return charset
    for charset, (shows, share) in _SHOWS.items():
        text = head.decode(charset, "replace")
        odd = _odd(text)
        if len(shows.findall(text)) >= odd * share and text.count("\ufffd") <= odd * _MOST_DAMAGED:
            return charset
    return None


def _spoken(charset: str) -> str:
    return charset.replace("cp125", "windows-125").replace("cp932", "shift_jis").replace("cp949", "euc-kr")
