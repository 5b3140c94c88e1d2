"""Buttons and their custom ids: the state of a button is its id, so that it works after a restart.

What a press does stands in `presses`. A view made here is stopped before it is sent: nothing of it
is kept in memory, and presses are told by their ids alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import discord

from bot.rules.readings_of_events import digest
from bot.rules.text import cut
from bot.rules.wording import date_in_brief
from storage.records import Entity, EntityId
from storage.statements import Reading

AnyButton = discord.ui.Button[Any]

MOST_RELATED = 10
_MOST_OPTIONS = 25
_NO_DAY = "-"


def why_id(nonce: str) -> str:
    return f"why:{nonce}"


def related_id(nonce: str) -> str:
    """Shows what the news of a message mention, to open."""
    return f"related:{nonce}"


def card_id(entity: EntityId, as_of: date | None) -> str:
    """Opens a card: at most 100 characters, as all of these, since an entity's id has at most 80."""
    return f"card:{day_id(as_of)}:{entity}"


def turn_id(entity: EntityId, as_of: date | None, page: int) -> str:
    """Turns a card to a page in its own message."""
    return f"turn:{page}:{day_id(as_of)}:{entity}"


def facts_id(entity: EntityId, as_of: date | None, page: int = 1) -> str:
    return f"facts:{page}:{day_id(as_of)}:{entity}"


def list_id(what: str, as_of: date | None, page: int) -> str:
    return f"list:{what}:{page}:{day_id(as_of)}"


def history_id(event_id: str, page: int) -> str:
    return f"history:{page}:{event_id}"


def timeline_id(entity: EntityId, as_of: date | None, page: int) -> str:
    """Turns the text of a timeline to a page."""
    return f"timeline:{page}:{day_id(as_of)}:{entity}"


def save_id(calendar_id: int) -> str:
    return f"calendar:{calendar_id}"


def use_id(reading: Reading) -> str:
    """Chooses what a source says of the date of an event, as it was shown."""
    origin = reading.origin.replace("calendar.", "c")
    return f"use:{origin}:{digest(reading)}:{reading.event_id}"


def origin_of(text: str) -> str:
    """The origin of a reading, as a custom id has it."""
    return f"calendar.{text[1:]}" if text[1:].isdigit() else text


def follow_id(entity: EntityId) -> str:
    return f"follow:{entity}"


def day_id(as_of: date | None) -> str:
    return as_of.strftime("%Y%m%d").zfill(8) if as_of else _NO_DAY


def day_of(text: str) -> date | None:
    """The day of a custom id; raises ValueError where it is none."""
    return None if text == _NO_DAY else date(int(text[:4]), int(text[4:6]), int(text[6:]))


def under_card(
    entity: EntityId,
    related: Sequence[Entity],
    as_of: date | None,
    page: int,
    pages: int,
    *,
    may_follow: bool,
    may_remind: bool = False,
) -> discord.ui.View:
    """Turning pages, the sources, subscribing where there is a channel to subscribe, what is related."""
    turning = turns(lambda to: turn_id(entity, as_of, to), page, pages)
    acting = [AnyButton(label="Sources", emoji="📄", custom_id=facts_id(entity, as_of))]
    if may_follow:
        acting.append(AnyButton(label="Subscribe this channel", emoji="🔔", custom_id=follow_id(entity)))
    if may_remind:
        acting.append(remind_me(entity))
    opening = [_opening(one, as_of) for one in related[:MOST_RELATED]]
    more = related[MOST_RELATED:][:_MOST_OPTIONS]
    items: list[discord.ui.Item[Any]] = [*turning, *acting]
    for number, button in enumerate(opening):
        button.row = 1 + number // 5
        items.append(button)
    if more:
        items.append(_choosing(more, as_of))
    return stopped(items)


def under_event(event_id: str, *, may_remind: bool) -> discord.ui.View:
    """Under the card of an event that a server added."""
    history = AnyButton(label="History", emoji="🕘", custom_id=history_id(event_id, 1))
    return stopped([history, remind_me(event_id)] if may_remind else [history])


def remind_me(event_id: str) -> AnyButton:
    return AnyButton(label="Remind me", emoji="⏰", custom_id=f"remind:{event_id}")


def to_save(calendar_id: int) -> discord.ui.View:
    """Under the preview of a calendar."""
    return stopped([AnyButton(label="Save", emoji="📅", custom_id=save_id(calendar_id))])


def with_dates(view: discord.ui.View | None, readings: Sequence[Reading]) -> discord.ui.View:
    """The same view with a button for each of these, to let reminders follow it."""
    made = view or discord.ui.View(timeout=None)
    for one in readings[:5]:
        label = f"Use {'cancelled' if one.is_off else date_in_brief(one.announced.edtf)}"
        made.add_item(AnyButton(label=label, emoji="📅", custom_id=use_id(one), row=3))
    made.stop()
    return made


def to_choose(candidates: Iterable[Entity], as_of: date | None = None) -> discord.ui.View:
    """A button for each thing that may be meant, with its kind."""
    return stopped([_opening(one, as_of, with_kind=True) for one in list(candidates)[:_MOST_OPTIONS]])


def turns(id_of: Callable[[int], str], page: int, pages: int) -> list[AnyButton]:
    """Back and on; nothing where there is one page."""
    if pages < 2:
        return []
    back = AnyButton(label="◀", custom_id=id_of(max(page - 1, 1)), disabled=page <= 1)
    on = AnyButton(label="▶", custom_id=id_of(min(page + 1, pages)), disabled=page >= pages)
    return [back, on]


def paging(id_of: Callable[[int], str], page: int, pages: int) -> discord.ui.View | None:
    """A view that only turns pages, or none where there is one page."""
    found = turns(id_of, page, pages)
    return stopped(found) if found else None


def _opening(entity: Entity, as_of: date | None, *, with_kind: bool = False) -> AnyButton:
    kind = f" ({entity.kind.value.replace('-', ' ')})" if with_kind else ""
    return AnyButton(label=cut(entity.label, 80 - len(kind)) + kind, custom_id=card_id(entity.id, as_of))


def _choosing(entities: Sequence[Entity], as_of: date | None) -> discord.ui.Select[Any]:
    select: discord.ui.Select[Any] = discord.ui.Select(
        placeholder="More that is related", custom_id=f"open:{day_id(as_of)}", row=4
    )
    for one in entities:
        select.add_option(
            label=cut(one.label, 100), value=one.id, description=cut(one.kind.value.replace("-", " "), 100)
        )
    return select


def stopped(items: Sequence[discord.ui.Item[Any]]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
