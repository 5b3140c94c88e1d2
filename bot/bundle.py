"""The feeds that are shipped for a server to choose from: a file of addresses, no more.

Must not know who follows them, nor ask any of them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent.parent / "storage" / "bundles" / "feeds.toml"


@dataclass(frozen=True, slots=True)
class BundledFeed:
    id: str
    publisher: str
    url: str
    language: str
    on: bool
    """Whether a fetch of it is known to have worked; the others are offered and not chosen."""


def shipped_feeds(file: Path = FILE) -> tuple[BundledFeed, ...]:
    """Every shipped feed, in the order of the file."""
    document = tomllib.loads(file.read_text("utf-8"))
    return tuple(BundledFeed(**row) for row in document["feed"])
