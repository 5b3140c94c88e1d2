"""The nouns of the stand-in's Discord: people, roles, channels, guilds, messages; and its permissions.

Plain data. What may be done with it is `world`'s business, how it looks on the wire `payloads`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .limits import BUTTON, EPHEMERAL, LOADING, Json, nested

ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_COMMANDS = 1 << 31
MANAGE_EVENTS = 1 << 33
MANAGE_THREADS = 1 << 34
SEND_IN_THREADS = 1 << 38
CREATE_EVENTS = 1 << 44
EVERY_PERMISSION = (1 << 54) - 1
USUAL = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY | USE_COMMANDS
USUAL |= SEND_IN_THREADS

TEXT, DIRECT, VOICE, CATEGORY, ANNOUNCEMENT, THREAD, FORUM = 0, 1, 2, 4, 5, 11, 15


@dataclass(eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    takes_dms: bool = True

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 1
    mentionable: bool = False
    of_bot: User | None = None

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(eq=False)
class Channel:
    """A guild's channel, or direct messages with a `recipient`; overwrites are (allow, deny) by role id."""

    id: int
    name: str
    type: int = TEXT
    guild: Guild | None = None
    recipient: User | None = None
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    last_message_id: int | None = None
    tags: dict[int, str] = field(default_factory=dict)
    """Of a forum those it has, of a post those it was given."""
    requires_tag: bool = False
    parent: Channel | None = None
    owner: User | None = None
    archived: bool = False
    locked: bool = False
    """These four of a thread."""

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner: User
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, list[Role]] = field(default_factory=dict)
    has_bot: bool = True
    is_out: bool = False


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    content: bytes


@dataclass(eq=False)
class Message:
    """A message as it stands now: edits change it in place and raise its `revision`.

    `pinged` is whom it notified when it appeared; `origin` the interaction it answers, if any.
    """

    id: int
    channel: Channel
    author: User
    sent_at: float
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    allowed_mentions: Json | None = None
    origin: Json | None = None
    pinged: list[str] = field(default_factory=list)
    edited_at: float | None = None
    published: bool = False
    revision: int = 0
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[Json]:
        return [component for _, component in nested(self.components) if component["type"] == BUTTON]

    @property
    def text(self) -> str:
        """Everything there is to read, top to bottom, buttons left out."""
        words: list[Any] = [self.content]
        for embed in self.embeds:
            words += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
            words += [part for entry in embed.get("fields") or [] for part in (entry["name"], entry["value"])]
            words.append((embed.get("footer") or {}).get("text"))
        words += [component.get("content") for _, component in nested(self.components)]
        return "\n".join(word for word in words if word)
