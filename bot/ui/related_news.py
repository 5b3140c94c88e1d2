"""What is related to a piece of news, as people read it: the events it speaks of, the latest on the same, and
what it mentions, with a card to open of each."""

from __future__ import annotations

from bot.rules import wording
from bot.rules.notices_news import news_line
from bot.rules.text import cut, escaped
from bot.services.relating import Related
from bot.ui.buttons import to_choose
from bot.ui.embeds import of_lines
from bot.ui.mentioned import grouped
from bot.ui.shown import Shown
from storage.records import Event

NO_LONGER_KEPT = "I no longer keep the entry of this message; that is kept for 90 days."
_NOTHING = "It mentions nothing of which I have a card, and nothing else here is on the same."


def related_message(related: Related) -> Shown:
    parts = (
        ("It speaks of", [_event_line(event, reason) for event, reason in related.events]),
        ("The latest on the same", [news_line(entry) for entry in related.news]),
        ("These news mention", grouped(related.mentioned)),
    )
    lines = [line for heading, told in parts if told for line in (f"**{heading}**", *told)]
    title = f"Related to {escaped(cut(related.entry.title, 150))}"
    view = to_choose(related.mentioned) if related.mentioned else None
    footer = "News of the last 90 days from this server's feeds" if related.news else ""
    return Shown(of_lines(title, lines, empty=_NOTHING, footer=footer), view)


def _event_line(event: Event, reason: str) -> str:
    when, why = wording.event_when(event), escaped(cut(reason, 200))
    return f"• {wording.event_title(event)} — {when}\n-# since it {why}"
