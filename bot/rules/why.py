"""What became of a page of the news for a server, told stage by stage: where it stopped, and why.

The stages are those an entry passes: it is in a feed the server watches, it was not there before the feed was
first read, it mentions something, a channel follows that, and the message for the channel was sent, waits or
was given up. What is said is worked out anew from the entry and what is followed now, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules import wording
from bot.rules.text import cut, escaped
from storage.deliveries import Delivery, OutboxState
from storage.news import Entry, Feed
from storage.records import ChannelId, Subscription


@dataclass(frozen=True, slots=True)
class Follower:
    """A channel that takes news, and by which labels an entry meets what it follows, if it does."""

    subscription: Subscription
    label: str
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything known of a page in a server."""

    link: str
    feeds_watched: int
    seen_before: Feed | None = None
    """The feed that held it when it was first read, or that slid it back in."""
    entry: Entry | None = None
    first: Entry | None = None
    """The entry that told the same story before, where there is one."""
    mentioned: tuple[str, ...] = ()
    paused_at: datetime | None = None
    """Since when the server has the entry's feed paused, if it has."""
    followers: tuple[Follower, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


def told(trace: Trace) -> list[str]:
    """The stages it passed and the one it stopped at, a line each."""
    if trace.entry is None:
        return [_never_found(trace)]
    entry = trace.entry
    lines = [
        f"**Found** {wording.instant(entry.found_at)} in {escaped(cut(entry.feed_title, 200))}:"
        f" {escaped(cut(entry.title, 200))}"
    ]
    if not trace.mentioned:
        return [*lines, "**Stopped**: it mentions nothing I know, by its title and its summary."]
    lines.append(f"**Mentions** {cut(wording.listed(trace.mentioned), 500)}")
    if trace.first is not None and trace.first.id != entry.id:
        lines.append(
            f"**Tells the same** as {escaped(cut(trace.first.title, 200))}, found"
            f" {wording.instant(trace.first.found_at)}: it is named in that message."
        )
    by_channel = {row.channel_id: row for row in trace.deliveries}
    met = [one for one in trace.followers if one.matched]
    if not met and not by_channel:
        return [*lines, _nobody_follows(trace)]
    for channel_id in dict.fromkeys([*by_channel, *(one.subscription.channel_id for one in met)]):
        here = [one for one in met if one.subscription.channel_id == channel_id]
        lines.append(_in_channel(channel_id, by_channel.get(channel_id), here, trace))
    return [*lines, "-# Worked out from what is followed and known now."]


def fate(row: Delivery) -> str:
    """What became of one message that was owed."""
    tries = f", after {wording.counted(row.attempts + 1, 'attempt')}"
    match row.state:
        case OutboxState.SENT:
            return f"sent {wording.instant(row.sent_at)}{tries}" if row.sent_at else f"sent{tries}"
        case OutboxState.HELD:
            return f"held until {wording.instant(row.not_before_at)}, to be told with others"
        case OutboxState.DIGESTED:
            return "told together with others"
        case OutboxState.PENDING:
            failed = f" The last attempt failed: {escaped(row.last_error)}." if row.last_error else ""
            return f"on its way.{failed}"
    reason = escaped(row.last_error or "no reason was kept")
    named = {
        OutboxState.MISSED: "too late to help",
        OutboxState.CANCELLED: "taken back",
        OutboxState.DEAD: "given up",
    }
    return f"{named[row.state]}{tries}: {reason}"


def published(row: Delivery) -> str:
    """What became of the publication of a message to those who follow its channel."""
    if row.state is OutboxState.SENT:
        return f"published {wording.instant(row.sent_at)}" if row.sent_at else "published"
    if row.state is OutboxState.PENDING:
        return "not published yet"
    return f"not published: {escaped(row.last_error or 'no reason was kept')}"


def _never_found(trace: Trace) -> str:
    if trace.seen_before is not None:
        return (
            f"**Stopped**: {escaped(cut(trace.seen_before.title or trace.seen_before.url, 200))} held it"
            " already when I read it first, or took it in again below what I knew. What is old is not posted."
        )
    if not trace.feeds_watched:
        return "**Stopped**: this server watches no feed. Begin with `/feed add`."
    counted = wording.counted(trace.feeds_watched, "feed")
    return (
        f"**Stopped**: none of the {counted} of this server had an entry with this address in the last 90"
        " days. `/feed health` shows whether one of them fails."
    )


def _nobody_follows(trace: Trace) -> str:
    if not trace.followers:
        return "**Stopped**: no channel of this server takes news. Begin with `/subscribe`."
    followed = wording.listed(list(dict.fromkeys(one.label for one in trace.followers)))
    return f"**Stopped**: no channel follows any of that; followed are {cut(followed, 500)}."


def _in_channel(
    channel_id: ChannelId | None, row: Delivery | None, here: Sequence[Follower], trace: Trace
) -> str:
    by = list(dict.fromkeys(label for one in here for label in one.matched))
    why = f" (by {cut(wording.listed(by), 200)})" if by else ""
    told = fate(row) if row is not None else f"**stopped**, {_held_back(here, trace)}"
    return f"<#{channel_id}>{why}: {told}"


def _held_back(here: Sequence[Follower], trace: Trace) -> str:
    """Why nothing was owed to a channel that follows what the entry mentions."""
    found_at = trace.entry.found_at if trace.entry is not None else None
    paused = next((one.subscription for one in here if one.subscription.paused_at is not None), None)
    if paused is not None:
        return f"since it is paused: {paused.paused_reason}"
    if found_at is not None and all(one.subscription.created_at >= found_at for one in here):
        return "since it began to follow this only afterwards"
    if trace.paused_at is not None and found_at is not None and trace.paused_at <= found_at:
        return (
            f"since its feed is paused here since {wording.instant(trace.paused_at)};"
            " `/feed resume` asks what becomes of what was missed"
        )
    return (
        "since nothing was owed when it was found: its feed was paused then and what was missed was skipped,"
        " or said so much at once that only the newest were posted, or it mentions this only since its source"
        " changed it"
    )
