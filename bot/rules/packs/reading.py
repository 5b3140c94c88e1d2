"""A catalogue pack: TOML text in, a `Pack` out, or every mistake in it with its line, key and reason.

A pack with any mistake is refused whole. The schema is described in the README.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.rules.matching.queries import NotAQuery, parse
from bot.rules.naming.countries import code_of, is_country
from bot.rules.packs.facts import Known, fact_in
from bot.rules.packs.tables import Draft, Mistake, Table, Words, digest_of, fault_in, shown, told
from bot.rules.text import phrase
from storage.records import EVERYTHING, SERVER, Entity, EntityId, EntityKind, Name, NameUse, Pack, Source

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?", re.ASCII)
_SURELY_A_WORD = re.compile(r"[^\W_ʼ]{2}")
_KEYS: Mapping[str, frozenset[str]] = {
    "pack": frozenset({"schema", "id", "title", "about", "builds_on"}),
    "source": frozenset({"id", "title", "publisher", "url", "published", "read"}),
    "entity": frozenset(
        {"id", "kind", "name", "short", "summary", "aliases", "exact", "lookup_only", "names", "query"}
    ),
    "fact": frozenset(
        {"id", "subject", "predicate", "object", "text", "edtf", "as_given", "status", "planned_as_of",
         "source", "place", "from", "note", "time", "zone"}
    ),
}  # fmt: skip
_KNOWN_KEYS = {kind: Words(sorted(keys)) for kind, keys in _KEYS.items()}
_TABLES, _KINDS = Words(_KEYS), Words(EntityKind)


class _Held(NamedTuple):
    """An entity as a pack that is read before this one holds it."""

    pack: str
    kind: str


class _Around(NamedTuple):
    """What else is read: before this pack, which may not hold it too; and elsewhere, which it may name."""

    taken_packs: Collection[str]
    taken: Mapping[str, _Held]
    packs: Words
    entities: Words
    kinds: Mapping[str, str]


def parse_pack(text: str, *beside: str) -> Pack | list[Mistake]:
    """Read one pack, whose facts may name what the packs beside it hold."""
    return parse_packs([*map(Draft, beside), Draft(text)])[-1]


def parse_packs(drafts: Sequence[Draft], beneath: Sequence[Draft] = ()) -> list[Pack | list[Mistake]]:
    """Read packs that are loaded together, in their order.

    A fact may name what any of them holds. Two may hold the same country, so that each is whole by
    itself; of anything else the first is the one that counts, and the second is a mistake. A pack
    `beneath` is not loaded: what facts name of it is lent to the first that does.
    """
    lent = {entity.id: entity for draft in beneath for entity in _right_entities(draft)}
    held = {name: kind for draft in reversed(drafts) for name, kind in draft.kinds.items()}
    kinds: dict[str, str] = {entity.id: entity.kind for entity in lent.values()} | held
    packs, entities = Words(draft.pack_id for draft in (*drafts, *beneath)), Words(kinds)
    found: list[Pack | list[Mistake]] = []
    taken_packs: set[str] = set()
    taken: dict[str, _Held] = {}
    for draft in drafts:
        pack = _checked(draft, _Around(taken_packs, taken, packs, entities, kinds))
        found.append(_with_lent(pack, lent, held) if isinstance(pack, Pack) else pack)
        taken_packs.add(draft.pack_id)
        for name, kind in draft.kinds.items():
            taken.setdefault(name, _Held(draft.pack_id, kind))
    return found


def _with_lent(pack: Pack, lent: dict[EntityId, Entity], held: Collection[str]) -> Pack:
    """The pack with what its facts name of packs beneath; that is no longer there for the next."""
    named = dict.fromkeys(name for fact in pack.facts for name in (fact.subject, fact.object) if name)
    borrowed = [lent.pop(name) for name in named if name not in held and name in lent]
    return replace(pack, entities=(*pack.entities, *borrowed)) if borrowed else pack


def _right_entities(draft: Draft) -> list[Entity]:
    """The entities of a pack in which nothing is wrong, whatever else is."""
    read = [(table, _entity(table, {})) for table in draft.tables("entity")]
    return [entity for table, entity in read if not table.mistakes]


def _checked(draft: Draft, around: _Around) -> Pack | list[Mistake]:
    if draft.broken is not None:
        return [draft.broken]
    heads = draft.tables("pack") or [Table("pack", 1, {}, [Mistake(1, "[pack]", "the table is missing")])]
    head, source_tables, entity_tables = heads[0], draft.tables("source"), draft.tables("entity")
    fact_tables = draft.tables("fact")
    tables = [*heads, *source_tables, *entity_tables, *fact_tables]
    _check_keys(tables)
    own_id = _check_head(head, around)
    sources = [_source(table, own_id) for table in source_tables]
    entities = [_entity(table, around.taken) for table in entity_tables]
    known = Known(
        around.entities,
        around.kinds,
        Words(source.id.partition("/")[2] for source in sources),
        Words(str(table.values.get("id")) for table in fact_tables),
    )
    facts = [fact_in(table, own_id, known) for table in fact_tables]
    for table in entity_tables:
        _check_query(table, around.entities)
    _check_unique(tables)
    pack = Pack(
        id=own_id,
        title=head.one_line("title", required=True) or "",
        about=head.text("about", required=True) or "",
        sources=tuple(sources),
        entities=tuple(entities),
        facts=tuple(fact for fact in facts if fact is not None),
        digest=digest_of(draft.text),
    )
    mistakes = {*_wrong_tables(draft), *(mistake for table in tables for mistake in table.mistakes)}
    return sorted(mistakes, key=lambda mistake: (mistake.line, mistake.key)) or pack


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
            headed = "[pack]" if table.kind == "pack" else f"[[{table.kind}]]"
            table.wrong(key, f"is no key of {headed}{_KNOWN_KEYS[table.kind].nearest(key)}")


def _check_head(head: Table, around: _Around) -> str:
    """The pack's id."""
    schema = head.values.get("schema")
    if schema is None or type(schema) is not int or schema != 1:
        head.wrong("schema", "must be 1" if schema is None else f"must be 1, not {told(schema)}")
    own_id = head.slug("id", longest=32)
    if own_id == SERVER:
        head.wrong("id", f"{own_id!r} is where facts stand that a server adds; choose another id")
    if own_id and own_id in around.taken_packs:
        head.wrong("id", f"{own_id!r} is the id of another pack")
    for base in head.texts("builds_on"):
        if base == own_id:
            head.wrong("builds_on", f"{base!r} is this pack itself")
        elif base not in around.packs:
            head.wrong("builds_on", f"{base!r} is neither shipped, nor beside this file, nor read with it")
    return own_id


