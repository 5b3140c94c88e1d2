"""Packs in the database: sources, entities, names and facts, replaced whole pack by pack."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any

from storage import edtf
from storage.database import Reader, Row, Transaction
from storage.records import Entity, EntityId, EntityKind, Fact, FactStatus, Name, NameUse, Pack, Source


async def replace_pack(tx: Transaction, pack: Pack, state: str = "") -> None:
    """Put `pack` in the place of what was loaded under its id; `state` is what it was loaded from."""
    await remove_pack(tx, pack.id)
    await tx.run(
        "INSERT INTO pack (id, position, state) VALUES"
        " (:id, (SELECT coalesce(max(position), 0) + 1 FROM pack), :state)",
        id=pack.id,
        state=state,
    )
    await tx.run_many(
        "INSERT INTO source (pack, id, title, publisher, url, published, read)"
        " VALUES (:pack, :id, :title, :publisher, :url, :published, :read)",
        [_source_row(pack.id, source) for source in pack.sources],
    )
    await tx.run_many(
        "INSERT INTO entity (pack, id, kind, name, short, summary, query, position)"
        " VALUES (:pack, :id, :kind, :name, :short, :summary, :query, :position)",
        [_entity_row(pack.id, number, entity) for number, entity in enumerate(pack.entities)],
    )
    await tx.run_many(
        "INSERT INTO name (pack, entity, text, use, language, position)"
        " VALUES (:pack, :entity, :text, :use, :language, :position)",
        [
            {
                "pack": pack.id,
                "entity": entity.id,
                "text": name.text,
                "use": name.use.value,
                "language": name.language,
                "position": number,
            }
            for entity in pack.entities
            for number, name in enumerate(entity.names)
        ],
    )
    await tx.run_many(
        "INSERT INTO fact (pack, id, subject, predicate, object, text, edtf, as_given, status, planned_as_of,"
        " source, place, rests_on, note, wall_time, zone, position) VALUES (:pack, :id, :subject, :predicate,"
        " :object, :text, :edtf, :as_given, :status, :planned_as_of, :source, :place, :rests_on, :note,"
        " :wall_time, :zone, :position)",
        [_fact_row(pack.id, number, fact) for number, fact in enumerate(pack.facts)],
    )


async def remove_pack(tx: Transaction, pack_id: str) -> None:
    for table in ("fact", "entity", "source"):
        await tx.run(f"DELETE FROM {table} WHERE pack = :pack", pack=pack_id)
    await tx.run("DELETE FROM pack WHERE id = :pack", pack=pack_id)


async def put_in_order(tx: Transaction, pack_ids: Sequence[str]) -> None:
    """Packs are read back in this order, and of a country that several hold the first counts."""
    await tx.run_many(
        "UPDATE pack SET position = :position WHERE id = :id",
        [{"position": number, "id": pack_id} for number, pack_id in enumerate(pack_ids)],
    )


async def states(reader: Reader) -> dict[str, str]:
    """What each pack was loaded from, in the order of the packs."""
    return {row["id"]: row["state"] for row in await reader.all("SELECT * FROM pack ORDER BY position, id")}


async def label(reader: Reader, entity_id: EntityId) -> str:
    """What people call an entity or a topic of a server; the id itself where it is none, as "everything"."""
    found = await reader.value(
        "SELECT coalesce(short, name) FROM entity JOIN pack ON pack.id = entity.pack WHERE entity.id = :id"
        " ORDER BY pack.position",
        id=entity_id,
    )
    found = found or await reader.value("SELECT name FROM topic WHERE id = :id", id=entity_id)
    return found or entity_id


async def briefly(reader: Reader, ids: Iterable[EntityId]) -> dict[EntityId, Entity]:
    """What these are, without all they are called; of what several packs hold as the first does."""
    rows = await reader.all(
        "SELECT entity.* FROM entity JOIN pack ON pack.id = entity.pack"
        " WHERE entity.id IN (SELECT value FROM json_each(:ids)) ORDER BY pack.position DESC",
        ids=json.dumps(sorted(ids)),
    )
    return {
        EntityId(row["id"]): Entity(
            EntityId(row["id"]), EntityKind(row["kind"]), row["name"], row["short"], row["summary"], ()
        )
        for row in rows
    }


async def all_entities(reader: Reader) -> list[Entity]:
    """Every entity as each pack holds it: a country may stand here once for each of several packs."""
    names: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for row in await reader.all("SELECT * FROM name ORDER BY pack, entity, position"):
        names[row["pack"], row["entity"]].append(Name(row["text"], NameUse(row["use"]), row["language"]))
    rows = await reader.all(
        "SELECT entity.* FROM entity JOIN pack ON pack.id = entity.pack"
        " ORDER BY pack.position, entity.position"
    )
    return [
        Entity(
            EntityId(row["id"]),
            EntityKind(row["kind"]),
            row["name"],
            row["short"],
            row["summary"],
            tuple(names[row["pack"], row["id"]]),
            row["query"],
        )
        for row in rows
    ]


async def all_facts(reader: Reader) -> list[Fact]:
    rows = await reader.all(
        "SELECT fact.* FROM fact JOIN pack ON pack.id = fact.pack ORDER BY pack.position, fact.position"
    )
    return [_fact(row) for row in rows]


async def all_sources(reader: Reader) -> list[Source]:
    return [
        Source(
            f"{row['pack']}/{row['id']}",
            row["title"],
            row["publisher"],
            row["url"],
            _date(row["published"]),
            _date(row["read"]),
        )
        for row in await reader.all("SELECT * FROM source ORDER BY pack, id")
    ]


def _source_row(pack: str, source: Source) -> Row:
    return {
        "pack": pack,
        "id": _own_id(source.id),
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": _text(source.published),
        "read": _text(source.read),
    }


def _entity_row(pack: str, position: int, entity: Entity) -> Row:
    return {
        "id": entity.id,
        "pack": pack,
        "kind": entity.kind.value,
        "name": entity.name,
        "short": entity.short,
        "summary": entity.summary,
        "query": entity.query,
        "position": position,
    }


def _fact_row(pack: str, position: int, fact: Fact) -> Row:
    return {
        "pack": pack,
        "id": fact.id,
        "subject": fact.subject,
        "predicate": fact.predicate,
        "object": fact.object,
        "text": fact.text,
        "edtf": _text(fact.edtf),
        "as_given": fact.as_given,
        "status": fact.status.value,
        "planned_as_of": _text(fact.planned_as_of),
        "source": _own_id(fact.source),
        "place": fact.place,
        "rests_on": " ".join(fact.rests_on),
        "note": fact.note,
        "wall_time": _text(fact.wall_time),
        "zone": fact.zone,
        "position": position,
    }


def _fact(row: Row) -> Fact:
    return Fact(
        id=row["id"],
        subject=EntityId(row["subject"]),
        predicate=row["predicate"],
        object=EntityId(row["object"]) if row["object"] else None,
        text=row["text"],
        edtf=_date(row["edtf"]),
        as_given=row["as_given"],
        status=FactStatus(row["status"]),
        planned_as_of=_date(row["planned_as_of"]),
        source=f"{row['pack']}/{row['source']}",
        place=row["place"],
        rests_on=tuple(row["rests_on"].split()),
        note=row["note"],
        wall_time=time.fromisoformat(row["wall_time"]) if row["wall_time"] else None,
        zone=row["zone"],
    )


def _own_id(source_id: str) -> str:
    """Each pack names its own sources; the pack's id before it stands in its own column."""
    return source_id.partition("/")[2]


def _date(text: str | None) -> edtf.Edtf | None:
    return edtf.parse(text) if text else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
