"""The predicates a catalogue knows: what each is said of, what it names, and how a card heads it.

The order here is the order of a card. A predicate that is not listed is refused in a pack, and so is
one that is turned round: a forum has member states, a country does not have forums for members.
"""

from __future__ import annotations

from typing import NamedTuple

from storage.records import EntityKind as Kind

Kinds = frozenset[Kind]

ANYTHING: Kinds = frozenset(Kind)
NOTHING: Kinds = frozenset()
_FORUM = frozenset({Kind.FORUM, Kind.BODY, Kind.WORKING_GROUP})
_EVENT = frozenset({Kind.MEETING, Kind.SUMMIT, Kind.EXERCISE})
_PLACE = frozenset({Kind.COUNTRY, Kind.PLACE, Kind.REGION})
_STATE = frozenset({Kind.COUNTRY, Kind.BODY})
"""Who may be a member: the European Union, a body, is one of the G20."""
_PERSON, _INSTRUMENT, _TERM = (frozenset({k}) for k in (Kind.PERSON, Kind.INSTRUMENT, Kind.CHAIRMANSHIP))
_WHO = _FORUM | _STATE | _PERSON
_IN_TIME = _EVENT | _INSTRUMENT | _TERM | {Kind.OBSERVANCE}
_NO_MATTER = ANYTHING - {Kind.PLACE, Kind.REGION, Kind.TOPIC}
"""What may deal with a matter, rather than be one."""


class Predicate(NamedTuple):
    heading: str
    inverse: str | None = None
    """How the object's card heads it; None where the object's card need not say it."""
    single: bool = False
    """Whether one thing has only one of these: two different ones are then a disagreement."""
    of: Kinds = ANYTHING
    """What its subject may be."""
    names: Kinds = ANYTHING
    """What its object may be."""
    needs_object: bool = False
    """Whether a text alone does not do in a pack, as nobody could be found by it."""


