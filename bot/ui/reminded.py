"""What is shown to a person of their own reminders: what was set, and all there are."""

from __future__ import annotations

from typing import Any

import discord

from bot.rules import plans_told, wording
from bot.rules.text import cut, escaped
from bot.services.personal import Asked, Asker, Kept
from bot.ui import buttons_reminders
from bot.ui.desk import Desk
from bot.ui.embeds import of_lines
from bot.ui.shown import Shown
from storage.records import SHIPPED, ChannelId, GuildId, UserId

LIST = "What I remind you of"


def asker_in(interaction: discord.Interaction[Any]) -> Asker:
    """Who asks; where the bot is not in the server, as an app of one's own is, it is asked in none."""
    person = UserId(interaction.user.id)
    guild = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id else None
    if guild is None:
        return Asker(person, SHIPPED)
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return Asker(person, GuildId(guild.id), ChannelId(channel.parent_id))
    channel_id = ChannelId(channel.id) if isinstance(channel, discord.TextChannel) else None
    return Asker(person, GuildId(guild.id), channel_id)


def asked_message(asked: Asked, *, pressed: bool = False) -> Shown:
    """What a person is reminded of from now on; a second press is told that it was so, and may end it."""
    in_server = asked.subscription.guild_id != SHIPPED
    title = cut(asked.label, 200)
    if asked.event is not None:
        lines = plans_told.of_one(asked.plans[0], asked.now, in_server=in_server)
    else:
        lines = plans_told.of_many(asked.plans, asked.now, in_server=in_server)
    said = "I remind you already of" if pressed and asked.was_so else "I remind you by direct message of"
    own = asked.subscription.options.leads
    if own is not None:
        lines.insert(0, f"**Your lead times**: {wording.listed(own) or 'none'}")
    embed = of_lines(
        f"{said} {escaped(title)}", lines, empty="", footer="/remind list shows all; /remind cancel ends one"
    )
    return Shown(embed, buttons_reminders.to_forget([(asked.subscription.id, asked.label)]))


async def list_message(interaction: discord.Interaction[Any], desk: Desk, page: int = 1) -> Shown:
    """A page of what a person is reminded of."""
    kept = await desk.personal.of_person(UserId(interaction.user.id))
    pages = max(1, -(-len(kept) // buttons_reminders.PER_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * buttons_reminders.PER_PAGE
    shown = kept[first : first + buttons_reminders.PER_PAGE]
    lines = [f"{number}. {_line(interaction, one)}" for number, one in enumerate(shown, start=first + 1)]
    footer = f"Page {page} of {pages}" if pages > 1 else ""
    embed = of_lines(
        LIST, lines, empty="Nothing yet. `/remind me` begins, or a **Remind me** button.", footer=footer
    )
    return Shown(embed, buttons_reminders.under_list([one.subscription.id for one in shown], page, pages))


def _line(interaction: discord.Interaction[Any], kept: Kept) -> str:
    made = kept.subscription
    guild = interaction.client.get_guild(made.guild_id) if made.guild_id != SHIPPED else None
    where = f"in {escaped(cut(guild.name, 60))}" if guild else "asked in no server I am in"
    parts = [f"**{escaped(cut(kept.label, 80))}**", where]
    if made.options.leads is not None:
        parts.append(wording.listed(made.options.leads) or "no reminders")
    if made.paused_at is not None:
        parts.append(f"**paused**: {made.paused_reason}")
    elif kept.next is not None:
        parts.append(f"next {wording.countdown(kept.next.due_at)}")
    else:
        parts.append("nothing planned yet")
    return " · ".join(parts)
