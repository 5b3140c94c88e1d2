"""Packs beside others: what they lend, which way their facts point, and what is warned of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.packs.reading import parse_pack, parse_packs
from bot.rules.packs.tables import Draft
from bot.rules.packs.warnings import warnings
from storage.records import Pack
from tests.rules.making import PROPERTY
from tests.rules.pack_texts import ENTITY, GOOD, SECOND, mistakes

HARBOURS = """\
[pack]
schema = 1
id = "other"
title = "Others"
about = "Beside it."

[[entity]]
id = "{id}"
kind = "{kind}"
name = "{name}"
summary = "One of ours."
"""


def turned(predicate: str, **told: str) -> str:
    """`GOOD`, with a second fact that says something else."""
    said = "".join(f'{key} = "{value}"\n' for key, value in ({"subject": "forum"} | told).items())
    old = 'subject = "forum"\npredicate = "theme"\ntext = "Peace"\n'
    assert old in GOOD
    return GOOD.replace(old, f'predicate = "{predicate}"\n{said}')


def test_a_fact_may_name_what_another_pack_holds() -> None:
    other = HARBOURS.format(id="my", kind="country", name="Malaysia")
    text = turned("member-state", object="my")
    assert not isinstance(parse_pack(text), Pack)
    assert isinstance(parse_pack(text, other), Pack)


@pytest.mark.parametrize(
    ("predicate", "told", "key", "reason"),
    [
        (
            "member-state",
            {"subject": "my", "object": "forum"},
            "subject",
            "'my' is a country; `member-state` is",
        ),
        ("member-state", {"subject": "my", "object": "forum"}, "subject", "are the wrong way round"),
        ("chairs", {"object": "my"}, "subject", "`chairs` is said of a body, person or country and names a"),
        (
            "working-group-of",
            {"object": "my"},
            "subject",
            "'forum' is a forum; `working-group-of` is said of",
        ),
        (
            "date",
            {"object": "my"},
            "object",
            "'my' is a country; `date` is said of anything and names nothing",
        ),
        ("theme", {"object": "forum"}, "object", "'forum' is the subject itself"),
        ("co-chair", {"text": "Malaysia"}, "object", "`co-chair` names a body, person or country, by its id"),
        ("co-chair", {"edtf": "2025"}, "object", "is missing"),
    ],
)
def test_a_fact_that_is_turned_round_or_names_nobody_is_told_what_its_predicate_names(
    predicate: str, told: dict[str, str], key: str, reason: str
) -> None:
    found = parse_pack(turned(predicate, **told), HARBOURS.format(id="my", kind="country", name="Malaysia"))
    assert not isinstance(found, Pack)
    assert [(one.line, one.key) for one in found] == [(SECOND, key)]
    assert reason in found[0].reason


@pytest.mark.parametrize(
    ("name", "near"),
    [("United Kingdom", "did you mean 'gb'?"), ("European Union", "is a body or a region")],
)
def test_a_country_is_called_by_its_code(name: str, near: str) -> None:
    (found,) = mistakes(HARBOURS.format(id="uk", kind="country", name=name))
    assert found.key == "id" and near in found.reason


def test_what_a_pack_builds_on_lends_what_facts_name_and_no_more() -> None:
    other = Draft(
        HARBOURS.format(id="my", kind="country", name="Malaysia")
        + '[[entity]]\nid = "sg"\nkind = "country"\nname = "Singapore"\nsummary = "One of ours."\n'
    )
    mine = turned("member-state", object="my").replace("schema = 1", 'schema = 1\nbuilds_on = ["other"]')
    (pack,) = parse_packs([Draft(mine)], beneath=[other])
    assert isinstance(pack, Pack) and [entity.id for entity in pack.entities] == ["forum", "my"]
    second = mine.replace('"harbour"', '"second"').replace('"forum"', '"other-forum"', 1)
    both = parse_packs(
        [Draft(mine), Draft(second.replace('subject = "forum"', 'subject = "other-forum"'))], [other]
    )
    assert [
        [entity.id for entity in pack.entities if entity.id == "my"]
        for pack in both
        if isinstance(pack, Pack)
    ] == [["my"], []]


def test_a_name_that_another_entity_has_and_a_pack_not_built_upon_are_warned_of() -> None:
    other = Draft(HARBOURS.format(id="my", kind="country", name="Harbour Talks"))
    _, found = warnings([other, Draft(turned("member-state", object="my"))])
    assert [str(one) for one in found] == [
        f"line {ENTITY}: aliases: 'Harbour talks' is a name of 'my' too",
        f"line {SECOND}: object: 'my' is of the pack 'other'; name it in `builds_on`",
    ]


def test_the_digest_changes_with_any_letter_of_the_file() -> None:
    one, same, other = parse_pack(GOOD), parse_pack(GOOD), parse_pack(GOOD + "# a remark\n")
    assert isinstance(one, Pack) and isinstance(same, Pack) and isinstance(other, Pack)
    assert one.digest == same.digest != other.digest


@PROPERTY
@given(st.text(max_size=200) | st.text(max_size=40).map(lambda text: GOOD.replace("2025", text)))
def test_any_text_is_a_pack_or_a_list_of_mistakes(text: str) -> None:
    found = parse_pack(text)
    assert isinstance(found, Pack) or (found and all(one.line > 0 for one in found))
