"""What a card opens next: who chairs it, then what is joined with it by kind; crowds are left to the text."""

from __future__ import annotations

from datetime import date

from bot.rules.showing.related import related
from bot.rules.showing.telling import told
from storage.records import EntityId
from tests.rules.making import catalogue, entity, fact, on, shipped_catalogue

TODAY = on(date(2026, 11, 24))


def names(entity_id: str) -> list[str]:
    known = shipped_catalogue()
    return [one.id for one in related(known, known.entities[EntityId(entity_id)])]


def test_the_chairs_of_a_group_stand_first_and_then_its_forum() -> None:
    assert names("admm-plus-ewg-ct")[:3] == ["in", "my", "admm-plus"]


def test_members_and_partners_of_a_large_forum_are_left_to_its_text() -> None:
    assert not {"bn", "us", "nz"} & set(names("admm-plus"))
    assert "admm-plus-ewg-ct" in names("admm-plus")


def test_a_country_opens_its_people_its_groups_and_its_chairmanship() -> None:
    assert {"khaled-nordin", "admm-plus-ewg-ct", "asean-chair-2025"} <= set(names("my"))


def test_nothing_is_related_to_itself_twice_or_without_an_entity() -> None:
    known = catalogue(
        [entity("forum", "forum"), entity("group", "working-group")],
        [
            fact("group", "working-group-of", "forum"),
            fact("forum", "covers", "group"),
            fact("forum", "precedes", "forum"),
            fact("forum", "supports", "nobody"),
        ],
    )
    assert [one.id for one in related(known, known.entities[EntityId("forum")])] == ["group"]


def test_every_fact_about_and_around_an_entity_is_told_with_its_heading_and_source() -> None:
    known = shipped_catalogue()
    facts = told(known, known.entities[EntityId("in")], TODAY)
    said = {(one.heading, one.text, one.fact.place, one.source.publisher) for one in facts}
    assert ("Dialogue partner of", "ASEAN · since 1992", "P5S1", "Indian Defence News") in said
    about = len(known.about(EntityId("in")))
    assert len(facts) > about > 0
