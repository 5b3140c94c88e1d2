"""What a server sees of events: found by name, offered while somebody types, and how each was changed."""

from __future__ import annotations

import re

from bot.rules import moving, series
from bot.rules.dates import typed, typed_rules
from bot.rules.dates.recurring import NotARule
from bot.rules.dates.rule_words import in_words
from bot.rules.dates.typed_echo import reading_in_words
from bot.rules.happenings import concerns
from bot.rules.moment import coming
from bot.rules.text import phrase
from bot.services import entered
from bot.services.asking import HAPPENINGS, Asking
from bot.services.catalogue import CatalogueService
from bot.services.ports import Clock
from bot.services.refusals import NoSuchEntity, NoSuchEvent, Refusal
from storage import edtf, events, guilds
from storage.database import Database
from storage.edtf import Announced
from storage.records import (
    SHIPPED,
    Entity,
    Event,
    EventStatus,
    FactStatus,
    Guild,
    GuildId,
)
from storage.revisions import EventChange

_PICKED = re.compile(r"(?P<id>[a-z0-9.-]{1,80})@(?P<revision>\d{1,9})", re.ASCII)
"""An event that was picked from a list: its id, and the revision it had then."""


class Diary:
    def __init__(self, db: Database, clock: Clock, catalogue: CatalogueService, asking: Asking) -> None:
        self._db = db
        self._clock = clock
        self._catalogue = catalogue
        self._asking = asking

    async def event(self, guild_id: GuildId, query: str) -> Event:
        """The event of an id or a name, as the server sees it.

        A meeting of the catalogue of which no date is known is one that is to be confirmed. Raises
        `NoSuchEvent`, and, for the catalogue's, `Ambiguous` and `OtherKind`.
        """
        return (await self.chosen(guild_id, query))[0]

    async def chosen(self, guild_id: GuildId, query: str) -> tuple[Event, int]:
        """The same, with the revision it had when it was picked from a list; else its present one."""
        picked_from_list = _PICKED.fullmatch(query.strip())
        if picked_from_list is not None:
            found = await events.get(self._db.reader, picked_from_list["id"], guild_id)
            if found is not None:
                return found, int(picked_from_list["revision"])
        event = await self._called(guild_id, query.strip())
        return event, event.revision

    async def _called(self, guild_id: GuildId, query: str) -> Event:
        by_id = await events.get(self._db.reader, query, guild_id)
        if by_id is not None:
            return by_id
        if (named := await self._named(guild_id, query)) is not None:
            return named
        try:
            entity = self._asking.entity(query, HAPPENINGS)
        except NoSuchEntity as error:
            raise NoSuchEvent(query) from error
        return await events.get(self._db.reader, entity.id, guild_id) or self._undated(entity)

    async def named_in(self, guild_id: GuildId, text: str) -> Event | None:
        """The server's own event whose whole name a text holds; of several, what lies ahead.

        A name of one word is too little to be found within others.
        """
        said = phrase(text)
        named = []
        for one in await events.own_of(self._db.reader, guild_id):
            words = phrase(one.title)
            if words == said or (len(words) > 1 and _holds(said, words)):
                named.append(one)
        now = await self._asking.now(guild_id)
        return next(iter([*coming(named, now), *named]), None)

    async def suggest(self, guild_id: GuildId, typed_text: str, limit: int = 25) -> list[Event]:
        """What somebody may be typing the name of: what lies ahead first, the soonest first of it."""
        wanted = phrase(typed_text)
        now = await self._asking.now(guild_id)
        known = await events.all_of(self._db.reader, guild_id)
        ahead = coming(known, now)
        rest = sorted((one for one in known if one not in ahead), key=lambda one: edtf.sort_key(one.edtf))
        return [one for one in (*ahead, *reversed(rest)) if _begins(wanted, phrase(one.title))][:limit]

    async def readings(self, guild_id: GuildId, text: str, query: str = "") -> list[tuple[str, str]]:
        """What a date that is still being typed means, in words, each with a text that says just that.

        Of an event that had an hour, the same hour on a new day is offered too. What is no date yet is
        answered with what is wrong with it.
        """
        guild = await guilds.get(self._db.reader, guild_id) or Guild(guild_id)
        now = self._clock()
        if not text.strip():
            return []
        try:
            announced = typed.read(text, now, guild.zone)
        except typed.NotADay as error:
            meant = [(one, one) for one in error.readings]
            return [*meant, (str(error), text)]
        offered = [announced]
        try:
            kept = moving.with_hour_kept(await self.event(guild_id, query), announced) if query else None
        except Refusal:
            kept = None
        if kept is not None:
            offered.append(kept)
        return [(reading_in_words(one, now, guild.zone), moving.as_typed(one)) for one in offered]

    async def rule_readings(
        self, guild_id: GuildId, text: str, when: str, ends: str | None, query: str = ""
    ) -> list[tuple[str, str]]:
        """What is being typed for how often it comes back, in words with its next dates, each with a text
        that says just that; seen from the date that is typed already, or that of the event."""
        guild = await guilds.get(self._db.reader, guild_id) or Guild(guild_id)
        try:
            first = entered.date(when, ends, self._clock(), guild.zone) if when else None
            first = (await self.event(guild_id, query)).announced if query else first
        except Refusal:
            first = None
        stop = [("No more: it does not come back", entered.STOP)] if query else []
        if not text.strip():
            meant = [_rule_read(one, first) for one in series.offers(first)] if first is not None else []
            return [(words, value) for words, value in meant if value] + stop
        if stop and entered.STOP.startswith(text.strip().casefold()):
            return stop
        words, value = _rule_read(text, first)
        return [(words, value or text)]

    async def history(self, guild_id: GuildId, query: str) -> tuple[Event, list[EventChange]]:
        """An event and its revisions in a server, the oldest first; none where nothing was changed."""
        found = await self.event(guild_id, query)
        return found, await events.history(self._db.reader, guild_id, found.id)

    async def _named(self, guild_id: GuildId, query: str) -> Event | None:
        """The event with this very title; of several, what lies ahead."""
        known = await events.all_of(self._db.reader, guild_id)
        same = [one for one in known if called(one.title) == called(query)]
        now = await self._asking.now(guild_id)
        return next(iter([*coming(same, now), *same]), None)

    def _undated(self, entity: Entity) -> Event:
        return Event(
            id=entity.id,
            guild_id=SHIPPED,
            title=entity.label,
            edtf=edtf.parse("TBC"),
            wall_time=None,
            zone=None,
            start_at=None,
            status=EventStatus.PLANNED,
            date_status=FactStatus.STATED,
            date_doubt=None,
            date_reason=None,
            planned_as_of=None,
            place=None,
            place_status=None,
            url=None,
            source=None,
            concerns=concerns(self._catalogue.known_to(None), entity.id),
        )


def _rule_read(text: str, first: Announced | None) -> tuple[str, str]:
    """A rule in words with a text to choose it by; what is none with what is wrong with it, and no text."""
    try:
        rule = typed_rules.read(text)
        return (series.reading(rule, first) if first is not None else in_words(rule)), str(rule)
    except NotARule as error:
        return str(error), ""


def picked(event: Event) -> str:
    """The text by which an event is picked from a list, as it stands now."""
    return f"{event.id}@{event.revision}"


def called(title: str) -> tuple[str, ...]:
    """What makes two names the same."""
    return phrase(title) or (title.strip().casefold(),)


def _holds(said: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(said[first : first + len(words)] == words for first in range(len(said)))


def _begins(wanted: tuple[str, ...], title: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in title) for part in wanted)
