"""A look at a document's entries without parsing it: what each is known by and says, as one short name each.

Two documents that differ in counters, dates or the order of their entries, or of which one has fewer, have no
name that the other lacks: nothing is new in them, and nothing was edited. Where entries cannot be told apart
so (JSON, an encoding of two bytes, one that is cut short) nothing is said, and the document is parsed. Must
not know what was seen before.
"""

from __future__ import annotations

import re
from hashlib import blake2b

LARGEST = 512 * 1024
"""Longer documents are not looked through: it would hold up whoever asks."""
_ENTRY = re.compile(rb"<(item|entry)(?:\s[^>]*)?>.*?</\1>", re.DOTALL)
_BEGINS = re.compile(rb"<(?:\w[\w.-]*:)?(?:item|entry)[\s>/]")
_ENDS = re.compile(rb"</(?:\w[\w.-]*:)?(?:item|entry)>")
_SAID = re.compile(
    rb"<(guid|id|link|title|description|summary|content|content:encoded|rdf:about)(?:\s[^>]*)?(?:/>|>.*?</\1>)",
    re.DOTALL,
)


def scanned(body: bytes) -> frozenset[str] | None:
    """A name of 16 hexadecimal digits for each entry of a document; None where that cannot be told."""
    if len(body) > LARGEST or b"\x00" in body[:200]:
        return None
    names = set()
    found = 0
    for entry in _ENTRY.finditer(body):
        found += 1
        parts = list(_SAID.finditer(entry[0]))
        opening = entry[0][: entry[0].index(b">")]
        # One whose title stands elsewhere counts by every letter of it.
        is_told = any(part[1] == b"title" for part in parts)
        said = b"\0".join([opening, *(part[0] for part in parts)]) if is_told else entry[0]
        names.add(blake2b(said, digest_size=8).hexdigest())
    if not found or {len(_BEGINS.findall(body)), len(_ENDS.findall(body))} != {found}:
        return None
    return frozenset(names)
