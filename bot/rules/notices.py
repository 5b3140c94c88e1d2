"""From a cause to a notice: what is to be said, in words, under a key that exists only once.

A notice is ours and plain: words, addresses and ids. How it looks in Discord is decided where
it is sent. The key names the target (a channel or person), never the subscription, so that two
subscriptions of one channel are one message; it names the start, never a revision of the event.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules import revisions, wording
from bot.rules.moving import NOBODY, Said
from bot.rules.reminding import LATE_AFTER
from bot.rules.text import cut, escaped
from storage.deliveries import Delivery
from storage.records import ChannelId, Event, GuildId, Target
from storage.revisions import ChangeKind

CHANGE_HELPS_FOR = timedelta(days=7)


REMINDERS = "reminder:"
NEWS = "news:"
"""What the keys of all reminders, and of all news, begin with."""


class NoticeKind(StrEnum):
    NEWS = "news"
    REMINDER = "reminder"
    CHANGE = "change"
    BRIEF = "brief"
    LIVE = "live"
    DIGEST = "digest"
    WELCOME = "welcome"
    PROPOSAL = "proposal"
    TROUBLE = "trouble"
    TEST = "test"


PUBLISHED = frozenset(
    {NoticeKind.NEWS, NoticeKind.REMINDER, NoticeKind.CHANGE, NoticeKind.BRIEF, NoticeKind.DIGEST}
)
"""What may be shown to those who follow an announcement channel from elsewhere."""


@dataclass(frozen=True, slots=True)
class Notice:
    kind: NoticeKind
    title: str
    body: str
    url: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    role_id: int | None = None
    due_at: int | None = None
    """When it should have gone out, in UTC seconds; said if it goes out later."""
    why: tuple[str, ...] = ()
    """What the "Why?" button answers, a line each."""
    labels: tuple[str, ...] = ()
    """By what it was matched, for the tags of a forum's post."""
    tags: tuple[str, ...] = ()
    """The tags that were chosen for every post of its channel; filled in when it is sent."""

    def to_json(self) -> str:
        # Not `asdict`, which copies each value and takes longer than all the rest of a reminder.
        return json.dumps({one.name: getattr(self, one.name) for one in fields(self)}, ensure_ascii=False)


def from_json(text: str) -> Notice:
    """Read back what `Notice.to_json` wrote."""
    values = json.loads(text)
    values["kind"] = NoticeKind(values["kind"])
    values["fields"] = tuple((name, value) for name, value in values["fields"])
    for name in ("why", "labels", "tags"):
        values[name] = tuple(values.get(name, ()))
    return Notice(**values)


def lateness(notice: Notice, now: datetime) -> timedelta | None:
    """How late a notice goes out, or None if it is on time."""
    if notice.due_at is None:
        return None
    late = timedelta(seconds=now.timestamp() - notice.due_at)
    return late if late > LATE_AFTER else None


def change(
    target: Target,
    before: Event | None,
    after: Event,
    what: ChangeKind,
    said: Said,
    subjects: Sequence[str],
    zone: str,
    remark: str | None = None,
) -> tuple[str, Notice]:
    """A moderator added an event or changed it: the old struck through, the new, and how long is left.

    `remark` is what else was done, in words.
    """
    title = wording.event_title(after)
    beside = [f"{remark[:1].upper()}{remark[1:]}."] if remark else []
    fields = [("Where", cut(wording.event_place(after), 900))] if after.place and before is None else []
    # A person may be told by several servers, each of which counts its own revisions.
    whom = str(target) if target.user_id is None else f"{target}@{after.guild_id}"
    asked = "This channel follows" if target.user_id is None else "You asked to be reminded of"
    # A pack counts no revisions: what it says is known by when it was loaded.
    revision = f"pack.{int(said.at.timestamp())}" if said.by == NOBODY else str(after.revision)
    return f"change:{whom}:{after.id}:{revision}", Notice(
        kind=NoticeKind.CHANGE,
        title=revisions.headline(before, after, what),
        body="\n".join([*revisions.told(before, after, said.at, zone), *beside]),
        url=after.link or after.url,
        fields=(*fields, ("Source", linked(said.source, said.url))),
        footer="As the catalogue has it now"
        if said.by == NOBODY
        else "Changed by this server; /event history shows every change",
        why=(
            f"{asked} {cut(wording.listed(subjects), 300)}, and {title} concerns it.",
            _who_says_so(what, said),
        ),
        labels=tuple(subjects),
    )


def _who_says_so(what: ChangeKind, said: Said) -> str:
    if said.by == NOBODY:
        return "The catalogue I come with was renewed, and says so by that source."
    if said.origin is None:
        return f"<@{said.by}> {what.value} it, and named the source."
    return f"The source says so, which <@{said.by}> told me to follow."


def linked(source: str, url: str | None) -> str:
    """A source, with its address where it has one."""
    named = escaped(cut(source, 300))
    return f"[{named}]({url})" if url else named


def welcome(guild_id: GuildId, joined_at: datetime) -> tuple[str, Notice]:
    """What a new server is told to type first."""
    body = (
        "I look up forums, members, meetings and people of a diplomatic field, remind channels before"
        " meetings, and post new related items from feeds.\n\n"
        "**Begin with `/setup`** (for whoever may manage this server): your time zone, the hour for dates"
        " without a time, and where notices go. Then `/subscribe` a channel to a forum or topic, and"
        " `/feed add` the feeds to watch. Anyone may try `/forum show` or `/event next` right away."
    )
    key = f"welcome:{guild_id}:{int(joined_at.timestamp())}"
    why = ("I had just come to this server.",)
    return key, Notice(
        NoticeKind.WELCOME, "Attaché is here", body, footer="/help lists every command", why=why
    )


def test_message(channel_id: ChannelId, asked_at: datetime) -> tuple[str, Notice]:
    key = f"test:{channel_id}:{int(asked_at.timestamp())}"
    body = "Notices of this server arrive here: feeds that fail, channels that can no longer be reached."
    why = ("Somebody asked for it with /setup.",)
    return key, Notice(
        NoticeKind.TEST, "This is a test message", body, footer="Asked for with /setup", why=why
    )


def channel_lost(delivery: Delivery, reason: str, now: datetime) -> tuple[str, Notice]:
    """A channel can no longer be posted to; its subscriptions were paused."""
    key = f"lost:{delivery.channel_id}:{int(now.timestamp())}"
    body = (
        f"I can no longer post to <#{delivery.channel_id}>: {reason}. Its subscriptions are paused.\n"
        "Give me back View Channel, Send Messages and Embed Links there, then run `/subscribe` again;"
        " `/subscriptions` shows what is paused."
    )
    return key, _trouble("Subscriptions paused", body)


def undeliverable(delivery: Delivery, reason: str) -> tuple[str, Notice]:
    """A message could not be delivered and will not be tried again; told to the operator."""
    body = f"Message {delivery.id} ({delivery.key}) was given up: {escaped(cut(reason, 500))}"
    return f"dead:{delivery.id}", _trouble("A message was given up", body)


def _trouble(title: str, body: str) -> Notice:
    why = ("Something went wrong that this server, or whoever runs me, should know of.",)
    return Notice(NoticeKind.TROUBLE, title, body, footer="Notice", why=why)
