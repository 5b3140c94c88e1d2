"""A catalogue pack: TOML text in, a `Pack` out, or every mistake in it with its line, key and reason.

A pack with any mistake is refused whole. The schema is described in the README.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import time
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz import process

from bot.rules.text import phrase
from bot.rules.vocabulary import PREDICATES
from storage import edtf
from storage.records import Entity, EntityId, EntityKind, Fact, FactStatus, Name, NameUse, Pack, Source

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_HEADER = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(?:#.*)?$")
_KEYS: Mapping[str, frozenset[str]] = {
    "pack": frozenset({"schema", "id", "title", "about"}),
    "source": frozenset({"id", "title", "publisher", "url", "published", "read"}),
    "entity": frozenset(
        {"id", "kind", "name", "short", "summary", "aliases", "exact", "lookup_only"}
    ),
    "fact": frozenset(
        {"id", "subject", "predicate", "object", "text", "edtf", "as_given", "status", "planned_as_of",
         "source", "place", "from", "note", "time", "zone"}
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.reason}"


@dataclass(slots=True)
class _Table:
    """One table of the file, with the line of its header; collects what is wrong with it."""

    kind: str
    line: int
    values: Mapping[str, Any]
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, key: str, reason: str) -> None:
        self.mistakes.append(Mistake(self.line, key, reason))

    def text(self, key: str, *, required: bool = False, longest: int = 1000) -> str | None:
        value = self.values.get(key)
        if value is None:
            if required:
                self.wrong(key, "is missing")
            return None
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"must be text in quotes, not {value!r}")
            return None
        if len(value) > longest:
            self.wrong(key, f"has {len(value)} characters, at most {longest} are allowed")
            return None
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.wrong(key, f"must be a list of texts, not {value!r}")
            return ()
        return tuple(value)

    def slug(self, key: str) -> str:
        value = self.text(key, required=True, longest=80)
        if value is not None and not _SLUG.fullmatch(value):
            self.wrong(key, f"{value!r} must be lower-case letters and digits joined by hyphens")
        return value or ""

    def date(self, key: str) -> edtf.Edtf | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return edtf.parse(value)
        except edtf.NotADate as error:
            self.wrong(key, str(error))
            return None

    def one_of(self, key: str, allowed: Collection[str], *, noun: str) -> str | None:
        value = self.text(key, required=True)
        if value is None or value in allowed:
            return value
        self.wrong(key, f"{value!r} is no known {noun}{_nearest(value, allowed)}")
        return None


def parse_pack(text: str, known_elsewhere: Collection[str] = ()) -> Pack | list[Mistake]:
    """Read a pack; `known_elsewhere` holds ids of entities of other packs that facts may name."""
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOML's own errors, numbers too long, nesting too deep
        found = re.search(r"line (\d+)", str(error))
        return [Mistake(int(found.group(1)) if found else 1, "file", f"is not TOML: {error}")]
    lines = _lines(text)
    tables = _tables(document, lines)
    mistakes = _wrong_tables(document, lines)
    _check_keys(tables)
    head = next((table for table in tables if table.kind == "pack"), _Table("pack", 1, {}))
    if not any(table.kind == "pack" for table in tables):
        head.wrong("[pack]", "the table is missing")
    if head.values.get("schema") != 1:
        head.wrong("schema", "must be 1")
    sources = [_source(table) for table in tables if table.kind == "source"]
    entities = [_entity(table) for table in tables if table.kind == "entity"]
    ids = {entity.id for entity in entities} | set(known_elsewhere)
    fact_tables = [table for table in tables if table.kind == "fact"]
    fact_ids = {str(table.values.get("id")) for table in fact_tables}
    source_ids = {source.id for source in sources}
    facts = [_fact(table, ids, source_ids, fact_ids) for table in fact_tables]
    _check_unique(tables)
    pack = Pack(
        id=head.slug("id"),
        title=head.text("title", required=True) or "",
        about=head.text("about", required=True) or "",
        sources=tuple(sources),
        entities=tuple(entities),
        facts=tuple(fact for fact in facts if fact is not None),
        digest=blake2b(text.encode(), digest_size=16).hexdigest(),
    )
    mistakes += [mistake for table in (*tables, head) for mistake in table.mistakes]
    return sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.key)) or pack


def _lines(text: str) -> Mapping[str, list[int]]:
    """The lines of the headers of each table."""
    lines: dict[str, list[int]] = {}
    for number, header in _headers(text):
        lines.setdefault(header, []).append(number)
    return lines


def _tables(document: Mapping[str, Any], lines: Mapping[str, list[int]]) -> list[_Table]:
    tables = []
    for kind in _KEYS:
        value = document.get(kind, [])
        rows = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
        for index, row in enumerate(rows):
            at = lines.get(kind, [])
            line = at[index] if index < len(at) else 1
            tables.append(_Table(kind, line, row if isinstance(row, dict) else {}))
    return tables


def _headers(text: str) -> list[tuple[int, str]]:
    """Table headers with their line numbers, those inside multi-line strings left out."""
    found, closing = [], None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing is None and (match := _HEADER.match(line)):
            found.append((number, match.group(1)))
        for mark in ('"""', "'''"):
            if closing in (None, mark) and line.count(mark) % 2:
                closing = None if closing else mark
    return found


