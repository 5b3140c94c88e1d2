"""Which channel may be subscribed, by whom, and what the bot lacks there; said in words.

A channel is a text or announcement channel, a thread, or a forum channel, in which every message is a post.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.rules.forum_posts import needs_choice
from bot.rules.text import escaped
from bot.rules.wording import listed
from bot.ui.desk import Desk
from bot.ui.forum_posts import tags_of
from bot.ui.options import guild_of
from storage.records import ChannelId, EntityId

Channel = discord.TextChannel | discord.Thread | discord.ForumChannel

_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
_NEEDED_IN_THREADS = {
    "send_messages_in_threads" if name == "send_messages" else name: label
    for name, label in (_NEEDED | {"send_messages": "Send Messages in Threads"}).items()
}
_NOTHING_CHANGED = "nothing was changed"


class Named(app_commands.Transformer):
    """A channel that was chosen, by its id and name; the bot may see it no more."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        threads = [kinds.news_thread, kinds.public_thread, kinds.private_thread]
        return [kinds.text, kinds.news, *threads, kinds.forum]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        return value


class Seen(Named):
    """A channel that was chosen, as the bot sees it; raises `BotMissingPermissions` where it does not."""

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        try:
            # A thread that sleeps is not among those Discord told of.
            return value.resolve() or await value.fetch()
        except discord.HTTPException as error:
            raise app_commands.BotMissingPermissions(["view_channel"]) from error


AnyChannel = app_commands.Transform[app_commands.AppCommandChannel | app_commands.AppCommandThread, Named]
SeenChannel = app_commands.Transform[Channel, Seen]


def missing(channel: Channel, tags: Sequence[str] = ()) -> str:
    """What keeps the bot from posting in a channel, as a sentence; empty where nothing does.

    `tags` are those chosen for the posts of a forum.
    """
    if isinstance(channel, discord.Thread) and (closed := _closed(channel)):
        return closed
    is_thread = isinstance(channel, discord.Thread)
    mine = channel.permissions_for(channel.guild.me)
    needed = _NEEDED_IN_THREADS if is_thread else _NEEDED
    lacking = [label for name, label in needed.items() if not getattr(mine, name)]
    if lacking:
        return (
            f"I lack {listed(lacking)} in {channel.mention}. Give me that there and run this again;"
            f" {_NOTHING_CHANGED}."
        )
    return _no_tag(channel, tags) if isinstance(channel, discord.ForumChannel) else ""


def unfit(channel: Channel, *, publish: bool, tags: Sequence[str]) -> str:
    """What a channel cannot do of what is asked of it, as a sentence; empty where it can."""
    if publish and not (isinstance(channel, discord.TextChannel) and channel.is_news()):
        return (
            f"Only an announcement channel publishes what is posted there, and {channel.mention} is"
            f" {_kind(channel)}; {_NOTHING_CHANGED}."
        )
    if tags and not isinstance(channel, discord.ForumChannel):
        return (
            f"Only posts in a forum channel have tags, and {channel.mention} is {_kind(channel)};"
            f" {_NOTHING_CHANGED}."
        )
    if isinstance(channel, discord.ForumChannel):
        return _no_such_tag(channel, tags)
    return ""


async def tags(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    """Completes the last of the tags that are typed, with those of the forum that is chosen."""
    chosen = getattr(interaction.namespace, "channel", None)
    forum = interaction.guild.get_channel(chosen.id) if interaction.guild and chosen else None
    if not isinstance(forum, discord.ForumChannel):
        return []
    before, _, last = typed.rpartition(",")
    known = [name for part in before.split(",") if (name := part.strip())]
    found = [tag.name for tag in tags_of(forum) if last.strip().casefold() in tag.name.casefold()]
    offered = [", ".join([*known, name]) for name in found if name not in known]
    return [app_commands.Choice(name=one, value=one) for one in offered if len(one) <= 100][:25]


def may_subscribe(interaction: discord.Interaction[Any]) -> bool:
    """Whether a button to subscribe this channel is of use to whoever asks here."""
    return isinstance(_channel(interaction), Channel) and interaction.permissions.manage_guild


async def subscribe_here(interaction: discord.Interaction[Any], desk: Desk, entity: EntityId) -> str:
    """Subscribe the channel of a card to what the card is about; returns what is to be said.

    Raises `MissingPermissions` for people who may not manage the server, and `NoSuchEntity`.
    """
    guild_id = guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    channel = _channel(interaction)
    if not isinstance(channel, Channel):
        return "This kind of channel cannot be subscribed. Choose one with `/subscribe`."
    if lacking := missing(channel):
        return lacking
    label = desk.asking.by_id(entity).label
    await desk.subscribing.subscribe(guild_id, ChannelId(channel.id), entity, news=True, reminders=True)
    no_feed = "" if await desk.feeds.of_guild(guild_id) else no_feed_yet()
    return f"{channel.mention} now gets news and reminders on **{label}**. `/unsubscribe` ends that.{no_feed}"


def role_unheard(channel: Channel, role: discord.Role | None) -> str:
    """A role that Discord will not let the bot ping is shown in a post, but nobody is notified."""
    heard = role is None or role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone
    return "" if heard else "\nThat role is not mentionable: allow anyone to mention it in its settings."


def no_feed_yet() -> str:
    return "\nNo feed is watched yet: add one with `/feed add`."


def _closed(thread: discord.Thread) -> str:
    """What keeps the bot out of a thread, whatever it may do in the channel around it."""
    if thread.parent is None:
        return f"I do not see the channel that {thread.mention} belongs to; {_NOTHING_CHANGED}."
    if thread.permissions_for(thread.guild.me).manage_threads:
        return ""
    if thread.locked:
        return f"{thread.mention} is locked: unlock it and run this again; {_NOTHING_CHANGED}."
    if thread.is_private() and thread.me is None:
        return f"I am not in {thread.mention}: mention me there and run this again; {_NOTHING_CHANGED}."
    return ""


def _no_tag(forum: discord.ForumChannel, chosen: Sequence[str]) -> str:
    """Whether a forum might take no post for want of a tag."""
    if not forum.flags.require_tag or not needs_choice(tags_of(forum), chosen):
        return ""
    return (
        f"{forum.mention} wants a tag with every post, and none is called News. Choose one with"
        f" `/subscription edit` and its option `tags`, then run this again; {_NOTHING_CHANGED}."
    )


def _no_such_tag(forum: discord.ForumChannel, names: Sequence[str]) -> str:
    known = [tag.name for tag in tags_of(forum)]
    unknown = [one for one in names if one.casefold() not in {name.casefold() for name in known}]
    if not unknown:
        return ""
    there = f"its tags are {listed([escaped(name) for name in known])}" if known else "it has none"
    return f"{forum.mention} has no tag “{escaped(unknown[0])}” for me: {there}; {_NOTHING_CHANGED}."


def _kind(channel: Channel) -> str:
    if isinstance(channel, discord.Thread):
        return "a thread"
    if isinstance(channel, discord.ForumChannel):
        return "a forum"
    return "an announcement channel" if channel.is_news() else "a text channel"


def _channel(interaction: discord.Interaction[Any]) -> Any:
    """The channel asked from, where the bot is in its server: an app of one's own is used elsewhere too."""
    guild = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id else None
    if guild is None or not interaction.channel_id:
        return None
    return guild.get_channel_or_thread(interaction.channel_id)
