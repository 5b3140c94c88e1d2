"""Look-ups work in direct messages and as an app of one's own; a message tells what it is about."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.end.commands import tree
from tests.end.stage import labels_of, stage, text_of

LOOKUPS = {
    "forum",
    "event",
    "calendar",
    "country",
    "person",
    "instrument",
    "search",
    "timeline",
    "What is this about?",
}


def test_look_ups_are_allowed_everywhere_reminders_where_they_come_and_nothing_else_is() -> None:
    payloads = [command.to_dict(tree_) for tree_ in [tree()] for command in tree_.get_commands()]
    contexts = {p["name"]: p["contexts"] for p in payloads}
    own_app = {p["name"] for p in payloads if p["integration_types"] == [0, 1]}
    assert {name for name, where in contexts.items() if where == [0, 1, 2]} == LOOKUPS
    assert contexts["remind"] == [0, 1] and own_app == {*LOOKUPS, "remind"}
    assert all(where == [0] for name, where in contexts.items() if name not in own_app)


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("forum show", {"name": "ADMM+"}, "Member states (11)"),
        ("event next", {}, "12th ADMM-Plus"),
        ("search", {"query": "who co-chairs the EWG on CT"}, "Malaysia"),
        ("event list", {"past": True}, "in 2010"),
    ],
)
def test_a_look_up_answers_in_a_direct_message(
    tmp_path: Path, command: str, options: dict[str, Any], said: str
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            user = here.env.create_user("eve")
            result = await user.slash(command, **options)
            assert said in text_of(result)
            assert "Subscribe this channel" not in labels_of(result.response)

    asyncio.run(scenario())


def test_a_button_in_a_direct_message_opens_a_card(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            user = here.env.create_user("eve")
            result = await user.slash("forum show", name="ADMM+")
            assert "Co-chairs" in text_of(await user.click(result.response, label="EWG on Counter-Terrorism"))

    asyncio.run(scenario())


def test_a_message_tells_what_it_is_about_with_cards_to_open(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            text = "Rajnath Singh in Kuala Lumpur for the ADMM-Plus; maritime security is first. @everyone"
            message = await here.mod.send(here.desk, text)
            result = await here.ann.context_menu(here.desk, "What is this about?", message)
            shown = text_of(result)
            assert result.ephemeral
            for part in ("Rajnath Singh", "Kuala Lumpur", "ADMM-Plus", "Maritime security"):
                assert part in shown
            assert "everyone" not in shown
            opened = await here.ann.click(result.response, label="ADMM-Plus (forum)")
            assert "Dialogue partners (8)" in text_of(opened)

    asyncio.run(scenario())


@pytest.mark.parametrize("text", ["Tell us about lunch in my id", "🙂", "\u202eabc", "x" * 2000, "<@1> <#2>"])
def test_a_message_about_nothing_known_says_so(tmp_path: Path, text: str) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            message = await here.mod.send(here.desk, text)
            result = await here.ann.context_menu(here.desk, "What is this about?", message)
            assert "I recognise nothing" in text_of(result)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("日本とASEAN", "Japan"),
        ("Россия и Индия", "Russia"),
        ("AIME 2026 begins", "Maritime Exercise"),
        ("मलेशिया", "Malaysia"),
    ],
)
def test_a_message_in_another_language_is_understood_too(tmp_path: Path, text: str, named: str) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            message = await here.mod.send(here.desk, text)
            assert named in text_of(await here.ann.context_menu(here.desk, "What is this about?", message))

    asyncio.run(scenario())
