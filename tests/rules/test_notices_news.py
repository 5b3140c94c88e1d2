"""One message for a story in a channel, with its source, its time and why; edits and others who tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.rules.notices import Notice, NoticeKind
from bot.rules.notices_news import also_told, edited, many_more, news, news_line
from storage.news import Entry, FeedId
from storage.records import Target
from tests.rules.making import DESK, NOW, feed

HOSTILE = "@everyone <@&1> [win](https://evil.example) **x** \u202egpj.exe `y`"
HERE = Target(DESK)
STORY = "l:site.example/a"


def told(**given: object) -> Entry:
    made = Entry(
        feed_id=FeedId(1),
        guid="a",
        title="Title a",
        link="https://site.example/a",
        summary="Summary a",
        published=None,
        published_at=None,
        found_at=NOW,
        feed_title="Site",
        id=1,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def notice(**given: object) -> Notice:
    return news(HERE, STORY, told(**given), ["Forum", "Piracy"], ["Harbour"], None)[1]


def field(of: Notice, name: str) -> str:
    return dict(of.fields)[name]


def test_news_is_known_by_channel_and_story_whichever_feed_tells_it() -> None:
    key = news(HERE, STORY, told(), ["x"], ["Harbour"], None)[0]
    assert key == "news:101:l:site.example/a"
    assert news(HERE, STORY, told(feed_id=FeedId(2), title="Else"), ["y"], ["Harbour"], 7)[0] == key
    assert news(Target(DESK + 1), STORY, told(), ["x"], ["Harbour"], None)[0] != key  # type: ignore[arg-type]


def test_news_has_title_source_time_link_and_what_matched() -> None:
    said = notice(
        published="Wed, 29 Oct 2025 08:00:00 GMT", published_at=datetime(2025, 10, 29, 8, tzinfo=UTC)
    )
    assert (said.kind, said.title, said.url) == (NoticeKind.NEWS, "Title a", "https://site.example/a")
    assert (field(said, "Source"), field(said, "Matched")) == ("Site", "Forum, Piracy")
    assert field(said, "Time") == "Wed, 29 Oct 2025 08\\:00\\:00 GMT"
    assert "follows Harbour" in said.why[0]
    assert "Forum and Piracy" in said.why[1]
    assert said.labels == ("Forum", "Piracy", "Harbour")
    assert field(notice(), "Time") == "not given by the source"


def test_a_line_on_an_entry_says_when_by_its_source_or_else_when_it_was_found() -> None:
    said = news_line(told(published_at=datetime(2025, 10, 29, 8, tzinfo=UTC)))
    assert said == "• Title a — [Site](https://site.example/a), <t:1761724800:F>"
    assert news_line(told(link=None)) == f"• Title a — Site, found <t:{int(NOW.timestamp())}:F>"


def test_an_entry_without_a_title_begins_with_what_it_says() -> None:
    assert notice(title="").title == "Summary a"
    assert notice(title="", summary="").title == "(without a title)"


def test_an_edit_changes_what_is_said_and_leaves_why_it_was_posted() -> None:
    before = notice()
    after = edited(before, told(title="Title b", summary="Other"))
    assert (after.title, after.body, after.why, after.fields) == (
        "Title b",
        "Other",
        before.why,
        before.fields,
    )
    assert "edited by its source" in after.footer


def test_who_tells_the_same_is_named_once_and_at_most_five_are() -> None:
    standing = notice()
    for number in range(7):
        other = told(feed_title=f"Paper {number}", link=f"https://p{number}.example/x")
        standing = also_told(standing, other) or standing
        assert also_told(standing, other) is None
    lines = field(standing, "Also").split("\n")
    assert lines == [f"[Paper {number}](https://p{number}.example/x)" for number in range(5)]


def test_a_link_that_would_break_the_markup_is_left_out() -> None:
    standing = also_told(
        notice(), told(feed_title="Paper", link="https://p.example/x) [y](https://evil.example")
    )
    assert standing is not None and field(standing, "Also") == "Paper"


def test_a_flood_is_told_in_one_message_that_counts() -> None:
    key, said = many_more(HERE, feed(), [told(guid="a"), told(guid="b")], ["Forum"])
    assert key == "more:101:1:a" and "2 more of its entries mention" in said.body and "Forum" in said.body


def test_no_text_of_a_feed_mentions_links_formats_or_turns_round() -> None:
    entry = told(title=HOSTILE, summary=HOSTILE, published=HOSTILE, feed_title=HOSTILE)
    said = news(HERE, STORY, entry, ["Forum"], ["Forum"], None)[1]
    changed = edited(notice(), entry)
    more = many_more(HERE, feed(title=HOSTILE), [entry], ["Forum"])[1]
    texts = [said.title, said.body, *(value for _, value in said.fields), *said.why, changed.title, more.body]
    for text in texts:
        bare = text
        for sign in "@<[*`":
            bare = bare.replace(f"\\{sign}", "")
        assert not set(bare) & set("@<[*`\u202e"), text


def test_long_text_is_cut_to_what_fits() -> None:
    said = notice(title="*" * 5000, summary="*" * 5000, published="*" * 5000)
    assert len(said.title) <= 400 and len(said.body) <= 560
    assert all(len(value) <= 1024 for _, value in said.fields)
