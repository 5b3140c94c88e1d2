"""Sources are named with number, citation or link; a link never breaks out of its brackets."""

from __future__ import annotations

from bot.rules.showing.citations import cited, source_of, sources_linked, sources_plain, unmentioned
from storage import edtf
from storage.records import Source
from tests.rules.making import NOTE, catalogue, entity, fact

ODD = Source("odd", "Odd", "P] [x", "https://tests.example/a (b) c", None, edtf.parse("2026-11-22"))
KNOWN = catalogue([entity("forum", "forum")], [], (NOTE, ODD))


def test_a_source_is_cited_with_title_publisher_and_when() -> None:
    assert cited(NOTE) == "A note, The tests, October 2025"
    assert cited(ODD) == "Odd, P] [x, read Sunday 22 November 2026"


def test_places_of_one_source_stand_together() -> None:
    facts = [
        fact("forum", "theme", text=t, id=t, place=p) for t, p in (("a", "P1"), ("b", "P2"), ("c", "P1"))
    ]
    assert sources_plain(KNOWN, facts) == "(The tests, October 2025, P1, P2)"
    assert sources_linked(KNOWN, facts) == "([The tests, October 2025](https://tests.example/note), P1, P2)"
    assert sources_plain(KNOWN, []) == ""


def test_a_link_keeps_to_its_brackets() -> None:
    linked = sources_linked(KNOWN, [fact("forum", "theme", text="a", source="odd", place="1")])
    assert linked == "([P) (x, read Sunday 22 November 2026](https://tests.example/a%20%28b%29%20c), 1)"


def test_a_source_the_catalogue_lost_is_named_by_its_id() -> None:
    assert source_of(KNOWN, fact("forum", "theme", text="a", source="gone/s")).title == "gone/s"


def test_a_mention_is_said_in_words_where_it_would_not_be_drawn() -> None:
    assert unmentioned("this server, added by <@42>") == "this server, added by a moderator"
