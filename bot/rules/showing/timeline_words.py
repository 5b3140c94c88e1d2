"""A timeline in words: as a card to page through, and as what a picture of it shows."""

from __future__ import annotations

from bot.rules import wording
from bot.rules.showing.cards import Card, Line, Section
from bot.rules.showing.timeline import Group, Item, Timeline

_LONGEST_ALT_TEXT = 1024
"""https://discord.com/developers/docs/resources/message#attachment-object"""


def in_words(timeline: Timeline) -> Card:
    """The whole timeline as a card: its entries under their headings, in the order of their dates."""
    count = wording.counted(len(timeline.items), "entry", "entries")
    summary = f"{count} as of {timeline.day}." if timeline.items else "No source here dates anything of it."
    return Card(
        entity=timeline.entity,
        title=f"Timeline of {timeline.title}",
        kind=timeline.kind,
        summary=" ".join(part for part in (summary, timeline.unsaid) if part),
        sections=tuple(Section(str(group.heading), _lines(group)) for group in timeline.groups),
        sources=timeline.sources,
    )


def alt_text(timeline: Timeline) -> str:
    """What the picture shows, for who does not see it, in at most 1024 characters."""
    head = f"Timeline of {timeline.title[:200]} as of {timeline.day}"
    told: list[str] = []
    for group in timeline.groups:
        drawn = [item for item in group.items if item.on_axis]
        told += [f"{group.heading}: {_told(item)}" if item is drawn[0] else _told(item) for item in drawn]
    if not told:
        return f"{head}: nothing with a date is known."
    undated = len(timeline.items) - len(told)
    beside = f", {undated} of them without a date" if undated else ""
    said = f"{head}, {wording.counted(len(timeline.items), 'entry', 'entries')}{beside}. "
    for number, one in enumerate(told):
        more = f"And {len(told) - number} more, in the text of this answer."
        if len(said) + len(one) + 2 + len(more) > _LONGEST_ALT_TEXT:
            return said + more
        said += f"{one}; " if number < len(told) - 1 else f"{one}."
    return said


def _lines(group: Group) -> tuple[Line, ...]:
    """A line an entry, with what other sources say of the same beneath it."""
    lines: list[Line] = []
    for item in group.items:
        said = f"{item.spelled or item.label} · {item.words}"
        if item.again and lines:
            lines[-1] = Line(f"{lines[-1].text}\n– {said}", lines[-1].cites | item.cites)
        else:
            lines.append(Line(said, item.cites))
    return tuple(lines)


def _told(item: Item) -> str:
    return f"{item.label[:120]}, {item.brief}"
