"""What is coming stands by day, what has no day apart, and what moved is told net of all its moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.rules.moment import Moment
from bot.rules.outlook import moved, outlook
from storage import edtf
from storage.edtf import Announced
from storage.records import Event, EventStatus, GuildId, UserId
from storage.revisions import ChangeKind, EventChange
from tests.rules.making import NOW, event

NOW_HERE = Moment(NOW, NOW.date())
WEEK = date(2025, 11, 5)
BEFORE, AFTER = NOW - timedelta(days=2), NOW - timedelta(hours=1)
SINCE = NOW - timedelta(days=1)


def titled(text: str, title: str | None = None, **given: Any) -> Event:
    return event(text, title=title or text, **given)


def titles(events: tuple[Event, ...]) -> list[str]:
    return [one.title for one in events]


def test_what_has_a_day_stands_apart_from_what_has_none_each_in_the_order_of_its_dates() -> None:
    given = ["2026", "2025-11-03", "TBC", "2025-11", "2025-11-01/2025-11-02", "2025-11-01", "2025-12"]
    seen = outlook([titled(one) for one in given], NOW_HERE)
    assert titles(seen.dated) == ["2025-11-01", "2025-11-01/2025-11-02", "2025-11-03"]
    assert titles(seen.undated) == ["2025-11", "2025-12", "2026", "TBC"]


def test_up_to_a_day_only_what_may_be_by_then_is_coming() -> None:
    given = ["2025-11-05", "2025-11-06", "2025-11", "2025", "2025-12", "2026", "2025-11-04/2025-11-09", "TBC"]
    seen = outlook([titled(one) for one in given], NOW_HERE, WEEK)
    assert titles(seen.dated) == ["2025-11-04/2025-11-09", "2025-11-05"]
    assert titles(seen.undated) == ["2025", "2025-11", "TBC"]


def test_what_is_over_or_called_off_or_began_long_ago_without_an_end_is_not_coming() -> None:
    over = titled("2025-10-28")
    off = titled("2025-11-01", status=EventStatus.CANCELLED)
    passed = titled("2025-10-29", hour="07:00", zone="UTC")
    seen = outlook([over, off, passed, titled("../2025-12"), titled("2017-05-01/..")], NOW_HERE)
    assert (titles(seen.dated), titles(seen.undated)) == ([], ["2017-05-01/.."])


def test_what_has_begun_and_is_not_over_is_still_told() -> None:
    assert titles(outlook([titled("2025-10-27/2025-10-30")], NOW_HERE, WEEK).dated) == [
        "2025-10-27/2025-10-30"
    ]


def test_events_of_one_day_stand_in_the_order_of_their_hours_and_those_without_one_last() -> None:
    late = titled("2025-11-01", "late", hour="15:00", zone="UTC")
    early = titled("2025-11-01", "early", hour="09:00", zone="Asia/Tokyo")
    assert titles(outlook([titled("2025-11-01"), late, early], NOW_HERE).dated) == [
        "early",
        "late",
        "2025-11-01",
    ]


def change(what: ChangeKind, when: str, at: datetime, revision: int, **given: Any) -> EventChange:
    made = EventChange(
        guild_id=GuildId(10),
        event_id="meeting",
        revision=revision,
        what=what,
        title="Meeting",
        announced=Announced(edtf.parse(when)),
        status=EventStatus.CONFIRMED,
        place=None,
        link=None,
        source="A letter",
        url=None,
        by_user_id=UserId(5),
        created_at=at,
    )
    return replace(made, **given)


def own(when: str, **given: Any) -> Event:
    return replace(
        event(when, title="Meeting", status=EventStatus.CONFIRMED),
        **{"place": None, "guild_id": GuildId(10), **given},
    )


def test_an_event_that_moved_twice_is_told_once_from_where_it_was() -> None:
    changes = [
        change(ChangeKind.ADDED, "2025-11-01", BEFORE, 1),
        change(ChangeKind.MOVED, "2025-11-03", AFTER, 2),
        change(ChangeKind.MOVED, "2025-11-04", AFTER, 3),
    ]
    told = moved(own("2025-11-04"), changes, SINCE, NOW_HERE)
    assert told is not None and told.before is not None
    assert (str(told.before.edtf), str(told.after.edtf), told.what) == (
        "2025-11-01",
        "2025-11-04",
        ChangeKind.MOVED,
    )
    assert told.last.revision == 3


def test_an_event_of_the_catalogue_moved_from_where_the_catalogue_had_it() -> None:
    changes = [
        change(ChangeKind.KNOWN, "2025-11", AFTER, 0, by_user_id=None),
        change(ChangeKind.MOVED, "2025-11-04", AFTER, 1),
    ]
    told = moved(own("2025-11-04"), changes, SINCE, NOW_HERE)
    assert told is not None and told.before is not None and str(told.before.edtf) == "2025-11"


def test_what_was_added_and_moved_meanwhile_is_new() -> None:
    changes = [
        change(ChangeKind.ADDED, "2025-11-01", AFTER, 1),
        change(ChangeKind.MOVED, "2025-11-04", AFTER, 2),
    ]
    told = moved(own("2025-11-04"), changes, SINCE, NOW_HERE)
    assert told is not None and (told.before, told.what) == (None, ChangeKind.ADDED)


def test_what_was_called_off_is_told_so_whatever_else_was_done_to_it() -> None:
    changes = [
        change(ChangeKind.ADDED, "2025-11-01", BEFORE, 1),
        change(ChangeKind.CANCELLED, "2025-11-01", AFTER, 2, status=EventStatus.CANCELLED),
        change(ChangeKind.EDITED, "2025-11-01", AFTER, 3, status=EventStatus.CANCELLED, place="Oslo"),
    ]
    told = moved(own("2025-11-01", status=EventStatus.CANCELLED, place="Oslo"), changes, SINCE, NOW_HERE)
    assert told is not None and told.what is ChangeKind.CANCELLED


def test_what_moved_back_was_only_edited_unseen_or_is_over_is_not_told() -> None:
    there = change(ChangeKind.ADDED, "2025-11-01", BEFORE, 1)
    away = change(ChangeKind.MOVED, "2025-11-04", AFTER, 2)
    back = change(ChangeKind.MOVED, "2025-11-01", AFTER, 3)
    assert moved(own("2025-11-01"), [there, away, back], SINCE, NOW_HERE) is None
    assert (
        moved(own("2025-11-01"), [there, replace(there, revision=2, created_at=AFTER)], SINCE, NOW_HERE)
        is None
    )
    assert moved(own("2025-10-04"), [there, replace(away, created_at=AFTER)], SINCE, NOW_HERE) is None
    assert moved(own("2025-11-04"), [there, replace(away, created_at=BEFORE)], SINCE, NOW_HERE) is None


def test_a_change_of_the_place_alone_and_a_confirmation_are_called_what_they_are() -> None:
    there = change(ChangeKind.ADDED, "2025-11-01", BEFORE, 1, status=EventStatus.PLANNED)
    edit = change(ChangeKind.EDITED, "2025-11-01", AFTER, 2, place="Oslo", status=EventStatus.PLANNED)
    planned = own("2025-11-01", status=EventStatus.PLANNED, place="Oslo")
    told = moved(planned, [there, edit], SINCE, NOW_HERE)
    assert told is not None and told.what is ChangeKind.EDITED
    confirmed = change(ChangeKind.CONFIRMED, "2025-11-01", AFTER, 2)
    told = moved(own("2025-11-01"), [there, confirmed], SINCE, NOW_HERE)
    assert told is not None and told.what is ChangeKind.CONFIRMED
