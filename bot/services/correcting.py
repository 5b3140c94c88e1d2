"""What a server adds to the catalogue or corrects in it: an overlay that its look-ups alone show.

It stands beside what the packs say. A reminder still follows the packs' dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.rules import overlay
from bot.rules.catalogue import Catalogue
from bot.rules.dates import typed
from bot.rules.overlay import ValueKind
from bot.rules.text import without_invisible
from bot.services.asking import Asking
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from bot.services.refusals import (
    AlreadyAdded,
    Ambiguous,
    NoSuchCorrection,
    NoSuchEntity,
    NoSuchFact,
    NoSuchHeading,
    NotADate,
    NothingSaid,
    TooMany,
)
from storage import corrections as table
from storage import guilds
from storage.database import Database
from storage.edtf import Edtf
from storage.records import Entity, EntityId, Fact, GuildId, UserId
from storage.revisions import Correction, CorrectionId


@dataclass(frozen=True, slots=True)
class Wording:
    """A fact as a moderator types it: its value, the source it is from, and, if need be, date and note."""

    value: str
    source: str
    date: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    made: Correction
    before: Fact | None
    """The fact it stands beside."""
    former: Correction | None
    """What the server had put beside that fact until now; it is withdrawn."""


class _Value(NamedTuple):
    object: EntityId | None
    text: str | None
    edtf: Edtf | None


class Correcting:
    def __init__(
        self, db: Database, clock: Clock, catalogue: CatalogueService, asking: Asking, *, limit: int
    ) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._asking = asking
        self._limit = limit

    @property
    def _packs(self) -> Catalogue:
        return self._catalogue.known_to(None)

    def facts_on(self, entity: Entity) -> list[Fact]:
        """The facts that may be corrected from an entity's card."""
        return overlay.facts_on(self._packs, entity)

    def headed(self, fact: Fact, seen_from: Entity | None = None) -> str:
        """A fact in a few words, under its heading."""
        return overlay.headed(self._packs, fact, seen_from.id if seen_from else None)

    def value(self, said: Fact | Correction) -> str:
        """What a fact of a pack or of a server's own says, in a few words."""
        return overlay.value_of(self._packs, overlay.as_fact(said) if isinstance(said, Correction) else said)

    def beside(self, made: Correction) -> str | None:
        """What the fact says that a correction stands beside; None where no pack holds it any more."""
        fact = next((one for one in self._packs.about(made.subject) if one.key == made.corrects), None)
        return self.value(fact) if fact else None

    def fact(self, entity: Entity, query: str) -> Fact:
        """The one fact of an entity's card that has this key, id, heading or wording; raises `NoSuchFact`."""
        wanted = query.strip().casefold()
        known = self.facts_on(entity)
        by_key = [fact for fact in known if fact.key.casefold() == wanted]
        found = by_key or [fact for fact in known if wanted in self._called(fact, entity)]
        if len(found) != 1:
            raise NoSuchFact(entity.label, query)
        return found[0]

    def _called(self, fact: Fact, seen_from: Entity) -> set[str]:
        names = (fact.id, overlay.heading(fact.predicate), self.headed(fact, seen_from))
        return {name.casefold() for name in names}

    async def of_guild(self, guild_id: GuildId, *, withdrawn: bool = False) -> list[Correction]:
        return await table.of_guild(self._db.reader, guild_id, withdrawn=withdrawn)

    async def correct(
        self, guild_id: GuildId, by: UserId, entity: str, fact: str, wording: Wording
    ) -> Corrected:
        """Put a fact of the server's own beside one of a pack, in the place of one it had put there before.

        Raises `NoSuchEntity`, `Ambiguous`, `NoSuchFact`, `NotADate`, `NothingSaid` and `TooMany`.
        """
        corrected = self.fact(self._asking.entity(entity), fact)
        made = await self._draft(guild_id, by, corrected.subject, corrected.predicate, wording, corrected)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            mine = await table.of_guild(tx, guild_id)
            former = next((one for one in mine if one.corrects == made.corrects), None)
            if former is not None:
                await table.withdraw(tx, former, by, made.created_at, kept=self._limit)
            elif len(mine) >= self._limit:
                raise TooMany("facts of its own", self._limit)
            made = await table.put(tx, made)
        await self._catalogue.refresh_server(guild_id)
        return Corrected(made, corrected, former)

    async def add(
        self, guild_id: GuildId, by: UserId, entity: str, about: str, wording: Wording
    ) -> Corrected:
        """Add a fact about an entity under a heading of its card.

        Raises `NoSuchEntity`, `Ambiguous`, `NoSuchHeading`, `NotADate`, `NothingSaid`, `AlreadyAdded` and
        `TooMany`.
        """
        subject = self._asking.entity(entity).id
        predicate = overlay.predicate_named(about)
        if predicate is None:
            raise NoSuchHeading(about)
        made = await self._draft(guild_id, by, subject, predicate, wording, None)
        async with self._db.transaction() as tx:
            await guilds.put(tx, guild_id)
            mine = await table.of_guild(tx, guild_id)
            same = next((one for one in mine if _says(one) == _says(made)), None)
            if same is not None:
                raise AlreadyAdded(same.id)
            if len(mine) >= self._limit:
                raise TooMany("facts of its own", self._limit)
            made = await table.put(tx, made)
        await self._catalogue.refresh_server(guild_id)
        return Corrected(made, None, None)

    async def withdraw(self, guild_id: GuildId, by: UserId, query: str) -> Correction:
        """A fact of the server's own no longer stands; raises `NoSuchCorrection`."""
        wanted = query.strip().removeprefix("#")
        async with self._db.transaction() as tx:
            mine = await table.of_guild(tx, guild_id)
            found = next((one for one in mine if str(one.id) == wanted), None)
            if found is None:
                raise NoSuchCorrection(query)
            await table.withdraw(tx, found, by, self._clock(), kept=self._limit)
        await self._catalogue.refresh_server(guild_id)
        return found

    async def _draft(
        self,
        guild_id: GuildId,
        by: UserId,
        subject: EntityId,
        predicate: str,
        wording: Wording,
        corrected: Fact | None,
    ) -> Correction:
        """A correction as it will be kept, but for its id."""
        value = self._value(predicate, wording, corrected)
        source, url = overlay.source_of(_seen("source", wording.source))
        return Correction(
            id=CorrectionId(0),
            guild_id=guild_id,
            corrects=corrected.key if corrected else None,
            subject=subject,
            predicate=predicate,
            object=value.object,
            text=value.text,
            edtf=value.edtf,
            source=source,
            url=url,
            note=_seen("note", wording.note) if wording.note is not None else None,
            day=await self._today(guild_id),
            by_user_id=by,
            created_at=self._clock(),
        )

    def _value(self, predicate: str, wording: Wording, corrected: Fact | None) -> _Value:
        """What the typed words say: an entity, words, a date; what they leave alone stays as it was."""
        value = _seen("value", wording.value)
        before = (
            _Value(corrected.object, corrected.text, corrected.edtf)
            if corrected
            else _Value(None, None, None)
        )
        kind = overlay.value_kind(predicate, corrected)
        if kind is ValueKind.DATE:
            if wording.date is not None:
                raise NotADate(
                    wording.date, "the value is the date here, so say it there and leave this option empty"
                )
            return before._replace(edtf=_date(value))
        if wording.date is not None:
            before = before._replace(edtf=_date(wording.date))
        if kind is ValueKind.ENTITY:
            return before._replace(object=self._asking.entity(value).id)
        if kind is ValueKind.EITHER and (named := self._named(value)) is not None:
            return before._replace(object=named)
        return before._replace(text=value)

    def _named(self, value: str) -> EntityId | None:
        """The entity whose id or whole name this is, if it is one."""
        try:
            found = self._asking.entity(value)
        except (NoSuchEntity, Ambiguous):
            return None
        exact = {found.id.casefold(), *(name.text.casefold() for name in found.names)}
        return found.id if value.casefold() in exact else None

    async def _today(self, guild_id: GuildId) -> date:
        guild = await guilds.get(self._db.reader, guild_id)
        return self._clock().astimezone(ZoneInfo(guild.zone if guild else "UTC")).date()


def _says(made: Correction) -> tuple[object, ...]:
    """What makes two corrections one and the same: a second source for one value is another."""
    said = (made.corrects, made.subject, made.predicate, made.object, made.text, made.edtf)
    return (*said, made.source, made.url)


def _seen(option: str, typed_text: str) -> str:
    """What was typed as a reader sees it, on one line; raises `NothingSaid`."""
    text = " ".join(without_invisible(typed_text).split())
    if not text:
        raise NothingSaid(option)
    return text


def _date(text: str) -> Edtf:
    try:
        return typed.when(text)
    except typed.NotADay as error:
        raise NotADate(text, str(error)) from error
