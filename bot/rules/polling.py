"""What a fetched feed means: which entries are new, when to poll next, how trouble is borne.

The first successful poll posts nothing: it is the baseline, an empty document too. From then on an entry
is new when none of its keys was ever seen in this feed; dates never decide. One that was never seen, is
dated before the baseline and stands below everything that is known has slid back in: it is remembered and
not posted. An entry whose text changed is an edit of what was posted, and never a second post.

A mass change (more than ten entries and more than half of the document unseen at once) of which four in
five have a title that is known is a change of the ids alone: they are remembered and nothing is posted. Of
another one the newest five are posted, and how many more there are is said.

A feed is asked more often while it says something: every third of the interval in the hour after news, at
the interval for a day, at twice and four times of it later; never below the least interval, and not before
a site asked (for at most a day) or its cache holds (for at most six hours). Failures double the wait, up to
a day, and never end it. What is gone (410) twice, an hour apart, is asked no more. Once a week a feed is
asked without its validators, for some sites answer "not modified" to anything.

An address that a feed moved to for good is taken when it says so twice running and the document there is a
feed. That it is, is known too where the address answers that nothing changed: it was asked with the
validators of this very feed, or sent the entries that this feed had.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.rules.parsing import ParsedEntry, ParsedFeed
from bot.rules.text import words
from storage.news import Feed

_LONGEST_BACKOFF = timedelta(days=1)
_LONGEST_CACHE = timedelta(hours=6)
_NO_TIME, _HOUR, _DAY, _WEEK = timedelta(0), timedelta(hours=1), timedelta(days=1), timedelta(days=7)
_MASS = 10
_NEWEST_OF_MASS = 5
_SAME_BY_TITLE = 0.8
_MOST_EDITS = 3
_QUIET_AT_LEAST, _QUIET_TIMES = timedelta(days=3), 10
_ALL_FAIL, _AT_LEAST_HOSTS = 0.8, 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the other end answered; exactly one of `parsed`, `unchanged` and `error` tells the outcome."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    parsed: ParsedFeed | None = None
    scan: str | None = None
    """Of a document that was parsed: a name for what each entry is known by and says, with blanks between."""
    unchanged: bool = False
    error: str | None = None
    retry_after: timedelta | None = None
    cached_for: timedelta | None = None
    """How long the answer may be held before it is asked for again."""
    moved_to: str | None = None
    """Where the feed is for good, by every redirect on the way to it."""
    gone: bool = False
    unreachable: bool = False
    """Whether nobody answered at all, which may be the fault of our own line."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of before: what it said, and how often that changed."""

    hash: str
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    feed: Feed
    """The feed as it is to be written back."""
    new: tuple[ParsedEntry, ...] = ()
    """What is to be posted, oldest first."""
    remember: frozenset[str] = frozenset()
    """Every key of the document that was not known."""
    edited: tuple[ParsedEntry, ...] = ()
    """Known entries that say something else now."""
    more: tuple[ParsedEntry, ...] = ()
    """What a mass change held besides the newest, which is not posted one by one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a feed's entries: which of the document's keys were ever seen, the entries of its
    guids as they were kept, and the feed's latest titles."""

    keys: Collection[str] = ()
    kept: Mapping[str, Kept] | None = None
    titles: Collection[str] = ()


def decide_poll(
    feed: Feed,
    fetched: Fetched,
    known: Known,
    now: datetime,
    interval: timedelta,
    jitter: float,
    least: timedelta = _NO_TIME,
) -> Decision:
    """Decide on one poll; `jitter`, from 0 to 1, spreads the next one over a tenth of the wait.

    `interval` is the one of the configuration, `least` what no wait may be below.
    """
    spread = 1 + 0.1 * jitter
    if fetched.error is not None:
        return Decision(_failed(feed, fetched, now, max(interval * spread, least)))
    least = max(least, min(fetched.cached_for or _NO_TIME, _LONGEST_CACHE))
    baseline_at = feed.baseline_at or now
    if fetched.parsed is None:
        wait = _usual_wait(feed.newest_at, baseline_at, now, interval) * spread
        return Decision(_alive(feed, fetched, now, now + max(wait, least)))
    found = _found(feed, fetched.parsed, known)
    newest_at = now if found.new else feed.newest_at
    wait = _usual_wait(newest_at, baseline_at, now, interval) * spread
    read = replace(
        _alive(feed, fetched, now, now + max(wait, least)),
        title=fetched.parsed.title or feed.title,
        baseline_at=baseline_at,
        newest_at=newest_at,
        silence_told_at=None if found.new else feed.silence_told_at,
    )
    return replace(found, feed=read)


def is_mass_change(entries: Sequence[ParsedEntry], keys: Set[str]) -> bool:
    """Whether so much of a document was never seen that it is decided by the titles known of the feed."""
    return _is_mass(sum(entry.keys.isdisjoint(keys) for entry in entries), len(entries))


def asks_for_everything(feed: Feed, now: datetime) -> bool:
    """Whether the next request leaves the validators out, as one does once a week."""
    return feed.unconditional_at is not None and now - feed.unconditional_at >= _WEEK


def said(entry: ParsedEntry) -> str:
    """A short name of what an entry says to a reader: another one where a letter of it is another."""
    told = "\0".join((entry.title, entry.summary, entry.link or ""))
    return blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()


def told_of_silence(feed: Feed, now: datetime) -> Feed:
    """The feed, with note taken that its silence was told."""
    return replace(feed, silence_told_at=now)


def host_waits_until(fetched: Fetched, now: datetime, interval: timedelta) -> datetime | None:
    """Until when a host that asked to be left alone is: for the interval at least, for a day at most."""
    if fetched.retry_after is None:
        return None
    return now + min(max(fetched.retry_after, interval), _LONGEST_BACKOFF)


