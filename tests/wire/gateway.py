"""The websocket side: hello, identify, heartbeat, resume, and events in order.

A session keeps every event it was ever sent. A connection streams that log from where the client says it
stopped, so replay after a resume and live events are the same thing. It must not know what the events mean.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

from . import payloads
from .bell import Bell
from .limits import Json
from .world import World

GUILDS = 1 << 0
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
NEED_GUILDS = ("GUILD_", "CHANNEL_", "THREAD_")


class Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    transport: asyncio.Transport
    session: Session | None = None
    sent: int = 0
    streaming: asyncio.Task[None] | None = None

    def cut(self) -> None:
        if self.streaming:
            self.streaming.cancel()
        self.transport.abort()


@dataclass(eq=False)
class Session:
    id: str
    intents: int
    log: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    connection: Connection | None = None

    def add(self, event: str, data: Json) -> None:
        if event.startswith(NEED_GUILDS) and not self.intents & GUILDS:
            return
        self.log.append(json.dumps({"op": Op.DISPATCH, "t": event, "s": len(self.log) + 1, "d": data}))
        self.news.set()

    @property
    def caught_up(self) -> bool:
        return self.connection is not None and self.connection.sent == len(self.log)


class Gateway:
    """Sessions and their connections."""

    def __init__(self, world: World, token: str, bell: Bell) -> None:
        self.world = world
        self.token = token
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._bell = bell

    @property
    def ready(self) -> bool:
        """Whether a bot is connected and has been sent everything there is."""
        return any(session.caught_up for session in self.sessions.values())

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    def dispatch(self, event: str, data: Json) -> None:
        """Send an event to every session, connected or to be resumed."""
        for session in self.sessions.values():
            session.add(event, data)

    def hang_up(self, *, forget: bool) -> None:
        """Cut every connection without a word; with `forget`, no session can be resumed either."""
        for connection in list(self._connections):
            if connection.session:
                connection.session.connection = None
            connection.cut()
        if forget:
            self.sessions.clear()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        assert isinstance(request.transport, asyncio.Transport)
        connection = Connection(socket, request.transport)
        self._connections.add(connection)
        try:
            await socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(frame.data))
        except ConnectionResetError:
            pass
        finally:
            self._leave(connection)
        return socket

    def _leave(self, connection: Connection) -> None:
        self._connections.discard(connection)
        if connection.streaming:
            connection.streaming.cancel()
        session = connection.session
        if session and session.connection is connection:
            session.connection = None
            # A client that says goodbye with these codes ends its session; any other end can be resumed.
            if connection.socket.close_code in (1000, 1001):
                self.sessions.pop(session.id, None)
        self._bell.ring()

    async def _receive(self, connection: Connection, frame: Json) -> None:
        operation, data = frame["op"], frame.get("d")
        if operation == Op.HEARTBEAT:
            await connection.socket.send_json({"op": Op.HEARTBEAT_ACK})
        elif operation == Op.IDENTIFY:
            await self._identify(connection, data)
        elif operation == Op.RESUME:
            await self._resume(connection, data)
        elif operation != Op.PRESENCE:
            self._bell.complain(f"gateway opcode {operation} is not known here: {frame}")
            await connection.socket.close(code=4001)

    async def _identify(self, connection: Connection, data: Any) -> None:
        if data["token"] != self.token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
            return
        if data["intents"] & PRIVILEGED:
            self._bell.complain(f"privileged intents were asked for: {data['intents']}")
            await connection.socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        session = Session(f"session-{self.world.snowflake()}", data["intents"])
        self.sessions[session.id] = session
        guilds = [guild for guild in self.world.guilds.values() if guild.has_bot]
        session.add(
            "READY",
            {
                "v": 10,
                "user": payloads.myself(self.world),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "application": {"id": str(self.world.application_id), "flags": 0},
            }
            | ({"shard": data["shard"]} if "shard" in data else {}),
        )
        for guild in guilds:
            if not guild.is_out:
                session.add("GUILD_CREATE", payloads.guild_create(self.world, guild) | {"unavailable": False})
        self._stream(connection, session, since=0)

    async def _resume(self, connection: Connection, data: Any) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token or data["seq"] > len(session.log):
            await connection.socket.send_json({"op": Op.INVALID_SESSION, "d": False})
            return
        if session.connection:
            session.connection.cut()
        session.add("RESUMED", {"_trace": []})
        self._stream(connection, session, since=data["seq"])

    def _stream(self, connection: Connection, session: Session, *, since: int) -> None:
        connection.session, connection.sent = session, since
        session.connection = connection
        connection.streaming = asyncio.create_task(self._send_log(connection, session))

    async def _send_log(self, connection: Connection, session: Session) -> None:
        with contextlib.suppress(ConnectionResetError):
            while True:
                session.news.clear()
                while connection.sent < len(session.log):
                    await connection.socket.send_str(session.log[connection.sent])
                    connection.sent += 1
                self._bell.ring()
                await session.news.wait()
