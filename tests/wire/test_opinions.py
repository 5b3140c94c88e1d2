"""What the stand-in refuses of its own accord, and what it resolves, row by row and without a wire."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from . import Refused, nouns
from .interactions import ACKNOWLEDGED, CHOICES, CLICK, COMMAND, DEFERRED, MESSAGE, TYPING, UPDATE, Exchanges
from .limits import COMPONENTS_V2, check_choices, check_commands, check_message
from .nouns import Channel, Role
from .world import World


def button(custom_id: str, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Why?", "custom_id": custom_id} | more


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def link(url: str) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "Read", "url": url}


def field(value: str) -> dict[str, Any]:
    return {"name": "name", "value": value}


FINE: list[dict[str, Any]] = [
    {"content": "x" * 2000},
    {"content": "  " + "x" * 2000 + "\n"},
    {"embeds": [{"title": "t" * 256, "description": "d" * 4096, "fields": [field("v" * 1024)]}]},
    {"content": "x", "components": [row(button("a"), button("b"), link("https://example.org/?a=1#b"))]},
    {"components": [{"type": 10, "content": "words"}], "flags": COMPONENTS_V2},
]
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"content": "x" * 2001}, "content"),
    ({"content": "x", "nonce": "n" * 26}, "nonce"),
    ({"embeds": [{"title": "t" * 257}]}, "embeds.0.title"),
    ({"embeds": [{"description": "d" * 4097}]}, "embeds.0.description"),
    ({"embeds": [{"title": "t", "fields": [field("v")] * 26}]}, "embeds.0.fields"),
    ({"embeds": [{"fields": [field(" ")]}]}, "embeds.0.fields.0.value"),
    ({"embeds": [{"fields": [field("v" * 1025)]}]}, "embeds.0.fields.0.value"),
    ({"embeds": [{"description": "d" * 3000}, {"description": "d" * 3001}]}, "embeds"),
    ({"embeds": [{"title": "t"}] * 11}, "embeds"),
    ({"embeds": [{"title": "t", "url": "javascript:alert(1)"}]}, "embeds.0.url"),
    ({"content": "x", "components": [row(button("a"), button("a"))]}, "components.0.components.1.custom_id"),
    ({"content": "x", "components": [row(button("c" * 101))]}, "components.0.components.0.custom_id"),
    ({"content": "x", "components": [row(button("a", label="l" * 81))]}, "components.0.components.0.label"),
    ({"content": "x", "components": [row(link("/relative"))]}, "components.0.components.0.url"),
    ({"content": "x", "components": [row(*map(button, "abcdef"))]}, "components.0.components"),
    ({"content": "x", "components": [row(button(one)) for one in "abcdef"]}, "components"),
    ({"content": "x", "components": [button("a")]}, "components.0.type"),
    ({"content": "x", "components": [{"type": 10, "content": "words"}]}, "components.0.type"),
    ({"content": "x", "components": [], "flags": COMPONENTS_V2}, "flags"),
    ({"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}}, "allowed_mentions"),
]


@pytest.mark.parametrize("body", FINE)
def test_a_message_within_the_limits_is_taken(body: dict[str, Any]) -> None:
    check_message(body, [])


@pytest.mark.parametrize(("body", "path"), WRONG)
def test_a_message_beyond_a_limit_is_refused_with_the_place(body: dict[str, Any], path: str) -> None:
    with pytest.raises(Refused) as refused:
        check_message(body, [])
    assert (refused.value.status, refused.value.body["code"]) == (400, 50035)
    errors = refused.value.body["errors"]
    for key in path.split("."):
        errors = errors[key]
    assert errors["_errors"]


@pytest.mark.parametrize(
    ("body", "sizes", "code"),
    [({"content": " "}, [], 50006), ({"components": [row(button("a"))]}, [], 50006), ({}, [11 << 20], 40005)],
)
def test_nothing_and_too_much_are_refused(body: dict[str, Any], sizes: list[int], code: int) -> None:
    with pytest.raises(Refused) as refused:
        check_message(body, sizes)
    assert refused.value.body["code"] == code


def test_fields_nobody_told_the_stand_in_about_are_loud() -> None:
    with pytest.raises(NotImplementedError, match="poll"):
        check_message({"content": "x", "poll": {}}, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Show", "description": "d"},
        {"name": "show", "description": ""},
        {"name": "show", "description": "d" * 101},
        {"name": "What is this", "type": 3, "description": "d"},
        {"name": "n" * 33, "type": 3},
        {"name": "show", "description": "d", "options": [{"name": "a", "description": "d", "type": 3}] * 26},
        {
            "name": "show",
            "description": "d",
            "options": [
                {"name": "a", "description": "d", "type": 3},
                {"name": "b", "description": "d", "type": 3, "required": True},
            ],
        },
    ],
)
def test_a_command_discord_would_not_take_is_refused(wrong: dict[str, Any]) -> None:
    check_commands([{"name": "show", "description": "d"}, {"name": "What is this?", "type": 3}])
    with pytest.raises(Refused):
        check_commands([wrong])


def test_choices_are_at_most_25_and_100_long() -> None:
    check_choices([{"name": "n" * 100, "value": "v"}] * 25)
    for wrong in ([{"name": "n", "value": "v"}] * 26, [{"name": "n" * 101, "value": "v"}]):
        with pytest.raises(Refused):
            check_choices(wrong)


def small_world() -> tuple[World, Channel]:
    ticks = itertools.count(1_700_000_000, 0.01)
    world = World(lambda: float(next(ticks)), nonce_window=120)
    guild = world.new_guild("Secretariat", bot_permissions=nouns.USUAL, locale="en-US")
    return world, world.new_channel(guild, "news", nouns.TEXT)


def test_permissions_follow_everyone_then_roles_and_owners_may_everything() -> None:
    world, news = small_world()
    guild, ann = news.guild, world.new_user("ann")
    assert guild is not None
    readers = Role(world.snowflake(), "readers")
    guild.members[ann.id] = [readers]
    assert world.permissions(ann, guild, news) & nouns.SEND_MESSAGES
    news.overwrites[guild.id] = (0, nouns.SEND_MESSAGES)
    assert not world.permissions(ann, guild, news) & nouns.SEND_MESSAGES
    news.overwrites[readers.id] = (nouns.SEND_MESSAGES, 0)
    assert world.permissions(ann, guild, news) & nouns.SEND_MESSAGES
    news.overwrites[readers.id] = (nouns.SEND_MESSAGES, nouns.VIEW_CHANNEL)
    assert world.permissions(ann, guild, news) == 0
    assert world.permissions(guild.owner, guild, news) == nouns.EVERY_PERMISSION


def test_history_comes_newest_first_however_it_is_asked_for() -> None:
    world, news = small_world()
    ids = [world.bot_posts(news.id, {"content": str(number)}, []).id for number in range(6)]
    assert ids == sorted(ids)

    def page(**asked: int) -> list[int]:
        return [int(message.content) for message in world.history(news, **asked)]

    assert page() == [5, 4, 3, 2, 1, 0]
    assert page(limit=2) == [5, 4]
    assert page(before=ids[3], limit=2) == [2, 1]
    assert page(after=ids[1], limit=2) == [3, 2]
    assert page(around=ids[2], limit=3) == [3, 2, 1]
    assert page(around=ids[2], limit=1) == [2]


def test_an_edit_changes_what_it_names_or_nothing() -> None:
    world, news = small_world()
    message = world.bot_posts(news.id, {"content": "first", "embeds": [{"title": "kept"}]}, [])
    world.edit(message, {"content": "second"}, [])
    assert message.text == "second\nkept"
    with pytest.raises(Refused):
        world.edit(message, {"content": "x" * 2001, "embeds": []}, [])
    assert message.text == "second\nkept"


@pytest.mark.parametrize(
    ("kind", "callback", "taken"),
    [
        (COMMAND, MESSAGE, True),
        (COMMAND, DEFERRED, True),
        (COMMAND, UPDATE, False),
        (COMMAND, CHOICES, False),
        (CLICK, ACKNOWLEDGED, True),
        (CLICK, CHOICES, False),
        (TYPING, CHOICES, True),
        (TYPING, MESSAGE, False),
    ],
)
def test_an_interaction_is_answered_once_and_in_kind(kind: int, callback: int, taken: bool) -> None:
    world, news = small_world()
    exchanges = Exchanges(world)
    clicked = world.bot_posts(news.id, {"content": "x"}, []) if kind == CLICK else None
    token = exchanges.begin(kind, world.new_user("ann"), news, {}, clicked).token
    if taken:
        exchanges.respond(token, callback, {"content": "x"}, [])
    with pytest.raises(Refused) as refused:
        exchanges.respond(token, callback, {"content": "x"}, [])
    assert refused.value.body["code"] == (40060 if taken else 50035)


def test_a_token_is_good_for_nothing_before_the_answer_and_after_a_quarter_of_an_hour() -> None:
    now = 1_700_000_000.0
    world = World(lambda: now, nonce_window=120)
    exchanges, ann = Exchanges(world), world.new_user("ann")
    token = exchanges.begin(COMMAND, ann, world.direct_channel(ann), {}, None).token
    with pytest.raises(Refused, match="10015"):
        exchanges.follow_up(token, {"content": "early"}, [])
    exchanges.respond(token, MESSAGE, {"content": "in time"}, [])
    now += 901
    with pytest.raises(Refused, match="50027"):
        exchanges.follow_up(token, {"content": "late"}, [])
