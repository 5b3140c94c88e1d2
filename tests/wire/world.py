"""What the stand-in's Discord holds, and who may do what there: guilds, channels, messages, nonces.

Pure state: no sockets, no asyncio, no JSON of the wire beyond the bodies that were sent. Time is the `clock`
it is given. It refuses what Discord refuses (`limits.Refused`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from . import nouns
from .limits import LOADING, Json, Refused, check_message, nested
from .nouns import Attachment, Channel, Guild, Message, Role, User

DISCORD_EPOCH_MS = 1_420_070_400_000


class World:
    """Everything stored. `clock` gives Unix seconds; a nonce is remembered for `nonce_window` of them."""

    def __init__(self, clock: Callable[[], float], nonce_window: float) -> None:
        self.clock = clock
        self.nonce_window = nonce_window
        self._last_id = 0
        self._nonces: dict[tuple[int, str], tuple[float, Message]] = {}
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.commands: list[Json] = []
        self.bot = self.new_user("attache", bot=True)
        self.application_id = self.bot.id

    def snowflake(self) -> int:
        wanted = (int(self.clock() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last_id = max(self._last_id + 1, wanted)
        return self._last_id

    def new_user(self, name: str, *, bot: bool = False, takes_dms: bool = True) -> User:
        user = User(self.snowflake(), name, bot, takes_dms=takes_dms)
        self.users[user.id] = user
        return user

    def new_guild(self, name: str, *, bot_permissions: int, locale: str) -> Guild:
        guild = Guild(self.snowflake(), name, owner=self.new_user(f"owner of {name}"), locale=locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", nouns.USUAL, position=0)
        bots_own = Role(self.snowflake(), self.bot.name, bot_permissions, of_bot=self.bot)
        guild.roles[bots_own.id] = bots_own
        guild.members = {guild.owner.id: [], self.bot.id: [bots_own]}
        self.guilds[guild.id] = guild
        return guild

    def new_channel(self, guild: Guild, name: str, kind: int) -> Channel:
        channel = Channel(self.snowflake(), name, kind, guild)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def direct_channel(self, user: User) -> Channel:
        """The one direct-message channel between the bot and this person."""
        found = (channel for channel in self.channels.values() if channel.recipient is user)
        channel = next(found, None) or Channel(self.snowflake(), user.name, nouns.DIRECT, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def permissions(self, user: User, guild: Guild | None, channel: Channel | None = None) -> int:
        """What this member may do in the guild, or in one of its channels; in a direct message, the usual."""
        if guild is None:
            return nouns.USUAL
        roles = [guild.roles[guild.id], *guild.members[user.id]]
        granted = 0
        for role in roles:
            granted |= role.permissions
        if user is guild.owner or granted & nouns.ADMINISTRATOR:
            return nouns.EVERY_PERMISSION
        placed = channel.parent if channel and channel.parent else channel
        overwrites = placed.overwrites if placed else {}
        everyone_allow, everyone_deny = overwrites.get(guild.id, (0, 0))
        allow = deny = 0
        for role in roles[1:]:
            role_allow, role_deny = overwrites.get(role.id, (0, 0))
            allow, deny = allow | role_allow, deny | role_deny
        granted = (granted & ~everyone_deny | everyone_allow) & ~deny | allow
        return granted if granted & nouns.VIEW_CHANNEL else 0

    def bots_channel(self, channel_id: int, needed: int = 0) -> Channel:
        """The channel, if it exists and the bot may do there what is `needed`; else `Refused`."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refused(404, 10003, "Unknown Channel")
        if channel.guild and not channel.guild.has_bot:
            raise Refused(403, 50001, "Missing Access")
        granted = self.permissions(self.bot, channel.guild, channel)
        if channel.parent and needed & nouns.SEND_MESSAGES:
            needed = needed & ~nouns.SEND_MESSAGES | nouns.SEND_IN_THREADS
        if not granted & nouns.VIEW_CHANNEL:
            raise Refused(403, 50001, "Missing Access")
        if needed & ~granted:
            raise Refused(403, 50013, "Missing Permissions")
        if needed & nouns.SEND_MESSAGES and channel.recipient and not channel.recipient.takes_dms:
            raise Refused(403, 50007, "Cannot send messages to this user")
        if needed & nouns.SEND_MESSAGES and channel.type in (nouns.CATEGORY, nouns.FORUM):
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        return channel

    def bot_posts(self, channel_id: int, body: Json, files: Sequence[Attachment]) -> Message:
        """A message by the bot, or the earlier one with the same enforced nonce. Raises `Refused`."""
        check_message(body, [len(file.content) for file in files])
        needed = nouns.SEND_MESSAGES
        needed |= nouns.EMBED_LINKS if body.get("embeds") else 0
        needed |= nouns.ATTACH_FILES if files else 0
        channel = self.bots_channel(channel_id, needed)
        nonce = body.get("nonce")
        # The author is the scope of a nonce, not the channel; and deleting a message does not free its nonce.
        remembered = self._nonces.get((self.bot.id, str(nonce)))
        if body.get("enforce_nonce") and remembered and self.clock() - remembered[0] < self.nonce_window:
            if remembered[1].deleted:
                raise Refused(404, 10008, "Unknown Message")
            return remembered[1]
        if channel.archived and channel.locked:
            raise Refused(400, 50083, "Thread is archived")
        channel.archived = False
        message = self.store(channel, self.bot, body, files)
        if nonce is not None:
            self._nonces[self.bot.id, str(nonce)] = (self.clock(), message)
        return message

    def store(
        self,
        channel: Channel,
        author: User,
        body: Json,
        files: Sequence[Attachment] = (),
        origin: Json | None = None,
    ) -> Message:
        """Keep a new message, unchecked."""
        now, nonce = self.clock(), body.get("nonce")
        message = Message(self.snowflake(), channel, author, now, nonce=nonce, origin=origin)
        self._write(message, body, files)
        message.pinged = self.mentions(message)
        self.messages[message.id] = message
        if not message.ephemeral:
            channel.last_message_id = message.id
        return message

    def edit(self, message: Message, body: Json, files: Sequence[Attachment]) -> None:
        """Change what `body` names and nothing else. Raises `Refused`, and then nothing has changed."""
        kept = message.attachments
        if body.get("attachments") is not None:
            kept_ids = {str(attachment["id"]) for attachment in body["attachments"]}
            kept = [attachment for attachment in kept if str(attachment.id) in kept_ids]
        shown = {name: getattr(message, name) for name in ("content", "embeds", "components")}
        whole = shown | body
        whole["flags"] = message.flags & ~LOADING | (body.get("flags") or 0)
        whole.pop("nonce", None)
        attachments = [*kept, *files]
        check_message(whole, [len(file.content) for file in attachments])
        was_loading = message.loading
        self._write(message, whole, attachments)
        if was_loading:
            message.pinged = self.mentions(message)
        message.edited_at = self.clock()
        message.revision += 1

    def _write(self, message: Message, body: Json, files: Sequence[Attachment]) -> None:
        message.content = (body.get("content") or "").strip()
        message.embeds = body.get("embeds") or []
        message.components = body.get("components") or []
        message.flags = body.get("flags") or 0
        message.allowed_mentions = body.get("allowed_mentions", message.allowed_mentions)
        message.attachments = list(files)

    def seen_in(self, channel: Channel) -> list[Message]:
        """What everyone in the channel sees, oldest first."""
        return [
            message
            for message in self.messages.values()
            if message.channel is channel and not message.deleted and not message.ephemeral
        ]

    def history(
        self,
        channel: Channel,
        *,
        limit: int = 50,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
    ) -> list[Message]:
        """A page of what everyone sees, newest first whatever was asked. Raises `Refused`."""
        if not 1 <= limit <= 100:
            raise Refused(
                400, 50035, "Invalid Form Body", {"limit": {"_errors": [{"code": "NUMBER_TYPE_MAX"}]}}
            )
        messages = self.seen_in(channel)
        if around is not None:
            older = [message for message in messages if message.id < around]
            chosen = older[max(0, len(older) - limit // 2) :]
            chosen += [message for message in messages if message.id >= around][: limit - len(chosen)]
        elif after is not None:
            chosen = [message for message in messages if message.id > after][:limit]
        else:
            chosen = [message for message in messages if before is None or message.id < before][-limit:]
        return chosen[::-1]

    def mentions(self, message: Message) -> list[str]:
        """The mentions Discord resolves: `@everyone`, `<@&role>`, `<@user>`; those in embeds it does not."""
        default = {"parse": ["users"] if message.origin else ["users", "roles", "everyone"]}
        allowed = default if message.allowed_mentions is None else message.allowed_mentions
        parsed = allowed.get("parse") or []
        guild = message.channel.guild
        may_mention_all = self.permissions(message.author, guild, message.channel) & nouns.MENTION_EVERYONE
        found = []
        words = [message.content, *(one.get("content") or "" for _, one in nested(message.components))]
        for mention in re.findall(r"<@&?\d+>|@everyone|@here", "\n".join(words)):
            kind = "everyone" if mention[0] == "@" else "roles" if mention[2] == "&" else "users"
            named = int(re.sub(r"\D", "", mention) or 0)
            role = guild.roles.get(named) if guild else None
            if kind == "users":
                entitled = named in self.users
            else:
                entitled = bool(may_mention_all) or (role is not None and role.mentionable)
            if entitled and (kind in parsed or str(named) in map(str, allowed.get(kind) or [])):
                found.append(mention)
        return list(dict.fromkeys(found))
