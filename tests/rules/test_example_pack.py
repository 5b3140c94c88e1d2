"""The example of a pack: another field, whole by itself, and loaded beside the shipped packs."""

from __future__ import annotations

from functools import cache

import pytest

from bot.rules.catalogue import Catalogue
from bot.rules.packs.reading import parse_pack
from storage.records import EntityId, EntityKind, Pack
from tests.rules.making import SHIPPED_PACK, shipped

EXAMPLE = SHIPPED_PACK.parent / "examples" / "arctic-council.toml"


@cache
def example() -> Pack:
    pack = parse_pack(EXAMPLE.read_text("utf-8"))
    assert isinstance(pack, Pack), pack
    return pack


def known() -> Catalogue:
    return Catalogue.of_packs([example()])


def test_it_names_nothing_that_another_pack_holds() -> None:
    own = {entity.id for entity in example().entities}
    assert {fact.subject for fact in example().facts} <= own
    assert {fact.object for fact in example().facts if fact.object} <= own


def test_every_source_has_an_address_and_a_day_and_is_cited() -> None:
    assert all(source.url and (source.published or source.read) for source in example().sources)
    assert {fact.source for fact in example().facts} == {source.id for source in example().sources}


def test_it_shares_only_countries_with_the_shipped_packs() -> None:
    context = SHIPPED_PACK.with_name("admm-plus-context.toml").read_text("utf-8")
    second = parse_pack(context, SHIPPED_PACK.read_text("utf-8"))
    assert isinstance(second, Pack)
    others = {entity.id: entity.kind for pack in (shipped(), second) for entity in pack.entities}
    shared = {entity.id: others[entity.id] for entity in example().entities if entity.id in others}
    assert shared == {"ru": EntityKind.COUNTRY, "us": EntityKind.COUNTRY}


def test_eight_states_and_six_working_groups_belong_to_the_council() -> None:
    council = EntityId("arctic-council")
    states = {fact.object for fact in known().about(council, "member-state")}
    assert states == {"ca", "dk", "fi", "is", "no", "ru", "se", "us"}
    assert len(known().naming(council, "working-group-of")) == 6


@pytest.mark.parametrize(
    ("agreement", "day"),
    [
        ("arctic-sar-agreement", "2011-05-12"),
        ("arctic-oil-agreement", "2013-05"),
        ("arctic-science-agreement", "2017-05-11"),
    ],
)
def test_each_agreement_has_the_day_or_month_of_its_signing(agreement: str, day: str) -> None:
    assert day in {str(fact.edtf) for fact in known().about(EntityId(agreement), "signed")}


def test_a_term_that_has_not_ended_is_told_as_planned() -> None:
    terms = known().about(EntityId("dk"), "chairs")
    assert [(str(term.edtf), term.planned_as_of is not None) for term in terms] == [
        ("2025-05-12/..", False),
        ("2025-05/2027-05", True),
    ]
