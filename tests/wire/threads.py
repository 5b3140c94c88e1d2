"""Threads and the posts of forum channels as Discord keeps them: made, found, changed.

Its opinions: a name of 1 to 100 characters, five tags of the forum's own, a tag where the forum wants one;
who made a thread may rename it, who may write there wakes it up, and only a moderator one that is locked.
"""

from __future__ import annotations

from . import nouns
from .limits import Form, Json, Refused, check_message
from .nouns import Channel, Guild, Message, User
from .world import World

MOST_TAGS = 5
_POST = {"name", "message", "applied_tags", "auto_archive_duration", "rate_limit_per_user", "type"}


def made_below(world: World, parent: Channel, name: str, owner: User) -> Channel:
    """A thread without any message in it yet."""
    assert parent.guild
    made = world.new_channel(parent.guild, name, nouns.THREAD)
    made.parent, made.owner = parent, owner
    return made


def posted(world: World, forum_id: int, body: Json) -> tuple[Channel, Message]:
    """A post of the bot, and its first message, which has the same id. Raises `Refused`."""
    forum = world.bots_channel(forum_id)
    granted = world.permissions(world.bot, forum.guild, forum)
    if not granted & nouns.SEND_MESSAGES:
        raise Refused(403, 50013, "Missing Permissions")
    if forum.type != nouns.FORUM or body.keys() - _POST:
        raise NotImplementedError(f"a thread with {', '.join(body)}")
    _check(forum, body)
    post = made_below(world, forum, body["name"].strip(), world.bot)
    post.tags = {int(tag): forum.tags[int(tag)] for tag in body.get("applied_tags") or []}
    message = world.store(post, world.bot, body["message"])
    del world.messages[message.id]
    message.id = post.id
    world.messages[message.id] = message
    return post, message


def changed(world: World, thread_id: int, body: Json) -> Channel:
    """What the bot may change of a thread: its name, and whether it sleeps. Raises `Refused`."""
    thread = world.bots_channel(thread_id, nouns.SEND_MESSAGES)
    if thread.parent is None or body.keys() - {"name", "archived"}:
        raise NotImplementedError(f"changing {', '.join(body)} of a channel")
    is_moderator = world.permissions(world.bot, thread.guild, thread) & nouns.MANAGE_THREADS
    if not is_moderator and (thread.locked or ("name" in body and thread.owner is not world.bot)):
        raise Refused(403, 50013, "Missing Permissions")
    if thread.archived and body.get("archived") is not False:
        raise Refused(400, 50083, "Thread is archived")
    form = Form()
    if "name" in body:
        form.text("name", body["name"], 100, least=1)
    form.finish()
    thread.name = body.get("name", thread.name).strip()
    thread.archived = body.get("archived", thread.archived)
    return thread


def below(world: World, guild: Guild | None, *, archived: bool) -> list[Channel]:
    """The threads of a guild that are asleep, or that are not; the newest first."""
    found = [one for one in world.channels.values() if one.guild is guild and one.parent]
    return [one for one in reversed(found) if one.archived is archived]


def _check(forum: Channel, body: Json) -> None:
    tags = [int(tag) for tag in body.get("applied_tags") or []]
    form = Form()
    form.text("name", body.get("name"), 100, least=1)
    form.count("applied_tags", tags, MOST_TAGS)
    for tag in set(tags) - forum.tags.keys():
        form.wrong("applied_tags", "INVALID_FORUM_TAG", f"{tag} is no tag of this forum")
    form.finish()
    check_message(body["message"], [])
    if forum.requires_tag and not tags:
        raise Refused(400, 40067, "A tag is required to create a forum post in this channel")
