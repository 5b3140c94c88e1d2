"""Moderators add facts and correct them; the cards of their server show it beside what the packs say."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.end.stage import Stage, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def corrected(here: Stage, **options: object) -> str:
    given = {"entity": "admm-plus", "fact": "admm-plus/F21", "value": "twice a year", "source": SOURCE}
    return text_of(await here.mod.slash(here.desk, "fact correct", **{**given, **options}))


def test_a_correction_is_told_with_before_and_after_and_shown_beside_the_packs_line(tmp_path: Path) -> None:
    async def scenario() -> tuple[str, str]:
        async with stage(tmp_path) as here:
            choices = await here.mod.autocomplete(here.desk, "fact correct", "fact", "often", entity="ADMM+")
            (fact,) = [choice["value"] for choice in choices]
            told = await corrected(here, fact=fact, note="they say", date="2026")
            return told, text_of(await here.ann.slash(here.desk, "forum show", name="ADMM+"))

    told, card = asyncio.run(scenario())
    assert "**Before**: annual meetings · since 2017" in told
    assert "**Now beside it**: twice a year · 2026" in told and "they say" in told
    assert "A letter of the ministry <https://ministry.example/letter>" in told
    assert "Reminders" not in told
    assert "annual meetings" in card and "twice a year" in card and "corrected here" in card
    assert "A letter of the ministry" in card and "this server, added by a moderator" in card


def test_a_corrected_date_says_that_reminders_follow_the_catalogue(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            choices = await here.mod.autocomplete(
                here.desk, "fact correct", "fact", "date", entity="12th ADMM+"
            )
            return await corrected(here, entity="12th ADMM+", fact=choices[0]["value"], value="2 Nov 2025")

    told = asyncio.run(scenario())
    assert "Sunday 2 November 2025" in told and "Reminders still follow the catalogue's date." in told


def test_what_is_added_is_listed_with_who_when_and_source_and_can_be_withdrawn(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        async with stage(tmp_path) as here:
            about = await here.mod.autocomplete(here.desk, "fact add", "about", "them", entity="ADMM+")
            added = await here.mod.slash(
                here.desk,
                "fact add",
                entity="ADMM+",
                about=about[0]["value"],
                value="Peace",
                source="A letter",
            )
            listed = await here.mod.slash(here.desk, "fact list")
            which = await here.mod.autocomplete(here.desk, "fact withdraw", "which", "peace")
            gone = await here.mod.slash(here.desk, "fact withdraw", which=which[0]["value"])
            empty = await here.mod.slash(here.desk, "fact list", page=7)
            record = await here.mod.slash(here.desk, "fact list", withdrawn=True)
            return [text_of(one) for one in (added, listed, gone, empty, record)]

    added, listed, gone, empty, record = asyncio.run(scenario())
    assert "**Added**: Peace" in added and "Theme" in added
    assert "**#1** ADMM\\-Plus · Theme\\: Peace" in listed
    assert "by <@" in listed and "29 October 2025" in listed and "source: A letter" in listed
    assert gone.startswith("#1 is withdrawn") and "/fact correct" in empty
    assert "withdrawn by <@" in record


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("fact correct", {"entity": "ADMM+", "fact": "F21", "value": "x", "source": "x"}),
        ("fact add", {"entity": "ADMM+", "about": "Theme", "value": "x", "source": "x"}),
        ("fact list", {}),
        ("fact withdraw", {"which": "1"}),
    ],
)
def test_members_may_change_nothing_even_where_a_server_shows_them_the_command(
    tmp_path: Path, command: str, options: dict[str, str]
) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            known = {one.name: one for one in await here.app.client.tree.fetch_commands()}
            here.guild.set_command_permissions(known["fact"], {here.guild.default_role: True})
            told = text_of(await here.ann.slash(here.desk, command, **options))
            assert await here.app.db.reader.value("SELECT count(*) FROM correction") == 0
            return told

    assert "Only people who may manage this server" in asyncio.run(scenario())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"entity": "Atlantis"}, "I know nothing by the name “Atlantis”"),
        ({"fact": "nothing"}, "The catalogue has no fact “nothing” about ADMM"),
        ({"date": "soon"}, "“soon” cannot be taken as a date"),
        ({"value": "\u200b"}, "The option `value` must say something"),
    ],
)
def test_a_refusal_says_what_is_wrong(tmp_path: Path, options: dict[str, str], said: str) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            return await corrected(here, **options)

    assert said in asyncio.run(scenario())


@pytest.mark.parametrize(
    "text",
    [
        "@everyone <@&1> <@1>",
        "**x** [a](https://evil.example) `y`",
        "'; DROP TABLE correction; --",
        "مرحبا \u202e بكم",
        "🚢" * 300,
        "x" * 300,
    ],
)
def test_whatever_is_typed_is_kept_as_it_is_pings_nobody_and_fits(tmp_path: Path, text: str) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            told = await corrected(here, value=text, source=text, note=text)
            assert "A letter" not in told and "Now beside it" in told
            for _ in range(3):
                shown = await here.mod.slash(here.desk, "fact list")
                assert shown.ephemeral
            card = await here.ann.slash(here.desk, "forum show", name="ADMM+", public=True)
            assert not card.ephemeral and text.split()[0][:20] in text_of(card)

    asyncio.run(scenario())


def test_while_nothing_is_chosen_yet_nothing_is_offered_and_nothing_breaks(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            assert await here.mod.autocomplete(here.desk, "fact correct", "fact", "") == []
            offered = await here.mod.autocomplete(
                here.desk, "fact correct", "value", "", entity="x", fact="y"
            )
            assert len(offered) <= 25
            value = await here.mod.autocomplete(
                here.desk, "fact correct", "value", "", entity="ADMM+", fact="F21"
            )
            assert value[0]["value"] == "annual meetings"

    asyncio.run(scenario())


def test_what_a_moderator_types_is_shown_letter_by_letter_and_the_sources_name_who_typed_it(
    tmp_path: Path,
) -> None:
    async def scenario() -> tuple[str, str]:
        async with stage(tmp_path) as here:
            added = {
                "entity": "ADMM+",
                "about": "theme",
                "value": "[click](https://evil.example) **@everyone**",
            }
            await here.mod.slash(here.desk, "fact add", source="A letter", note="||<t:0:R>||", **added)
            card = await here.ann.slash(here.desk, "forum show", name="ADMM+")
            listed, shown = "", await here.ann.click(card.response, label="Sources")
            while "Theme" not in listed:
                listed = text_of(shown)
                if "Theme" not in listed:
                    await here.ann.click(shown.response, label="▶")
            return text_of(card), listed

    card, listed = asyncio.run(scenario())
    for text in (card, listed):
        assert "\\[click\\]\\(https\\:" in text and "](https://evil" not in text
        assert "||<t" not in text and "**@everyone" not in text
    assert "added by <@" in listed and "added by a moderator" in card


def test_an_answer_to_a_question_shows_what_a_moderator_typed_letter_by_letter(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with stage(tmp_path) as here:
            await corrected(here, value="twice a year [click](http://evil.example) **@everyone**")
            asked = "how often does the ADMM-Plus meet"
            return text_of(await here.ann.slash(here.desk, "search", query=asked))

    said = asyncio.run(scenario())
    assert "twice a year" in said and "](http://evil" not in said and "**@everyone" not in said
