"""What is allowed in a pack, and yet is seldom meant: told by a check, and loaded all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.rules.packs.tables import Draft, Mistake, Table, shown
from bot.rules.text import phrase


def warnings(drafts: Sequence[Draft]) -> list[list[Mistake]]:
    """For each of the packs that are read together, what somebody should look at again."""
    bearers: dict[tuple[str, ...], str] = {}
    owners = {name: draft.pack_id for draft in reversed(drafts) for name in draft.kinds}
    return [[*_shared_names(draft, bearers), *_borrowed(draft, owners)] for draft in drafts]


def _shared_names(draft: Draft, bearers: dict[tuple[str, ...], str]) -> Iterator[Mistake]:
    """Names that another entity has, in the packs before or further up; either is found by them."""
    for table in draft.tables("entity"):
        own_id = str(table.values.get("id"))
        for key, text in _names(table):
            words = phrase(text)
            other = bearers.setdefault(words, own_id)
            if words and other != own_id:
                yield Mistake(table.line, key, f"{shown(text)} is a name of {shown(other)} too")


def _names(table: Table) -> Iterator[tuple[str, str]]:
    values = table.values
    lists = [(key, values.get(key)) for key in ("aliases", "exact", "lookup_only")]
    in_languages = values.get("names")
    if isinstance(in_languages, dict):
        lists += [("names", texts) for texts in in_languages.values()]
    given = [("name", values.get("name")), ("short", values.get("short"))]
    given += [(key, text) for key, texts in lists if isinstance(texts, list) for text in texts]
    yield from ((key, text) for key, text in given if isinstance(text, str))


def _borrowed(draft: Draft, owners: dict[str, str]) -> Iterator[Mistake]:
    """Packs whose entities it names without building on them: without them it would be refused."""
    told = {draft.pack_id, *draft.builds_on}
    for table in draft.tables("fact"):
        for key in ("subject", "object"):
            named = table.values.get(key)
            owner = owners.get(named) if isinstance(named, str) and named not in draft.kinds else None
            if owner is not None and owner not in told:
                told.add(owner)
                yield Mistake(table.line, key, f"{named!r} is of the pack {owner!r}; name it in `builds_on`")
