"""A look at a document's entries without parsing it: what each is known by and says, as one short name each.

Two documents that differ in counters, dates or the order of their entries, or of which one has fewer, have no
name that the other lacks: nothing is new in them, and nothing was edited. Where entries cannot be told apart
so (JSON, an encoding of two bytes, one that is cut short) nothing is said, and the document is parsed. Must
not know what was seen before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

LARGEST = 512 * 1024
"""Longer documents are not looked through: it would hold up whoever asks."""
_NAMED = rb"(?:\w[\w.-]{0,30}:)?(?:item|entry)"
_BEGINS, _ENDS = re.compile(rb"<" + _NAMED + rb"[\s>/]"), re.compile(rb"</" + _NAMED + rb">")
_TAG = re.compile(rb"<(/?)(guid|id|link|title|description|summary|content|content:encoded)(?:\s[^<>]*)?(/?)>")


def scanned(body: bytes) -> frozenset[str] | None:
    """A name of 16 hexadecimal digits for each entry of a document; None where that cannot be told.

    The time it takes grows with the length of the document alone.
    """
    if len(body) > LARGEST or b"\x00" in body[:200]:
        return None
    begins = [begin.start() for begin in _BEGINS.finditer(body)]
    ends = [end.start() for end in _ENDS.finditer(body)]
    if not begins or len(begins) != len(ends):
        return None
    apart = zip(begins, ends, [*begins[1:], len(body)], strict=True)
    if not all(begin < end < following for begin, end, following in apart):
        return None
    return frozenset(_name(body[begin:end]) for begin, end in zip(begins, ends, strict=True))


def _name(entry: bytes) -> str:
    parts = dict(_said(entry))
    # One whose title stands elsewhere counts by every letter of it.
    told = [entry.partition(b">")[0], *parts] if b"title" in parts.values() else [entry]
    return blake2b(b"\0".join(told), digest_size=8).hexdigest()


def _said(entry: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What an entry is known by and says, as it is written, each with what it is called."""
    opened: re.Match[bytes] | None = None
    for tag in _TAG.finditer(entry):
        closes, name, is_whole = tag.groups()
        if opened is None and not closes:
            if is_whole:
                yield tag[0], name
            else:
                opened = tag
        elif opened is not None and closes and opened[2] == name:
            yield entry[opened.start() : tag.end()], name
            opened = None
    if opened is not None:
        yield entry[opened.start() :], opened[2]
