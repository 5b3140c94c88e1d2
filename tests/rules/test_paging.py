"""A card is cut into pages that fit a message; nothing is lost, whatever the data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.showing.cards import Card, Line, Section
from bot.rules.showing.paging import lines_paged, pages
from storage.records import EntityId
from tests.rules.making import PROPERTY

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=" \n"), min_size=1, max_size=3000)


def card(sections: list[Section], summary: str = "A summary.") -> Card:
    return Card(EntityId("x"), "Title", "forum", summary, tuple(sections), ())


def section(heading: str, *texts: str) -> Section:
    return Section(heading, tuple(Line(text, frozenset({1})) for text in texts))


def test_a_short_card_is_one_page() -> None:
    (page,) = pages(card([section("Date", "2026")]))
    assert (page.number, page.of, [part.text for part in page.parts]) == (1, 1, ["2026"])


def test_a_card_without_facts_is_still_a_page() -> None:
    (page,) = pages(card([]))
    assert page.parts == ()


def test_a_heading_that_goes_on_says_so_and_each_page_names_its_own_sources() -> None:
    long = Section("Members", tuple(Line("x" * 400, frozenset({number})) for number in range(1, 8)))
    found = pages(card([long]))
    assert [part.heading for page in found for part in page.parts][:2] == ["Members", "Members, continued"]
    assert [page.cites for page in found] == [[1, 2, 3, 4], [5, 6, 7]]


@PROPERTY
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=6), max_size=6), st.text(max_size=1000))
def test_whatever_the_data_every_page_fits_and_every_letter_is_on_one(
    given: list[list[str]], summary: str
) -> None:
    found = pages(card([section("Heading", *texts) for texts in given], summary))
    for page in found:
        assert len(page.parts) <= 20
        assert all(0 < len(part.text) <= 1024 for part in page.parts)
        assert sum(len(part.heading) + len(part.text) for part in page.parts) <= 3000
    shown = "".join(part.text for page in found for part in page.parts)
    letters = shown.replace("• ", "").replace("\n", "")
    assert letters == "".join(text for texts in given for text in texts)


@PROPERTY
@given(st.lists(TEXTS, max_size=20))
def test_a_list_is_paged_without_losing_a_line(lines: list[str]) -> None:
    found = lines_paged(lines, 500)
    assert all(sum(len(line) + 1 for line in page) <= 502 for page in found)
    assert "".join(piece for page in found for piece in page) == "".join(lines)
