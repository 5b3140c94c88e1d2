"""The predicates a catalogue knows, and how each is headed on a card, from either side.

The order here is the order of a card. A predicate that is not listed is refused in a pack.
"""

from __future__ import annotations

from typing import NamedTuple


class Predicate(NamedTuple):
    heading: str
    inverse: str | None = None
    """How the object's card heads it; None where the object's card need not say it."""
    single: bool = False
    """Whether one thing has only one of these: two different ones are then a disagreement."""


PREDICATES: dict[str, Predicate] = {
    "date": Predicate("Date", single=True),
    "hosted-in": Predicate("Place", "Hosts", single=True),
    "host": Predicate("Hosted by", "Host of"),
    "edition-of": Predicate("Edition of", "Meetings and editions"),
    "holds-role": Predicate("Role", "People in office"),
    "nationality": Predicate("Country", "People", single=True),
    "member-state": Predicate("Member states", "Member of"),
    "dialogue-partner": Predicate("Dialogue partners", "Dialogue partner of"),
    "co-chair": Predicate("Co-chairs", "Co-chairs"),
    "co-chair-rule": Predicate("Who co-chairs, and how long"),
    "observer": Predicate("Observers", "Observer in"),
    "coordinator": Predicate("Coordinator", "Coordinator for"),
    "chairs": Predicate("Chairs", "Chaired by"),
    "chairmanship-of": Predicate("Chairmanship of", "Chairmanships"),
    "held-by": Predicate("Held by", "Holds"),
    "theme": Predicate("Theme", single=True),
    "first-meeting": Predicate("First meeting", single=True),
    "founded": Predicate("Founded", single=True),
    "frequency": Predicate("How often", single=True),
    "working-group-of": Predicate("Working group of", "Working groups"),
    "organised-by": Predicate("Organised by", "Activities"),
    "forum-of": Predicate("Forum of", "Forums"),
    "period": Predicate("Period", single=True),
    "parties": Predicate("Parties", "Party to"),
    "adopted": Predicate("Adopted"),
    "signed": Predicate("Signed", single=True),
    "declared": Predicate("Declared by", "Declared"),
    "outcome": Predicate("Outcome", "Came of"),
    "meets": Predicate("Who meets", "Meetings"),
    "takes-part-in": Predicate("Takes part in", "Taking part"),
    "addressed-by": Predicate("Addressed by", "Addressed"),
    "precedes": Predicate("Takes place before", "Preceded by"),
    "follows": Predicate("Follows on", "Followed by"),
    "located-in": Predicate("Located in"),
    "agenda": Predicate("Agenda", "On the agenda of"),
    "covers": Predicate("Covers", "Covered by"),
    "fosters": Predicate("Fosters", "Fostered by"),
    "offers": Predicate("Offers"),
    "role-in": Predicate("Role in", "Part played"),
    "marks": Predicate("Marks", "Marked by"),
    "renewed-by": Predicate("Renewed by", "Renewed"),
    "under-review": Predicate("Under review"),
    "links": Predicate("Links"),
    "supports": Predicate("Supports", "Supported by"),
    "reiterated": Predicate("Reiterated"),
    "aligns-with": Predicate("Aligns with"),
    "engagement": Predicate("Engagement"),
    "signals": Predicate("Signals"),
    "member-count": Predicate("Number of member states", single=True),
    "partner-count": Predicate("Number of dialogue partners", single=True),
    "participant-count": Predicate("Number of participating countries", single=True),
    "group-count": Predicate("Number of working groups", single=True),
    "scale": Predicate("Scale"),
    "described-as": Predicate("Described as"),
    "full-name": Predicate("Full name", single=True),
}
