"""Loads packs into the database and keeps what was loaded at hand for reading."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bot import __version__
from bot.rules.catalogue import Catalogue
from bot.rules.happenings import events_of
from bot.rules.lookup import NameIndex
from bot.rules.matching import Matcher
from bot.rules.pack_tables import Mistake
from bot.rules.packs import pack_id, parse_pack
from bot.services.reminding import Reminding
from storage import catalogue as table
from storage import events, settings
from storage.database import Database
from storage.records import Pack

log = logging.getLogger(__name__)


class PackRefused(Exception):
    """A pack has mistakes; nothing of it was loaded."""

    def __init__(self, path: Path, mistakes: list[Mistake]) -> None:
        self.path = path
        self.mistakes = mistakes
        super().__init__("\n".join(f"{path}: {mistake}" for mistake in mistakes))


@dataclass(frozen=True, slots=True)
class Loaded:
    """One state of the catalogue with everything that is asked of it."""

    catalogue: Catalogue
    names: NameIndex
    matcher: Matcher


class CatalogueService:
    def __init__(self, db: Database, reminding: Reminding) -> None:
        self._db = db
        self._reminding = reminding
        self.current = _loaded([], [], [])

    async def load(self, paths: list[Path]) -> None:
        """Load each pack that changed since it was last loaded, withdraw those that are no longer given.

        Each pack is one transaction and sends nothing. Raises `PackRefused`.
        """
        texts = {path: _text(path) for path in paths}
        await self._withdraw_all_but({pack_id(text) for text in texts.values()})
        for path, text in texts.items():
            owners = await table.owners(self._db.reader)
            pack = _accepted(path, parse_pack(text, owners))
            if await settings.read(self._db.reader, _setting(pack.id)) == _state(pack):
                continue
            # Again without what this pack itself brought before: that is about to go.
            others = {name for name, owner in owners.items() if owner != pack.id}
            pack = _accepted(path, parse_pack(text, others))
            if mistakes := taken(others & {entity.id for entity in pack.entities}):
                raise PackRefused(path, mistakes)
            await self._replace(pack)
        await self.refresh()

    async def refresh(self) -> None:
        """Read the catalogue back from the database."""
        reader = self._db.reader
        self.current = _loaded(
            await table.all_entities(reader), await table.all_facts(reader), await table.all_sources(reader)
        )

    async def _replace(self, pack: Pack) -> None:
        async with self._db.transaction() as tx:
            await table.replace_pack(tx, pack)
            known = Catalogue(
                await table.all_entities(tx), await table.all_facts(tx), await table.all_sources(tx)
            )
            await events.replace_of_pack(tx, pack.id, events_of(known, list(pack.entities)))
            await self._reminding.replan_all(tx)
            await settings.write(tx, _setting(pack.id), _state(pack))
        log.info("loaded pack %s: %d entities, %d facts", pack.id, len(pack.entities), len(pack.facts))

    async def _withdraw_all_but(self, given: set[str]) -> None:
        if "" in given:
            return  # one of them cannot be read: it may be any of those that are loaded
        for name in await settings.names(self._db.reader, _setting("")):
            if name not in {_setting(one) for one in given}:
                await self._withdraw(name.removeprefix(_setting("")))

    async def _withdraw(self, gone: str) -> None:
        async with self._db.transaction() as tx:
            await table.remove_pack(tx, gone)
            await events.replace_of_pack(tx, gone, [])
            await self._reminding.replan_all(tx)
            await settings.remove(tx, _setting(gone))
        log.info("withdrew pack %s, which is no longer there", gone)


def taken(names: Collection[str]) -> list[Mistake]:
    """The mistakes of a pack that brings these entities, which another pack has."""
    return [Mistake(1, "id", f"{name!r} is taken by another pack") for name in sorted(names)]


def _accepted(path: Path, read: Pack | list[Mistake]) -> Pack:
    if not isinstance(read, Pack):
        raise PackRefused(path, read)
    return read


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise PackRefused(path, [Mistake(1, "file", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise PackRefused(path, [Mistake(1, "file", "is not UTF-8 text")]) from error


def _setting(pack_id: str) -> str:
    return f"pack:{pack_id}"


def _state(pack: Pack) -> str:
    """What a pack was loaded from: its text, and the program that read it."""
    return f"{__version__} {pack.digest}"


def _loaded(entities: list, facts: list, sources: list) -> Loaded:  # type: ignore[type-arg]
    catalogue = Catalogue(entities, facts, sources)
    return Loaded(catalogue, NameIndex(entities), Matcher(entities))