def is_our_own_line(lost: Set[str], reached: Set[str]) -> bool:
    """Whether most hosts of a round were not reachable at all: held against no feed.

    A host of which one feed was reached and another was not was reached; of fewer than three hosts nothing
    can be said.
    """
    hosts = lost | reached
    return len(hosts) >= _AT_LEAST_HOSTS and len(lost - reached) >= _ALL_FAIL * len(hosts)


def is_unusually_silent(feed: Feed, usual_gap: timedelta | None, now: datetime) -> bool:
    """Whether nothing new came for ten times as long as usual, and for three days at least.

    `usual_gap` is the mean time between two new entries, None where too few are known. Told once for
    each silence.
    """
    if usual_gap is None or feed.newest_at is None or not may_be_silent(feed, now):
        return False
    return now - feed.newest_at > usual_gap * _QUIET_TIMES


def may_be_silent(feed: Feed, now: datetime) -> bool:
    """Whether nothing new came for so long that its silence may be unusual, and was not told yet."""
    if feed.newest_at is None or feed.silence_told_at is not None or feed.failing_since_at is not None:
        return False
    return now - feed.newest_at > _QUIET_AT_LEAST


def _found(feed: Feed, parsed: ParsedFeed, known: Known) -> Decision:
    """What a document holds that was not known of a feed, which is left as it is."""
    entries, keys = parsed.entries, set(known.keys)
    remember = frozenset(key for entry in entries for key in entry.keys if key not in keys)
    if feed.baseline_at is None:
        return Decision(feed, (), remember)
    unseen = [entry for entry in entries if not entry.keys & keys]
    new, more = _posted(unseen, entries, keys, known.titles, feed.baseline_at)
    return Decision(feed, tuple(reversed(new)), remember, _edited(entries, keys, known.kept or {}), more)


def _alive(feed: Feed, fetched: Fetched, now: datetime, next_poll_at: datetime) -> Feed:
    # With the whole document comes the hash of its body, whether that is what it was or not.
    whole = fetched.body_hash is not None and asks_for_everything(feed, now)
    moved_to = fetched.moved_to if fetched.moved_to != feed.url else None
    moved_again = moved_to is not None and moved_to == feed.moved_to
    return replace(
        feed,
        url=moved_to if moved_to and moved_again else feed.url,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        body_hash=fetched.body_hash or feed.body_hash,
        scan=fetched.scan if fetched.parsed is not None else feed.scan,
        next_poll_at=next_poll_at,
        failures=0,
        failing_since_at=None,
        last_error=None,
        last_ok_at=now,
        moved_to=None if moved_again else moved_to,
        gone_at=None,
        unconditional_at=now if whole else feed.unconditional_at or now,
    )


def _usual_wait(
    newest_at: datetime | None, baseline_at: datetime, now: datetime, interval: timedelta
) -> timedelta:
    since = now - (newest_at or baseline_at)
    if newest_at is not None and since < _HOUR:
        return interval / 3
    if since < _DAY:
        return interval
    return interval * (2 if since < _WEEK else 4)


def _failed(feed: Feed, fetched: Fetched, now: datetime, wait: timedelta) -> Feed:
    doubled = min(wait * 2 ** min(feed.failures, 12), _LONGEST_BACKOFF)
    asked = min(fetched.retry_after or _NO_TIME, _LONGEST_BACKOFF)
    failed = replace(
        feed,
        next_poll_at=now + max(doubled, asked),
        failures=feed.failures + 1,
        failing_since_at=feed.failing_since_at or now,
        last_error=fetched.error,
    )
    if not fetched.gone:
        return replace(failed, gone_at=None)
    if feed.gone_at is not None and now - feed.gone_at >= _HOUR:
        return replace(failed, ended_at=now)
    return replace(failed, gone_at=feed.gone_at or now)


def _posted(
    unseen: list[ParsedEntry],
    entries: Sequence[ParsedEntry],
    keys: set[str],
    titles: Collection[str],
    baseline_at: datetime,
) -> tuple[list[ParsedEntry], tuple[ParsedEntry, ...]]:
    """What is posted of what was never seen, in the document's order, and what is only counted."""
    if _is_mass(len(unseen), len(entries)):
        known = {_by_words(title) for title in titles}
        same = sum(_by_words(entry.title) in known for entry in unseen)
        if same >= _SAME_BY_TITLE * len(unseen):
            return [], ()
        return unseen[:_NEWEST_OF_MASS], tuple(unseen[_NEWEST_OF_MASS:])
    known_at = [number for number, entry in enumerate(entries) if entry.keys & keys]
    last = known_at[-1] if known_at else len(entries)
    below = {id(entry) for entry in entries[last + 1 :]}
    slid = {
        id(entry)
        for entry in unseen
        if id(entry) in below and entry.published_at is not None and entry.published_at < baseline_at
    }
    return [entry for entry in unseen if id(entry) not in slid], ()


def _is_mass(unseen: int, entries: int) -> bool:
    return unseen > max(_MASS, entries // 2)


def _by_words(title: str) -> str:
    """A title by its words alone, whatever the case and the signs between them."""
    return " ".join(word.folded for word in words(title))


def _edited(
    entries: Sequence[ParsedEntry], keys: set[str], kept: Mapping[str, Kept]
) -> tuple[ParsedEntry, ...]:
    found = []
    for entry in entries:
        before = kept.get(entry.guid)
        if before is None or not entry.keys & keys or before.edits >= _MOST_EDITS:
            continue
        if before.hash and before.hash != said(entry):
            found.append(entry)
    return tuple(found)
