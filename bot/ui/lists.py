"""Lists that may take several pages: what lies ahead, what is over, every forum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import discord

from bot.rules.moment import is_over
from bot.rules.showing import paging
from bot.rules.showing.cards import event_line
from bot.services.asking import STANDING
from bot.ui import buttons
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.options import asker_of
from bot.ui.shown import Shown

What = Literal["ahead", "past", "forums"]

NOTHING_AHEAD = "Nothing is announced in what I know. Try `/event list past:True` for what is over."
_TITLES = {"ahead": "What lies ahead", "past": "What is over", "forums": "Forums"}
_EMPTY = {
    "ahead": NOTHING_AHEAD,
    "past": "Nothing that I know of is over. Try `/event list` for what lies ahead.",
    "forums": "No catalogue is loaded; whoever runs me has to add a pack.",
}


async def list_message(
    interaction: discord.Interaction[Any], desk: Desk, what: What, as_of: date | None = None, page: int = 1
) -> Shown:
    """One page of a list, with buttons to turn it where there are more."""
    pages = paging.lines_paged(await _lines(interaction, desk, what, as_of))
    page = min(max(page, 1), len(pages))
    footer = f"Page {page} of {len(pages)}" if len(pages) > 1 else ""
    embed = of_lines(_TITLES[what], pages[page - 1], empty=_EMPTY[what], footer=footer)
    return Shown(embed, buttons.paging(lambda to: buttons.list_id(what, as_of, to), page, len(pages)))


async def _lines(
    interaction: discord.Interaction[Any], desk: Desk, what: What, as_of: date | None
) -> Sequence[str]:
    if what == "forums":
        return [f"**{entity.label}** — {entity.summary}" for entity in desk.asking.all_of(*STANDING)]
    agenda = await desk.asking.agenda(asker_of(interaction), None, as_of)
    off = [one for one in agenda.called_off if is_over(one, agenda.now) is (what == "past")]
    events = (*agenda.ahead, *agenda.unconfirmed) if what == "ahead" else agenda.over
    return [event_line(one, agenda.now) for one in (*events, *off)]
