"""The nouns of the news: feeds, and the entries found in them.

Must not know SQL, Discord or the clock, as `records`, beside which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from storage.edtf import Edtf
from storage.records import EntityId, GuildId, UserId

FeedId = NewType("FeedId", int)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed said once, and when we found it."""

    feed_id: FeedId
    guid: str
    title: str
    link: str | None
    summary: str
    published: str | None
    """The time as the source gave it."""
    published_at: datetime | None
    found_at: datetime
    feed_title: str = ""
    feed_url: str = ""
    """Who said it; filled where an entry is read back."""
    id: int = 0
    hash: str = ""
    """Of what it said, so that an edit is known."""
    edits: int = 0
    story_key: str = ""
    """The same for two entries that point to the same page."""
    story_id: int | None = None
    """The first entry that told the same news; itself where it was the first."""
    was_there: bool = False
    """Whether it stood in its feed when that was first read: it was never new, and was told to nobody."""


class ProposalState(StrEnum):
    OPEN = "open"
    APPLIED = "applied"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class EntryProposal:
    """What an entry says has become of an event, for a server's moderators to apply or dismiss."""

    guild_id: GuildId
    event_id: str
    entry_id: int | None
    kind: str
    """`moved`, `postponed` or `cancelled`."""
    edtf: Edtf | None
    """The new date, as precise as it is told."""
    is_inferred: bool
    """Whether the year of that date is not said."""
    sentence: str
    source: str
    url: str | None
    nonce: str
    """Of the message that proposes it."""
    created_at: datetime
    state: ProposalState = ProposalState.OPEN
    by_user_id: UserId | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A query that a server saved under a name, and follows as it follows a forum."""

    guild_id: GuildId
    id: EntityId
    name: str
    query: str
    by_user_id: UserId
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    id: FeedId
    url: str
    title: str
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    baseline_at: datetime | None
    next_poll_at: datetime
    failures: int
    failing_since_at: datetime | None
    last_error: str | None
    last_ok_at: datetime | None
    moved_to: str | None = None
    """Where it said once that it is for good; taken when it says so again."""
    gone_at: datetime | None = None
    """When it said first that it is gone."""
    ended_at: datetime | None = None
    """Since when it is asked no more."""
    newest_at: datetime | None = None
    """When something new was last found in it."""
    silence_told_at: datetime | None = None
    unconditional_at: datetime | None = None
    """When it was last asked for the whole document."""
    scan: str | None = None
    """Short names of what the entries of the last parsed document are known by and say."""
