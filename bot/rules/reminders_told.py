"""What a reminder says: its event, when and where that is, what it is about, and what is new of it.

Beside the date stand what the catalogue says of the event or its forum, the latest news on them, what changed
since this channel or person was reminded last, and, where sources differ, by which of them the date is. Two
reminders of one event, at one beginning, for one lead are one message, whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.rules import readings_of_events, revisions, wording
from bot.rules.moving import has_own_id
from bot.rules.notices import REMINDERS, Notice, NoticeKind, linked
from bot.rules.reminding import SNOOZED
from bot.rules.text import address, cut, escaped
from storage.news import Entry
from storage.records import Entity, EntityId, EntityKind, Event, Reminder, Subscription
from storage.revisions import EventChange
from storage.statements import Reading

MOST_NEWS = 3
_ROOM = 1000
_ROOM_FOR_NEWS = 330
_LONGEST_ADDRESS = 160
_FORUMS = (EntityKind.WORKING_GROUP, EntityKind.EXERCISE, EntityKind.FORUM, EntityKind.BODY)
"""What an event may be a meeting of, the nearest first."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of an event beside what it is itself."""

    entities: Mapping[EntityId, Entity] = field(default_factory=dict)
    """Of what it concerns, and its own."""
    news: Sequence[Entry] = ()
    readings: Sequence[Reading] = ()
    """What each source says of its date, the followed one first."""
    history: Sequence[EventChange] = ()
    """Its revisions, the oldest first."""


def reminder_key(following: Subscription, due: Reminder) -> str:
    """A server's own events have ids that those of another server may have too; a person is in many."""
    event_id = due.event_id
    if following.user_id is not None and has_own_id(event_id):
        event_id = f"{event_id}@{following.guild_id}"
    again = f"@{int(due.due_at.timestamp())}" if due.lead == SNOOZED else ""
    return f"{REMINDERS}{following.target}:{event_id}:0:{due.start}:{due.lead}{again}"


def role_of(following: Sequence[Subscription]) -> int | None:
    """The role that is called: the first that any of these asks for."""
    return next((one.role_id for one in following if one.role_id is not None), None)


def reminder(
    following: Sequence[Subscription],
    event: Event,
    due: Reminder,
    subjects: Sequence[str],
    beside: Beside | None = None,
    reminded_at: datetime | None = None,
) -> tuple[str, Notice]:
    """A reminder of an event for one channel or person, whose subscriptions to `subjects` these are.

    `reminded_at` is when that target was reminded of it last.
    """
    known, fell_due = beside or Beside(), int(due.due_at.timestamp())
    put_off = due.lead == SNOOZED
    fields = (
        ("When", wording.event_when(event)),
        ("Where", cut(wording.event_place(event), 900) or "not announced"),
        _doubt(event),
        ("About", "\n".join(_about(event, known.entities))),
        ("Changed since the last reminder", "\n".join(_changed(known.history, reminded_at))),
        ("Latest news", "\n".join(_news(known.news))),
        ("Sources differ", readings_of_events.in_reminder(known.readings) or ""),
        ("Source", linked(event.source, event.url) if event.source else ""),
    )
    return reminder_key(following[0], due), Notice(
        kind=NoticeKind.REMINDER,
        title=wording.event_title(event),
        body=_body(event),
        url=event.link or event.url,
        fields=tuple((name, cut(value, _ROOM)) for name, value in fields if value),
        footer="Reminder · put off until now" if put_off else f"Reminder · {due.lead} before",
        role_id=role_of(following),
        due_at=fell_due,
        why=(
            _asked(following[0], event, subjects),
            f"You put it off until <t:{fell_due}:F>."
            if put_off
            else f"The reminder is for {due.lead} before and fell due <t:{fell_due}:F>.",
        ),
        labels=(*subjects, *(known.entities[one].label for one in sorted(known.entities))),
    )


def news_on(event: Event, entities: Mapping[EntityId, Entity]) -> frozenset[EntityId]:
    """What news must mention to be on an event: itself or what it belongs to; a country is too little."""
    too_little = (EntityKind.COUNTRY, EntityKind.REGION, EntityKind.PLACE)
    telling = {one for one in event.concerns if one in entities and entities[one].kind not in too_little}
    return frozenset({EntityId(event.id), *telling})


def _body(event: Event) -> str:
    if event.start_at is not None:
        return f"Begins {wording.countdown(event.start_at)}."
    said = wording.when(event.edtf)
    return f"{said[:1].upper()}{said[1:]}. No hour was announced."


def _doubt(event: Event) -> tuple[str, str]:
    if not event.date_doubt or not event.date_reason:
        return "", ""
    return event.date_doubt.capitalize(), f"{event.date_reason[:1].upper()}{event.date_reason[1:]}."


def _asked(following: Subscription, event: Event, subjects: Sequence[str]) -> str:
    title = wording.event_title(event)
    if following.user_id is None:
        return f"This channel follows {cut(wording.listed(subjects), 300)}, and {title} concerns it."
    if following.subject == event.id:
        return f"You asked to be reminded of {title}."
    return f"You asked to be reminded of {cut(wording.listed(subjects), 300)}, and {title} concerns it."


def _about(event: Event, entities: Mapping[EntityId, Entity]) -> list[str]:
    """Its own line, that of what it is a meeting of, and its topics."""
    lines = []
    if (own := entities.get(EntityId(event.id))) is not None and own.summary:
        lines.append(cut(own.summary, 300))
    concerned = [entities[one] for one in sorted(event.concerns) if one in entities and one != event.id]
    forum = min(
        (one for one in concerned if one.kind in _FORUMS),
        key=lambda one: _FORUMS.index(one.kind),
        default=None,
    )
    if forum is not None and forum.summary:
        lines.append(f"{forum.label}: {cut(forum.summary, 300)}")
    topics = [one.label for one in concerned if one.kind is EntityKind.TOPIC]
    if topics:
        lines.append(f"On {cut(wording.listed(topics), 300)}.")
    if not lines and concerned:
        lines.append(f"Concerns {cut(wording.listed([one.label for one in concerned]), 300)}.")
    return lines


def _changed(history: Sequence[EventChange], reminded_at: datetime | None) -> list[str]:
    return revisions.since(history, reminded_at) if reminded_at is not None else []


def _news(entries: Sequence[Entry]) -> list[str]:
    """The latest, each piece of news once."""
    once: dict[object, Entry] = {}
    for entry in entries:
        once.setdefault(entry.story_id or f"entry {entry.id}", entry)
    return [_news_line(entry) for entry in list(once.values())[:MOST_NEWS]]


def _news_line(entry: Entry) -> str:
    title = escaped(cut(entry.title, 110))
    url = address(entry.link) if entry.link and len(entry.link) <= _LONGEST_ADDRESS else ""
    named = f"[{title}]({url})" if url.startswith(("https://", "http://")) else title
    at = entry.published_at or entry.found_at
    said = f"{'' if entry.published_at else 'found '}<t:{int(at.timestamp())}:d>"
    line = f"• {named} · {escaped(cut(entry.feed_title, 40))}, {said}"
    return line if len(line) <= _ROOM_FOR_NEWS else cut(f"• {title} · {said}", _ROOM_FOR_NEWS)
