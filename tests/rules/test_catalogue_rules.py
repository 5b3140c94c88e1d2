"""Entities and the facts about and around them; what belongs to what."""

from __future__ import annotations

from storage.records import EntityId, EntityKind
from tests.rules.making import catalogue, entity, fact

MADE = catalogue(
    [
        entity("forum", "forum", "The Forum", short="TF"),
        entity("group", "working-group"),
        entity("land", "country"),
    ],
    [
        fact("forum", "member-state", "land"),
        fact("forum", "theme", text="Peace"),
        fact("group", "working-group-of", "forum"),
        fact("forum", "edition-of", "group"),
        fact("group", "agenda", text="Talks"),
    ],
)


def test_facts_are_found_by_subject_by_object_and_by_predicate() -> None:
    assert [one.predicate for one in MADE.about(EntityId("forum"))] == ["member-state", "theme", "edition-of"]
    assert [one.text for one in MADE.about(EntityId("forum"), "theme")] == ["Peace"]
    assert [one.subject for one in MADE.naming(EntityId("land"))] == ["forum"]
    assert MADE.naming(EntityId("land"), "theme") == []
    assert MADE.about(EntityId("nobody")) == []


def test_what_it_belongs_to_is_found_step_by_step_and_a_circle_ends() -> None:
    assert MADE.with_parents([EntityId("group")]) == {"group", "forum"}
    assert MADE.with_parents([EntityId("land")]) == {"land"}


def test_a_label_is_the_short_name_and_of_the_unknown_its_id() -> None:
    assert MADE.label(EntityId("forum")) == "TF"
    assert MADE.label(EntityId("nobody")) == "nobody"


def test_entities_are_listed_by_kind() -> None:
    assert [one.id for one in MADE.of_kind(EntityKind.FORUM, EntityKind.COUNTRY)] == ["forum", "land"]