def _source(table: Table, pack: str) -> Source:
    url, published, read = table.address("url"), table.date("published"), table.date("read")
    if "published" not in table.values and "read" not in table.values:
        table.wrong("published", "is missing; give the date of publication, or the day it was `read`")
    return Source(
        id=f"{pack}/{table.slug('id')}",
        title=table.one_line("title", required=True) or "",
        publisher=table.one_line("publisher", required=True) or "",
        url=url,
        published=published,
        read=read,
    )


def _entity(table: Table, taken: Mapping[str, _Held]) -> Entity:
    kind = table.one_of("kind", _KINDS, noun="kind")
    name, short = (
        table.one_line("name", required=True, longest=200) or "",
        table.one_line("short", longest=80),
    )
    names = {name: NameUse.ANY, **({short: NameUse.ANY} if short else {})}
    for key, use in (("aliases", NameUse.ANY), ("exact", NameUse.EXACT), ("lookup_only", NameUse.LOOKUP)):
        for alias in table.texts(key):
            if not _has_word(alias):
                table.wrong(key, f"{shown(alias)} has no word in it")
            names.setdefault(alias, use)
    in_languages = [name for name in _in_languages(table) if name.text not in names]
    return Entity(
        id=_entity_id(table, kind, name, taken),
        kind=EntityKind(kind) if kind else EntityKind.TOPIC,
        name=name,
        short=short,
        summary=table.text("summary", required=True) or "",
        names=(*(Name(text, use) for text, use in names.items() if text), *in_languages),
        query=table.one_line("query"),
    )


def _check_query(table: Table, known: Words) -> None:
    """Only a topic has a query, and one that can be read."""
    query = table.values.get("query")
    if not isinstance(query, str):
        return
    if table.values.get("kind") != EntityKind.TOPIC:
        table.wrong("query", "belongs only to a `topic`")
    try:
        parse(query, lambda word: EntityId(word) if len(word) > 2 and word in known else None, known)
    except NotAQuery as error:
        table.wrong("query", f"is no query: {error.reason} It shows at letter {error.position + 1}.")


def _has_word(text: str) -> bool:
    return _SURELY_A_WORD.search(text) is not None or bool(phrase(text))


def _in_languages(table: Table) -> list[Name]:
    """Names in other languages: `names = { hi = ["…"] }`, each text once, under its first language."""
    given = table.values.get("names", {})
    if not isinstance(given, dict):
        table.wrong("names", f'must be a table by language, such as {{ hi = ["…"] }}, not {told(given)}')
        return []
    found: dict[str, Name] = {}
    for language, texts in given.items():
        if not _LANGUAGE.fullmatch(language):
            table.wrong(
                "names", f"{shown(language)} is no language; write a CLDR locale such as hi or zh_Hant"
            )
        elif not isinstance(texts, list):
            table.wrong("names", f"{language!r} must hold a list of names, not {told(texts)}")
        else:
            for text in texts:
                if (fault := fault_in(text, 200)) is not None:
                    table.wrong("names", f"{language}: {fault}")
                elif not _has_word(text):
                    table.wrong("names", f"{language}: {shown(text)} has no word in it")
                else:
                    found.setdefault(text, Name(text, NameUse.ANY, language))
    return list(found.values())


def _entity_id(table: Table, kind: str | None, name: str, taken: Mapping[str, _Held]) -> EntityId:
    given = table.slug("id")
    if given == EVERYTHING:
        table.wrong("id", f"{given!r} is what a channel follows that follows all; choose another id")
    other = taken.get(given)
    if other is not None and not other.kind == kind == EntityKind.COUNTRY:
        table.wrong("id", f"{given!r} is taken by the pack {other.pack!r}")
    if kind == EntityKind.COUNTRY and given and not is_country(given.upper()):
        code = (code_of(name) or "").lower()
        meant = f"; did you mean {code!r}?" if code else "; what is no country there is a body or a region"
        table.wrong("id", f"{shown(given)} is no country's ISO 3166 code of two letters{meant}")
    return EntityId(given)


def _check_unique(tables: list[Table]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for table in tables:
        own_id = table.values.get("id")
        if not isinstance(own_id, str):
            continue
        if (table.kind, own_id) in seen:
            table.wrong("id", f"{shown(own_id)} stands in line {seen[table.kind, own_id]} already")
        seen.setdefault((table.kind, own_id), table.line)
