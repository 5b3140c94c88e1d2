"""The predicates a catalogue knows, and how each is headed on a card, from either side.

The order here is the order of a card. A predicate that is not listed is refused in a pack.
"""

from __future__ import annotations

from typing import NamedTuple


class Predicate(NamedTuple):
    heading: str
    inverse: str | None = None
    """How the object's card heads it; None where the object's card need not say it."""


PREDICATES: dict[str, Predicate] = {
    "date": Predicate("Date"),
    "hosted-in": Predicate("Place", "Hosts"),
    "edition-of": Predicate("Edition of", "Meetings and editions"),
    "holds-role": Predicate("Role", "People in office"),
    "nationality": Predicate("Country", "People"),
    "member-state": Predicate("Member states", "Member of"),
    "dialogue-partner": Predicate("Dialogue partners", "Dialogue partner of"),
    "co-chair": Predicate("Co-chairs", "Co-chairs"),
    "chairs": Predicate("Chairs", "Chaired by"),
    "chairmanship-of": Predicate("Chairmanship of", "Chairmanships"),
    "held-by": Predicate("Held by", "Holds"),
    "theme": Predicate("Theme"),
    "first-meeting": Predicate("First meeting"),
    "frequency": Predicate("How often"),
    "working-group-of": Predicate("Working group of", "Working groups"),
    "forum-of": Predicate("Forum of", "Forums"),
    "period": Predicate("Period"),
    "parties": Predicate("Parties", "Party to"),
    "adopted": Predicate("Adopted"),
    "meets": Predicate("Who meets", "Meetings"),
    "takes-part-in": Predicate("Takes part in", "Taking part"),
    "addressed-by": Predicate("Addressed by", "Addressed"),
    "precedes": Predicate("Takes place before", "Preceded by"),
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
    "member-count": Predicate("Number of member states"),
    "partner-count": Predicate("Number of dialogue partners"),
    "participant-count": Predicate("Number of participating countries"),
    "described-as": Predicate("Described as"),
    "full-name": Predicate("Full name"),
}
