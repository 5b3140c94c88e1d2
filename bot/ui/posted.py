"""A message of the bot as it is posted: what is shown, who is called above it, and how it is known again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.rules.notices import Notice
from bot.ui.buttons_reminders import under_message
from bot.ui.embeds import of_notice
from storage.deliveries import Delivery


@dataclass(frozen=True, slots=True)
class Posted:
    """Who is called in `content` is allowed to be, and nobody else by anything in it."""

    content: str | None
    embed: discord.Embed
    view: discord.ui.View
    allowed: discord.AllowedMentions


def posted(delivery: Delivery, notice: Notice, late: timedelta | None) -> Posted:
    """A notice as a message; a person in a thread is called, and a role where one was chosen."""
    content, allowed = _called(delivery, notice)
    return Posted(content, of_notice(notice, late), under_message(delivery, notice), allowed)


def custom_ids(message: discord.Message) -> set[str | None]:
    """The ids of the buttons under a message."""
    return {
        child.custom_id
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for child in row.children
        if isinstance(child, discord.Button)
    }


def _called(delivery: Delivery, notice: Notice) -> tuple[str | None, discord.AllowedMentions]:
    if delivery.channel_id is not None and delivery.user_id is not None:
        person = discord.Object(delivery.user_id)
        return f"<@{person.id}>", discord.AllowedMentions(everyone=False, users=[person], roles=False)
    if notice.role_id is not None:
        role = discord.Object(notice.role_id)
        return f"<@&{role.id}>", discord.AllowedMentions(everyone=False, users=False, roles=[role])
    return None, discord.AllowedMentions.none()
