"""The HTTP side: the routes the bot uses and no others, one small handler each.

A route that is not here is answered 501 and complained about. What a request does is the world's business,
what may befall it the desk's.
"""

from __future__ import annotations

from aiohttp import web

from . import payloads, scheduled, threads
from .bell import Bell
from .desk import API, Call, Desk, Handler, answer
from .gateway import Gateway
from .interactions import Exchanges
from .limits import Json, Refused, check_commands
from .nouns import ANNOUNCEMENT, READ_MESSAGE_HISTORY, Guild, Message
from .world import World


class Rest:
    """The application's routes."""

    def __init__(self, world: World, exchanges: Exchanges, gateway: Gateway, desk: Desk, bell: Bell) -> None:
        self.world = world
        self.exchanges = exchanges
        self.gateway = gateway
        self.desk = desk
        self.bell = bell
        self.scheduled = scheduled.ScheduledEvents(world)

    def application(self) -> web.Application:
        app = web.Application(client_max_size=25 * 1024 * 1024)
        happenings = "/guilds/{guild:[0-9]+}/scheduled-events"
        messages, webhook = "/channels/{channel:[0-9]+}/messages", "/webhooks/{application}/{token}"
        routes: dict[str, Handler] = {
            "GET /users/@me": self.myself,
            "POST /users/@me/channels": self.open_direct_channel,
            "GET /oauth2/applications/@me": self.about_application,
            "GET /gateway/bot": self.gateway_for_bots,
            "GET /applications/{application}/commands": self.commands,
            "PUT /applications/{application}/commands": self.sync_commands,
            "GET /guilds/{guild:[0-9]+}": self.guild,
            f"GET {happenings}": self.scheduled_events,
            f"POST {happenings}": self.make_scheduled_event,
            f"PATCH {happenings}/{{event:[0-9]+}}": self.change_scheduled_event,
            f"DELETE {happenings}/{{event:[0-9]+}}": self.delete_scheduled_event,
            "GET /guilds/{guild:[0-9]+}/threads/active": self.active_threads,
            "GET /channels/{channel:[0-9]+}": self.channel,
            "PATCH /channels/{channel:[0-9]+}": self.change_thread,
            "POST /channels/{channel:[0-9]+}/threads": self.make_post,
            "GET /channels/{channel:[0-9]+}/threads/archived/public": self.archived_threads,
            f"POST {messages}/{{message:[0-9]+}}/crosspost": self.publish,
            f"GET {messages}": self.history,
            f"POST {messages}": self.post,
            f"GET {messages}/{{message:[0-9]+}}": self.message,
            f"PATCH {messages}/{{message:[0-9]+}}": self.edit,
            "POST /interactions/{interaction}/{token}/callback": self.callback,
            f"POST {webhook}": self.follow_up,
            f"GET {webhook}/messages/{{message}}": self.own_answer,
            f"PATCH {webhook}/messages/{{message}}": self.edit_own_answer,
            f"DELETE {webhook}/messages/{{message}}": self.delete_own_answer,
        }
        for route, handler in routes.items():
            method, path = route.split()
            app.router.add_route(method, API + path, self.desk.before(handler))
        app.router.add_get("/gateway", self.desk.before(self.connect))
        app.router.add_route("*", "/{anything:.*}", self.desk.before(self.unknown))
        return app

    async def connect(self, call: Call) -> web.StreamResponse:
        return await self.gateway.serve(call.request)

    async def unknown(self, call: Call) -> web.Response:
        self.bell.complain(f"unknown route {call.route}")
        return answer({"message": f"501: the stand-in does not know {call.route}", "code": 0}, 501)

    async def myself(self, call: Call) -> web.Response:
        return answer(payloads.myself(self.world))

    async def about_application(self, call: Call) -> web.Response:
        return answer(payloads.application(self.world))

    async def gateway_for_bots(self, call: Call) -> web.Response:
        start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return answer({"url": self.gateway.url, "shards": 1, "session_start_limit": start})

    async def open_direct_channel(self, call: Call) -> web.Response:
        person = self.world.users.get(int(call.body["recipient_id"]))
        if person is None:
            raise Refused(404, 10013, "Unknown User")
        return answer(payloads.channel(self.world.direct_channel(person)))

    async def commands(self, call: Call) -> web.Response:
        return answer(self.world.commands)

    async def sync_commands(self, call: Call) -> web.Response:
        wanted: list[Json] = call.body
        check_commands(wanted)
        known = {(command["name"], command["type"]): command["id"] for command in self.world.commands}
        self.world.commands = [
            {"type": 1, "description": "", "default_member_permissions": None}
            | command
            | {
                "id": known.get((command["name"], command.get("type", 1)), str(self.world.snowflake())),
                "application_id": str(self.world.application_id),
                "version": str(self.world.snowflake()),
            }
            for command in wanted
        ]
        return answer(self.world.commands)

    def _guild(self, call: Call) -> Guild:
        guild = self.world.guilds.get(int(call.named["guild"]))
        if guild is None or not guild.has_bot:
            raise Refused(404, 10004, "Unknown Guild")
        return guild

    async def scheduled_events(self, call: Call) -> web.Response:
        return answer([scheduled.payload(one) for one in self.scheduled.of(self._guild(call))])

    async def make_scheduled_event(self, call: Call) -> web.Response:
        made = self.scheduled.made_by(self._guild(call), self.world.bot, call.body)
        return answer(scheduled.payload(made))

    async def change_scheduled_event(self, call: Call) -> web.Response:
        guild, bot, number = self._guild(call), self.world.bot, int(call.named["event"])
        return answer(scheduled.payload(self.scheduled.changed_by(guild, bot, number, call.body)))

    async def delete_scheduled_event(self, call: Call) -> web.Response:
        self.scheduled.deleted_by(self._guild(call), self.world.bot, int(call.named["event"]))
        return web.Response(status=204)

    async def guild(self, call: Call) -> web.Response:
        guild = self._guild(call)
        return answer(payloads.guild(guild) | {"approximate_member_count": len(guild.members)})

    def _message(self, call: Call) -> Message:
        channel = self.world.bots_channel(int(call.named["channel"]), READ_MESSAGE_HISTORY)
        message = self.world.messages.get(int(call.named["message"]))
        if message is None or message not in self.world.seen_in(channel):
            raise Refused(404, 10008, "Unknown Message")
        return message

    def _as_bot_reads(self, message: Message) -> Json:
        payload = payloads.message(self.world, message)
        readable = message.author is self.world.bot or message.channel.guild is None
        return payload if readable else payloads.someone_elses(payload)

    async def message(self, call: Call) -> web.Response:
        return answer(self._as_bot_reads(self._message(call)))

    async def history(self, call: Call) -> web.Response:
        channel = self.world.bots_channel(int(call.named["channel"]))
        granted = self.world.permissions(self.world.bot, channel.guild, channel)
        if not granted & READ_MESSAGE_HISTORY:
            return answer([])
        asked = {name: int(value) for name, value in call.request.query.items()}
        return answer([self._as_bot_reads(message) for message in self.world.history(channel, **asked)])

    async def post(self, call: Call) -> web.Response:
        message = self.world.bot_posts(int(call.named["channel"]), call.body, call.files)
        return answer(payloads.message(self.world, message))

    async def edit(self, call: Call) -> web.Response:
        message = self._message(call)
        if message.author is not self.world.bot:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        if message.channel.archived:
            raise Refused(400, 50083, "Thread is archived")
        self.world.edit(message, call.body, call.files)
        return answer(payloads.message(self.world, message))

    async def publish(self, call: Call) -> web.Response:
        message = self._message(call)
        if message.channel.type != ANNOUNCEMENT:
            raise Refused(403, 50024, "Cannot execute action on this channel type")
        if message.published:
            raise Refused(400, 40033, "This message has already been crossposted")
        message.published = True
        return answer(payloads.message(self.world, message))

    async def channel(self, call: Call) -> web.Response:
        return answer(payloads.guild_channel(self.world.bots_channel(int(call.named["channel"]))))

    async def make_post(self, call: Call) -> web.Response:
        post, message = threads.posted(self.world, int(call.named["channel"]), call.body)
        told = payloads.guild_channel(post)
        self.gateway.dispatch("THREAD_CREATE", told | {"newly_created": True})
        return answer(told | {"message": payloads.message(self.world, message)})

    async def change_thread(self, call: Call) -> web.Response:
        known = self.world.channels.get(int(call.named["channel"]))
        if known is not None and known.parent is None:
            return await self.unknown(call)
        changed = threads.changed(self.world, int(call.named["channel"]), call.body)
        self.gateway.dispatch("THREAD_UPDATE", payloads.guild_channel(changed))
        return answer(payloads.guild_channel(changed))

    async def active_threads(self, call: Call) -> web.Response:
        found = threads.below(self.world, self._guild(call), archived=False)
        return answer({"threads": [payloads.guild_channel(one) for one in found], "members": []})

    async def archived_threads(self, call: Call) -> web.Response:
        parent = self.world.bots_channel(int(call.named["channel"]), READ_MESSAGE_HISTORY)
        asleep = threads.below(self.world, parent.guild, archived=True)
        shown = [payloads.guild_channel(one) for one in asleep if one.parent is parent]
        return answer({"threads": shown, "members": [], "has_more": False})

    async def callback(self, call: Call) -> web.Response:
        body = call.body
        token, data = call.named["token"], body.get("data") or {}
        exchange = self.exchanges.respond(token, body.get("type"), data, call.files)
        if call.request.query.get("with_response", "0").lower() in ("1", "true"):
            return answer(payloads.callback(self.world, exchange))
        return web.Response(status=204)

    async def follow_up(self, call: Call) -> web.Response:
        message = self.exchanges.follow_up(call.named["token"], call.body, call.files)
        return answer(payloads.message(self.world, message))

    def _own_answer(self, call: Call) -> Message:
        return self.exchanges.message(call.named["token"], call.named["message"])

    async def own_answer(self, call: Call) -> web.Response:
        return answer(payloads.message(self.world, self._own_answer(call)))

    async def edit_own_answer(self, call: Call) -> web.Response:
        message = self._own_answer(call)
        self.world.edit(message, call.body, call.files)
        return answer(payloads.message(self.world, message))

    async def delete_own_answer(self, call: Call) -> web.Response:
        self._own_answer(call).deleted = True
        return web.Response(status=204)
