"""What a reminder says, under a key that exists once: by target and start, never by subscription."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.notices import Notice, from_json
from bot.rules.reminders_told import Beside, news_on, reminder, reminder_key
from storage import edtf
from storage.edtf import Announced
from storage.news import Entry, FeedId
from storage.records import ChannelId, EntityId, EventStatus, GuildId, Subscription, SubscriptionId, UserId
from storage.revisions import ChangeKind, EventChange
from storage.statements import Followed, Reading
from tests.rules.making import NOW, entity, event, subscription, utc
from tests.rules.making import reminder as due

DAY = due("1 day", "2025-10-31T09:00")
ANN = UserId(5)
HOSTILE = "@everyone <@&1> [win](https://evil.example) **x** \u202egpj.exe `y`"


def remind(beside: Beside | None = None, last: str | None = None, **given: object) -> tuple[str, Notice]:
    of = event(**given)  # type: ignore[arg-type]
    return reminder([subscription()], of, DAY, ["forum"], beside, utc(last) if last else None)


def person(**given: Any) -> Subscription:
    return subscription(channel_id=None, user_id=ANN, **given)


def field(notice: Notice, name: str) -> str:
    return dict(notice.fields)[name]


def test_a_reminder_is_known_by_channel_event_start_and_lead_whoever_subscribed() -> None:
    key, _ = remind()
    assert key == "reminder:101:meeting:0:2025-11-01:1 day"
    other = replace(DAY, subscription_id=SubscriptionId(2))
    also = subscription(id=SubscriptionId(2), role_id=7)
    assert reminder([also], event(title="Renamed"), other, ["other"])[0] == key
    assert reminder_key(subscription(channel_id=ChannelId(102)), DAY) != key
    assert reminder_key(subscription(), replace(DAY, start="2025-11-02")) != key
    assert reminder_key(subscription(), replace(DAY, lead="1 week")) != key


def test_a_person_is_told_once_of_an_event_of_the_catalogue_and_of_each_servers_own() -> None:
    here, there = person(), person(guild_id=GuildId(20))
    assert reminder_key(here, DAY) == reminder_key(there, DAY) == "reminder:user.5:meeting:0:2025-11-01:1 day"
    own = replace(DAY, event_id="own.1")
    assert reminder_key(here, own) != reminder_key(there, own)


def test_what_is_put_off_twice_is_told_twice() -> None:
    once = replace(DAY, lead="snoozed")
    later = replace(once, due_at=once.due_at + timedelta(minutes=15))
    assert reminder_key(person(), once) != reminder_key(person(), later)
    notice = reminder([person()], event(), once, ["forum"])[1]
    assert notice.footer == "Reminder · put off until now" and "You put it off until" in notice.why[1]


def test_a_reminder_of_a_date_says_that_no_hour_was_announced_and_what_is_inferred() -> None:
    _, notice = remind(
        status=EventStatus.PLANNED,
        planned_as_of=edtf.parse("2025-10"),
        date_doubt="year inferred",
        date_reason="the year is that of the chair",
        place="Kuala Lumpur (inferred)",
        source="A note, The tests",
        url="https://tests.example/note",
    )
    assert "1 day" in notice.footer and "Saturday 1 November 2025" in notice.body and "No hour" in notice.body
    assert "planned as of October 2025 · year inferred" in field(notice, "When")
    assert field(notice, "Where") == "Kuala Lumpur (inferred)"
    assert field(notice, "Year inferred") == "The year is that of the chair."
    assert field(notice, "Source") == "[A note, The tests](https://tests.example/note)"
    assert "<t:" not in notice.body + field(notice, "When")


def test_a_reminder_of_a_timed_event_counts_down_and_an_unknown_place_is_said_to_be_unknown() -> None:
    _, notice = remind(hour="14:00", zone="Asia/Kuala_Lumpur")
    assert "<t:1761976800:R>" in notice.body
    assert field(notice, "Where") == "not announced"


def test_a_reminder_says_why_it_came_and_when_it_was_due() -> None:
    both = [subscription(), subscription(role_id=7)]
    notice = reminder(both, event(), DAY, ["forum", "piracy"])[1]
    assert notice.role_id == 7
    assert notice.why[0] == "This channel follows forum and piracy, and 12th Meeting concerns it."
    assert f"<t:{int(DAY.due_at.timestamp())}:F>" in notice.why[1]
    assert (
        reminder([person()], event(), DAY, ["forum"])[1]
        .why[0]
        .startswith("You asked to be reminded of forum, and")
    )
    mine = person(subject=EntityId("meeting"))
    assert reminder([mine], event(), DAY, ["x"])[1].why[0] == "You asked to be reminded of 12th Meeting."


FORUM, HOST, PIRACY = entity("forum", "forum"), entity("my", "country"), entity("piracy")
MEETING = entity("meeting", "meeting")
KNOWN = {one.id: one for one in (FORUM, HOST, PIRACY, MEETING)}
CONCERNS = frozenset(KNOWN)


def test_a_reminder_says_what_its_event_is_about() -> None:
    about = field(remind(Beside(KNOWN), concerns=CONCERNS)[1], "About")
    assert about == "About Meeting.\nForum: About Forum.\nOn Piracy."
    other = field(remind(Beside({HOST.id: HOST}), concerns=frozenset({HOST.id}))[1], "About")
    assert other == "Concerns My."
    assert "About" not in dict(remind(Beside(KNOWN), concerns=frozenset())[1].fields) or about
    assert news_on(event(concerns=CONCERNS), KNOWN) == {"meeting", "forum", "piracy"}


def test_a_reminder_is_matched_by_what_is_followed_and_what_its_event_concerns() -> None:
    assert remind(Beside(KNOWN))[1].labels == ("forum", "Forum", "Meeting", "My", "Piracy")


def entry(number: int, **given: Any) -> Entry:
    made = Entry(
        FeedId(1),
        f"g{number}",
        f"Ministers meet {number}",
        f"https://post.example/{number}",
        "",
        None,
        utc("2025-10-30T08:00"),
        NOW,
        "The Post",
        number,
    )
    return replace(made, **given)


def test_a_reminder_names_the_latest_news_with_their_sources_each_story_once() -> None:
    entries = [entry(n, story_id=1 if n < 3 else n) for n in range(1, 7)]
    lines = field(remind(Beside(news=entries))[1], "Latest news").split("\n")
    at = int(utc("2025-10-30T08:00").timestamp())
    assert lines[0] == f"• [Ministers meet 1](https://post.example/1) · The Post, <t:{at}:d>"
    assert [line.split("]")[0][-1] for line in lines] == ["1", "3", "4"]
    found = entry(1, published_at=None, link=None)
    line = field(remind(Beside(news=[found]))[1], "Latest news")
    assert line == f"• Ministers meet 1 · The Post, found <t:{int(NOW.timestamp())}:d>"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "https://x.example/" + "a" * 400, "https://x.example/) [c](https://y"],
)
def test_no_link_or_title_of_a_feed_says_more_than_it_may(link: str) -> None:
    notice = remind(Beside(news=[entry(1, title=HOSTILE * 5, link=link, feed_title=HOSTILE)]))[1]
    shown = field(notice, "Latest news")
    assert len(shown) < 400 and "\n" not in shown and "javascript" not in shown
    bare = (
        shown.replace("\\@", "").replace("\\<", "").replace("\\[", "").replace("\\*", "").replace("\\`", "")
    )
    assert not set(bare) & set("@*`\u202e") and bare.split("](")[0].count("[") <= 1
    assert from_json(notice.to_json()) == notice


def change(day: str, at: str, revision: int, **given: Any) -> EventChange:
    made = EventChange(
        guild_id=GuildId(10),
        event_id="meeting",
        revision=revision,
        what=ChangeKind.MOVED,
        title="12th Meeting",
        announced=Announced(edtf.parse(day)),
        status=EventStatus.PLANNED,
        place=None,
        link=None,
        source="A letter",
        url=None,
        by_user_id=ANN,
        created_at=utc(at),
    )
    return replace(made, **given)


def test_a_reminder_says_what_changed_since_the_last_one_to_that_target() -> None:
    history = [
        change("2025-11-01", "2025-10-20T08:00", 0, what=ChangeKind.KNOWN, by_user_id=None),
        change("2025-11-02", "2025-10-20T08:00", 1),
        change("2025-11-03", "2025-10-26T08:00", 2),
        change("2025-11-04", "2025-10-27T08:00", 3, place="Room 3", status=EventStatus.CONFIRMED),
    ]
    name = "Changed since the last reminder"
    told = field(remind(Beside(history=history), "2025-10-25T09:00")[1], name)
    assert told.split("\n") == [
        "~~Sunday 2 November 2025, no hour announced~~ → Tuesday 4 November 2025, no hour announced"
        " (2 days later)",
        "Room 3",
        "~~planned~~ → confirmed",
    ]
    told = field(remind(Beside(history=history), "2025-10-19T09:00")[1], name)
    assert told.startswith("~~Saturday 1 November 2025")
    assert name not in dict(remind(Beside(history=history), "2025-10-28T00:00")[1].fields)
    assert name not in dict(remind(Beside(history=history))[1].fields)
    back = [*history, change("2025-11-02", "2025-10-28T08:00", 4)]
    assert name not in dict(remind(Beside(history=back), "2025-10-25T09:00")[1].fields)


def test_a_reminder_says_which_source_it_follows_where_they_differ() -> None:
    def reading(source: str, day: str, followed: Followed | None) -> Reading:
        return Reading(
            GuildId(10),
            "meeting",
            source,
            Announced(edtf.parse(day)),
            EventStatus.PLANNED,
            source,
            None,
            NOW,
            followed,
        )

    chosen = reading("A letter", "2025-11-01", Followed.CHOSEN)
    told = field(
        remind(Beside(readings=[chosen, reading("A note", "2025-11-02", None)]))[1], "Sources differ"
    )
    assert "A note says Sunday 2 November 2025" in told and "a moderator of this server chose it" in told
    agree = [chosen, reading("A note", "2025-11-01", None)]
    assert "Sources differ" not in dict(remind(Beside(readings=agree))[1].fields)
