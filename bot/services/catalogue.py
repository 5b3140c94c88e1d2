"""Loads packs into the database and keeps what was loaded at hand for reading."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import __version__, packs
from bot.rules import moving, overlay
from bot.rules.catalogue import Catalogue
from bot.rules.happenings import events_of
from bot.rules.matching import Matcher
from bot.rules.matching.queries import NotAQuery, Query, naming, parse
from bot.rules.matching.topics import Topics, shipped
from bot.rules.moment import Moment, is_over
from bot.rules.naming.lookup import NameIndex
from bot.services.ports import Clock
from bot.services.recording import Recording
from bot.services.reminding import Reminding
from storage import catalogue as table
from storage import corrections, events, guilds, topics
from storage.database import Database, Reader, Transaction
from storage.news import Topic
from storage.records import SHIPPED, EntityId, Event, Guild, GuildId, Pack
from storage.revisions import Correction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One state of the catalogue, and of what servers call topics, with everything that is asked of it."""

    catalogue: Catalogue
    names: NameIndex
    matcher: Matcher
    queries: Topics[EntityId]
    """The topics that are queries, those of packs and those of servers."""
    own_topics: Mapping[EntityId, Topic]
    """What servers saved, by its id."""


class CatalogueService:
    def __init__(self, db: Database, clock: Clock, reminding: Reminding, recording: Recording) -> None:
        self._db = db
        self._clock = clock
        self._recording = recording
        self._reminding = reminding
        self.current = Loaded(Catalogue((), (), ()), NameIndex(()), Matcher(()), Topics({}), {})
        self._servers: dict[GuildId, Catalogue] = {}

    async def load(self, paths: list[Path]) -> None:
        """Make these packs, in this order, the catalogue; where nothing changed, nothing is done.

        It is one transaction, in which channels are owed word of events that moved. Raises
        `bot.packs.PackRefused`.
        """
        files = packs.opened(paths)
        before = await table.states(self._db.reader)
        if list(before.values()) != [_state(file.digest) for file in files]:
            await self._replace(packs.accepted(files), before)
        await self.refresh()

    def known_to(self, guild_id: GuildId | None) -> Catalogue:
        """What a server is told: what the packs say, and what it added itself; elsewhere the packs alone."""
        base = self.current.catalogue
        return base if guild_id is None else self._servers.get(guild_id, base)

    async def refresh(self) -> None:
        """Read the catalogue back from the database."""
        catalogue = await _read_back(self._db.reader)
        self.current = replace(self.current, catalogue=catalogue, names=NameIndex.of(catalogue))
        await self.refresh_topics()
        await self.refresh_servers()

    async def refresh_topics(self) -> None:
        """Read anew what servers call topics, and compile all names and words away from the loop."""
        own = {topic.id: topic for topic in await topics.all_of_present(self._db.reader)}
        catalogue = self.current.catalogue
        matcher, queries = await asyncio.to_thread(_compiled, catalogue, own)
        if self.current.catalogue is catalogue:
            self.current = replace(self.current, matcher=matcher, queries=queries, own_topics=own)

    async def refresh_servers(self) -> None:
        """Read anew what all servers added and corrected."""
        of_guild: dict[GuildId, list[Correction]] = defaultdict(list)
        for made in await corrections.standing(self._db.reader):
            of_guild[made.guild_id].append(made)
        self._servers = {guild_id: self._with(mine) for guild_id, mine in of_guild.items()}

    async def refresh_server(self, guild_id: GuildId) -> None:
        """Read anew what one server added and corrected."""
        self._servers[guild_id] = self._with(await corrections.of_guild(self._db.reader, guild_id))

    def _with(self, made: list[Correction]) -> Catalogue:
        return self.current.catalogue.with_more(map(overlay.as_fact, made), map(overlay.as_source, made))

    async def _replace(self, given: list[Pack], before: dict[str, str]) -> None:
        gone = before.keys() - {pack.id for pack in given}
        changed = [pack for pack in given if before.get(pack.id) != _state(pack.digest)]
        async with self._db.transaction() as tx:
            known = {entity.id for entity in await table.all_entities(tx)}
            # First all goes, then all comes: an entity may have moved from one pack to another.
            for pack_id in (*gone, *(pack.id for pack in changed)):
                await table.remove_pack(tx, pack_id)
            for pack in changed:
                await table.replace_pack(tx, pack, _state(pack.digest))
            await table.put_in_order(tx, [pack.id for pack in given])
            old = {event.id: event for event in await events.all_of(tx, SHIPPED)}
            await _replace_events(tx, given, gone)
            await self._tell_what_moved(tx, old, known)
            await self._reminding.replan_all(tx)
        for pack_id in sorted(gone):
            log.info("withdrew pack %s, which is no longer chosen", pack_id)
        for pack in changed:
            log.info("loaded pack %s: %d entities, %d facts", pack.id, len(pack.entities), len(pack.facts))

    async def _tell_what_moved(
        self, tx: Transaction, old: dict[str, Event], known: Collection[EntityId]
    ) -> None:
        """Servers that keep no reading of their own of an event hear what the packs say of it now, and so do
        people who asked in no server; of a meeting without a date, when one is known that lies ahead."""
        new = await events.all_of(tx, SHIPPED)
        before = {event.id: moving.undated(event) for event in new if EntityId(event.id) in known} | old
        moved = [event for event in new if event.id in before and moving.shifted(before[event.id], event)]
        if not moved:
            return
        for guild_id in (SHIPPED, *sorted(await guilds.ids_present(tx))):
            guild = await guilds.get(tx, guild_id) or Guild(guild_id)
            own = set() if guild_id == SHIPPED else {one.id for one in await events.own_of(tx, guild_id)}
            at = self._clock()
            now = Moment(at, at.astimezone(ZoneInfo(guild.zone)).date())
            for event in moved:
                was_dated = event.id in old
                if event.id not in own and (was_dated or not is_over(event, now)):
                    await self._recording.record_of_catalogue(tx, guild, before[event.id], event, now)


async def _replace_events(tx: Transaction, given: list[Pack], gone: Iterable[str]) -> None:
    """What takes place, as all packs together tell of it: one may date a meeting of another."""
    known = await _read_back(tx)
    for pack_id in (*gone, *(pack.id for pack in given)):
        await events.replace_of_pack(tx, pack_id, [])
    for pack in given:
        await events.replace_of_pack(tx, pack.id, events_of(known, list(pack.entities)))


async def _read_back(reader: Reader) -> Catalogue:
    return Catalogue(
        await table.all_entities(reader), await table.all_facts(reader), await table.all_sources(reader)
    )


def _state(digest: str) -> str:
    """What a pack was loaded from: its text, and the program that read it."""
    return f"{__version__} {digest}"


def _compiled(catalogue: Catalogue, own: Mapping[EntityId, Topic]) -> tuple[Matcher, Topics[EntityId]]:
    """What finds every name and word that anybody follows, and the queries that are asked of it."""
    named, known = naming(catalogue), catalogue.entities.keys()
    queries: dict[EntityId, Query] = dict(shipped(catalogue).queries)
    for topic in own.values():
        try:
            queries[topic.id] = parse(topic.query, named, known)
        except NotAQuery as error:  # what it names may be of a pack that is no longer chosen
            log.warning("the topic %s of server %d finds nothing: %s", topic.name, topic.guild_id, error)
    compiled = Topics(queries)
    return Matcher.of(catalogue, compiled.phrases), compiled
