"""What a fetched feed means: which entries are new, when to poll next, how trouble is borne.

The first successful poll posts nothing: it is the baseline. From then on an entry is new when
none of its keys was ever seen in this feed; dates never decide. A mass change (more than ten
entries and more than half of the document unseen at once) posts the newest five only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules.parsing import ParsedEntry, ParsedFeed
from storage.news import Feed

_LONGEST_BACKOFF = timedelta(days=1)
_MASS = 10
_NEWEST_OF_MASS = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the other end answered; exactly one of `parsed`, `unchanged` and `error` tells the outcome."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    parsed: ParsedFeed | None = None
    unchanged: bool = False
    error: str | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    feed: Feed
    """The feed as it is to be written back."""
    new: tuple[ParsedEntry, ...]
    """What is to be posted, oldest first."""
    remember: frozenset[str]
    """Every key of the document that was not known."""


def decide_poll(
    feed: Feed, fetched: Fetched, known: Collection[str], now: datetime, interval: timedelta, jitter: float
) -> Decision:
    """Decide on one poll; `jitter`, from 0 to 1, spreads the next one over a tenth of the interval."""
    spread = interval * (1 + 0.1 * jitter)
    if fetched.error is not None:
        return Decision(_failed(feed, fetched, now, spread), (), frozenset())
    alive = replace(
        feed,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        body_hash=fetched.body_hash or feed.body_hash,
        next_poll_at=now + max(spread, fetched.retry_after or spread),
        failures=0,
        failing_since_at=None,
        last_error=None,
        last_ok_at=now,
    )
    if fetched.parsed is None:
        return Decision(alive, (), frozenset())
    alive = replace(alive, title=fetched.parsed.title or feed.title, baseline_at=feed.baseline_at or now)
    unseen = [entry for entry in fetched.parsed.entries if not entry.keys & set(known)]
    remember = frozenset(key for entry in fetched.parsed.entries for key in entry.keys if key not in known)
    if feed.baseline_at is None:
        return Decision(alive, (), remember)
    if len(unseen) > max(_MASS, len(fetched.parsed.entries) // 2):
        unseen = unseen[:_NEWEST_OF_MASS]
    return Decision(alive, tuple(reversed(unseen)), remember)


def _failed(feed: Feed, fetched: Fetched, now: datetime, spread: timedelta) -> Feed:
    wait = min(spread * 2 ** min(feed.failures, 12), _LONGEST_BACKOFF)
    asked = min(fetched.retry_after or timedelta(0), _LONGEST_BACKOFF)
    return replace(
        feed,
        next_poll_at=now + max(wait, asked),
        failures=feed.failures + 1,
        failing_since_at=feed.failing_since_at or now,
        last_error=fetched.error,
    )
