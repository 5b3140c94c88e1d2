"""A catalogue pack: TOML text in, a `Pack` out, or every mistake in it with its line, key and reason.

A pack with any mistake is refused whole. The schema is described in the README.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import time
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.pack_tables import Draft, Mistake, Table, Words, digest_of, is_line, shown
from bot.rules.text import phrase
from bot.rules.vocabulary import PREDICATES
from storage import edtf
from storage.records import (
    EVERYTHING,
    SERVER,
    Entity,
    EntityId,
    EntityKind,
    Fact,
    FactStatus,
    Name,
    NameUse,
    Pack,
    Source,
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?", re.ASCII)
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_KEYS: Mapping[str, frozenset[str]] = {
    "pack": frozenset({"schema", "id", "title", "about"}),
    "source": frozenset({"id", "title", "publisher", "url", "published", "read"}),
    "entity": frozenset(
        {"id", "kind", "name", "short", "summary", "aliases", "exact", "lookup_only", "names"}
    ),
    "fact": frozenset(
        {"id", "subject", "predicate", "object", "text", "edtf", "as_given", "status", "planned_as_of",
         "source", "place", "from", "note", "time", "zone"}
    ),
}  # fmt: skip
_KNOWN_KEYS = {kind: Words(sorted(keys)) for kind, keys in _KEYS.items()}
_TABLES, _KINDS, _STATUSES = Words(_KEYS), Words(EntityKind), Words(FactStatus)
_PREDICATES = Words(PREDICATES)


class _Held(NamedTuple):
    """An entity as a pack that is read before this one holds it."""

    pack: str
    kind: str


class _Before(NamedTuple):
    """What the packs that are read before this one have taken."""

    packs: set[str]
    entities: dict[str, _Held]


def parse_pack(text: str, known_elsewhere: Collection[str] = ()) -> Pack | list[Mistake]:
    """Read one pack; `known_elsewhere` holds ids of entities of other packs that facts may name."""
    return _checked(Draft(text), known_elsewhere, _Before(set(), {}))


def parse_packs(drafts: Sequence[Draft]) -> list[Pack | list[Mistake]]:
    """Read packs that are loaded together, in their order.

    A fact may name what any of them holds. Two may hold the same country, so that each is whole by
    itself; of anything else the first is the one that counts, and the second is a mistake.
    """
    found: list[Pack | list[Mistake]] = []
    before = _Before(set(), {})
    for draft in drafts:
        elsewhere = {name for other in drafts if other is not draft for name in other.kinds}
        found.append(_checked(draft, elsewhere, before))
        before.packs.add(draft.pack_id)
        for name, kind in draft.kinds.items():
            before.entities.setdefault(name, _Held(draft.pack_id, kind))
    return found


def _checked(draft: Draft, elsewhere: Collection[str], before: _Before) -> Pack | list[Mistake]:
    if draft.broken is not None:
        return [draft.broken]
    tables = draft.tables()
    mistakes = _wrong_tables(draft)
    _check_keys(tables)
    head = next((table for table in tables if table.kind == "pack"), Table("pack", 1, {}))
    if not any(table.kind == "pack" for table in tables):
        head.wrong("[pack]", "the table is missing")
    if head.values.get("schema") != 1:
        head.wrong("schema", "must be 1")
    own_id = head.slug("id", longest=32)
    if own_id == SERVER:
        head.wrong("id", f"{own_id!r} is where facts stand that a server adds; choose another id")
    if own_id and own_id in before.packs:
        head.wrong("id", f"{own_id!r} is the id of another pack")
    sources = [_source(table, own_id) for table in tables if table.kind == "source"]
    entities = [_entity(table, before.entities) for table in tables if table.kind == "entity"]
    fact_tables = [table for table in tables if table.kind == "fact"]
    known = _Known(
        Words([*(entity.id for entity in entities), *elsewhere]),
        Words(source.id.partition("/")[2] for source in sources),
        Words(str(table.values.get("id")) for table in fact_tables),
    )
    facts = [_fact(table, own_id, known) for table in fact_tables]
    _check_unique(tables)
    pack = Pack(
        id=own_id,
        title=head.text("title", required=True) or "",
        about=head.text("about", required=True) or "",
        sources=tuple(sources),
        entities=tuple(entities),
        facts=tuple(fact for fact in facts if fact is not None),
        digest=digest_of(draft.text),
    )
    mistakes += [mistake for table in (*tables, head) for mistake in table.mistakes]
    return sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.key)) or pack


class _Known(NamedTuple):
    """What the facts of a pack may name."""

    entities: Words
    sources: Words
    facts: Words


def _wrong_tables(draft: Draft) -> list[Mistake]:
    mistakes = []
    for key, value in draft.document.items():
        line = draft.lines.get(key, [1])[0]
        if key not in _KEYS:
            mistakes.append(Mistake(line, key, f"is no table of a pack{_TABLES.nearest(key)}"))
        elif key == "pack" and not isinstance(value, dict):
            mistakes.append(Mistake(line, key, "must be one table, headed [pack]"))
        elif key != "pack" and not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
            mistakes.append(Mistake(line, key, f"must be tables, each headed [[{key}]]"))
    return mistakes


def _check_keys(tables: list[Table]) -> None:
    for table in tables:
        for key in table.values.keys() - _KEYS[table.kind]:
            table.wrong(key, f"is no key of [[{table.kind}]]{_KNOWN_KEYS[table.kind].nearest(key)}")


def _source(table: Table, pack: str) -> Source:
    url = table.text("url")
    if url is not None and not re.match(r"https?://", url):
        table.wrong("url", f"{shown(url)} must begin with https:// or http://")
    published, read = table.date("published"), table.date("read")
    if "published" not in table.values and "read" not in table.values:
        table.wrong("published", "is missing; give the date of publication, or the day it was `read`")
    return Source(
        id=f"{pack}/{table.slug('id')}",
        title=table.text("title", required=True) or "",
        publisher=table.text("publisher", required=True) or "",
        url=url,
        published=published,
        read=read,
    )


def _entity(table: Table, held: Mapping[str, _Held]) -> Entity:
    kind = table.one_of("kind", _KINDS, noun="kind")
    name, short = table.text("name", required=True, longest=200) or "", table.text("short", longest=80)
    names = {name: NameUse.ANY, **({short: NameUse.ANY} if short else {})}
    for key, use in (("aliases", NameUse.ANY), ("exact", NameUse.EXACT), ("lookup_only", NameUse.LOOKUP)):
        for alias in table.texts(key):
            if not phrase(alias):
                table.wrong(key, f"{alias!r} has no word in it")
            names.setdefault(alias, use)
    in_languages = [name for name in _in_languages(table) if name.text not in names]
    return Entity(
        id=_entity_id(table, kind, held),
        kind=EntityKind(kind) if kind else EntityKind.TOPIC,
        name=name,
        short=short,
        summary=table.text("summary", required=True) or "",
        names=(*(Name(text, use) for text, use in names.items() if text), *in_languages),
    )


def _in_languages(table: Table) -> list[Name]:
    """Names in other languages: `names = { hi = ["…"] }`, each text once, under its first language."""
    given = table.values.get("names", {})
    if not isinstance(given, dict):
        table.wrong("names", 'must be a table by language, such as { hi = ["…"] }')
        return []
    found: dict[str, Name] = {}
    for language, texts in given.items():
        if not _LANGUAGE.fullmatch(language):
            table.wrong(
                "names", f"{shown(language)} is no language; write a CLDR locale such as hi or zh_Hant"
            )
        elif not isinstance(texts, list) or not all(is_line(text, 200) and phrase(text) for text in texts):
            table.wrong("names", f"{language!r} must hold a list of names, not {shown(texts)}")
        else:
            for text in texts:
                found.setdefault(text, Name(text, NameUse.ANY, language))
    return list(found.values())


def _entity_id(table: Table, kind: str | None, held: Mapping[str, _Held]) -> EntityId:
    given = table.slug("id")
    if given == EVERYTHING:
        table.wrong("id", f"{given!r} is what a channel follows that follows all; choose another id")
    other = held.get(given)
    if other is not None and not other.kind == kind == EntityKind.COUNTRY:
        table.wrong("id", f"{given!r} is taken by the pack {other.pack!r}")
    return EntityId(given)


def _fact(table: Table, pack: str, known: _Known) -> Fact | None:
    subject = table.one_of("subject", known.entities, noun="entity id")
    predicate = table.one_of("predicate", _PREDICATES, noun="predicate")
    object_ = table.one_of("object", known.entities, noun="entity id") if "object" in table.values else None
    source = table.one_of("source", known.sources, noun="source id")
    status = table.one_of("status", _STATUSES, noun="status")
    text, value = table.text("text"), table.date("edtf")
    if not {"object", "text", "edtf"} & set(table.values):
        table.wrong("object", "is missing; a fact needs an object, a text or an edtf date")
    rests_on = table.texts("from")
    for fact_id in rests_on:
        if fact_id not in known.facts:
            table.wrong("from", f"{fact_id!r} is no fact of this pack{known.facts.nearest(fact_id)}")
    if status in ("inferred", "derived") and not rests_on:
        table.wrong("from", f"is missing; a fact that is {status} names the facts it rests on")
    wall_time, zone = _hour(table, predicate, value)
    place, own_id = table.text("place", required=True), table.text("id", required=True, longest=60)
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


def _hour(table: Table, predicate: str | None, value: edtf.Edtf | None) -> tuple[time | None, str | None]:
    given, zone = table.text("time"), table.text("zone")
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


def _check_unique(tables: list[Table]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for table in tables:
        own_id = table.values.get("id")
        if not isinstance(own_id, str):
            continue
        if (table.kind, own_id) in seen:
            table.wrong("id", f"{shown(own_id)} stands in line {seen[table.kind, own_id]} already")
        seen.setdefault((table.kind, own_id), table.line)
