"""What a person did (a command, a few typed letters, a click) and how the bot answered: one `Exchange`.

Discord's rules for answering: within three seconds, once, and later only through the token. Pure state, like
`world`, and as ignorant of sockets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .limits import EPHEMERAL, LOADING, Form, Json, Refused, check_choices, check_message
from .nouns import Attachment, Channel, Message, User
from .world import World

COMMAND, CLICK, TYPING = 2, 3, 4
MESSAGE, DEFERRED, ACKNOWLEDGED, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
CALLBACKS = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    CLICK: (MESSAGE, DEFERRED, ACKNOWLEDGED, UPDATE, MODAL),
    TYPING: (CHOICES,),
}
ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 900.0


@dataclass(eq=False)
class Exchange:
    """The answer a person sees, as it stands now: later edits show here too."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    clicked: Message | None
    started_at: float
    callback: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    came_late: bool = False
    revision_at_click: int = 0

    @property
    def deferred(self) -> bool:
        return self.callback in (DEFERRED, ACKNOWLEDGED)

    @property
    def visible(self) -> bool:
        """Whether the person sees anything yet: a spinner or a bare acknowledgement is nothing."""
        if self.original is None or not self.deferred:
            return self.callback is not None
        unchanged = self.callback == ACKNOWLEDGED and not self._clicked_changed
        return bool(self.followups) or self.original.deleted or not (self.original.loading or unchanged)

    @property
    def _clicked_changed(self) -> bool:
        return self.clicked is not None and self.clicked.revision != self.revision_at_click

    @property
    def message(self) -> Message:
        """The message that answers. Raises `AssertionError` if the answer was none."""
        only_followed_up = self.callback == ACKNOWLEDGED and self.followups and not self._clicked_changed
        message = self.followups[-1] if only_followed_up else self.original
        assert message is not None, f"callback {self.callback} is no message"
        return message

    @property
    def content(self) -> str:
        return self.message.content

    @property
    def embeds(self) -> list[Json]:
        return self.message.embeds

    @property
    def components(self) -> list[Json]:
        return self.message.components

    @property
    def buttons(self) -> list[Json]:
        return self.message.buttons

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def ephemeral(self) -> bool:
        return self.message.ephemeral


class Exchanges:
    """Every exchange by its token, and the verbs with which a bot answers; all of them raise `Refused`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._by_token: dict[str, Exchange] = {}

    def begin(self, kind: int, user: User, channel: Channel, data: Json, clicked: Message | None) -> Exchange:
        number = self.world.snowflake()
        exchange = Exchange(number, f"token-{number}", kind, user, channel, data, clicked, self.world.clock())
        exchange.revision_at_click = clicked.revision if clicked else 0
        self._by_token[exchange.token] = exchange
        return exchange

    def waiting_for_callback(self, token: str) -> Exchange:
        exchange = self._by_token.get(token)
        if exchange is None or self.world.clock() - exchange.started_at > ANSWER_SECONDS:
            if exchange:
                exchange.came_late = exchange.callback is None
            raise Refused(404, 10062, "Unknown interaction")
        if exchange.callback is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        return exchange

    def respond(self, token: str, kind: Any, data: Json, files: Sequence[Attachment]) -> Exchange:
        """The first answer of all."""
        exchange = self.waiting_for_callback(token)
        if kind not in CALLBACKS[exchange.kind]:
            form = Form()
            form.wrong("type", "BASE_TYPE_CHOICES", f"{kind} does not answer this.")
            form.finish()
        if kind == MESSAGE:
            exchange.original = self._say(exchange, data, files)
        elif kind == DEFERRED:
            flags = LOADING | (data.get("flags") or 0) & EPHEMERAL
            exchange.original = self._store(exchange, {"flags": flags}, ())
        elif kind == ACKNOWLEDGED:
            exchange.original = exchange.clicked
        elif kind == UPDATE and exchange.clicked:
            self.world.edit(exchange.clicked, data, files)
            exchange.original = exchange.clicked
        elif kind == CHOICES:
            check_choices(data.get("choices") or [])
            exchange.choices = data.get("choices") or []
        elif kind == MODAL:
            exchange.modal = data
        exchange.callback = kind
        return exchange

    def follow_up(self, token: str, body: Json, files: Sequence[Attachment]) -> Message:
        """A further message; right after a deferral it fills in the message that was loading."""
        exchange = self._answered(token)
        if exchange.original and exchange.original.loading:
            self.world.edit(exchange.original, body | {"flags": (body.get("flags") or 0) & ~EPHEMERAL}, files)
            return exchange.original
        message = self._say(exchange, body, files)
        exchange.followups.append(message)
        return message

    def message(self, token: str, which: str) -> Message:
        """`@original` or a follow-up by its id."""
        exchange = self._answered(token)
        mine = [exchange.original, *exchange.followups]
        wanted = mine[:1] if which == "@original" else [one for one in mine if one and str(one.id) == which]
        if not wanted or wanted[0] is None or wanted[0].deleted:
            raise Refused(404, 10008, "Unknown Message")
        return wanted[0]

    def _answered(self, token: str) -> Exchange:
        exchange = self._by_token.get(token)
        if exchange is None or exchange.callback is None:
            raise Refused(404, 10015, "Unknown Webhook")
        if self.world.clock() - exchange.started_at > TOKEN_SECONDS:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return exchange

    def _say(self, exchange: Exchange, body: Json, files: Sequence[Attachment]) -> Message:
        check_message(body, [len(file.content) for file in files])
        return self._store(exchange, body, files)

    def _store(self, exchange: Exchange, body: Json, files: Sequence[Attachment]) -> Message:
        origin: Json = {"id": str(exchange.id), "type": exchange.kind, "user_id": exchange.user.id}
        if exchange.clicked:
            origin["interacted_message_id"] = str(exchange.clicked.id)
        return self.world.store(exchange.channel, self.world.bot, body, files, origin)
