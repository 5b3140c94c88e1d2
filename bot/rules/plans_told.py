"""What will be said of an event and when, in words; and why nothing can be planned where that is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules import wording
from bot.rules.moment import Moment, is_over, is_vague
from bot.rules.timing import Timing
from storage.records import Event, EventStatus

_MOST = 15


@dataclass(frozen=True, slots=True)
class Plan:
    """When one event is reminded of: by its lead times' labels the instants, the past ones too."""

    event: Event
    timing: Timing
    planned: Mapping[str, datetime]


def of_one(plan: Plan, now: Moment, *, in_server: bool) -> list[str]:
    """What a person is told who asked to be reminded of one event."""
    event = plan.event
    return [
        f"**{wording.event_title(event)}** — {wording.event_when(event)}",
        *of_event(event, plan.timing, plan.planned, now),
        _later(in_server),
    ]


def of_many(plans: Sequence[Plan], now: Moment, *, in_server: bool) -> list[str]:
    """What a person is told who asked to be reminded of all meetings of something."""
    lines = []
    for plan in plans[:_MOST]:
        ahead = min((at for at in plan.planned.values() if at > now.at), default=None)
        what = (
            f"next reminder {wording.instant(ahead)}"
            if ahead is not None
            else _why_nothing(plan.event, plan.timing, now) or "no lead time of it is left"
        )
        lines.append(f"• **{wording.event_title(plan.event)}** — {wording.event_when(plan.event)}: {what}")
    if len(plans) > _MOST:
        lines.append(f"… and {len(plans) - _MOST} more")
    return [*(lines or ["Nothing of it is announced yet."]), _later(in_server)]


def _later(in_server: bool) -> str:
    """Of whom a person hears when a date moves or becomes known."""
    if in_server:
        return (
            "-# When something of it is added, moved or called off here, or a date becomes known, I tell you."
        )
    return "-# When a source I know moves its date, or names one, I tell you."


def of_event(event: Event, timing: Timing, planned: Mapping[str, datetime], now: Moment) -> list[str]:
    """When reminders of an event come, a line each; `planned` are all instants, the past ones too (P3)."""
    if reason := _why_nothing(event, timing, now):
        return [reason]
    ahead = sorted((at, label) for label, at in planned.items() if at > now.at)
    lines = [f"• {label} before: {wording.instant(at)} ({wording.countdown(at)})" for at, label in ahead]
    past = [label for label, at in planned.items() if at <= now.at]
    if past:
        lines.append(f"Past already, and not made up for: {wording.listed(past)}.")
    never = [lead.label for lead in timing.leads if lead.label not in planned] if event.edtf.first_day else []
    if never:
        reason = "no hour was announced" if event.start_at is None else "it is not before the beginning"
        lines.append(f"Not possible, since {reason}: {wording.listed(never)}.")
    if not ahead:
        lines.append("So nothing is left to remind of, unless it moves.")
    return lines


def _why_nothing(event: Event, timing: Timing, now: Moment) -> str:
    if event.status is EventStatus.CANCELLED:
        return "It was cancelled, so nothing is reminded of."
    if event.status is EventStatus.POSTPONED:
        return "It was postponed, and no new date is known: nothing can be planned yet."
    if is_over(event, now):
        return "It is over, so nothing is left to remind of."
    if not timing.leads:
        return "No lead time is wanted, so nothing is reminded of."
    if is_vague(event):
        return f"{_known_of(event)}, so nothing can be planned yet."
    return ""


def _known_of(event: Event) -> str:
    said = wording.when(event.edtf)
    return f"Its date is not known as a day or a month ({said})"
