"""What a post in a forum is called, and which tags it gets: chosen ones, then what fits, five at most."""

from __future__ import annotations

import pytest

from bot.rules.forum_posts import Tag, name_of, needs_choice, tags_for
from bot.rules.text import escaped

TAGS = [
    Tag(1, "News"),
    Tag(2, "ADMM-Plus"),
    Tag(3, "Maritime security"),
    Tag(4, "India"),
    Tag(5, "🔥"),
    Tag(6, "Counter-terrorism"),
]


@pytest.mark.parametrize(
    ("labels", "given"),
    [
        (["ADMM-Plus"], (2,)),
        (["admm plus"], (2,)),
        ([escaped("ADMM-Plus Experts' Working Group on Maritime Security")], (2, 3)),
        (["Maritime Security", "ADMM-Plus"], (3, 2)),
        (["ASEAN-India Maritime Exercise"], (4,)),
        (["Indiana", "ADMM", "Maritime affairs and security"], ()),
        (["Experts' Working Group on Counter-Terrorism"], (6,)),
        ([], ()),
    ],
)
def test_tags_fit_whole_words_that_stand_together(labels: list[str], given: tuple[int, ...]) -> None:
    assert tags_for(TAGS, (), labels, wanted=False) == given


def test_what_was_chosen_comes_first_and_is_meant_as_it_is_called() -> None:
    assert tags_for(TAGS, ["news", "India"], ["ADMM-Plus", "India"], wanted=False) == (1, 4, 2)
    assert tags_for(TAGS, ["Maritime", "gone"], [], wanted=False) == ()


def test_a_post_gets_no_more_than_five() -> None:
    many = [Tag(number, f"Tag {number}") for number in range(9)]
    assert tags_for(many, (), [one.name for one in many], wanted=True) == (0, 1, 2, 3, 4)


def test_where_a_tag_is_wanted_news_stands_in_and_nothing_is_made_up() -> None:
    assert tags_for(TAGS, (), ["Brunei"], wanted=True) == (1,)
    assert tags_for(TAGS[1:], (), ["Brunei"], wanted=True) == ()
    assert not needs_choice(TAGS, ())
    assert needs_choice(TAGS[1:], ()) and needs_choice(TAGS[1:], ["gone"])
    assert not needs_choice(TAGS[1:], ["India"])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (escaped("ADMM-Plus: *the* 12th [draft] (a/b)"), "ADMM-Plus: *the* 12th [draft] (a/b)"),
        (escaped("**bold** @everyone"), "**bold** @everyone"),
        ("", "News"),
        ("\u200b \u202e", "News"),
        ("🇮🇳" * 60, "🇮🇳" * 49 + "…"),
        ("word " * 40, "word " * 18 + "word…"),
    ],
)
def test_a_post_is_called_what_its_message_is_titled(title: str, name: str) -> None:
    assert name_of(title) == name
    assert len(name_of(title)) <= 100
