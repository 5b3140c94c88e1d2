"""Members look things up by slash command and read the answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.end.stage import stage, text_of


async def _asked(folder: Path, command: str, **options: object) -> str:
    async with stage(folder) as here:
        result = await here.ann.slash(here.desk, command, **options)
        assert result.ephemeral
        return text_of(result)


def test_the_forum_card_shows_members_first_meeting_frequency_and_the_next_meeting(tmp_path: Path) -> None:
    card = asyncio.run(_asked(tmp_path, "forum show", name="ADMM+"))
    assert "Member states (11)" in card and "Dialogue partners (8)" in card
    assert "Timor-Leste" in card and "New Zealand" in card and "Canada" not in card
    assert "1st ADMM-Plus: 2010, Hanoi `[1 P5S1]`" in card
    assert "annual meetings · since 2017 `[1 P5S2]`" in card
    assert "12th ADMM-Plus" in card and "Saturday 1 November 2025" in card
    assert "[1] Article on India at the 12th ADMM-Plus, Indian Defence News, October 2025" in card


def test_the_next_event_is_planned_with_its_year_marked_as_inferred(tmp_path: Path) -> None:
    shown = asyncio.run(_asked(tmp_path, "event next"))
    assert "12th ADMM-Plus" in shown and "1 November 2025" in shown
    assert "planned as of October 2025" in shown and "year inferred" in shown
    assert "<t:" not in shown


def test_a_meeting_that_has_passed_is_no_longer_next(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            await here.pass_to(2025, 11, 2, 9)
            return text_of(await here.ann.slash(here.desk, "event next"))

    shown = asyncio.run(scenario())
    assert "**12th ADMM-Plus**" not in shown
    assert "2nd ASEAN-India Maritime Exercise" in shown


def test_an_exercise_in_2026_is_said_as_2026_and_never_as_a_day(tmp_path: Path) -> None:
    shown = asyncio.run(_asked(tmp_path, "event show", name="asean-india-maritime-exercise-2"))
    assert "in 2026, no day announced" in shown
    assert "January" not in shown and "<t:" not in shown


def test_a_country_card_gathers_its_parts(tmp_path: Path) -> None:
    card = asyncio.run(_asked(tmp_path, "country show", name="malaysia"))
    for part in ("ADMM-Plus", "2024–2027", "ASEAN · 2025", "Khaled Nordin"):
        assert part in card


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("person", {"name": "hegseth"}, "Secretary of Defence · as of October 2025"),
        ("instrument", {"name": "plan of action"}, "2026–2030"),
        ("forum show", {"name": "EWG on CT", "as_of": "1 Jan 2028"}, "2024–2027 · ended"),
        ("forum show", {"name": "EWG on CT", "as_of": "2023-01-01"}, "2024–2027 · not begun yet"),
        ("event list", {"as_of": "2027-01-01"}, "Nothing is announced"),
        ("event next", {"as_of": "2025-11-02"}, "2nd ASEAN-India Maritime Exercise"),
        ("country show", {"name": "Malaysia", "as_of": "2026-01-01"}, "ASEAN · 2025 · ended"),
        ("country show", {"name": "Malaysia"}, "Inclusivity and Sustainability"),
        ("forum show", {"name": "ADMM+", "as_of": "2026"}, "does not say which day"),
        ("forum show", {"name": "ADMM+", "as_of": "01/02/2026"}, "two ways"),
        ("search", {"query": "who co-chairs the EWG on CT?"}, "India and Malaysia"),
        ("search", {"query": "does Canada sit in the ADMM-Plus"}, "No source here names Canada"),
        ("country show", {"name": "ADMM-Plus"}, "Plus is a forum; here is its card"),
        ("person", {"name": "Malaysia"}, "Malaysia is a country"),
        ("event list", {"past": True, "as_of": "2025-12-01"}, "1 November 2025 · planned as of October 2025"),
        ("forum show", {"name": "   "}, "Type a name or a question"),
        ("forum list", {}, "ASEAN"),
        ("forum members", {"name": "EWG on CT"}, "Malaysia"),
        ("forum members", {"name": "asean"}, "Timor-Leste"),
        ("event list", {}, "in 2026, no day announced"),
        ("event list", {"past": True}, "in 2010"),
        ("event next", {"of": "india"}, "12th ADMM-Plus"),
        ("event next", {"of": "japan"}, "Nothing is announced"),
        ("search", {"query": "maritme exercise"}, "Second ASEAN-India Maritime Exercise"),
        ("search", {"query": "khaled"}, "Khaled Nordin"),
        ("help", {}, "/subscribe"),
        ("subscriptions", {}, "Nothing is followed yet"),
    ],
)
def test_each_look_up_answers(tmp_path: Path, command: str, options: dict[str, object], said: str) -> None:
    assert said in asyncio.run(_asked(tmp_path, command, **options))


@pytest.mark.parametrize(
    "query",
    ["Atlantis", "🙂🙂", "x" * 4000, "'; DROP TABLE entity; --", "@everyone", "\u202eADMM-Sulp", "us"],
)
def test_a_query_that_means_nothing_gets_a_plain_answer(tmp_path: Path, query: str) -> None:
    shown = asyncio.run(_asked(tmp_path, "forum show", name=query))
    assert "I know nothing by the name" in shown
    assert "@everyone" not in shown.replace("\\@", "")


def test_autocomplete_offers_names_as_they_are_typed(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with stage(tmp_path) as here:
            choices = await here.ann.autocomplete(here.desk, "forum show", "name", "adm")
            return [choice["name"] for choice in choices]

    assert "ADMM-Plus" in asyncio.run(scenario())


def test_a_public_answer_is_seen_by_everyone(tmp_path: Path) -> None:
    async def scenario() -> bool:
        async with stage(tmp_path) as here:
            result = await here.ann.slash(here.desk, "event next", public=True)
            return bool(result.ephemeral)

    assert asyncio.run(scenario()) is False


def test_whoever_types_a_question_is_offered_it_as_it_stands(tmp_path: Path) -> None:
    async def scenario() -> list[list[str]]:
        async with stage(tmp_path) as here:
            typed = ("who co-ch", "adm", "is India in the ADMM-Plus " + "x" * 100)
            return [
                [
                    choice["value"]
                    for choice in await here.ann.autocomplete(here.desk, "search", "query", text)
                ]
                for text in typed
            ]

    question, name, long = asyncio.run(scenario())
    assert question == ["who co-ch"] and "id:admm-plus" in name and long == []
