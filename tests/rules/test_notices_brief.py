"""A brief and a live list say what is coming as it is known, by what source, within Discord's limits."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.briefs import DueBrief, due_brief
from bot.rules.moment import Moment
from bot.rules.notices import Notice, NoticeKind
from bot.rules.notices_brief import Briefed, brief, list_ended, live_list
from bot.rules.outlook import Moved, Outlook, outlook
from storage import edtf
from storage.news import Entry, FeedId
from storage.options import Brief, Options
from storage.records import Event, EventStatus, GuildId, UserId
from storage.revisions import ChangeKind, EventChange
from tests.rules.making import DESK, NOW, event

NOW_HERE = Moment(NOW, NOW.date())
HOSTILE = "@everyone [win](https://evil.example) **x** `y` ||z||"
ARTICLE = {"source": "An article, The Paper", "url": "https://paper.example/a"}


def due(pace: Brief = Brief.DAILY) -> DueBrief:
    made = due_brief(Options(brief=pace, brief_weekday=2), "Asia/Kuala_Lumpur", NOW, NOW)
    assert made is not None
    return made


def said(*events: Event, moved: tuple[Moved, ...] = (), news: tuple[Entry, ...] = ()) -> Briefed:
    return Briefed(outlook(events, NOW_HERE), moved, news)


def told(what: Briefed, pace: Brief = Brief.DAILY, subjects: tuple[str, ...] = ("Forum",)) -> Notice:
    return brief(DESK, what, due(pace), NOW, "Asia/Kuala_Lumpur", subjects)[1]


def length(notice: Notice) -> int:
    fields = sum(len(name) + len(value) for name, value in notice.fields)
    return len(notice.title) + len(notice.body) + fields + len(notice.footer) + 40


def entry(title: str = "A story", **given: Any) -> Entry:
    made = Entry(
        feed_id=FeedId(1),
        guid=title,
        title=title,
        link="https://paper.example/story",
        summary="",
        published=None,
        published_at=NOW,
        found_at=NOW,
        feed_title="The Paper",
    )
    return replace(made, **given)


def move(before: str | None, after: Event, what: ChangeKind = ChangeKind.MOVED, **given: Any) -> Moved:
    last = EventChange(
        guild_id=GuildId(10),
        event_id=after.id,
        revision=2,
        what=what,
        title=after.title,
        announced=after.announced,
        status=after.status,
        place=None,
        link=None,
        source="A letter",
        url="https://ministry.example/letter",
        by_user_id=UserId(502),
        created_at=NOW,
    )
    was = replace(after, edtf=edtf.parse(before)) if before else None
    return Moved(was, after, what, replace(last, **given))


def leads_to(notice: Notice) -> set[str]:
    """Where the links of a body lead, which mentions nobody outside of them."""
    links = re.compile(r"(?<!\\)\]\(([^)]*)\)")
    assert re.search(r"(?<!\\)[@`]everyone", links.sub("", notice.body)) is None
    return set(links.findall(notice.body))


def test_a_brief_is_known_by_its_channel_and_the_day_it_is_in_the_server() -> None:
    key, notice = brief(DESK, said(event()), due(), NOW, "Asia/Kuala_Lumpur", ["Forum"])
    assert key == "brief:101:2025-10-29"
    assert notice.kind is NoticeKind.BRIEF and notice.title == "Daily brief, Wednesday 29 October 2025"
    midnight = replace(due(), due_at=datetime(2025, 10, 29, 16, 0, tzinfo=UTC))
    assert brief(DESK, said(), midnight, NOW, "Asia/Kuala_Lumpur", [])[0] == "brief:101:2025-10-30"


def test_a_day_is_counted_down_to_in_words_and_an_hour_by_discord() -> None:
    timed = event("2025-11-03", title="Talk", hour="15:00", zone="Asia/Tokyo")
    body = told(said(event(**ARTICLE), timed)).body
    assert "**12th Meeting** · in 3 days\nSaturday 1 November 2025, no hour announced `[1]`" in body
    assert "**Talk** · <t:1762149600:R>\n<t:1762149600:F> (15:00 in Asia/Tokyo)" in body


def test_every_event_names_its_source_each_source_once() -> None:
    other = event("2025-11-02", title="Other", source="A letter", url=None)
    notice = told(said(event(**ARTICLE), event(title="Same", **ARTICLE), other))
    assert notice.body.count("`[1]`") == 2 and notice.body.count("`[2]`") == 1
    assert dict(notice.fields) == {
        "Sources": "[1] [An article, The Paper](https://paper.example/a)\n[2] A letter"
    }
    own = event(guild_id=GuildId(10), source="A friend", planned_as_of=edtf.parse("2025-10-20"))
    notice = told(said(replace(own, status=EventStatus.PLANNED)))
    assert "planned as of Monday 20 October 2025 · by this server, source: A friend" in notice.body
    assert notice.fields == ()


def test_what_has_no_day_is_said_as_it_is_known_and_counts_down_to_nothing() -> None:
    body = told(
        said(event("2025-11", title="Month"), event("2026", title="Year"), event("TBC", title="Some"))
    ).body
    assert "__Awaited, no day announced__\n**Month**\nin November 2025, no day announced" in body
    assert "**Year**\nin 2026, no day announced" in body and "**Some**\ndate to be confirmed" in body
    assert "<t:" not in body and " 1 " not in body


def test_what_has_begun_by_its_date_is_not_said_to_be_ahead() -> None:
    assert "**12th Meeting** · under way, by its date\n28 October" not in told(said(event("2025-10-27"))).body
    body = told(said(event("2025-10-27/2025-10-31"))).body
    assert "**12th Meeting** · under way, by its date\n27–31 October 2025" in body


def test_what_moved_is_told_old_to_new_with_who_and_by_what_source() -> None:
    moved = move("2025-11-01", event("2025-11-04"))
    body = told(said(moved=(moved,))).body
    assert "__Moved since the last brief__\n**Moved: 12th Meeting**" in body
    assert (
        "~~Saturday 1 November 2025, no hour announced~~"
        " → **Tuesday 4 November 2025, no hour announced** · in 6 days" in body
    )
    assert "-# by <@502>, <t:1761724800:F>; source: [A letter](https://ministry.example/letter)" in body


def test_news_is_linked_with_who_said_it_and_when() -> None:
    more = entry("Undated", published_at=None, published="last week", link=None)
    found = entry("Unpublished", published_at=None)
    body = told(said(news=(entry(), more, found))).body
    assert "[A story](https://paper.example/story)\n-# The Paper, <t:1761724800:f>" in body
    assert "Undated\n-# The Paper, last week" in body and "found <t:1761724800:f>" in body


def test_five_stories_are_told_and_the_rest_is_counted() -> None:
    body = told(said(news=tuple(entry(f"Story {number}") for number in range(9)))).body
    assert [f"Story {number}" in body for number in range(6)] == [True] * 5 + [False]
    assert "… and 4 more" in body


def test_a_weekly_brief_of_nothing_says_so_and_what_to_do() -> None:
    body = told(said(), Brief.WEEKLY, ("Forum", "Piracy")).body
    assert "Nothing with a known day is coming in the next 30 days of Forum and Piracy" in body
    assert all(name in body for name in ("`/event list`", "`/subscribe`", "`/event add`"))


def test_what_a_channel_follows_is_named_letter_by_letter_and_beyond_four_counted() -> None:
    body = told(said(), Brief.WEEKLY, ("**@everyone**", "B", "C", "D", "E", "F")).body
    assert r" of \*\*\@everyone\*\*, B, C, D and 2 more, as far as is known here" in body


def test_only_what_has_a_day_moved_or_is_new_is_worth_a_daily_brief() -> None:
    assert not said(event("2026"), event("TBC")).is_worth_it
    assert said(event()).is_worth_it
    assert said(moved=(move(None, event()),)).is_worth_it
    assert said(news=(entry(),)).is_worth_it


def test_a_brief_says_whose_it_is_and_when_it_was_to_come() -> None:
    notice = told(said(event()), Brief.WEEKLY, ("Forum",))
    assert "/subscription edit" in notice.footer
    assert notice.due_at == int(NOW.timestamp())
    assert notice.why[0] == "This channel follows Forum."
    assert notice.why[1] == "It is briefed every Wednesday, this time at 16:00 (Asia/Kuala_Lumpur)."


@pytest.mark.parametrize("hostile", [HOSTILE, "x" * 5000, "\\" * 400, "]( " * 300, "", "\u202e\n\n# big"])
def test_whatever_is_fed_in_a_brief_stays_within_discords_limits_and_leads_nowhere_else(hostile: str) -> None:
    given = [
        event(
            f"2025-11-{day:02}",
            id=f"e{day}",
            title=hostile,
            guild_id=GuildId(10),
            source=hostile,
            place=hostile,
        )
        for day in range(1, 29)
    ]
    shipped = [event("2025-11-30", title="Fine", source=f"{number}{'s' * 300}") for number in range(20)]
    undated = [event("2026", title=hostile, guild_id=GuildId(10), place=hostile) for _ in range(9)]
    news = tuple(entry(hostile, link=f"https://a.example/){hostile}", feed_title=hostile) for _ in range(9))
    moved = tuple(move("2025-11-01", one, source=hostile, url=None) for one in given[1:9])
    what = said(*given, *shipped, *undated, moved=moved, news=news)
    notice = told(what, Brief.WEEKLY, (hostile,) * 30)
    assert len(notice.body) <= 4096 and length(notice) <= 6000
    assert all(len(value) <= 1024 for _, value in notice.fields)
    assert all(link.startswith("https://a.example/%29") for link in leads_to(notice))
    assert "more" in notice.body
    _, shown = live_list(outlook([*given, *shipped, *undated], NOW_HERE), NOW, "UTC", (hostile,) * 30)
    assert len(shown.body) <= 4096 and length(shown) <= 6000
    assert leads_to(shown) == set()


def test_a_list_shows_fifteen_events_those_without_a_day_last_and_counts_the_rest() -> None:
    days = [event(f"2025-11-{day:02}", title=f"Day {day}") for day in range(1, 15)]
    _, shown = live_list(
        outlook([*days, event("2026", title="Year"), event("TBC")], NOW_HERE), NOW, "UTC", []
    )
    assert shown.kind is NoticeKind.LIVE
    assert "Day 14" in shown.body and "__Awaited, no day announced__\n**Year**" in shown.body
    assert "… and 1 more; `/event list` shows them all" in shown.body
    assert shown.body.endswith("-# Updated <t:1761724800:R>")
    assert "/subscribe" in shown.footer and "/remind" in shown.footer


def test_the_digest_of_a_list_is_the_same_within_a_day_and_another_when_what_is_shown_changed() -> None:
    def digest(later: timedelta = timedelta(0), **given: Any) -> str:
        return live_list(Outlook((event(**given),), ()), NOW + later, "UTC", ["Forum"])[0]

    assert digest() == digest(timedelta(hours=15, minutes=59))
    assert len({digest(), digest(timedelta(hours=16)), digest(title="New"), digest(place="Oslo")}) == 4


def test_a_list_of_nothing_says_so_and_one_that_is_turned_off_says_since_when() -> None:
    assert "Nothing is coming of Forum" in live_list(Outlook((), ()), NOW, "UTC", ["Forum"])[1].body
    assert "follows nothing" in live_list(Outlook((), ()), NOW, "UTC", [])[1].body
    key, ended = list_ended(DESK, 77, NOW)
    assert key.startswith("ended:101:77:") and "no longer kept, since <t:1761724800:F>" in ended.body
