"""What is said of calendars: of one that was made for other programs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.text import cut, escaped
from bot.rules.wording import counted, date_in_brief, event_title, listed
from storage.records import Event

_MOST_NAMED = 10
NO_ALARM = (
    "A calendar is no alarm: Google fetches one every 8 to 24 hours, Outlook about every 3, Apple hourly to"
    " daily, and a file is never fetched again. Reminders are posted here: `/subscribe`."
)


def made(name: str, count: int, undated: Sequence[Event]) -> list[str]:
    """Of a calendar for other programs: what is in it, and what was left out and why."""
    lines = [f"**{escaped(cut(name, 200))}**: {counted(count, 'event')} with a day, as of now."]
    if undated:
        named = [f"{event_title(one)} ({date_in_brief(one.edtf)})" for one in undated[:_MOST_NAMED]]
        if len(undated) > _MOST_NAMED:
            named.append(f"{len(undated) - _MOST_NAMED} more")
        left_out = counted(len(undated), "event")
        lines.append(f"Left out, since no day of them is known yet: {left_out}: {listed(named)}.")
    return lines
