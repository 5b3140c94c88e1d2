"""One fact of a pack: what it may name, which way round, and what must stand with what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.packs.tables import Table, Words, shown
from bot.rules.vocabulary import PREDICATES, in_words, named_by
from storage import edtf
from storage.records import EntityId, EntityKind, Fact, FactStatus

_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_STATUSES, _PREDICATES = Words(FactStatus), Words(PREDICATES)
_KINDS = {kind.value: kind for kind in EntityKind}
_A_PLAN = "; a plan is told by `planned_as_of`, the day it was spoken of"


class Known(NamedTuple):
    """What the facts of a pack may name; of each entity the kind its pack gives it, which may be none."""

    entities: Words
    kinds: Mapping[str, str]
    sources: Words
    facts: Words


def fact_in(table: Table, pack: str, known: Known) -> Fact | None:
    """The fact that a table tells, or nothing where too much of it is wrong."""
    own_id = table.one_line("id", required=True, longest=60)
    subject = table.one_of("subject", known.entities, noun="entity id")
    predicate = table.one_of("predicate", _PREDICATES, noun="predicate")
    object_ = table.one_of("object", known.entities, noun="entity id") if "object" in table.values else None
    source = table.one_of("source", known.sources, noun="source id")
    status = table.one_of("status", _STATUSES, noun="status", otherwise=_A_PLAN)
    text, value, place = table.text("text"), table.date("edtf"), table.one_line("place", required=True)
    if not {"object", "text", "edtf"} & set(table.values):
        table.wrong("object", "is missing; a fact needs an object, a text or an edtf date")
    elif subject and predicate:
        _check_direction(table, subject, predicate, object_, known.kinds)
    rests_on = _grounds(table, own_id, status, known.facts)
    wall_time, zone = _hour(table, predicate, value)
    as_given, planned_as_of, note = table.text("as_given"), table.date("planned_as_of"), table.text("note")
    if None in (own_id, subject, predicate, source, status, place):
        return None
    return Fact(
        id=str(own_id),
        subject=EntityId(str(subject)),
        predicate=str(predicate),
        object=EntityId(object_) if object_ else None,
        text=text,
        edtf=value,
        as_given=as_given,
        status=FactStatus(str(status)),
        planned_as_of=planned_as_of,
        source=f"{pack}/{source}",
        place=str(place),
        rests_on=rests_on,
        note=note,
        wall_time=wall_time,
        zone=zone,
    )


def _check_direction(
    table: Table, subject: str, predicate: str, object_: str | None, kinds: Mapping[str, str]
) -> None:
    known, of, named = PREDICATES[predicate], _kind(subject, kinds), _kind(object_, kinds)
    rule = f"`{predicate}` is said of {in_words(known.of)} and names {named_by(known)}"
    if of in known.names and named in known.of and not (of in known.of and named in known.names):
        rule += "; subject and object are the wrong way round"
    if of is not None and of not in known.of:
        table.wrong("subject", f"{subject!r} is {_a(of)}; {rule}")
    elif object_ == subject:
        table.wrong("object", f"{object_!r} is the subject itself")
    elif named is not None and named not in known.names:
        table.wrong("object", f"{object_!r} is {_a(named)}; {rule}")
    elif known.needs_object and "object" not in table.values:
        table.wrong("object", f"is missing; `{predicate}` names {named_by(known)}, by its id")


def _kind(entity_id: str | None, kinds: Mapping[str, str]) -> EntityKind | None:
    return _KINDS.get(kinds.get(entity_id, "")) if entity_id else None


def _a(kind: EntityKind) -> str:
    return in_words(frozenset({kind}))


def _grounds(table: Table, own_id: str | None, status: str | None, facts: Words) -> tuple[str, ...]:
    rests_on = table.texts("from")
    for fact_id in rests_on:
        if fact_id == own_id:
            table.wrong("from", f"{fact_id!r} is this fact itself")
        elif fact_id not in facts:
            table.wrong("from", f"{shown(fact_id)} is no fact of this pack{facts.nearest(fact_id)}")
    if status in ("inferred", "derived") and not rests_on:
        table.wrong("from", f"is missing; a fact that is {status} names the facts it rests on")
    return rests_on


def _hour(table: Table, predicate: str | None, value: edtf.Edtf | None) -> tuple[time | None, str | None]:
    given, zone = table.one_line("time"), table.one_line("zone")
    if given is None and zone is None:
        return None, None
    if predicate != "date" or value is None or not value.is_day:
        table.wrong("time", "belongs only to a `date` that names a day")
    if given is None or zone is None:
        table.wrong("zone", "`time` and `zone` stand together or not at all")
        return None, None
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        table.wrong("zone", f"{shown(zone)} is no time zone; write one such as Asia/Kuala_Lumpur")
        return None, None
    if not _HOUR.fullmatch(given):
        table.wrong("time", f"{shown(given)} is no time of day; write 14:30")
        return None, None
    return time.fromisoformat(given), zone
