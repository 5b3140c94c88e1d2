"""What is said of calendars: of one that is made for other programs, and of those that a server reads."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.calendars.entries import Entry, Found
from bot.rules.dates.typed_echo import in_words
from bot.rules.text import cut, escaped
from bot.rules.wording import counted, date_in_brief, event_title, instant, listed
from storage.records import Event, EventStatus
from storage.statements import Calendar

_MOST_NAMED = 10
_ONCE = "A file is not read again: upload it anew when it changes."
_SEEN = "Its address will be seen by everyone here, as the source of its events."
_STAY = "its events stay as they were"
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


def preview(calendar: Calendar, found: Found, label: str, newer_of: str | None) -> list[str]:
    """Of a calendar that may be followed: what is in it, and what is left out and why."""
    count = len(found.entries)
    of_them = "it" if count == 1 else "them"
    lines = [
        f"{counted(count, 'event')} ahead; what follows {escaped(label)} will be reminded of {of_them}."
        if count
        else "No event lies ahead in it, and what is over is not taken."
    ]
    if newer_of is not None:
        lines.append(f"It is another version of {escaped(newer_of)}, which it brings up to date.")
    lines += [f"• {_entry(one)}" for one in found.entries[:_MOST_NAMED]]
    if count > _MOST_NAMED:
        lines.append(f"… and {count - _MOST_NAMED} more")
    if found.skipped:
        lines.append("**Left out, or taken otherwise than written**")
        lines += [f"• {escaped(cut(one.what, 80))}: {escaped(cut(one.reason, 150))}" for one in
                  found.skipped[:_MOST_NAMED]]  # fmt: skip
        if len(found.skipped) > _MOST_NAMED:
            lines.append(f"… and {len(found.skipped) - _MOST_NAMED} more")
    lines.append(
        f"-# Nothing is saved yet; this can be saved for an hour. {_ONCE if not calendar.url else _SEEN}"
    )
    return lines


def saved(calendar: Calendar, added: int, known: int, changed: int, no_room: int) -> str:
    """What came of saving a calendar."""
    said = [f"**{escaped(calendar.title)}** is followed: {counted(added, 'event')} added."]
    if changed:
        said.append(f"{counted(changed, 'event')} changed.")
    if known:
        were = "1 entry is an event that was" if known == 1 else f"{known} entries are events that were"
        said.append(f"{were} here already; where the dates differ, `/event show` shows both.")
    if no_room:
        said.append(f"For {counted(no_room, 'event')} there is no room: a server may keep only so many.")
    said.append("Nobody was told of what is new; what changes is told.")
    return " ".join(said)


def listed_calendar(calendar: Calendar, label: str, ahead: int, gone: Sequence[str]) -> str:
    """A calendar that is followed, and how it stands, on a few lines."""
    where = f"<{calendar.url}>" if calendar.url else f"a file, uploaded {instant(calendar.created_at)}"
    lines = [
        f"**{escaped(cut(calendar.title, 200))}** ({escaped(label)}): {counted(ahead, 'event')} ahead",
        where,
    ]
    lines.append(_state(calendar))
    if calendar.no_room:
        lines.append(f"No room for {counted(calendar.no_room, 'event')} of it.")
    if gone:
        named = [escaped(cut(one, 80)) for one in gone[:_MOST_NAMED]]
        if len(gone) > _MOST_NAMED:
            named.append(f"{len(gone) - _MOST_NAMED} more")
        lines.append(f"No longer in it, which is no cancellation: {listed(named)}.")
    return "\n".join(line for line in lines if line)


def _state(calendar: Calendar) -> str:
    if calendar.failing_since_at is not None:
        reason = escaped(cut(calendar.last_error or "", 200))
        return f"cannot be read since {instant(calendar.failing_since_at)}: {reason}; {_STAY}"
    if calendar.shrunk_at is not None:
        return f"holds much less than before since {instant(calendar.shrunk_at)}; until a second look {_STAY}"
    if calendar.url is None:
        return ""
    return f"last read {instant(calendar.last_ok_at)}" if calendar.last_ok_at is not None else "not read yet"


def _entry(entry: Entry) -> str:
    off = ", cancelled" if entry.status is EventStatus.CANCELLED else ""
    return f"{in_words(entry.announced)}{off} — {escaped(cut(entry.title, 100))}"
