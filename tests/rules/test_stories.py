"""Which headlines are one piece of news: a row for each sentence of the rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.rules.stories.sketch import Told, without_trimmings
from bot.rules.stories.window import Window, stories_of, story_of
from tests.rules.scenes import scenes, told_apart

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


def told(
    title: str, summary: str = "", *, hours: float = 0, link: str | None = None, name: str = "x"
) -> Told:
    return Told(name, title, summary, link, AT + timedelta(hours=hours))


def are_one(one: Told, other: Told) -> bool:
    first, second = stories_of([Told("first", *_rest(one)), Told("second", *_rest(other))])
    assert first == "first" and second in ("first", "second")
    return second == "first"


def _rest(entry: Told) -> tuple[str, str, str | None, datetime | None]:
    return entry.title, entry.summary, entry.link, entry.published


ONE = [
    ("16th ADMM-Plus opens in Manila", "Sixteenth ASEAN Defence Ministers' Meeting-Plus begins in Manila"),
    ("2nd ASEAN-India Maritime Exercise begins", "Second ASEAN-India Maritime Exercise kicks off"),
    ("16th ADMM-Plus opens in Manila", "XVI ADMM-Plus opens in Manila"),
    ("Mesyuarat ADMM-Plus ke-12 di Kuala Lumpur", "12th ADMM-Plus: mesyuarat di Kuala Lumpur"),
    ("Philippines, Japan sign Reciprocal Access Agreement", "Manila, Tokyo ink reciprocal access pact"),
    ("Bomb kills 3 soldiers in Basilan", "Death toll in Basilan bomb blast rises to 5"),
    ("Sixteen Abu Sayyaf members surrender in Sulu", "16 Abu Sayyaf fighters surrender in Sulu"),
    (
        "Indonesia signs $8.1 billion deal for Rafale jets",
        "Indonesia in $8 bn Rafale jet deal, signs contract",
    ),
    ("Navy commissions INS Mahe in Mumbai", "BREAKING: Navy commissions INS Mahe in Mumbai | Bernama"),
    (
        "UPDATE 2-USS Higgins sails near Scarborough Shoal",
        "USS Higgins sails near Scarborough Shoal - Reuters",
    ),
    ("🚨 WATCH: Rajnath Singh addresses ADMM-Plus", "Rajnath Singh addresses ADMM-Plus in Kuala Lumpur"),
    ("World : Timor-Leste joins ASEAN as 11th member", "Timor-Leste becomes eleventh member of ASEAN"),
    ("RAJNATH SINGH ADDRESSES ADMM-PLUS", "Rajnath Singh addresses ADMM-Plus"),
    ("Exercise Malabar 2026 begins off Guam", "Malabar exercise starts off Guam"),
    ("东盟防长扩大会议在吉隆坡开幕", "第12届东盟防长扩大会议在吉隆坡开幕"),
    ("انفجار في قاعدة بحرية في كراتشي", "‏انفجار في قاعدة بحرية في كراتشي‎"),
]
TWO = [
    ("ADMM-Plus: EWG on HADR meets in Delhi", "ADMM-Plus: EWG on maritime security meets in Delhi"),
    ("Piracy incidents fall in Asia, report says", "Piracy incidents rise in Asia, report says"),
    ("Opening of the 12th ADMM-Plus", "Closing of the 12th ADMM-Plus"),
    # Editions, years, days, types, forms of meeting, fields.
    ("16th ADMM-Plus opens in Manila", "17th ADMM-Plus opens in Manila"),
    ("Second ASEAN-India Maritime Exercise begins", "First ASEAN-India Maritime Exercise begins"),
    ("AIME-2 begins off Visakhapatnam", "AIME-1 begins off Visakhapatnam"),
    ("Exercise Malabar 2026 begins off Guam", "Exercise Malabar 2025 begins off Guam"),
    ("ASEAN-India Plan of Action 2026-2030", "ASEAN-India Plan of Action 2021-25"),
    ("Two boardings in Singapore Strait on 3 November", "Two boardings in Singapore Strait on 9 November"),
    ("The programme of Rajnath Singh on the 16th", "The programme of Rajnath Singh on the 17th"),
    ("Philippines to buy F-16 jets from US", "Philippines to buy F-35 jets from US"),
    ("ADMM concludes in Kuala Lumpur", "ADMM-Plus concludes in Kuala Lumpur"),
    ("ADMM concludes in Kuala Lumpur", "ADMM Retreat concludes in Kuala Lumpur"),
    ("ASEAN defence ministers meet in Vientiane", "ASEAN foreign ministers meet in Vientiane"),
    # Places, countries, names.
    ("Bomb kills 3 soldiers in Basilan", "Bomb kills 3 soldiers in Lanao del Sur"),
    ("ASEAN defence ministers meet in Manila", "ASEAN defence ministers meet in Kuala Lumpur"),
    ("INS Tamal arrives in Manila", "INS Tamal arrives in Cebu"),
    ("Philippines, Canada sign visiting forces pact", "Philippines, France sign visiting forces pact"),
    ("Rajnath Singh meets Pete Hegseth in KL", "Rajnath Singh meets Khaled Nordin in KL"),
    ("ASEAN Chiefs of Navy meet in Kuala Lumpur", "ASEAN Chiefs of Police meet in Kuala Lumpur"),
    # Amounts.
    ("Taiwan detects 12 Chinese aircraft", "Taiwan detects 31 Chinese aircraft"),
    ("Indonesia in $8.1 billion Rafale deal", "Indonesia in $2 billion Rafale deal"),
    ("Two soldiers killed in clash in Masbate", "Five rebels killed in clash in Masbate"),
    # What becomes of it.
    ("ADMM-Plus opens in Manila", "ADMM-Plus concludes in Manila"),
    ("Rajnath Singh to visit Manila for ADMM-Plus", "Rajnath Singh visits Manila for ADMM-Plus"),
    ("49th ASEAN Summit in Manila postponed", "49th ASEAN Summit opens in Manila"),
    ("49th ASEAN Summit in Manila postponed", "49th ASEAN Summit in Manila cancelled"),
    ("Thailand, Cambodia sign peace accord", "Thailand suspends peace accord with Cambodia"),
    ("Australia, PNG sign Pukpuk treaty", "PNG delays signing of Pukpuk treaty with Australia"),
    ("Indonesia, Australia sign security treaty", "Indonesia, Australia end negotiations on security treaty"),
    ("Malaysia to host US drones, says report", "Malaysia denies that it will host US drones"),
    ("Gunmen kidnap Filipino sailors off Sabah", "Kidnapped Filipino sailors rescued off Sabah"),
    ("Trump will attend ASEAN summit", "Trump will not attend ASEAN summit"),
    ("China uses water cannon near Scarborough Shoal", "US condemns water cannon near Scarborough Shoal"),
    ("ADMM-Plus opens in Kuala Lumpur", "Opinion: ADMM-Plus opens in Kuala Lumpur"),
    ("Explainer: What is the ADMM-Plus?", "ADMM-Plus opens in Kuala Lumpur"),
    # Other languages, and nothing at all.
    ("Rajnath Singh visits Kuala Lumpur", "राजनाथ सिंह कुआलालंपुर पहुंचे"),
    ("", ""),
    ("🔥🔥🔥", "🔥🔥🔥"),
    ("Press release", "Press release"),
    ("Daily situation report", "Daily situation report"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_the_same_news_in_other_words_is_one_story(one: str, other: str) -> None:
    assert are_one(told(one), told(other, hours=2))
    assert are_one(told(other), told(one, hours=2))


@pytest.mark.parametrize(("one", "other"), TWO)
def test_what_is_like_it_is_another_story(one: str, other: str) -> None:
    assert not are_one(told(one), told(other, hours=2))
    assert not are_one(told(other), told(one, hours=2))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a/", "http://EXAMPLE.org/a?utm_source=feed#top"),
        ("https://example.org/a?id=1", "https://example.org/a?id=1&fbclid=x"),
    ],
)
def test_the_same_page_is_one_story_whatever_the_title_and_the_day(one: str, other: str) -> None:
    assert are_one(told("Press release", link=one), told("Something else", hours=900, link=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/", "https://example.org"),  # the first page of a site
        ("http://[", "http://["),
        ("https://example.org/\ud800", "https://example.org/\ud801"),
    ],
)
def test_another_page_or_none_makes_no_story(one: str, other: str) -> None:
    assert not are_one(told("Fire in Palawan", link=one), told("Talks in Hanoi", link=other))


def test_a_title_of_every_day_is_one_story_only_with_the_same_text_on_the_same_day() -> None:
    report = told("Daily situation report", "No incidents were reported.")
    assert are_one(report, told("Daily situation report", "No incidents were reported.", hours=3))
    assert not are_one(report, told("Daily situation report", "No incidents were reported.", hours=24))
    assert not are_one(report, told("Daily situation report", "One vessel was delayed.", hours=3))
    numbered = [told("Daily situation report", f"{day} November. No incidents.") for day in (14, 15)]
    assert not are_one(*numbered)


def test_editions_in_the_text_below_tell_equal_headlines_apart() -> None:
    one = told("ADMM-Plus held in Manila", "The 16th ADMM-Plus was held in Manila.")
    assert not are_one(one, told("ADMM-Plus held in Manila", "The 17th ADMM-Plus was held in Manila."))


def test_the_text_below_can_say_what_the_other_headline_says() -> None:
    plain = told("US, India ink decade-long defence framework agreement")
    more = "US Secretary of War Pete Hegseth and Rajnath Singh signed a 10-year framework in Kuala Lumpur."
    other = "Hegseth, Rajnath Singh sign defence framework in Kuala Lumpur"
    assert not are_one(plain, told(other, hours=1))
    assert are_one(told(plain.title, more), told(other, hours=1))


def test_after_three_days_it_is_another_story() -> None:
    title = "USS Higgins sails near Scarborough Shoal"
    assert are_one(told(title), told(title, hours=72))
    assert not are_one(told(title), told(title, hours=73))
    assert are_one(told(title), Told("y", title))


def test_a_story_does_not_drift_from_what_it_told_first() -> None:
    titles = [
        "Typhoon Pepito kills 16 in Bicol",
        "Typhoon Pepito kills 16 in Bicol, ASEAN summit may move",
        "ASEAN summit may move after Typhoon Pepito, says palace spokesman Castro",
        "ASEAN summit may move to Clark, says palace spokesman Castro",
        "ASEAN summit to move to Clark, says palace spokesman Castro on Tuesday",
    ]
    found = stories_of(Told(str(n), title, published=AT) for n, title in enumerate(titles))
    assert found[0] != found[-1]


def test_what_joined_a_story_keeps_out_what_is_apart_from_it() -> None:
    titles = ["ADMM-Plus opens in Manila", "16th ADMM-Plus opens in Manila", "17th ADMM-Plus opens in Manila"]
    assert stories_of(told(title, name=title[:4]) for title in titles) == ["ADMM", "ADMM", "17th"]


def test_a_story_is_named_by_its_first_entry_even_where_ids_come_again() -> None:
    entries = [
        told("Fire in Palawan market leaves 200 homeless", name="1"),
        told("USS Higgins sails near Scarborough Shoal", name="1"),
        told("US destroyer Higgins sails near Scarborough", name="2"),
        told("Fire in Palawan market: 200 families homeless", name="3"),
    ]
    assert stories_of(entries) == ["1", "1", "1", "1"]
    window = Window()
    for entry in entries[:2]:
        window.place(entry)
    assert window.place(told("Fire in Palawan market leaves 200 homeless", name="4", hours=100)) == "4"


def test_a_new_entry_finds_the_story_that_is_known() -> None:
    known = [
        (told("USS Higgins sails near Scarborough Shoal", name="a"), "s1"),
        (told("Fire in Palawan market", name="b"), "s2"),
    ]
    assert story_of(known, told("US destroyer Higgins sails near Scarborough", name="c", hours=1)) == "s1"
    assert story_of(known, told("Talks in Hanoi", name="d", hours=1)) == "d"


def test_a_window_forgets_what_was_told_before() -> None:
    window = Window()
    window.place(told("USS Higgins sails near Scarborough Shoal", name="old"))
    window.place(told("Fire in Palawan market leaves 200 homeless", name="new", hours=10))
    later = window.since(AT + timedelta(hours=5))
    assert later.place(told("USS Higgins sails near Scarborough Shoal", name="a", hours=11)) == "a"
    assert later.place(told("Fire in Palawan market leaves 200 homeless", name="b", hours=11)) == "new"


@pytest.mark.parametrize(
    "title",
    [
        "x" * 10_000,
        "Rajnath " * 2_000,
        "1st " * 3_000,
        "(" * 5_000,
        "BREAKING: " * 1_000,
        " - ".join("abc" for _ in range(3_000)),
        "ahead of " * 2_000,
        "\ud800\udfff\x00‮‏",
        "&amp;" * 3_000,
        "$" + "9" * 5_000 + " billion",
        "9" * 5_000 + "th ADMM",
        "東" * 10_000,
        "@everyone **[x](http://y)**",
    ],
)
def test_a_hostile_title_is_an_entry_like_any_other(title: str) -> None:
    other = "Fire in Palawan market leaves 200 homeless"
    assert stories_of([told(title, name="a"), told(other, name="b"), told(title, title, name="c")])[1] == "b"


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("BREAKING: Fire in Palawan", "Fire in Palawan"),
        ("UPDATE 2-Fire in Palawan", "Fire in Palawan"),
        ("Live-fire drill off Palawan", "Live-fire drill off Palawan"),
        ("Watch what China does in Palawan", "Watch what China does in Palawan"),
        ("Sukan : Fire in Palawan", "Fire in Palawan"),
        ("Fire in Palawan market hall - The Star", "Fire in Palawan market hall"),
        ("Statement at the 12th ADMM-Plus - Japan", "Statement at the 12th ADMM-Plus - Japan"),
        ("BREAKING:", "BREAKING:"),
    ],
)
def test_what_comes_around_a_headline_is_left_out(title: str, bare: str) -> None:
    assert without_trimmings(title) == bare


def test_the_order_of_unrelated_entries_does_not_matter() -> None:
    entries = [entry for scene in scenes("stories_told.txt")[1:60:3] for _, entry in scene[:1]]
    named = [Told(str(n), *_rest(entry)) for n, entry in enumerate(entries)]
    assert stories_of(named) == [str(n) for n in range(len(named))]
    assert sorted(stories_of(reversed(named)), key=int) == [str(n) for n in range(len(named))]


def test_the_scenes_by_which_the_rules_were_made_are_told_apart() -> None:
    found = told_apart("stories_told.txt")
    assert found.right + found.missed > 200
    assert found.precision > 0.98 and found.recall > 0.75


def test_scenes_the_rules_were_not_made_by_are_told_apart() -> None:
    found = told_apart("stories_unseen.txt")
    assert found.precision > 0.8 and found.recall > 0.5


def test_an_edition_is_found_again_among_hundreds() -> None:
    titles = [f"{n}th ADMM-Plus opens in Manila" for n in range(100, 900)]
    found = stories_of(told(title, name=title) for title in (*titles, *titles))
    assert found == [*titles, *titles]


def test_a_chain_of_tolls_stays_one_story() -> None:
    titles = [f"Typhoon Pepito: death toll in Bicol rises to {n}" for n in (11, 16, 24, 31, 57)]
    assert all(one == other for one, other in pairwise(stories_of(told(t, name=t[-2:]) for t in titles)))
