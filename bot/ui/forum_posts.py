"""Posts in forum channels, each of which tells one notice: made, looked for, and changed.

No nonce keeps Discord from making a post twice. So it is asked once (see `once`), and after a lost answer the
bot's own posts since then are looked through for the one whose message has the button of the notice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime

import discord

from bot.rules.forum_posts import Tag, name_of, tags_for
from bot.rules.notices import Notice
from bot.ui.embeds import of_notice
from bot.ui.faults import MISSING_PERMISSIONS, UNKNOWN_CHANNEL
from bot.ui.posted import Posted, custom_ids

log = logging.getLogger(__name__)

_LOOKED_AT = 100
_RENAMED_WITHIN_SECONDS = 5


class PostGone(Exception):
    """The post was deleted, or closed by a moderator: there is nothing to change."""


async def make(forum: discord.ForumChannel, notice: Notice, posted: Posted) -> int:
    """Make a post and return the id of its message, which is that of its thread."""
    made = await forum.create_thread(
        name=name_of(notice.title),
        applied_tags=_tags(forum, notice),
        embed=posted.embed,
        view=posted.view,
        content=posted.content,
        allowed_mentions=posted.allowed,
    )
    return made.message.id


async def find(
    forum: discord.ForumChannel, me: int, notice: Notice, since: datetime, button: str
) -> int | None:
    """The id of the message of the post that tells a notice, if the bot made one since then."""
    first = discord.utils.time_snowflake(since)
    async for thread in _posts(forum):
        if thread.owner_id != me or thread.id < first:
            continue
        try:
            message = await thread.fetch_message(thread.id)
        except discord.NotFound:
            continue
        except discord.Forbidden:
            # Without Read Message History its name must do.
            if thread.name == name_of(notice.title):
                return thread.id
            continue
        if button in custom_ids(message):
            return message.id
    return None


async def change(thread: discord.Thread, notice: Notice, view: discord.ui.View) -> None:
    """Make a post tell something else; it is called after that. Raises `PostGone`."""
    if thread.archived:
        # A message wakes a thread up; a change of one does not.
        thread = await _woken(thread)
    await thread.get_partial_message(thread.id).edit(embed=of_notice(notice, None), view=view)
    name = name_of(notice.title)
    if thread.name != name:
        await _rename(thread, name)


def tags_of(forum: discord.ForumChannel) -> list[Tag]:
    """The tags that the bot may give to its posts."""
    may_moderate = forum.guild.me is not None and forum.permissions_for(forum.guild.me).manage_threads
    return [Tag(tag.id, tag.name) for tag in forum.available_tags if may_moderate or not tag.moderated]


def _tags(forum: discord.ForumChannel, notice: Notice) -> list[discord.ForumTag]:
    chosen = tags_for(tags_of(forum), notice.tags, notice.labels, wanted=forum.flags.require_tag)
    known = {tag.id: tag for tag in forum.available_tags}
    return [known[tag_id] for tag_id in chosen]


async def _posts(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    """Those that are awake, then the last of those that sleep."""
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    # Without Read Message History there is no list of those that sleep.
    with contextlib.suppress(discord.Forbidden):
        async for thread in forum.archived_threads(limit=_LOOKED_AT):
            yield thread


async def _woken(thread: discord.Thread) -> discord.Thread:
    try:
        return await thread.edit(archived=False)
    except discord.HTTPException as error:
        if error.code in (MISSING_PERMISSIONS, UNKNOWN_CHANNEL):
            raise PostGone() from error
        raise


async def _rename(thread: discord.Thread, name: str) -> None:
    """Its message says it all, so that it is left as it is called where Discord refuses or lets wait."""
    try:
        async with asyncio.timeout(_RENAMED_WITHIN_SECONDS):
            await thread.edit(name=name)
    except (discord.HTTPException, TimeoutError) as error:
        log.warning("post %d is not called anew: %s", thread.id, error or "it takes too long")
