"""The card of an event that a server added: no pack knows it, so all there is to say stands in its row."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules import wording
from bot.rules.moment import Moment, is_over
from bot.rules.showing.cards import Card, Line, Section
from bot.rules.text import cut, escaped
from storage.records import EntityId, Event

COMES_BACK = "Comes back"


def own_card(event: Event, concerned: Sequence[str], now: Moment, of_series: Sequence[str] = ()) -> Card:
    """When and where it is, what it concerns by these labels, how it comes back, and by what source."""
    over = is_over(event, now)
    past = " · past" if over and not event.is_called_off else ""
    source = escaped(cut(event.source or "not known", 300))
    told = {
        "When": wording.event_when(event, over=over) + past,
        "Where": wording.event_place(event),
        "Concerns": wording.listed(concerned),
        "Page": f"<{event.link}>" if event.link else "",
        "Source": f"[{source}]({event.url})" if event.url else source,
    }
    sections = [Section(heading, (Line(text, frozenset()),)) for heading, text in told.items() if text]
    if of_series:
        lines = tuple(Line(text, frozenset()) for text in of_series)
        sections.insert(1, Section(COMES_BACK, lines))
    return Card(
        entity=EntityId(event.id),
        title=wording.event_title(event),
        kind="event of this server",
        summary="",
        sections=tuple(sections),
        sources=(),
    )