PREDICATES: dict[str, Predicate] = {
    "date": Predicate("Date", None, True, names=NOTHING),
    "hosted-in": Predicate("Place", "Hosts", True, _EVENT, _PLACE),
    "host": Predicate("Hosted by", "Host of", False, _EVENT, _WHO),
    "edition-of": Predicate("Edition of", "Meetings and editions", False, _EVENT, _FORUM | _EVENT),
    "holds-role": Predicate("Role", "People in office", False, _PERSON, _FORUM | _STATE),
    "nationality": Predicate("Country", "People", True, _PERSON, frozenset({Kind.COUNTRY}), True),
    "member-state": Predicate("Member states", "Member of", False, _FORUM, _STATE, True),
    "dialogue-partner": Predicate("Dialogue partners", "Dialogue partner of", False, _FORUM, _STATE, True),
    "co-chair": Predicate("Co-chairs", "Co-chairs", False, _FORUM | _EVENT, _STATE | _PERSON, True),
    "co-chair-rule": Predicate("Who co-chairs, and how long", None, False, _FORUM, NOTHING),
    "observer": Predicate("Observers", "Observer in", False, _FORUM | _EVENT, _FORUM | _STATE, True),
    "coordinator": Predicate("Coordinator", "Coordinator for", False, _FORUM, _STATE | _PERSON, True),
    "chairs": Predicate("Chairs", "Chaired by", False, _STATE | _PERSON, _FORUM | _EVENT, True),
    "chairmanship-of": Predicate("Chairmanship of", "Chairmanships", False, _TERM, _FORUM, True),
    "held-by": Predicate("Held by", "Holds", False, _TERM, _STATE | _PERSON, True),
    "theme": Predicate("Theme", None, True),
    "first-meeting": Predicate("First meeting", None, True, _FORUM, _EVENT),
    "founded": Predicate("Founded", None, True),
    "frequency": Predicate("How often", None, True, names=NOTHING),
    "working-group-of": Predicate(
        "Working group of", "Working groups", False, frozenset({Kind.WORKING_GROUP}), _FORUM, True
    ),
    "part-of": Predicate("Part of", None, False, _FORUM, _FORUM, True),
    "organised-by": Predicate("Organised by", "Activities", False, _EVENT | {Kind.OBSERVANCE}, _WHO, True),
    "forum-of": Predicate("Forum of", "Forums", False, frozenset({Kind.FORUM}), _FORUM, True),
    "period": Predicate("Period", None, True, names=NOTHING),
    "parties": Predicate("Parties", "Party to", False, _INSTRUMENT | {Kind.FORUM}, _WHO, True),
    "adopted": Predicate("Adopted", None, False, _INSTRUMENT),
    "signed": Predicate("Signed", None, True, _INSTRUMENT),
    "declared": Predicate("Declared by", "Declared", False, ANYTHING - _WHO, _WHO),
    "outcome": Predicate("Outcome", "Came of", False, _FORUM | _IN_TIME),
    "meets": Predicate("Who meets", "Meetings", False, _EVENT, _WHO, True),
    "takes-part-in": Predicate("Takes part in", "Taking part", False, _WHO, _EVENT | _FORUM, True),
    "addressed-by": Predicate("Addressed by", "Addressed", False, _EVENT, _WHO),
    "precedes": Predicate("Takes place before", "Preceded by", False, _IN_TIME, _IN_TIME, True),
    "follows": Predicate("Follows on", "Followed by", False, _IN_TIME, _IN_TIME),
    "located-in": Predicate("Located in", None, False, _PLACE | _FORUM, _PLACE, True),
    "agenda": Predicate("Agenda", "On the agenda of", False, _NO_MATTER),
    "covers": Predicate("Covers", "Covered by", False, _NO_MATTER),
    "fosters": Predicate("Fosters", "Fostered by", False, _NO_MATTER),
    "offers": Predicate("Offers"),
    "role-in": Predicate("Role in", "Part played", False, _STATE | _PERSON, _FORUM | _EVENT),
    "marks": Predicate("Marks", "Marked by", False, _IN_TIME, _IN_TIME),
    "renewed-by": Predicate("Renewed by", "Renewed", False, _INSTRUMENT, _EVENT),
    "under-review": Predicate("Under review", None, False, _INSTRUMENT),
    "links": Predicate("Links"),
    "supports": Predicate("Supports", "Supported by", False, _WHO),
    "reiterated": Predicate("Reiterated", None, False, _WHO),
    "aligns-with": Predicate("Aligns with"),
    "engagement": Predicate("Engagement"),
    "signals": Predicate("Signals"),
    "member-count": Predicate("Number of member states", None, True, _FORUM, NOTHING),
    "partner-count": Predicate("Number of dialogue partners", None, True, _FORUM, NOTHING),
    "participant-count": Predicate("Number of participating countries", None, True, _FORUM | _EVENT, NOTHING),
    "group-count": Predicate("Number of working groups", None, True, _FORUM, NOTHING),
    "scale": Predicate("Scale", names=NOTHING),
    "described-as": Predicate("Described as"),
    "full-name": Predicate("Full name", None, True, names=NOTHING),
}


def in_words(kinds: Kinds) -> str:
    """`a forum, body or working group`, in the order the kinds are always told in."""
    if kinds == ANYTHING:
        return "anything"
    if len(kinds) > len(ANYTHING) // 2:
        return f"anything but {in_words(ANYTHING - kinds)}"
    *most, last = [kind.value.replace("-", " ") for kind in Kind if kind in kinds]
    said = f"{', '.join(most)} or {last}" if most else last
    return f"{'an' if said[0] in 'aeiou' else 'a'} {said}"


def named_by(predicate: Predicate) -> str:
    """What its facts name: `a country or body`; and whether a text does as well."""
    if not predicate.names:
        return "nothing: words or a date"
    return in_words(predicate.names) + ("" if predicate.needs_object else "; or text")
