"""Several notices told in one message: which of those that waited, in what order, and what is said of each.

What was held back in one place is told together as soon as it is more than one. What is only late, since
nobody was there to tell it, is told together where it is more than five, unless it is wanted so anyway.

Reminders and changes stand first, then news, then trouble; each with its title, its link, its date or what
changed, and since when it was due if it is late. A digest calls nobody. What there is no room for is counted.
A brief, which fills a message, is told by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from bot.rules import notices, wording
from bot.rules.notices import Notice, NoticeKind
from bot.rules.text import address, cut
from storage.deliveries import Delivery


class CatchUp(StrEnum):
    """What becomes of reminders that fell due while nobody was there to tell them."""

    LATE = "late"
    DIGEST = "digest"
    SKIP = "skip"


_MOST_LATE = 5
_TOGETHER = {
    NoticeKind.REMINDER: "Reminders",
    NoticeKind.CHANGE: "Changes",
    NoticeKind.NEWS: "News",
    NoticeKind.TROUBLE: "Notices",
}
"""What can be told with others, in this order, under what heading."""
_NOUNS = {
    NoticeKind.REMINDER: "reminder",
    NoticeKind.CHANGE: "change",
    NoticeKind.NEWS: "news item",
    NoticeKind.TROUBLE: "notice",
}
_DATE, _SOURCE, _TIME = "When", "Source", "Time"
_ROOM = 3900
_ROOM_FOR_LINE = 500
_LONGEST_ADDRESS = 500
_MOST_LINES = 4
"""Of a change: its date, title, place, and what is left of it."""


@dataclass(frozen=True, slots=True)
class Release:
    """What becomes of deliveries that waited in one place."""

    together: tuple[Delivery, ...]
    alone: tuple[Delivery, ...]


def was_held(waiting: Delivery) -> bool:
    """Whether it waited on purpose; else it is late."""
    return waiting.not_before_at > waiting.created_at


def is_missed(waiting: Delivery, now: datetime, catch_up: CatchUp) -> bool:
    """Whether it helps no longer, or is late where nothing is to be told late."""
    if waiting.expires_at is not None and waiting.expires_at <= now:
        return True
    return catch_up is CatchUp.SKIP and not was_held(waiting)


def released(waiting: Sequence[Delivery], catch_up: CatchUp) -> Release:
    """What is told in one message, and what by itself."""
    fit = tuple(one for one in waiting if notices.from_json(one.notice).kind in _TOGETHER)
    only_late = catch_up is CatchUp.LATE and not any(map(was_held, fit))
    if len(fit) <= (_MOST_LATE if only_late else 1):
        return Release((), tuple(waiting))
    return Release(fit, tuple(one for one in waiting if one not in fit))


def alone(waiting: Delivery) -> Notice:
    """What is told by itself; what waited on purpose does not count as late."""
    notice = notices.from_json(waiting.notice)
    return replace(notice, due_at=None) if was_held(waiting) else notice


def digest(waiting: Sequence[Delivery]) -> tuple[str, Notice]:
    """One notice of several, known by the keys of all of them."""
    keys = "\n".join(sorted(one.key for one in waiting))
    held = any(map(was_held, waiting))
    told = [notices.from_json(one.notice) for one in waiting]
    kinds = {one.kind for one in told}
    noun = _NOUNS[kinds.pop()] if len(kinds) == 1 else "message"
    first, last = (f(one.created_at for one in waiting) for f in (min, max))
    return f"digest:{blake2b(keys.encode(), digest_size=12).hexdigest()}", Notice(
        kind=NoticeKind.DIGEST,
        title=wording.counted(len(waiting), noun),
        body=_body(waiting),
        footer="Held back and told together" if held else "Late, since I was away, and told together",
        why=(
            "Quiet hours, or the pace of news, held these messages back; /settings and /subscription edit"
            " change that."
            if held
            else "These fell due while I was away; so many at once are told in one message.",
            f"The first came {wording.instant(first)}, the last {wording.instant(last)}.",
        ),
        labels=tuple(dict.fromkeys(label for one in told for label in one.labels)),
    )


def _body(waiting: Sequence[Delivery]) -> str:
    entries = [(notices.from_json(one.notice), was_held(one)) for one in waiting]
    kinds = [kind for kind in _TOGETHER if any(notice.kind is kind for notice, _ in entries)]
    shown: list[str] = []
    room, left_out = _ROOM, 0
    for kind in kinds:
        heading = [f"**{_TOGETHER[kind]}**"] if len(kinds) > 1 else []
        for notice, held in entries:
            if notice.kind is not kind:
                continue
            text = "\n".join([*heading, *_entry(notice, held)])
            if left_out or len(text) >= room:
                left_out += 1
                continue
            heading = []
            shown.append(text)
            room -= len(text) + 1
    return "\n".join([*shown, *([f"… and {left_out} more"] if left_out else [])])


def _entry(notice: Notice, held: bool) -> list[str]:
    title = cut(notice.title, 250)
    url = notice.url if notice.url and len(notice.url) <= _LONGEST_ADDRESS else None
    late = [] if held or notice.due_at is None else [f"late: it was due <t:{notice.due_at}:F>"]
    told = f"• [{title}]({address(url)})" if url else f"• {title}"
    return [told, *(f"  {cut(line, _ROOM_FOR_LINE)}" for line in (*_said(notice), *late))]


def _said(notice: Notice) -> list[str]:
    """The date of what is reminded of, what changed, the first lines of the rest; each with its source."""
    found = dict(notice.fields)
    match notice.kind:
        case NoticeKind.NEWS if _SOURCE in found:
            return [" · ".join(found[name] for name in (_SOURCE, _TIME) if name in found)]
        case NoticeKind.REMINDER:
            lines = [found[_DATE]] if _DATE in found else []
        case _:
            lines = [line for line in notice.body.splitlines() if line][:_MOST_LINES]
    return [*lines, *([f"source: {found[_SOURCE]}"] if _SOURCE in found else [])]
