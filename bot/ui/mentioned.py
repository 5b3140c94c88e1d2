"""What a message or a piece of news mentions, in words, with a card to open of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.ui.buttons import to_choose
from bot.ui.embeds import of_lines
from bot.ui.shown import Shown
from storage.records import Entity, EntityKind

_HEADINGS = {
    EntityKind.FORUM: "Forums and bodies",
    EntityKind.BODY: "Forums and bodies",
    EntityKind.WORKING_GROUP: "Forums and bodies",
    EntityKind.MEETING: "Meetings and exercises",
    EntityKind.SUMMIT: "Meetings and exercises",
    EntityKind.EXERCISE: "Meetings and exercises",
    EntityKind.COUNTRY: "Countries and places",
    EntityKind.PLACE: "Countries and places",
    EntityKind.REGION: "Countries and places",
    EntityKind.PERSON: "People",
    EntityKind.TOPIC: "Topics",
}
_REST = "Agreements and more"


def mentioned_message(title: str, found: Sequence[Entity]) -> Shown:
    """What was found, by kind, and a button for each."""
    return Shown(of_lines(title, grouped(found), empty=""), to_choose(found))


def grouped(found: Sequence[Entity]) -> list[str]:
    """What was found, a line each, under the headings of their kinds."""
    groups: dict[str, list[str]] = defaultdict(list)
    for entity in found:
        groups[_HEADINGS.get(entity.kind, _REST)].append(f"**{entity.label}** — {entity.summary}")
    order = dict.fromkeys([*_HEADINGS.values(), _REST])
    return [line for heading in order if heading in groups for line in (f"__{heading}__", *groups[heading])]
