"""Buttons under cards: pages, sources, related things, subscribing; they work after a restart too."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot import packs
from storage import subscriptions
from storage.records import GuildId
from tests.end.stage import Stage, labels_of, stage, text_of

BOTH = [packs.shipped()[name] for name in ("admm-plus", "admm-plus-context")]


def test_a_long_card_has_pages_and_turning_them_stays_in_the_message(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path, packs=BOTH) as here:
            first = await here.ann.slash(here.desk, "forum show", name="ADMM+")
            assert "Page 1 of" in text_of(first) and "Member states (11)" in text_of(first)
            seen = [text_of(first)]
            shown: Any = first.response
            while "▶" in labels_of(shown, enabled=True):
                await here.ann.click(shown, label="▶")
                seen.append(text_of(shown))
            assert len(seen) > 1 and "Meetings and editions (13)" in "\n".join(seen)
            assert len(set(seen)) == len(seen)
            await here.ann.click(shown, label="◀")
            assert text_of(shown) == seen[-2]

    asyncio.run(scenario())


def test_the_sources_button_gives_each_fact_with_a_citation_and_its_address(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            card = await here.ann.slash(here.desk, "forum show", name="EWG on CT")
            shown = text_of(await here.ann.click(card.response, label="Sources"))
            assert "**Co-chairs**: India: together with Malaysia · 2024–2027" in shown
            assert "Indian Defence News, October 2025, P6S1, <https://www.indiandefensenews.in/" in shown

    asyncio.run(scenario())


def test_a_related_thing_opens_as_a_card_of_its_own(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            card = await here.ann.slash(here.desk, "forum show", name="ADMM-Plus")
            group = await here.ann.click(card.response, label="EWG on Counter-Terrorism")
            assert group.ephemeral and "Co-chairs" in text_of(group)
            country = await here.ann.click(group.response, label="Malaysia")
            assert "Khaled Nordin" in text_of(country)

    asyncio.run(scenario())


def test_a_moderator_subscribes_the_channel_from_a_card_and_a_reader_is_not_offered_to(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            card = await here.mod.slash(here.desk, "forum show", name="ADMM-Plus", public=True)
            said = text_of(await here.mod.click(card.response, label="Subscribe this channel"))
            assert "now gets news and reminders on **ADMM-Plus**" in said and "/feed add" in said
            refused = text_of(await here.ann.click(card.response, label="Subscribe this channel"))
            assert "Only people who may manage this server" in refused
            made = await subscriptions.of_guild(here.app.db.reader, GuildId(here.guild.id))
            assert [(one.channel_id, one.subject) for one in made] == [(here.desk.id, "admm-plus")]
            own = await here.ann.slash(here.desk, "forum show", name="ADMM-Plus")
            assert "Subscribe this channel" not in labels_of(own.response)

    asyncio.run(scenario())


def test_an_ambiguous_name_offers_its_candidates_as_buttons(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            asked = await here.ann.slash(here.desk, "search", query="ASEAN-India")
            assert len(labels_of(asked.response)) > 2
            chosen = await here.ann.click(asked.response, label="ASEAN-India Summit (summit)")
            assert "ASEAN-India Summit" in text_of(chosen)
            by_name = await here.ann.slash(here.desk, "instrument", name="ASEAN-India")
            assert "may mean" in text_of(by_name) and len(labels_of(by_name.response)) > 1

    asyncio.run(scenario())


def test_a_button_of_an_earlier_run_still_works(tmp_path: Path) -> None:
    async def card_of_first_run(here: Stage) -> Any:
        return (await here.ann.slash(here.desk, "forum show", name="ADMM-Plus", public=True)).response

    async def scenario() -> None:
        async with stage(tmp_path) as here:
            shown = await card_of_first_run(here)
            # Nothing of a view is kept: what a press does is told by its custom id alone.
            assert here.app.client.persistent_views == []
            assert here.app.client._connection._view_store._views == {}
            assert "Co-chairs" in text_of(await here.ann.click(shown, label="EWG on Counter-Terrorism"))

    asyncio.run(scenario())


def test_a_card_of_something_no_longer_known_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            card = await here.ann.slash(here.desk, "forum show", name="ADMM-Plus")
            await here.app.catalogue.load([])
            said = text_of(await here.ann.click(card.response, label="EWG on Counter-Terrorism"))
            assert "I know nothing by the name" in said

    asyncio.run(scenario())


def test_turning_a_public_card_answers_the_presser_alone(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path, packs=BOTH) as here:
            card = await here.mod.slash(here.desk, "forum show", name="ADMM-Plus", public=True)
            before = text_of(card.response)
            turned = await here.ann.click(card.response, label="▶")
            assert turned.ephemeral and "Page 2 of" in text_of(turned)
            assert text_of(card.response) == before

    asyncio.run(scenario())
