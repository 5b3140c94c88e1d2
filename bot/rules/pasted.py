"""Addresses of the web as people paste them, made into what is meant: in angle brackets, without https://, as
feed:, in capitals, with a place in the page behind #. What is no address stays as it is.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from bot.rules.text import without_invisible

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d][\w-]+\.?(?::\d{1,5})?(?:[/?#]\S*)?")
_OF_READERS = re.compile(r"feed:(?://)?(?=\S)", re.IGNORECASE)
"""How some pages hand an address to a feed reader: feed://host/path or feed:https://host/path."""


def pasted(text: str) -> str:
    """The address that is meant; text that is none is returned without blanks around it."""
    found = without_invisible(text).strip()
    if found.startswith("<") and found.endswith(">"):
        found = found[1:-1].strip()
    found = _OF_READERS.sub("", found, count=1) if _OF_READERS.match(found) else found
    if _HOST.fullmatch(found):
        found = f"https://{found}"
    try:
        parts = urlsplit(found)
    except ValueError:
        return found
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return found
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, f"{user}{at}{host.lower()}", parts.path, parts.query, ""))
