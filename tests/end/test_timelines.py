"""Members ask for timelines: a picture that says what it shows, and the same in words."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.end.stage import Stage, labels_of, stage, text_of


async def _asked(here: Stage, command: str, **options: object) -> Any:
    return await here.ann.slash(here.desk, command, **options)


def _message(shown: Any) -> Any:
    return getattr(shown, "response", shown)


@pytest.mark.parametrize(
    ("command", "name", "said"),
    [
        ("timeline forum", "ADMM+", "12th ADMM-Plus · Saturday 1 November 2025"),
        ("timeline forum", "EWG on CT", "India and Malaysia · 2024–2027"),
        ("timeline country", "malaysia", "Malaysia's 2025 ASEAN chairmanship · 2025"),
    ],
)
def test_a_timeline_is_a_picture_with_a_description_and_a_text(
    tmp_path: Path, command: str, name: str, said: str
) -> None:
    async def scenario() -> tuple[Any, str, bool]:
        async with stage(tmp_path) as here:
            result = await _asked(here, command, name=name)
            return _message(result), text_of(result), bool(result.ephemeral)

    message, text, private = asyncio.run(scenario())
    assert private and said in text and "[1]" in text
    (picture,) = message.attachments
    assert picture.filename == "timeline.png"
    assert picture.description.startswith("Timeline of ") and len(picture.description) <= 1024
    assert "29 October 2025" in picture.description


def test_a_country_without_any_date_gets_words_and_no_empty_picture(tmp_path: Path) -> None:
    async def scenario() -> tuple[Any, str]:
        async with stage(tmp_path) as here:
            result = await _asked(here, "timeline country", name="japan")
            return _message(result), text_of(result)

    message, text = asyncio.run(scenario())
    assert not message.attachments
    assert "Dialogue partner of ADMM-Plus · no date in what I know" in text


def test_as_of_a_later_day_the_cycle_has_ended(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            return text_of(await _asked(here, "timeline forum", name="EWG on CT", as_of="2028-02-01"))

    text = asyncio.run(scenario())
    assert "2024–2027 · ended" in text and "1 February 2028" in text


def test_a_public_timeline_is_seen_by_everyone(tmp_path: Path) -> None:
    async def scenario() -> bool:
        async with stage(tmp_path) as here:
            return bool((await _asked(here, "timeline forum", name="asean", public=True)).ephemeral)

    assert asyncio.run(scenario()) is False


@pytest.mark.parametrize("options", [{"name": "Atlantis"}, {"name": "asean", "as_of": "someday"}])
def test_what_is_not_understood_is_said_plainly(tmp_path: Path, options: dict[str, str]) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            return text_of(await _asked(here, "timeline forum", **options))

    assert options.get("as_of", options["name"]) in asyncio.run(scenario())


def test_the_text_of_a_long_timeline_turns_its_pages_and_keeps_the_picture(tmp_path: Path) -> None:
    from bot.packs import located

    async def scenario() -> None:
        async with stage(tmp_path, packs=located(["admm-plus", "admm-plus-context"])) as here:
            result = await _asked(here, "timeline forum", name="ADMM+")
            first = text_of(result)
            assert labels_of(result, enabled=True) == ["▶"] and "Page 1 of" in first
            await here.ann.click(result.response, label="▶")
            turned = result.response
            assert "Page 2 of" in text_of(turned) and text_of(turned) != first
            assert len(turned.attachments) == 1

    asyncio.run(scenario())
