"""What is said of an event that comes back: how often, and which one came before it and comes after it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules import wording
from bot.rules.series import rule_in_words, since_in_words
from bot.rules.text import escaped
from storage.records import Event
from storage.revisions import Series

_MOST_NAMED = 3


def series_told(series: Series | None, made: Sequence[Event], gone: Sequence[Event]) -> list[str]:
    """What a change did to the series of an event."""
    lines = []
    if gone:
        lines.append(f"No more by its rule: {_named(gone)}.")
    if series is not None:
        lines.append(f"Comes back {rule_in_words(series)}.")
        if made:
            lines.append(f"By its rule, not announced: {_named(made)}.")
    return lines


def series_lines(series: Series, before: Event | None, after: Event | None) -> list[str]:
    """The rule with who gave it and by what source, and the neighbours of an event in its series."""
    address = f" <{series.url}>" if series.url else ""
    said = since_in_words(series)
    source = f"source: {escaped(series.source)}{address}"
    lines = [f"{said[:1].upper()}{said[1:]}, by <@{series.by_user_id}>; {source}"]
    if series.ended_at is not None:
        by = f"<@{series.ended_by_user_id}>; source: {escaped(series.ended_source or 'not known')}"
        lines.append(f"No more since {wording.instant(series.ended_at)}, by {by}")
    lines += [
        f"{heading}: {_dated(one)}"
        for heading, one in (("Before it", before), ("After it", after))
        if one is not None
    ]
    return lines


def _named(events: Sequence[Event]) -> str:
    said = [_dated(one) for one in events[:_MOST_NAMED]]
    more = len(events) - len(said)
    return wording.listed([*said, f"{more} more"] if more else said)


def _dated(event: Event) -> str:
    said = f"{wording.event_title(event)} ({wording.date_in_brief(event.edtf)})"
    return f"~~{said}~~" if event.is_called_off else said
