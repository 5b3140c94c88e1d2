"""The nouns of what leaves the house: what is owed to a channel or a person and how far its delivery got,
and which of Discord's scheduled events shows an event.

Must not know SQL, Discord or the clock, as `records`, beside which it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from storage.records import ChannelId, GuildId, UserId

OutboxId = NewType("OutboxId", int)


class OutboxState(StrEnum):
    """`held` waits to be told with others, `digested` was told so."""

    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    DIGESTED = "digested"
    CANCELLED = "cancelled"
    MISSED = "missed"
    DEAD = "dead"


class Op(StrEnum):
    """What a delivery does: a new message, which in a forum channel is a post, a change of one, a channel's
    live list, a message in a thread for a person who takes no direct messages, a publication."""

    SEND = "send"
    EDIT = "edit"
    LIVE = "live"
    THREAD = "thread"
    PUBLISH = "publish"


class MirrorState(StrEnum):
    """How far one of Discord's scheduled events got: asked for, there, or ended by somebody."""

    MAKING = "making"
    SHOWN = "shown"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Which of Discord's scheduled events shows an event of ours."""

    event_id: str
    scheduled_id: int | None
    digest: str
    """Of what it shows; of one that ended what it showed, empty where anything new may be shown again."""
    state: MirrorState
    tried_at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be owed to one channel or person, under a key that exists only once."""

    key: str
    notice: str
    guild_id: GuildId | None = None
    channel_id: ChannelId | None = None
    user_id: UserId | None = None
    event_id: str | None = None
    entry_id: int | None = None
    expires_at: datetime | None = None
    op: Op = Op.SEND
    target_message_id: int | None = None
    held_until_at: datetime | None = None
    """Until when it waits, to be told with others that wait."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox: what is owed to one target, and how far its delivery got."""

    id: OutboxId
    key: str
    guild_id: GuildId | None
    channel_id: ChannelId | None
    user_id: UserId | None
    notice: str
    nonce: str
    event_id: str | None
    state: OutboxState
    attempts: int
    not_before_at: datetime
    claimed_at: datetime | None
    created_at: datetime
    expires_at: datetime | None
    sent_at: datetime | None
    message_id: int | None
    last_error: str | None
    op: Op = Op.SEND
    target_message_id: int | None = None
    """The message that is changed."""
    digest_id: OutboxId | None = None
    """The delivery that told it together with others."""
    entry_id: int | None = None
    """The entry of a feed that it tells of."""
