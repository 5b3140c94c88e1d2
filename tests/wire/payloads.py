"""The stand-in's state in the JSON of Discord's API: small, but with every key discord.py asks for.

Pure functions; nothing here decides anything.
"""

from __future__ import annotations

from datetime import UTC, datetime

from .interactions import ACKNOWLEDGED, DEFERRED, MESSAGE, UPDATE, Exchange
from .limits import FILE_BYTES, Json
from .nouns import FORUM, THREAD, VOICE, Attachment, Channel, Guild, Message, Role, User
from .world import DISCORD_EPOCH_MS, World

REQUIRE_TAG = 1 << 4


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def user(person: User) -> Json:
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": None if person.bot else person.name.title(),
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "bot": person.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def myself(world: World) -> Json:
    return user(world.bot) | {"verified": True, "mfa_enabled": True, "locale": "en-US", "email": None}


def application(world: World) -> Json:
    return {
        "id": str(world.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(world.bot),
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(world.guilds),
    }


def role(of: Role) -> Json:
    return {
        "id": str(of.id),
        "name": of.name,
        "permissions": str(of.permissions),
        "position": of.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": of.of_bot is not None,
        "mentionable": of.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    } | ({"tags": {"bot_id": str(of.of_bot.id)}} if of.of_bot else {})


def member(world: World, guild: Guild, person: User, channel: Channel | None = None) -> Json:
    """A member without its user; with a channel, also what they may do there."""
    permissions = {"permissions": str(world.permissions(person, guild, channel))} if channel else {}
    return {
        "roles": [str(one.id) for one in guild.members[person.id]],
        "joined_at": moment(world.clock()),
        "premium_since": None,
        "communication_disabled_until": None,
        "nick": None,
        "avatar": None,
        "banner": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    } | permissions


def channel(of: Channel) -> Json:
    last = {"last_message_id": str(of.last_message_id) if of.last_message_id else None}
    if of.recipient:
        return {"id": str(of.id), "type": of.type, "flags": 0, "recipients": [user(of.recipient)]} | last
    if of.type == THREAD:
        return _thread(of) | last
    overwrites = [
        {"id": str(role_id), "type": 0, "allow": str(allow), "deny": str(deny)}
        for role_id, (allow, deny) in of.overwrites.items()
    ]
    tags = [
        {"id": str(tag_id), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for tag_id, name in of.tags.items()
    ]
    more: dict[int, Json] = {VOICE: {"bitrate": 64000, "user_limit": 0}, FORUM: {"available_tags": tags}}
    common = {
        "id": str(of.id),
        "type": of.type,
        "name": of.name,
        "position": 0,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "flags": REQUIRE_TAG if of.requires_tag else 0,
        "rate_limit_per_user": 0,
        "permission_overwrites": overwrites,
    }
    return common | last | more.get(of.type, {})


def _thread(of: Channel) -> Json:
    assert of.parent and of.owner
    at = moment((of.id >> 22) / 1000 + DISCORD_EPOCH_MS / 1000)
    return {
        "id": str(of.id),
        "type": of.type,
        "name": of.name,
        "parent_id": str(of.parent.id),
        "owner_id": str(of.owner.id),
        "flags": 0,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "member_count": 1,
        "applied_tags": [str(tag_id) for tag_id in of.tags],
        "thread_metadata": {
            "archived": of.archived,
            "locked": of.locked,
            "auto_archive_duration": 4320,
            "archive_timestamp": at,
            "create_timestamp": at,
        },
    }


def guild_channel(of: Channel) -> Json:
    """A channel as gateway events and REST give it, with its guild."""
    return channel(of) | ({"guild_id": str(of.guild.id)} if of.guild else {})


def guild(of: Guild) -> Json:
    """A guild as REST gives it."""
    return {
        "id": str(of.id),
        "name": of.name,
        "owner_id": str(of.owner.id),
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "features": [],
        "roles": [role(one) for one in of.roles.values()],
        "emojis": [],
        "stickers": [],
        "preferred_locale": of.locale,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_id": None,
        "system_channel_flags": 0,
    }


def guild_create(world: World, of: Guild) -> Json:
    """A guild as the gateway gives it: with its channels and, of all members, the bot."""
    return guild(of) | {
        "joined_at": moment(world.clock()),
        "large": False,
        "member_count": len(of.members),
        "members": [member(world, of, world.bot) | {"user": user(world.bot)}],
        "channels": [channel(one) for one in of.channels.values() if one.parent is None],
        "threads": [guild_channel(one) for one in of.channels.values() if one.parent and not one.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment(of: Attachment) -> Json:
    url = f"https://cdn.invalid/attachments/{of.id}/{of.filename}"
    return {"id": str(of.id), "filename": of.filename, "size": len(of.content), "url": url, "proxy_url": url}


def message(world: World, of: Message) -> Json:
    pings = world.mentions(of)
    users = [world.users[int(ping[2:-1])] for ping in pings if ping[:2] == "<@" and ping[2] != "&"]
    payload: Json = {
        "id": str(of.id),
        "channel_id": str(of.channel.id),
        "type": 20 if of.origin and of.origin["type"] == 2 else 0,
        "author": user(of.author),
        "content": of.content,
        "embeds": of.embeds,
        "components": of.components,
        "attachments": [attachment(one) for one in of.attachments],
        "timestamp": moment(of.sent_at),
        "edited_timestamp": moment(of.edited_at) if of.edited_at is not None else None,
        "flags": of.flags,
        "mentions": [user(one) for one in users],
        "mention_roles": [ping[3:-1] for ping in pings if ping.startswith("<@&")],
        "mention_everyone": any(ping in ("@everyone", "@here") for ping in pings),
        "pinned": False,
        "tts": False,
    }
    if of.nonce is not None:
        payload["nonce"] = of.nonce
    if of.origin:
        asker = world.users[of.origin["user_id"]]
        owners = {"0": str(of.channel.guild.id if of.channel.guild else 0)}
        metadata = {key: value for key, value in of.origin.items() if key != "user_id"}
        metadata |= {"user": user(asker), "authorizing_integration_owners": owners}
        payload["interaction_metadata"] = metadata
        payload |= {"application_id": str(world.application_id), "webhook_id": str(world.application_id)}
    return payload


def someone_elses(payload: Json) -> Json:
    """What a bot without the message content intent is given of another's message."""
    return payload | {"content": "", "embeds": [], "components": [], "attachments": []}


def interaction(world: World, exchange: Exchange) -> Json:
    where, asker = exchange.channel, exchange.user
    payload: Json = {
        "id": str(exchange.id),
        "application_id": str(world.application_id),
        "type": exchange.kind,
        "token": exchange.token,
        "version": 1,
        "data": exchange.data,
        "channel_id": str(where.id),
        "channel": guild_channel(where),
        "locale": asker.locale,
        "app_permissions": str(world.permissions(world.bot, where.guild, where)),
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(where.guild.id if where.guild else 0)},
        "context": 0 if where.guild else 1,
        "attachment_size_limit": FILE_BYTES,
    }
    if exchange.clicked:
        payload["message"] = message(world, exchange.clicked)
    if where.guild is None:
        return payload | {"user": user(asker)}
    return payload | {
        "guild_id": str(where.guild.id),
        "guild": {"id": str(where.guild.id), "locale": where.guild.locale, "features": []},
        "guild_locale": where.guild.locale,
        "member": member(world, where.guild, asker, where) | {"user": user(asker)},
    }


def callback(world: World, exchange: Exchange) -> Json:
    """What `with_response=true` gets for a callback."""
    about: Json = {"id": str(exchange.id), "type": exchange.kind}
    if exchange.callback in (MESSAGE, DEFERRED, ACKNOWLEDGED, UPDATE) and exchange.original:
        about["response_message_id"] = str(exchange.original.id)
        about["response_message_loading"] = exchange.original.loading
        about["response_message_ephemeral"] = exchange.original.ephemeral
    if exchange.callback in (MESSAGE, UPDATE) and exchange.original:
        shown = {"type": exchange.callback, "message": message(world, exchange.original)}
        return {"interaction": about, "resource": shown}
    return {"interaction": about}
