"""Names inside a question, sentence by sentence of `spotting`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.naming.countries import country_names, with_country_names
from bot.rules.naming.lookup import NameIndex
from bot.rules.text import phrase
from tests.rules.making import PROPERTY, entity, shipped, shipped_names

WORDS = ["the", "of", "and", "us", "国", *sorted({w for e in shipped().entities for w in phrase(e.name)})]


def spotted(query: str, names: NameIndex | None = None) -> list[str]:
    """Each name in a text: the ids, or in brackets a name that is known beside."""
    spans = (names or shipped_names()).spans(query)
    return [" ".join(f.entity.id for f in span.found) or f"({span.text})" for span in spans]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("which states run the counter-terror group", ["counter-terrorism"]),
        ("does Canada sit in the ADMM-Plus?", ["(Canada)", "admm-plus"]),
        ("is north korea in asean", ["(North Korea)", "asean"]),
        ("who chairs the EWG counter terrorism", ["admm-plus-ewg-ct"]),
        ("When did Malaysia’s Mohamed Khaled Nordin meet Hegseth?", ["my", "khaled-nordin", "pete-hegseth"]),
        # the longest wins and its words are used up
        ("the ASEAN-India Summit of ASEAN", ["asean-india-summit", "asean"]),
        # a word between two words of a name parts them
        ("India and the ASEAN Summit", ["in", "asean"]),
        ("Is India in ASEAN?", ["in", "asean"]),
        ("the Review of the FTA", ["trade-agreement-review"]),
        # typing errors
        ("the next ASEAN India maritme exercise", ["asean-india-maritime-exercise-2"]),
        ("Is Malaysa in it, or Singapre", ["my", "sg"]),
        ("Is Nrunei in it, or Grunei", []),
        ("the Philippinse and Bhilippines", ["ph", "ph"]),
        ("a supply chain for indie games in Vienna", []),
        ("Idnia and Indra", ["in"]),
        ("a child begins in Nigera", []),
        # exact names, in their letters or after "the"
        ("tell us about it, my friend in la", []),
        ("is the us in it", ["us"]),
        ("is US in it, or the U.S.", ["us", "us"]),
        ("TELL US ABOUT MALAYSIA", ["my"]),
        ("WHAT OF THE US", ["us"]),
        ("ao, an do and Áo", ["(Áo)"]),
        # scripts without spaces, and words with an ending
        ("拡大ASEAN国防相会議、カンボジアはいつ", ["asean", "kh"]),
        ("印度是ADMM+成员吗", ["in", "admm-plus"]),
        ("印度尼西亚", ["id"]),
        ("ประเทศไทยเป็นสมาชิก", ["th"]),
        ("미국은 회원인가요", ["us"]),
        ("क्या भारत सदस्य है", ["in"]),
        ("", []),
        ("🚢 \u202e … the of", []),
    ],
)
def test_names_are_found_inside_a_question(query: str, names: list[str]) -> None:
    others = [entity for entity in shipped().entities if entity.id != "admm-plus"]
    plain = [entity("admm-plus", "forum", "ADMM-Plus")]
    made = NameIndex(with_country_names(others) + plain, country_names())
    assert spotted(query, made) == names


def test_a_name_of_a_forum_is_found_in_a_sentence_without_spaces() -> None:
    forum = entity("admm-plus", "forum", "ADMM-Plus", also=("拡大ASEAN国防相会議",))
    asean = entity("asean", "body", "ASEAN")
    (span,) = NameIndex([forum, asean]).spans("「拡大ASEAN国防相会議はいつ」")
    assert [found.entity.id for found in span.found] == ["admm-plus"]
    assert phrase("「拡大ASEAN国防相会議はいつ」")[span.last :] == ("は", "い", "つ")


def test_a_span_tells_its_words_its_name_and_how_sure_it_is() -> None:
    span, beside = shipped_names().spans("Of the Phillipines and canada")
    assert (span.first, span.last, span.text, span.found[0].score < 1) == (2, 3, "Philippines", True)
    assert (beside.first, beside.last, beside.text, beside.found) == (4, 5, "Canada", ())


def test_a_long_text_is_read_as_it_is_written() -> None:
    assert spotted("Malaysa, Malaysia. " + "word " * 50) == ["my"]


@PROPERTY
@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_spans_come_in_order_and_share_no_word(query: str) -> None:
    last = 0
    for span in shipped_names().spans(query):
        assert last <= span.first < span.last <= len(phrase(query))
        last = span.last
