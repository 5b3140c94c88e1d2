"""What a brief and a live list say: what is coming, what moved, and what was said in the news of it.

Countdowns of days are in words and hold for the day they are said on; an hour that was announced is
counted down to by Discord itself, so that nothing has to be changed from minute to minute. Every event
names its source, by a number that the sources at the end explain, or in its own line where a server dates
it. Within Discord's limits, 6000 characters of one message among them, whatever is left out is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.rules import revisions, wording
from bot.rules.briefs import DueBrief
from bot.rules.dates.typed_echo import countdown
from bot.rules.notices import Notice, NoticeKind
from bot.rules.outlook import Moved, Outlook
from bot.rules.text import cut, escaped, linked
from storage.news import Entry
from storage.options import Brief
from storage.records import SHIPPED, ChannelId, Event

MOST_IN_LIST = 15
MOST_NEWS = 5
_MOST_COMING, _MOST_UNDATED, _MOST_MOVED = 12, 5, 6
_ROOM, _ROOM_UNDATED, _ROOM_MOVED, _ROOM_NEWS = 4000, 500, 700, 1300
"""Characters of a brief, and of its parts; what is coming has what the others leave."""
_ROOM_LIST = 3800
_MOST_NAMED = 4
_ROOM_SOURCES = 1000
_LONGEST_ADDRESS = 250
_ALL_EVENTS = "`/event list` shows them all"
_ALL_CHANGES = "`/event history` shows every change"


@dataclass(frozen=True, slots=True)
class Briefed:
    """What there is to say in one brief."""

    outlook: Outlook
    moved: Sequence[Moved]
    news: Sequence[Entry]
    """The latest first, each story once."""

    @property
    def is_worth_it(self) -> bool:
        """What is awaited without a day is no news of any day."""
        return bool(self.outlook.dated or self.moved or self.news)


def brief_key(channel_id: ChannelId, day: date) -> str:
    """One for each day, as the day is in the server."""
    return f"brief:{channel_id}:{day.isoformat()}"


def brief(
    channel_id: ChannelId,
    said: Briefed,
    due: DueBrief,
    now: datetime,
    zone: str,
    subjects: Sequence[str],
) -> tuple[str, Notice]:
    """A channel's brief."""
    numbering = _Numbering()
    coming = [_event_lines(event, now, zone, numbering) for event in said.outlook.dated]
    undated = [_event_lines(event, now, zone, numbering) for event in said.outlook.undated]
    moved = [_moved_lines(one, now, zone) for one in said.moved]
    news = [_news_lines(one) for one in said.news]
    rest = [
        _part("Awaited, no day announced", undated, _MOST_UNDATED, _ROOM_UNDATED, _ALL_EVENTS),
        _part("Moved since the last brief", moved, _MOST_MOVED, _ROOM_MOVED, _ALL_CHANGES),
        _part("In the news since then", news, MOST_NEWS, _ROOM_NEWS),
    ]
    room = _ROOM - sum(len(part) + 2 for part in rest if part)
    first = _part(f"Coming in the next {due.reach}", coming, _MOST_COMING, room, _ALL_EVENTS)
    there = due.due_at.astimezone(ZoneInfo(zone))
    day = there.date()
    how = f"every {day:%A}" if due.pace is Brief.WEEKLY else "every day"
    return brief_key(channel_id, day), Notice(
        kind=NoticeKind.BRIEF,
        title=f"{due.pace.value.capitalize()} brief, {wording.day_in_words(day)}",
        body="\n\n".join(part for part in (first or _nothing_coming(due.reach, subjects), *rest) if part),
        fields=numbering.field(),
        footer="Brief of this channel · /subscription edit changes or ends it",
        due_at=int(due.due_at.timestamp()),
        why=(
            f"This channel follows {_named(subjects)}.",
            f"It is briefed {how}, this time at {there:%H:%M} ({zone}).",
        ),
        labels=tuple(subjects),
    )


def live_list(seen: Outlook, now: datetime, zone: str, subjects: Sequence[str]) -> tuple[str, Notice]:
    """What a channel's list shows, after a digest of it, which is the same whenever it is looked at."""
    numbering = _Numbering()
    entries = [_event_lines(event, now, zone, numbering) for event in seen.dated]
    for number, event in enumerate(seen.undated):
        heading = "" if number else "__Awaited, no day announced__\n"
        entries.append(heading + _event_lines(event, now, zone, numbering))
    body = _fitting(entries, MOST_IN_LIST, _ROOM_LIST, _ALL_EVENTS)
    notice = Notice(
        kind=NoticeKind.LIVE,
        title="What is coming",
        body=body or _nothing_known(subjects),
        fields=numbering.field(),
        footer="Kept up to date · /subscribe follows more · /remind me reminds you alone",
        why=(
            f"This channel follows {_named(subjects) or 'nothing'}.",
            "It keeps a list of what is coming; /subscription edit ends that.",
        ),
        labels=tuple(subjects),
    )
    digest = blake2b(notice.to_json().encode(), digest_size=8).hexdigest()
    return digest, replace(notice, body=f"{notice.body}\n\n-# Updated {wording.countdown(now)}")