def _wrong_tables(document: Mapping[str, Any], lines: Mapping[str, list[int]]) -> list[Mistake]:
    mistakes = []
    for key, value in document.items():
        line = lines.get(key, [1])[0]
        if key not in _KEYS:
            mistakes.append(Mistake(line, key, f"is no table of a pack{_nearest(key, _KEYS)}"))
        elif key == "pack" and not isinstance(value, dict):
            mistakes.append(Mistake(line, key, "must be one table, headed [pack]"))
        elif key != "pack" and not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
            mistakes.append(Mistake(line, key, f"must be tables, each headed [[{key}]]"))
    return mistakes


def _check_keys(tables: list[_Table]) -> None:
    for table in tables:
        for key in table.values:
            if key not in _KEYS[table.kind]:
                table.wrong(key, f"is no key of [[{table.kind}]]{_nearest(key, _KEYS[table.kind])}")


def _source(table: _Table) -> Source:
    url = table.text("url")
    if url is not None and not re.match(r"https?://", url):
        table.wrong("url", f"{url!r} must begin with https:// or http://")
    published, read = table.date("published"), table.date("read")
    if "published" not in table.values and "read" not in table.values:
        table.wrong("published", "is missing; give the date of publication, or the day it was `read`")
    return Source(
        id=table.slug("id"),
        title=table.text("title", required=True) or "",
        publisher=table.text("publisher", required=True) or "",
        url=url,
        published=published,
        read=read,
    )


def _entity(table: _Table) -> Entity:
    kind = table.one_of("kind", [kind.value for kind in EntityKind], noun="kind")
    name, short = table.text("name", required=True, longest=200) or "", table.text("short", longest=80)
    names = {name: NameUse.ANY, **({short: NameUse.ANY} if short else {})}
    for key, use in (("aliases", NameUse.ANY), ("exact", NameUse.EXACT), ("lookup_only", NameUse.LOOKUP)):
        for alias in table.texts(key):
            if not phrase(alias):
                table.wrong(key, f"{alias!r} has no word in it")
            names.setdefault(alias, use)
    return Entity(
        id=EntityId(table.slug("id")),
        kind=EntityKind(kind) if kind else EntityKind.TOPIC,
        name=name,
        short=short,
        summary=table.text("summary", required=True) or "",
        names=tuple(Name(text, use) for text, use in names.items() if text),
    )


def _fact(
    table: _Table, ids: Collection[str], sources: Collection[str], facts: Collection[str]
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
            table.wrong("from", f"{fact_id!r} is no fact of this pack{_nearest(fact_id, facts)}")
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
        source=str(source),
        place=str(place),
        rests_on=rests_on,
        note=note,
        wall_time=wall_time,
        zone=zone,
    )


def _hour(table: _Table, predicate: str | None, value: edtf.Edtf | None) -> tuple[time | None, str | None]:
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


def _check_unique(tables: list[_Table]) -> None:
    seen: dict[tuple[str, Any], int] = {}
    for table in tables:
        key = (table.kind, str(table.values.get("id")))
        if key in seen:
            table.wrong("id", f"{key[1]!r} stands in line {seen[key]} already")
        seen.setdefault(key, table.line)


def _nearest(value: str, allowed: Collection[str]) -> str:
    best = process.extractOne(value, list(allowed), score_cutoff=60)
    return f"; did you mean {best[0]!r}?" if best else ""
