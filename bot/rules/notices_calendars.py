"""What is told of calendars that a server reads: many changes in one message, and how a calendar fares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.rules import revisions, wording
from bot.rules.calendars.imported import Change
from bot.rules.dates.typed_echo import in_words
from bot.rules.notices import Notice, NoticeKind, linked
from bot.rules.text import cut, escaped
from storage.records import ChannelId, Target
from storage.statements import Calendar

_MOST_LINES = 15


def digest(target: Target, calendar: Calendar, changes: Sequence[Change], at: datetime) -> tuple[str, Notice]:
    """Many changes of one calendar, a line each."""
    lines = [_line(one) for one in changes[:_MOST_LINES]]
    if len(changes) > _MOST_LINES:
        lines.append(f"… and {len(changes) - _MOST_LINES} more; `/event list` shows what lies ahead.")
    return f"calendar:{target}:{calendar.id}:{int(at.timestamp())}", Notice(
        kind=NoticeKind.CHANGE,
        title=cut(f"{wording.counted(len(changes), 'change')} in {escaped(calendar.title)}", 256),
        body="\n".join(lines),
        fields=(("Source", linked(calendar.title, calendar.url)),),
        footer="From a calendar that this server follows; /calendar list shows it",
        why=(
            f"This server follows {_named(calendar)}, which <@{calendar.by_user_id}> added, and what changed"
            " concerns what is followed here.",
        ),
    )


def failing(channel_id: ChannelId, calendar: Calendar) -> tuple[str, Notice]:
    """A calendar could not be read for a day; told once for each time it begins to fail."""
    assert calendar.failing_since_at is not None
    since = int(calendar.failing_since_at.timestamp())
    reason = escaped(cut(calendar.last_error or "", 500))
    body = (
        f"{_named(calendar)} cannot be read since <t:{since}:F>: {reason}\n"
        "Its events stay as they were. I keep trying, less often; `/calendar list` shows how it stands."
    )
    return f"calendar-failing:{channel_id}:{calendar.id}:{since}", _trouble("A calendar cannot be read", body)


def recovered(channel_id: ChannelId, calendar: Calendar, since: datetime) -> tuple[str, Notice]:
    at = int(since.timestamp())
    body = f"{_named(calendar)}, which could not be read since <t:{at}:F>, is read again."
    return f"calendar-recovered:{channel_id}:{calendar.id}:{at}", _trouble("A calendar is read again", body)


def _line(change: Change) -> str:
    assert change.after is not None
    said = revisions.headline(change.before, change.after, change.what)
    when = in_words(change.after.announced)
    if change.after.is_called_off:
        return f"**{said}** · ~~{when}~~"
    if change.before is not None and change.before.announced != change.after.announced:
        return f"**{said}** · ~~{in_words(change.before.announced)}~~ → {when}"
    return f"**{said}** · {when}"


def _named(calendar: Calendar) -> str:
    return escaped(cut(calendar.title, 200))


def _trouble(title: str, body: str) -> Notice:
    why = ("This server follows that calendar; `/calendar remove` ends it.",)
    return Notice(NoticeKind.TROUBLE, title, body, footer="Notice", why=why)
