"""What a reminder that was sent says once its event stands elsewhere: the old struck through, the new told.

A reminder whose date is only known better now is struck through nowhere. One of an event that moved and came
back to the very date it told says again what it said. The words begin from what was sent, so that a second
change leaves no trace of the first; /event history has them all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.rules import notices, wording
from bot.rules.dates.typed_echo import in_words
from bot.rules.dates.zones import NotOnTheClock
from bot.rules.notices import Notice, NoticeKind
from bot.rules.reminding import due_of
from bot.rules.revisions import is_known_better
from storage.deliveries import Delivery
from storage.records import SHIPPED, Event, EventStatus, Guild

_DATE = "When"
_SOURCE = "Source"
_HISTORY = ", /event history shows how"


def changed(sent: Delivery, before: Event, after: Event, guild: Guild) -> tuple[str, Notice]:
    """A sent reminder of `before` as it reads now that the event stands as `after`."""
    key = f"moved:{sent.id}:{after.revision}"
    told = notices.from_json(sent.notice)
    if _tells(sent, after, guild):
        return key, told
    refined = not after.is_called_off and is_known_better(before.announced, after.announced)
    better = refined and _tells(sent, before, guild)
    fields = [] if better else [(_DATE, _struck(value)) for name, value in told.fields if name == _DATE]
    source = (_SOURCE, notices.linked(after.source or "not named", after.url))
    return key, replace(
        told,
        kind=told.kind if better else NoticeKind.CHANGE,  # what no longer holds is not to be put off
        title=told.title if better else _struck(told.title),
        body=_now_known(after) if better else _elsewhere(after),
        url=after.link or after.url,
        fields=(*fields, source),
        footer=f"{told.footer}; changed since{'' if after.guild_id == SHIPPED else _HISTORY}",
    )


def _tells(sent: Delivery, event: Event, guild: Guild) -> bool:
    """Whether it told the date of an event: by the instant until which it helps, and, where that is only the
    first that a date without an hour may mean, by its words."""
    try:
        due = due_of(event.announced, (), ZoneInfo(guild.zone), time(guild.day_hour))
    except NotOnTheClock:
        return False
    when = dict(notices.from_json(sent.notice).fields).get(_DATE, "")
    is_said = event.start_at is not None or in_words(event.announced) in when
    return not event.is_called_off and due.begins_at == sent.expires_at and is_said


def _elsewhere(after: Event) -> str:
    if after.status is EventStatus.CANCELLED:
        return "**Cancelled.**"
    if after.status is EventStatus.POSTPONED:
        return "**Postponed.** A new date is not known yet."
    return f"**Moved**{' to' if after.edtf.first_day else ':'} {_date(after)}"


def _now_known(after: Event) -> str:
    return f"**The date is known better now**: {_date(after)}"


def _date(event: Event) -> str:
    said = in_words(event.announced)
    return said if event.start_at is None else f"{said} · {wording.instant(event.start_at)}"


def _struck(text: str) -> str:
    """Struck through once, whatever was struck through in it before."""
    return f"~~{text.replace('~~', '')}~~"
