"""An entry is an event that is known where it has its name, or is the same edition, and is near."""

from __future__ import annotations

import pytest

from bot.rules.calendars.alike import Alike
from bot.rules.calendars.entries import Entry
from bot.rules.calendars.nouns import Revision
from storage import edtf
from storage.edtf import Announced
from storage.records import Event
from tests.rules.making import event

NAMES = ("ADMM-Plus", "ADMM+", "ASEAN Defence Ministers' Meeting-Plus")


def entry(title: str, day: str = "2026-11-10", recurrence_id: str = "", uid: str = "") -> Entry:
    announced = Announced(edtf.parse(day))
    return Entry(uid or title, recurrence_id, title, announced, None, None, None, Revision())


def known(title: str, day: str, event_id: str = "known") -> Event:
    return event(day, title=title, id=event_id)


@pytest.mark.parametrize(
    ("title", "known_title", "day", "same"),
    [
        ("12th ADMM-Plus", "12th ADMM-Plus", "2026-11-10", True),
        ("12th ADMM-Plus", "12th ADMM-Plus", "2027-05-01", True),
        ("12th ADMM-Plus", "12th ADMM-Plus", "2029-05-01", False),
        ("Twelfth ASEAN Defence Ministers' Meeting-Plus", "12th ADMM+", "2026-12-24", True),
        ("The 12th Meeting of the ADMM Plus", "12th ADMM-Plus", "2026", True),
        ("12th ADMM-Plus", "13th ADMM-Plus", "2026-11-10", False),
        ("12th ADMM-Plus EWG on CT", "12th ADMM-Plus", "2026-11-10", False),
        ("12th ADMM-Plus working lunch", "12th ADMM-Plus", "2026-11-10", False),
        ("ADMM-Plus", "12th ADMM-Plus", "2026-11-12", True),
        ("ADMM-Plus 2026", "12th ADMM-Plus", "2026", True),
        ("ADMM-Plus", "12th ADMM-Plus", "2027-03-01", False),
        ("12th ADMM-Plus", "ADMM-Plus", "TBC", True),
        ("Working Lunch", "working lunch", "2026-11-20", True),
        ("Working Lunch", "working lunch", "2026-12-20", False),
        ("Working Lunch", "Working Dinner", "2026-11-10", False),
        ("Exercise Milan 2026", "Exercise MILAN 2026", "2026-03-01", True),
        ("16th EWG on CT", "16th EWG on CT", "2027-06-01", True),
        ("2nd and 3rd ADMM-Plus", "2nd ADMM-Plus", "2026-11-10", False),
        ("", "", "2026-11-10", True),
    ],
)
def test_what_is_the_same(title: str, known_title: str, day: str, same: bool) -> None:
    found = Alike([known(known_title, day)], NAMES).found([entry(title)])
    assert bool(found) is same


def test_of_several_the_nearest_is_meant_and_each_is_taken_once() -> None:
    events = [known("Talk", "2026-11-08", "a"), known("Talk", "2026-11-30", "b")]
    found = Alike(events, NAMES).found([entry("Talk", "2026-11-29", uid="x")])
    assert found["x", ""].id == "b"
    pair = [entry("12th ADMM-Plus", uid="x"), entry("12th ADMM-Plus", uid="y")]
    assert len(Alike([known("12th ADMM-Plus", "2026-11-10")], NAMES).found(pair)) == 1


def test_what_recurs_is_the_same_on_the_same_day_alone() -> None:
    events = [known("Weekly", "2026-11-10", "a"), known("Weekly", "2026-11-17", "b")]
    weekly = [entry("Weekly", f"2026-11-{day}", f"{day}", "w") for day in (10, 12, 24)]
    found = Alike(events, NAMES).found(weekly)
    assert {key[1]: one.id for key, one in found.items()} == {"10": "a"}


def test_an_event_is_found_by_any_of_its_names() -> None:
    one = known("12th ADMM-Plus", "2026-11-10")
    alike = Alike([one], NAMES, lambda event: (event.title, "Ministers in Kuala Lumpur"))
    assert alike.found([entry("Ministers in Kuala Lumpur")])