def list_ended(channel_id: ChannelId, message_id: int, now: datetime) -> tuple[str, Notice]:
    """The last change of a list's message, when the list is turned off."""
    return f"ended:{channel_id}:{message_id}:{int(now.timestamp())}", Notice(
        kind=NoticeKind.LIVE,
        title="What was coming",
        body=(
            f"This list is no longer kept, since {wording.instant(now)}. `/event list` shows what is coming;"
            " `/subscription edit` keeps a list again."
        ),
        footer="No longer kept",
        why=("This channel kept a list of what is coming, and somebody turned it off.",),
    )


class _Numbering:
    """Numbers the sources of what was shipped, in the order they are first named."""

    def __init__(self) -> None:
        self._sources: dict[tuple[str, str | None], int] = {}

    def mark(self, event: Event) -> str:
        if event.source is None or event.guild_id != SHIPPED:
            return ""
        return f" `[{self._sources.setdefault((event.source, event.url), len(self._sources) + 1)}]`"

    def field(self) -> tuple[tuple[str, str], ...]:
        named = [
            f"[{number}] {_linked(cut(source, 200), url)}" for (source, url), number in self._sources.items()
        ]
        told = _fitting(named, len(named), _ROOM_SOURCES, "`/event show` names the source of each")
        return (("Sources", told),) if named else ()


def _event_lines(event: Event, now: datetime, zone: str, numbering: _Numbering) -> str:
    """Its name and how long is left of it; then when and where, and by what source."""
    left = _left(event, now, zone)
    place = cut(wording.event_place(event), 120)
    told = " · ".join(part for part in (wording.event_when(event), place) if part)
    title = cut(wording.event_title(event), 150)
    return f"**{title}**{f' · {left}' if left else ''}\n{told}{numbering.mark(event)}"


def _left(event: Event, now: datetime, zone: str) -> str:
    if event.start_at is not None:
        return wording.countdown(event.start_at)
    today, day = now.astimezone(ZoneInfo(zone)).date(), event.edtf.first_day
    if day is not None and day < today:
        return "under way, by its date" if event.edtf.hi is not None else ""
    return countdown(event.announced, now, zone)


def _moved_lines(one: Moved, now: datetime, zone: str) -> str:
    told = revisions.told(one.before, one.after, now, zone)
    source = _linked(cut(one.last.source or "not named", 120), one.last.url)
    by = f"by <@{one.last.by_user_id}>, " if one.last.by_user_id is not None else ""
    headline = cut(revisions.headline(one.before, one.after, one.what), 180)
    return "\n".join(
        [f"**{headline}**", *told, f"-# {by}{wording.instant(one.last.created_at)}; source: {source}"]
    )


def _news_lines(entry: Entry) -> str:
    title = _linked(cut(entry.title or "Untitled", 120), entry.link)
    who = escaped(cut(entry.feed_title, 60)) or "a feed of this server"
    return f"{title}\n-# {who}, {_published(entry)}"


def _published(entry: Entry) -> str:
    if entry.published_at is not None:
        return f"<t:{int(entry.published_at.timestamp())}:f>"
    if entry.published:
        return escaped(cut(entry.published, 60))
    return f"found <t:{int(entry.found_at.timestamp())}:f>"


def _named(subjects: Sequence[str]) -> str:
    """What a channel follows, topics among it that somebody in the server named."""
    named = [escaped(cut(one, 80)) for one in subjects[:_MOST_NAMED]]
    left = len(subjects) - len(named)
    return wording.listed([*named, f"{left} more"] if left else named)


def _nothing_coming(reach: str, subjects: Sequence[str]) -> str:
    return (
        f"Nothing with a known day is coming in the next {reach} of"
        f" {_named(subjects)}, as far as is known here. `/event list` shows what is known"
        " beyond that, `/subscribe` follows more, and `/event add` adds a meeting of your own."
    )


def _nothing_known(subjects: Sequence[str]) -> str:
    if not subjects:
        return "This channel follows nothing; `/subscribe` makes it follow a forum, topic or country."
    return f"Nothing is coming of {_named(subjects)}, as far as is known here."


def _part(heading: str, entries: Sequence[str], most: int, room: int, more: str = "") -> str:
    if not entries:
        return ""
    return f"__{heading}__\n{_fitting(entries, most, room - len(heading) - 5, more)}"


def _fitting(entries: Sequence[str], most: int, room: int, more: str = "") -> str:
    """As many entries as there is room for, whole or at least their first lines; the rest is counted."""
    kept: list[str] = []
    room -= len(_rest(len(entries), more)) + 1
    for entry in entries[:most]:
        fitting = next((one for one in (entry, entry.partition("\n")[0]) if len(one) < room), None)
        if fitting is None:
            break
        kept.append(fitting)
        room -= len(fitting) + 1
    left = len(entries) - len(kept)
    return "\n".join([*kept, *([_rest(left, more)] if left else [])])


def _rest(number: int, more: str) -> str:
    return f"… and {number} more{f'; {more}' if more else ''}"


def _linked(text: str, url: str | None) -> str:
    return linked(text, url) if url and len(url) <= _LONGEST_ADDRESS else escaped(text)
