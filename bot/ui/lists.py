"""Lists that may take several pages: of the catalogue's forums, of events, and of what a server has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import discord

from bot.rules.moment import is_over
from bot.rules.showing import paging
from bot.rules.showing.cards import event_line
from bot.services.asking import STANDING
from bot.ui import buttons, lists_of_server
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import asker_of
from bot.ui.shown import Shown

NOTHING_AHEAD = "Nothing is announced in what I know. Try `/event list past:True` for what is over."
NO_FEED = (
    "No feed is watched yet. Begin with `/feed add`, or with `/setup`, which offers those that I come with."
)
_NO_TOPIC = (
    "No topic of its own yet. Those I come with can be followed at once, such as counter-terrorism;"
    " `/topic add` saves another."
)


@dataclass(frozen=True, slots=True)
class _List:
    title: str
    empty: str
    """What is said where nothing is listed: what to do next."""
    lines: Callable[[discord.Interaction[Any], Desk, date | None], Awaitable[Sequence[str]]]


async def list_message(
    interaction: discord.Interaction[Any], desk: Desk, what: str, as_of: date | None = None, page: int = 1
) -> Shown:
    """One page of a list, with buttons to turn it where there are more."""
    listed = LISTS[what]
    pages = paging.lines_paged(await listed.lines(interaction, desk, as_of))
    page = min(max(page, 1), len(pages))
    footer = f"Page {page} of {len(pages)}" if len(pages) > 1 else ""
    embed = of_lines(listed.title, pages[page - 1], empty=listed.empty, footer=footer)
    return Shown(embed, buttons.paging(lambda to: buttons.list_id(what, as_of, to), page, len(pages)))


async def _forums(_: discord.Interaction[Any], desk: Desk, __: date | None) -> Sequence[str]:
    return [f"**{entity.label}** — {entity.summary}" for entity in desk.asking.all_of(*STANDING)]


async def _ahead(interaction: discord.Interaction[Any], desk: Desk, as_of: date | None) -> Sequence[str]:
    agenda = await desk.asking.agenda(asker_of(interaction), None, as_of)
    off = [one for one in agenda.called_off if not is_over(one, agenda.now)]
    return [event_line(one, agenda.now) for one in (*agenda.ahead, *agenda.unconfirmed, *off)]


async def _past(interaction: discord.Interaction[Any], desk: Desk, as_of: date | None) -> Sequence[str]:
    agenda = await desk.asking.agenda(asker_of(interaction), None, as_of)
    off = [one for one in agenda.called_off if is_over(one, agenda.now)]
    return [event_line(one, agenda.now) for one in (*agenda.over, *off)]


def _of_server(
    lines: Callable[[discord.Interaction[Any], Desk], Awaitable[Sequence[str]]],
) -> Callable[[discord.Interaction[Any], Desk, date | None], Awaitable[Sequence[str]]]:
    """What is listed of a server is so today."""
    return lambda interaction, desk, _: lines(interaction, desk)


LISTS = {
    "ahead": _List("What lies ahead", NOTHING_AHEAD, _ahead),
    "past": _List(
        "What is over", "Nothing that I know of is over. Try `/event list` for what lies ahead.", _past
    ),
    "forums": _List("Forums", "No catalogue is loaded; whoever runs me has to add a pack.", _forums),
    "feeds": _List("Feeds", NO_FEED, _of_server(lists_of_server.feeds)),
    "health": _List("Health of the feeds", NO_FEED, _of_server(lists_of_server.health)),
    "topics": _List("Topics of this server", _NO_TOPIC, _of_server(lists_of_server.topics)),
    "subscriptions": _List(
        "Subscriptions",
        "Nothing is followed yet. Begin with `/subscribe`.",
        _of_server(lists_of_server.subscriptions),
    ),
    "commands": _List("Commands", "", _of_server(lists_of_server.commands)),
}
