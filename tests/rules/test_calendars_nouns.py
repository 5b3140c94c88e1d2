"""Which of two readings of one event is the newer, and by what an event is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.rules.calendars.nouns import Revision, is_newer, moment
from tests.rules.ics import calendar, event, only, read

EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "newer"),
    [
        (Revision(1, content="a"), Revision(2, content="a"), True),
        (Revision(2, content="a"), Revision(1, content="b"), False),
        (Revision(2, EARLY, content="a"), Revision(1, LATE, content="b"), False),
        (Revision(1, EARLY, content="a"), Revision(1, LATE, content="b"), True),
        (Revision(1, LATE, content="a"), Revision(1, EARLY, content="b"), False),
        (Revision(1, EARLY, content="a"), Revision(1, LATE, content="a"), False),
        (Revision(1, LATE, EARLY, "a"), Revision(1, EARLY, LATE, "b"), False),
        (Revision(1, EARLY, EARLY, "a"), Revision(1, EARLY, LATE, "b"), True),
        (Revision(1, EARLY, LATE, "a"), Revision(1, EARLY, EARLY, "b"), False),
        (Revision(1, None, EARLY, "a"), Revision(1, LATE, LATE, "a"), False),
        (Revision(1, None, LATE, "a"), Revision(1, LATE, EARLY, "b"), False),
        (Revision(content="a"), Revision(content="b"), True),
        (Revision(content="a"), Revision(content="a"), False),
        (Revision(1, EARLY, LATE, "a"), Revision(1, EARLY, LATE, "b"), True),
    ],
)
def test_the_newer_version_is_taken_and_an_older_one_never(old: Revision, new: Revision, newer: bool) -> None:
    assert is_newer(old, new) is newer
    assert not (newer and is_newer(new, old)) or (old.last_modified, old.stamp) == (
        new.last_modified,
        new.stamp,
    )


def revision(*lines: str, summary: str = "A meeting") -> Revision:
    return only(read(calendar(event("DTSTART:20261105T090000Z", *lines, uid="u", summary=summary)))).revision


def test_an_event_that_is_only_stamped_anew_says_the_same() -> None:
    old = revision("DTSTAMP:20261101T000000Z", "LAST-MODIFIED:20261101T000000Z", "X-NOISE:1")
    new = revision("X-NOISE:2", "LAST-MODIFIED:20261102T000000Z", "DTSTAMP:20261102T000000Z")
    assert (old.last_modified, old.stamp, new.stamp) == (EARLY, EARLY, LATE)
    assert old.content == new.content and not is_newer(old, new)


def test_an_event_that_says_something_else_under_the_same_sequence_is_newer() -> None:
    assert is_newer(revision("SEQUENCE:1"), revision("SEQUENCE:1", summary="Another name"))
    assert is_newer(revision("LOCATION:Hanoi"), revision("LOCATION:Manila"))


def test_an_occurrence_is_known_by_the_instant_it_has_by_the_rule_in_whatever_zone_it_is_written() -> None:
    series = "DTSTART;TZID=Asia/Manila:20261105T090000", "RRULE:FREQ=DAILY;COUNT=1"
    by_rule = only(read(calendar(event(*series, uid="s"))))
    moved = event("RECURRENCE-ID:20261105T010000Z", "DTSTART:20261109T010000Z", uid="s")
    assert only(read(calendar(moved))).identity == by_rule.identity == ("s", "2026-11-05T01:00:00Z")


def test_a_moment_is_told_by_rfc_3339() -> None:
    manila = timezone(timedelta(hours=8))
    assert moment(datetime(2026, 11, 5, 9, tzinfo=manila)) == "2026-11-05T01:00:00Z"
    assert moment(datetime(2026, 11, 5, 9)) == "2026-11-05T09:00:00"  # noqa: DTZ001 (a floating time)
    assert moment(date(2026, 11, 5)) == "2026-11-05"
