"""A catalogue pack: TOML text in, a `Pack` out, or every mistake in it with its line, key and reason.

A pack with any mistake is refused whole. The schema is described in the README.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import time
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.pack_tables import Mistake, Table, header_lines, nearest
from bot.rules.text import phrase
from bot.rules.vocabulary import PREDICATES
from storage import edtf
from storage.records import (
    EVERYTHING,
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


def parse_pack(text: str, known_elsewhere: Collection[str] = ()) -> Pack | list[Mistake]:
    """Read a pack; `known_elsewhere` holds ids of entities of other packs that facts may name."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOML's own errors, numbers too long, nesting too deep
        found = re.search(r"line (\d+)", str(error))
        return [Mistake(int(found.group(1)) if found else 1, "file", f"is not TOML: {error}")]
    lines = header_lines(text)
    tables = _tables(document, lines)
    mistakes = _wrong_tables(document, lines)
    _check_keys(tables)
    head = next((table for table in tables if table.kind == "pack"), Table("pack", 1, {}))
    if not any(table.kind == "pack" for table in tables):
        head.wrong("[pack]", "the table is missing")
    if head.values.get("schema") != 1:
        head.wrong("schema", "must be 1")
    own_id = head.slug("id")
    sources = [_source(table, own_id) for table in tables if table.kind == "source"]
    entities = [_entity(table) for table in tables if table.kind == "entity"]
    ids = {entity.id for entity in entities} | set(known_elsewhere)
    fact_tables = [table for table in tables if table.kind == "fact"]
    fact_ids = {str(table.values.get("id")) for table in fact_tables}
    source_ids = {source.id.partition("/")[2] for source in sources}
    facts = [_fact(table, own_id, ids, source_ids, fact_ids) for table in fact_tables]
    _check_unique(tables)
    pack = Pack(
        id=own_id,
        title=head.text("title", required=True) or "",
        about=head.text("about", required=True) or "",
        sources=tuple(sources),
        entities=tuple(entities),
        facts=tuple(fact for fact in facts if fact is not None),
        digest=blake2b(text.encode(), digest_size=16).hexdigest(),
    )
    mistakes += [mistake for table in (*tables, head) for mistake in table.mistakes]
    return sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.key)) or pack


def pack_id(text: str) -> str:
    """The id a pack gives itself, or nothing where it is not to be read."""
    try:
        found = tomllib.loads(text)["pack"]["id"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


def _tables(document: Mapping[str, Any], lines: Mapping[str, list[int]]) -> list[Table]:
    tables = []
    for kind in _KEYS:
        value = document.get(kind, [])
        rows = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
        for index, row in enumerate(rows):
            at = lines.get(kind, [])
            line = at[index] if index < len(at) else 1
            tables.append(Table(kind, line, row if isinstance(row, dict) else {}))
    return tables


def _wrong_tables(document: Mapping[str, Any], lines: Mapping[str, list[int]]) -> list[Mistake]:
    mistakes = []
    for key, value in document.items():
        line = lines.get(key, [1])[0]
        if key not in _KEYS:
            mistakes.append(Mistake(line, key, f"is no table of a pack{nearest(key, _KEYS)}"))
        elif key == "pack" and not isinstance(value, dict):
            mistakes.append(Mistake(line, key, "must be one table, headed [pack]"))
        elif key != "pack" and not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
            mistakes.append(Mistake(line, key, f"must be tables, each headed [[{key}]]"))
    return mistakes


def _check_keys(tables: list[Table]) -> None:
    for table in tables:
        for key in table.values:
            if key not in _KEYS[table.kind]:
                table.wrong(key, f"is no key of [[{table.kind}]]{nearest(key, _KEYS[table.kind])}")


def _source(table: Table, pack: str) -> Source:
    url = table.text("url")
    if url is not None and not re.match(r"https?://", url):
        table.wrong("url", f"{url!r} must begin with https:// or http://")
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


def _entity(table: Table) -> Entity:
    kind = table.one_of("kind", [kind.value for kind in EntityKind], noun="kind")
    name, short = table.text("name", required=True, longest=200) or "", table.text("short", longest=80)
    names = {name: NameUse.ANY, **({short: NameUse.ANY} if short else {})}
    for key, use in (("aliases", NameUse.ANY), ("exact", NameUse.EXACT), ("lookup_only", NameUse.LOOKUP)):
        for alias in table.texts(key):
            if not phrase(alias):
                table.wrong(key, f"{alias!r} has no word in it")
            names.setdefault(alias, use)
    in_languages = [name for name in _in_languages(table) if name.text not in names]
    return Entity(
        id=_entity_id(table),
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
            table.wrong("names", f"{language!r} is no language; write a CLDR locale such as hi or zh_Hant")
        elif not isinstance(texts, list) or not all(isinstance(t, str) and phrase(t) for t in texts):
            table.wrong("names", f"{language!r} must hold a list of names, not {texts!r}")
        else:
            for text in texts:
                found.setdefault(text, Name(text, NameUse.ANY, language))
    return list(found.values())


def _entity_id(table: Table) -> EntityId:
    given = table.slug("id")
    if given == EVERYTHING:
        table.wrong("id", f"{given!r} is what a channel follows that follows all; choose another id")
    return EntityId(given)


def _fact(
    table: Table, pack: str, ids: Collection[str], sources: Collection[str], facts: Collection[str]
) -> Fact | None:
    subject = table.one_of("subject", ids, noun="entity id")
    predicate = table.one_of("predicate", PREDICATES, noun="predicate")
    object_ = table.one_of("object", ids, noun="entity id") if "object" in table.values else None
    source = table.one_of("source", sources, noun="source id")
    status = table.one_of("status", [status.value for status in FactStatus], noun="status")
    text, value = table.text("text"), table.date("edtf")
    if not {"object", "text", "edtf"} & set(table.values):
        table.wrong("object", "is missing; a fact needs an object, a text or an edtf date")
    rests_on = table.texts("from")
    for fact_id in rests_on:
        if fact_id not in facts:
            table.wrong("from", f"{fact_id!r} is no fact of this pack{nearest(fact_id, facts)}")
    if status in ("inferred", "derived") and not rests_on:
        table.wrong("from", f"is missing; a fact that is {status} names the facts it rests on")
    wall_time, zone = _hour(table, predicate, value)
    place, own_id = table.text("place", required=True), table.text("id", required=True, longest=80)
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
        table.wrong("zone", f"{zone!r} is no time zone; write one such as Asia/Kuala_Lumpur")
        return None, None
    if not _HOUR.fullmatch(given):
        table.wrong("time", f"{given!r} is no time of day; write 14:30")
        return None, None
    return time.fromisoformat(given), zone


def _check_unique(tables: list[Table]) -> None:
    seen: dict[tuple[str, Any], int] = {}
    for table in tables:
        key = (table.kind, str(table.values.get("id")))
        if key in seen:
            table.wrong("id", f"{key[1]!r} stands in line {seen[key]} already")
        seen.setdefault(key, table.line)
