"""A change takes a date over as it was typed, is that server's alone, and is said old to new: struck through,
in words, with by how much it moved and how long is left. What is over anyway is told to nobody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import moving, revisions
from bot.rules.dates import typed
from bot.rules.moment import Moment
from bot.rules.moving import Said
from storage import edtf
from storage.edtf import Announced, NotADate
from storage.records import ChannelId, EntityId, Event, EventStatus, FactStatus, GuildId, Target, UserId
from storage.revisions import ChangeKind, EventChange
from tests.rules.making import NOW, PROPERTY, event

HERE, MOD = GuildId(10), UserId(502)
SAID = Said("A letter", "https://ministry.example/letter", MOD, NOW, date(2025, 10, 29))
NOW_HERE = Moment(NOW, NOW.date())
ZONES = ("Asia/Manila", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC")
MEETING = event(
    "2025-11-01", source="An article", url="https://a.example/", planned_as_of=edtf.parse("2025-10")
)
TIMED = event("2025-11-01", hour="09:00", zone="Asia/Manila")


def announced(text: str) -> Announced:
    return typed.read(text, NOW, "UTC")


def moved(before: Event, when: str) -> Event:
    return moving.moved(before, HERE, announced(when), SAID)


@st.composite
def dates(draw: st.DrawFn) -> Announced:
    first = draw(st.dates(date(1900, 1, 2), date(9990, 12, 30)))
    last = first + timedelta(days=draw(st.integers(1, 40)))
    text = draw(
        st.sampled_from([f"{first}", f"{first:%Y-%m}", f"{first:%Y}", f"{first}/{last}", "TBC", f"{first}?"])
    )
    value = edtf.parse(text.zfill(4) if text.isdigit() else text)
    if value.first_day is None or draw(st.booleans()):
        return Announced(value)
    return Announced(
        value, draw(st.times().map(lambda t: t.replace(microsecond=0))), draw(st.sampled_from(ZONES))
    )


@PROPERTY
@given(dates())
def test_what_stands_for_a_reading_is_read_as_just_that_whenever_and_wherever_it_is_read(
    said: Announced,
) -> None:
    assert typed.read(moving.as_typed(said), NOW, "Pacific/Auckland") == said


def test_the_second_pass_of_an_hour_that_comes_twice_is_kept() -> None:
    said = announced("2 Nov 2025 01:30 America/New_York second")
    assert typed.read(moving.as_typed(said), NOW, "UTC") == said
    after = moving.moved(MEETING, HERE, said, SAID)
    assert (after.fold, after.start_at) == (1, datetime(2025, 11, 2, 6, 30, tzinfo=UTC))
    assert after.announced == said


def test_a_change_makes_the_servers_own_reading_under_the_same_id_and_counts_its_revisions() -> None:
    first = moved(MEETING, "2 Nov 2025 09:00 Asia/Manila")
    assert (first.id, first.guild_id, first.revision) == (MEETING.id, HERE, 1)
    assert (first.source, first.url, first.concerns) == (SAID.source, SAID.url, MEETING.concerns)
    assert first.start_at == datetime(2025, 11, 2, 1, tzinfo=UTC)
    second = moved(first, "3 Nov 2025")
    assert (second.revision, second.wall_time, second.zone, second.start_at) == (2, None, None, None)


def test_a_new_date_settles_what_was_inferred_and_is_planned_as_of_the_day_unless_it_was_confirmed() -> None:
    doubtful = replace(
        MEETING,
        status=EventStatus.PLANNED,
        date_status=FactStatus.INFERRED,
        date_doubt="year inferred",
        date_reason="the year of the chair",
    )
    after = moved(doubtful, "2 Nov 2025")
    assert (after.date_status, after.date_doubt, after.date_reason) == (FactStatus.STATED, None, None)
    assert (after.status, str(after.planned_as_of)) == (EventStatus.PLANNED, "2025-10-29")
    confirmed = moved(replace(MEETING, status=EventStatus.CONFIRMED), "2 Nov 2025")
    assert (confirmed.status, confirmed.planned_as_of) == (EventStatus.CONFIRMED, None)
    for status in (EventStatus.CANCELLED, EventStatus.POSTPONED):
        assert moved(replace(MEETING, status=status), "2 Nov 2025").status is EventStatus.PLANNED


def test_an_edit_keeps_the_date_and_its_source_and_its_revision_names_its_own() -> None:
    after = moving.edited(MEETING, HERE, SAID, title=None, place="Quay 3", link=None, concerns=frozenset())
    assert (after.edtf, after.source, after.url, after.place) == (
        MEETING.edtf, MEETING.source, MEETING.url, "Quay 3",
    )  # fmt: skip
    assert (after.concerns, after.title) == (frozenset(), MEETING.title)
    noted = moving.revision(after, ChangeKind.EDITED, SAID)
    assert (noted.source, noted.url, noted.by_user_id, noted.revision) == ("A letter", SAID.url, MOD, 1)


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        ("1 Nov 2025", date(2025, 11, 3), "2025-11-01/2025-11-03"),
        ("1 Nov 2025", date(2025, 11, 1), "2025-11-01"),
        ("1 Nov 2025", date(2025, 10, 31), None),
        ("Nov 2025", date(2025, 11, 3), None),
        ("1–2 Nov 2025", date(2025, 11, 3), None),
        ("2025-11-01?", date(2025, 11, 3), None),
        ("TBC", date(2025, 11, 3), None),
    ],
)
def test_a_last_day_makes_a_span_of_a_first_day_and_of_nothing_else(
    first: str, last: date, kept: str | None
) -> None:
    if kept is None:
        with pytest.raises(NotADate):
            moving.with_last_day(announced(first), last)
    else:
        assert str(moving.with_last_day(announced(first), last).edtf) == kept


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ("2 Nov 2025", "2025-11-02 09:00 Asia/Manila"),
        ("2–3 Nov 2025", "2025-11-02/2025-11-03 09:00 Asia/Manila"),
        ("2 Nov 2025 10:00", None),
        ("Nov 2025", None),
        ("TBC", None),
    ],
)
def test_the_hour_there_was_is_offered_for_a_new_day(when: str, kept: str | None) -> None:
    offered = moving.with_hour_kept(TIMED, announced(when))
    assert (moving.as_typed(offered) if offered else None) == kept
    assert moving.with_hour_kept(MEETING, announced(when)) is None


def test_an_hour_that_has_no_instant_on_the_new_day_is_not_offered() -> None:
    late = event("2025-11-01", hour="23:00", zone="America/New_York")
    assert moving.with_hour_kept(late, announced("9999-12-31")) is None


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, "2 Nov 2025", True),
        (None, "2 Nov 2020", False),
        ("2025-11-01", "2 Nov 2025", True),
        ("2025-11-01", "2 Nov 2020", True),
        ("2020-11-01", "2 Nov 2020", False),
        ("2020-11-01", "2 Nov 2025", True),
        ("TBC", "2026", True),
    ],
)
def test_who_follows_hears_of_what_is_not_over_or_was_not(before: str | None, after: str, told: bool) -> None:
    old = event(before) if before else None
    new = moved(old or MEETING, after)
    assert moving.is_told(old, new, NOW_HERE) is told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": "Another"}, True),
        ({"place": "Quay 3"}, True),
        ({"status": EventStatus.PLANNED}, True),
        ({"link": "https://x.example/"}, False),
        ({"concerns": frozenset[EntityId]()}, False),
    ],
)
def test_of_a_link_or_what_it_concerns_nobody_is_told(change: dict[str, object], told: bool) -> None:
    after = replace(MEETING, guild_id=HERE, **change)  # type: ignore[arg-type]
    assert moving.is_told(MEETING, after, NOW_HERE) is told
    assert not moving.is_same(MEETING, after)


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [
        ("1 Nov 2025", "2 Nov 2025", "1 day later"),
        ("8 Nov 2025", "1 Nov 2025", "7 days earlier"),
        ("1 Nov 2025 09:00 UTC", "1 Nov 2025 11:30 UTC", "2 hours 30 minutes later"),
        ("1 Nov 2025 09:00 Asia/Manila", "1 Nov 2025 09:00 UTC", "8 hours later"),
        ("1 Nov 2025 09:00 UTC", "1 Nov 2025", ""),
        ("1 Nov 2025 09:00 UTC", "3 Nov 2025", "2 days later"),
        ("Nov 2025", "1 Nov 2025", ""),
        ("TBC", "TBC", ""),
    ],
)
def test_by_how_much_it_moved_is_said_where_that_is_known(before: str, after: str, by: str) -> None:
    assert revisions.by_how_much(announced(before), announced(after)) == by


@PROPERTY
@given(dates(), dates())
def test_by_how_much_is_exact_for_hours_whatever_their_zones(before: Announced, after: Announced) -> None:
    said = revisions.by_how_much(before, after)
    if before.wall_time is None or after.wall_time is None:
        return
    starts = [moving.start_of(one) for one in (before, after)]
    assert (said == "") is (starts[0] == starts[1])
    assert said.endswith("later") is (starts[0] < starts[1])


@pytest.mark.parametrize(
    ("before", "after", "headline"),
    [
        ("2025-11-01", "2 Nov 2025", "Moved: 12th Meeting"),
        ("2025-11", "2 Nov 2025", "The date is known: 12th Meeting"),
        ("2025", "Nov 2025", "The date is known better: 12th Meeting"),
        ("2025-11", "2025", "Moved: 12th Meeting"),
        ("2025-11", "2 Dec 2025", "Moved: 12th Meeting"),
        ("2025-11-01", "TBC", "Moved: 12th Meeting"),
        ("TBC", "1–3 Nov 2025", "The date is known: 12th Meeting"),
    ],
)
def test_a_date_that_only_becomes_more_precise_is_said_to(before: str, after: str, headline: str) -> None:
    assert revisions.headline(event(before), moved(event(before), after), ChangeKind.MOVED) == headline


def test_the_old_is_struck_through_before_the_new_and_an_hour_is_told_on_each_readers_clock() -> None:
    lines = revisions.told(TIMED, moved(TIMED, "2 Nov 2025 10:00 Asia/Manila"), NOW, "UTC")
    assert lines == [
        "~~Saturday 1 November 2025, 09:00 (Asia/Manila)~~ → **Sunday 2 November 2025, 10:00 (Asia/Manila)**"
        " · <t:1762048800:F>, <t:1762048800:R>"
    ]


def test_what_is_called_off_is_struck_through_and_what_is_renamed_or_elsewhere_says_both() -> None:
    off = moving.with_status(MEETING, HERE, EventStatus.CANCELLED, SAID)
    assert revisions.told(MEETING, off, NOW, "UTC") == ["~~Saturday 1 November 2025, no hour announced~~"]
    late = moving.with_status(MEETING, HERE, EventStatus.POSTPONED, SAID)
    assert revisions.told(MEETING, late, NOW, "UTC")[1:] == ["A new date is not known yet."]
    named = moving.edited(
        replace(MEETING, place="*Hall*"), HERE, SAID, title="~~x~~", place="Quay", link=None, concerns=None
    )
    assert revisions.told(replace(MEETING, place="*Hall*"), named, NOW, "UTC")[1:] == [
        "~~12th Meeting~~ → \\~\\~x\\~\\~",
        "~~\\*Hall\\*~~ → Quay",
    ]


def test_a_new_page_and_another_concern_are_said_to_whoever_changed_them() -> None:
    edited = replace(MEETING, link="https://x.example/a", concerns=frozenset({EntityId("other")}))
    assert revisions.told(MEETING, edited, NOW, "UTC")[1:] == [
        "Its page: <https://x.example/a>",
        "What it concerns was changed.",
    ]


def test_who_is_told_is_channels_and_persons_and_how_somebody_would_be_where_it_is_nobody() -> None:
    channel, person = Target(channel_id=ChannelId(5)), Target(user_id=UserId(7))
    assert revisions.told_to([channel, person], MEETING) == (
        "Told to <#5> and 1 person who asks to be reminded."
    )
    assert revisions.told_to([person, person], MEETING) == "Told to 2 people who ask to be reminded."
    assert revisions.told_to([], replace(MEETING, concerns=frozenset({EntityId("x")}))) == (
        "Nobody is told of it."
    )
    assert "`/event edit` with `of`" in revisions.told_to([], replace(MEETING, concerns=frozenset()))


def test_a_year_is_never_said_as_a_day_and_has_no_countdown() -> None:
    (line,) = revisions.told(event("2026"), moved(event("2026"), "2027"), NOW, "UTC")
    assert line == "~~in 2026, no day announced~~ → **in 2027, no day announced**"


def test_the_history_tells_the_latest_first_with_who_when_and_source() -> None:
    first = moved(MEETING, "2 Nov 2025")
    changes: list[EventChange] = [
        moving.known(MEETING, HERE, SAID),
        moving.revision(first, ChangeKind.MOVED, SAID),
        moving.revision(
            moving.with_status(first, HERE, EventStatus.CONFIRMED, SAID), ChangeKind.CONFIRMED, SAID
        ),
    ]
    latest, move, catalogue = revisions.in_history(changes)
    assert latest.startswith("**2. Confirmed**: Sunday 2 November 2025, no hour announced\n-# by <@502>, <t:")
    assert "~~Saturday 1 November 2025, no hour announced~~ → Sunday 2 November 2025" in move
    assert "(1 day later)" in move and move.endswith("source: A letter <https://ministry.example/letter>")
    assert catalogue == (
        "**As the catalogue had it**: Saturday 1 November 2025, no hour announced"
        "\n-# source: An article <https://a.example/>"
    )
    assert revisions.in_history([]) == []


def test_ids_of_a_servers_own_are_counted_on_from_the_last_and_are_none_of_a_packs() -> None:
    taken = [replace(MEETING, id=one) for one in ("own.2", "own.10", "forum-12")]
    assert (moving.last_number(taken), moving.last_number([]), moving.own_id(11)) == (10, 0, "own.11")
    assert [moving.is_own(one) for one in taken] == [True, True, False]
