"""Two versions of a pack in, what would change out: a line for each change, grouped, in words.

Of what is in both, each key that differs is told with its old and its new value. That things only
stand in another order is said once for a group: a card shows facts in the order of their pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.rules.text import cut
from storage.records import Entity, Fact, Name, NameUse, Pack, Source

Said = Mapping[str, str]
"""What a pack says under each key, as text; nothing where it does not say it."""

_LONGEST = 300
_USES = {NameUse.ANY: "", NameUse.EXACT: "exact", NameUse.LOOKUP: "look-ups only"}


def changes(old: Pack, new: Pack) -> list[str]:
    """Every change from `old` to `new`; nothing where both say the same."""
    groups = {
        "Pack": _differences("pack", _pack(old), _pack(new)),
        "Sources": _group(
            {_own_id(source.id): _source(source) for source in old.sources},
            {_own_id(source.id): _source(source) for source in new.sources},
        ),
        "Entities": _group(
            {entity.id: _entity(entity) for entity in old.entities},
            {entity.id: _entity(entity) for entity in new.entities},
        ),
        "Names": _names(old, new),
        "Facts": _group(
            {fact.id: _fact(fact) for fact in old.facts}, {fact.id: _fact(fact) for fact in new.facts}
        ),
    }
    return [line for heading, lines in groups.items() if lines for line in (heading, *lines)]


def _group(old: Mapping[str, Said], new: Mapping[str, Said]) -> list[str]:
    lines: list[str] = []
    for name, said in new.items():
        lines += _differences(name, old[name], said) if name in old else [f"  added {name}: {_all(said)}"]
    lines += [f"  removed {name}: {_all(said)}" for name, said in old.items() if name not in new]
    if [name for name in old if name in new] != [name for name in new if name in old]:
        lines.append("  reordered: what is in both stands in another order")
    return lines


def _differences(name: str, old: Said, new: Said) -> list[str]:
    return [
        f"  changed {name}: {key}: {_shown(old[key])} → {_shown(new[key])}"
        for key in old
        if old[key] != new[key]
    ]


def _names(old: Pack, new: Pack) -> list[str]:
    before = {entity.id: entity for entity in old.entities}
    lines: list[str] = []
    for entity in new.entities:
        if entity.id not in before:
            continue
        had, has = _also(before[entity.id]), _also(entity)
        for text, use in has.items():
            if text not in had:
                lines.append(f"  added {entity.id}: {_shown(text)}{_in_brackets(use)}")
            elif had[text] != use:
                lines.append(
                    f"  changed {entity.id}: {_shown(text)}: {had[text] or 'any use'} → {use or 'any use'}"
                )
        gone = (text for text in had if text not in has)
        lines += [f"  removed {entity.id}: {_shown(text)}{_in_brackets(had[text])}" for text in gone]
    return lines


def _pack(pack: Pack) -> Said:
    return {"id": pack.id, "title": pack.title, "about": pack.about}


def _source(source: Source) -> Said:
    return _texts(
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        published=source.published,
        read=source.read,
    )


def _entity(entity: Entity) -> Said:
    return _texts(
        kind=entity.kind.value,
        name=entity.name,
        short=entity.short,
        summary=entity.summary,
        query=entity.query,
    )


def _fact(fact: Fact) -> Said:
    """Under the keys of the file, which are not all those of the record."""
    said = _texts(
        subject=fact.subject,
        predicate=fact.predicate,
        object=fact.object,
        text=fact.text,
        edtf=fact.edtf,
        as_given=fact.as_given,
        status=fact.status.value,
        planned_as_of=fact.planned_as_of,
        source=_own_id(fact.source),
        place=fact.place,
        note=fact.note,
        time=f"{fact.wall_time:%H:%M}" if fact.wall_time else None,
        zone=fact.zone,
    )
    return {**said, "from": ", ".join(fact.rests_on)}


def _texts(**values: Any) -> dict[str, str]:
    return {key: "" if value is None else str(value) for key, value in values.items()}


def _also(entity: Entity) -> dict[str, str]:
    """What an entity is called beside its name and its short name, and how that counts."""
    return {name.text: _use(name) for name in entity.names if name.text not in (entity.name, entity.short)}


def _use(name: Name) -> str:
    return ", ".join(part for part in (_USES[name.use], name.language or "") if part)


def _in_brackets(use: str) -> str:
    return f" ({use})" if use else ""


def _all(said: Said) -> str:
    return ", ".join(f"{key} {_shown(value)}" for key, value in said.items() if value)


def _shown(value: str) -> str:
    return f"“{cut(' '.join(value.split()), _LONGEST)}”" if value else "nothing"


def _own_id(source_id: str) -> str:
    """A source is the same one in a pack that was renamed."""
    return source_id.partition("/")[2]
