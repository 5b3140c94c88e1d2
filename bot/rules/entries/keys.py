"""By what an entry is known again: its guid, its link, or else its title and time.

A guid or link that several entries of one document share tells none of them apart, so it is no key. A link
is compared without scheme, fragment and tracking parameters; a guid without scheme where it has one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from bot.rules.text import without_invisible

_TRACKING = re.compile(r"utm_.*|fbclid|gclid|xtor|mc_[ce]id|cmpid|ref_src")
_LONGEST_TITLE_KEY = 500
_SCHEME = re.compile(r"https?://")
_NOT_IN_AN_ADDRESS = re.compile(r"[\s<>]")


class Known:
    """The keys of the entries of one document, each given as its guid and link."""

    def __init__(self, entries: Sequence[tuple[str, str | None]]) -> None:
        self._guids = Counter(_guid_key(guid) for guid, _ in entries)
        self._links = Counter(f"l:{canonical_link(link)}" for _, link in entries if link)

    def keys(self, guid: str, link: str | None, title_key: str) -> tuple[frozenset[str], str]:
        """The keys of one of them, and by which of them its story is known."""
        by_guid = [key for key in [_guid_key(guid)] if guid and self._guids[key] == 1]
        by_link = [key for key in [f"l:{canonical_link(link)}"] if self._links[key] == 1] if link else []
        keys = frozenset(by_guid + by_link) or frozenset([title_key])
        return keys, by_link[0] if by_link else min(keys)

    def shared_guids(self) -> list[str]:
        """Guids that several entries have, those of most first."""
        return [
            key.removeprefix("g:") for key, times in self._guids.most_common() if times > 1 and key != "g:"
        ]


def _guid_key(guid: str) -> str:
    return f"g:{_SCHEME.sub('', guid, count=1)}"


def title_key(title: str, published: str, summary: str) -> str:
    """A key of the title and time, and of the text where there is no title; what has no width counts not."""
    said = without_invisible(f"{title.casefold()}|{published}|{'' if title else summary[:200]}")
    if len(said) > _LONGEST_TITLE_KEY:
        said = blake2b(said.encode("utf-8"), digest_size=16).hexdigest()
    return f"t:{said}"


def canonical_link(link: str) -> str:
    """A link without scheme, fragment and tracking parameters, by which two are compared.

    A parenthesis is the same however it is written. Raises `ValueError` where it is no address.
    """
    parts = urlsplit(shown_link(link) or link)
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k)]
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}" + (f"?{urlencode(query)}" if query else "")


@lru_cache(maxsize=8192)
def web_link(link: str, base: str) -> str | None:
    """An address that a browser opens, made whole; None for any other. Asked several times for each link."""
    try:
        whole = urljoin(base, link.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    on_the_web = bool(link.strip()) and parts.scheme in ("http", "https") and bool(parts.netloc)
    return whole if on_the_web and not _NOT_IN_AN_ADDRESS.search(whole) and len(whole) <= 2048 else None


def shown_link(link: str | None) -> str | None:
    """A link as it stands in Discord's markup, which a parenthesis would end."""
    safe = link.replace("(", "%28").replace(")", "%29") if link else None
    return safe if safe is None or len(safe) <= 2048 else None
