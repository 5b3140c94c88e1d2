"""A date is a day, a month, a year, an interval of these, or to be confirmed; `?` marks an uncertain one.
What is not such a date is refused with a reason, never mended. A timeline orders by first possible day.
"""

from __future__ import annotations

import random
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import edtf
from storage.edtf import Announced, NotADate, Precision

PROPERTY = settings(deadline=None, derandomize=True, max_examples=500)
_DAYS = st.dates()
_POINTS = st.one_of(_DAYS.map(str), _DAYS.map(lambda day: str(day)[:7]), _DAYS.map(lambda day: str(day)[:4]))


@st.composite
def _dates(draw: st.DrawFn) -> str:
    first, last = sorted([draw(_POINTS), draw(_POINTS)], key=lambda text: edtf.parse(text).lo or date.min)
    form = draw(st.sampled_from(["{0}", "{0}/..", "../{0}", "{0}/{1}"]))
    return form.format(first, last) + draw(st.sampled_from(["", "?"]))


@PROPERTY
@given(_dates())
def test_what_is_printed_is_read_back_as_the_same_date(text: str) -> None:
    value = edtf.parse(text)
    assert str(value) == text
    assert edtf.parse(str(value)) == value


@pytest.mark.parametrize(
    ("text", "precision", "lo", "hi"),
    [
        ("2025-11-01", Precision.DAY, "2025-11-01", "2025-11-01"),
        ("2024-02", Precision.MONTH, "2024-02-01", "2024-02-29"),
        ("2026", Precision.YEAR, "2026-01-01", "2026-12-31"),
        ("2024/2027", Precision.SPAN, "2024-01-01", "2027-12-31"),
        ("2017/..", Precision.SPAN, "2017-01-01", None),
        ("../2025-10", Precision.SPAN, None, "2025-10-31"),
        ("2025-11-01/2025-11-03", Precision.SPAN, "2025-11-01", "2025-11-03"),
        ("TBC", Precision.TBC, None, None),
        (" 2026 ", Precision.YEAR, "2026-01-01", "2026-12-31"),
        ("0001", Precision.YEAR, "0001-01-01", "0001-12-31"),
        ("0001-01-01/9999-12-31", Precision.SPAN, "0001-01-01", "9999-12-31"),
        ("9999-12", Precision.MONTH, "9999-12-01", "9999-12-31"),
    ],
)
def test_a_date_has_bounds_and_the_precision_it_was_given_with(
    text: str, precision: Precision, lo: str | None, hi: str | None
) -> None:
    value = edtf.parse(text)
    assert value.precision is precision
    assert (value.lo and str(value.lo), value.hi and str(value.hi)) == (lo, hi)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2027-02-29", "February 2027 has no day 29"),
        ("2026-04-31", "April 2026 has no day 31"),
        ("2026-11-00", "has no day 0"),
        ("2027/2024", "ends before it begins"),
        ("2025-13", "no month 13"),
        ("2025-00-10", "no month 0"),
        ("0000", "no year 0000"),
        ("0000-01-01", "no year 0000"),
        ("２０２６", "is not a date"),
        ("2026-１1-01", "is not a date"),
        ("9" * 10_000, "has at most 32 characters, this has 10000"),
        ("../..", "at least one end"),
        ("2024/2025/2026", "more than one slash"),
        ("2024/", "lacks an end"),
        ("/2024", "lacks an end"),
        ("2024–2027", "is not a date"),
        ("2024-20", "no month 20"),
        ("2024-2027", "is not a date"),
        ("1 November", "is not a date"),
        ("XXXX-11-01", "is not a date"),
        ("2025-11-01T09:00", "is not a date"),
        ("20251101", "is not a date"),
        ("2025-11-1", "is not a date"),
        ("TBC?", "is not a date"),
        ("2026??", "is not a date"),
        ("", "is not a date"),
        ("-2026", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADate, match=reason):
        edtf.parse(text)


@PROPERTY
@given(st.text(max_size=40))
def test_any_text_is_a_date_or_refused_by_name(text: str) -> None:
    try:
        edtf.parse(text)
    except NotADate as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2025", "2025-11-01", True),
        ("2025-11", "2025-12", False),
        ("2024/2027", "2027-12-31", True),
        ("2024/2027", "2028", False),
        ("2017/..", "2050", True),
        ("2017/..", "2016", False),
        ("../2025-10", "1990", True),
        ("../2025-10", "2025-11-01", False),
        ("../2020", "2020-12-31/..", True),
        ("TBC", "2025", False),
        ("TBC", "TBC", False),
    ],
)
def test_dates_overlap_when_some_day_may_belong_to_both(one: str, other: str, together: bool) -> None:
    assert edtf.parse(one).overlaps(edtf.parse(other)) is together
    assert edtf.parse(other).overlaps(edtf.parse(one)) is together


@PROPERTY
@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_day_intervals_overlap_exactly_when_they_share_a_day(a: date, b: date, c: date, d: date) -> None:
    (a, b), (c, d) = sorted([a, b]), sorted([c, d])
    assert edtf.parse(f"{a}/{b}").overlaps(edtf.parse(f"{c}/{d}")) is (max(a, c) <= min(b, d))


TIMELINE = ["1992/..", "2010", "2017/..", "2024/2027", "2025", "2025-11-01", "2026", "2026/2030"]


@pytest.mark.parametrize("seed", range(5))
def test_the_documents_timeline_comes_out_in_order_however_it_was_shuffled(seed: int) -> None:
    shuffled = random.Random(seed).sample(TIMELINE, len(TIMELINE))
    assert sorted(shuffled, key=lambda text: edtf.sort_key(edtf.parse(text))) == TIMELINE


def test_of_one_beginning_the_coarser_date_comes_first_and_the_unknown_last() -> None:
    given_ = [None, "TBC", "2025-01-01", "2025-01", "2025", "../2024-12-31"]
    in_order = sorted(given_, key=lambda text: edtf.sort_key(edtf.parse(text) if text else None))
    assert in_order[:4] == ["../2024-12-31", "2025", "2025-01", "2025-01-01"]
    assert set(in_order[4:]) == {None, "TBC"}


@pytest.mark.parametrize(
    ("text", "today", "over"),
    [
        ("2025-11-01", "2025-11-01", False),
        ("2025-11-01", "2025-11-02", True),
        ("2026", "2026-01-02", False),
        ("2026", "2026-12-31", False),
        ("2026", "2027-01-01", True),
        ("2017/..", "2999-01-01", False),
        ("../2025-10", "2025-11-01", True),
        ("TBC", "2999-01-01", False),
    ],
)
def test_a_date_is_over_once_its_last_possible_day_is_past(text: str, today: str, over: bool) -> None:
    assert edtf.parse(text).is_over(date.fromisoformat(today)) is over


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2025-11-01", "2025-11-01"),
        ("2025-11-01/2025-11-03", "2025-11-01"),
        ("2025-11-01/..", "2025-11-01"),
        ("2025-11", None),
        ("2026", None),
        ("2024/2027", None),
        ("../2025-11-01", None),
        ("TBC", None),
    ],
)
def test_only_a_day_or_a_span_from_a_day_has_a_first_day(text: str, first: str | None) -> None:
    day = edtf.parse(text).first_day
    assert (str(day) if day else None) == first


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-01?", "2026-11-01/2026-11-03", "2026-11-01/.."])
def test_a_day_or_a_span_from_one_may_carry_an_hour_with_its_zone_and_pass(day: str) -> None:
    known = Announced(edtf.parse(day), time(1, 30), "America/New_York", fold=1)
    assert (known.wall_time, known.zone, known.fold) == (time(1, 30), "America/New_York", 1)
    assert known != Announced(edtf.parse(day), time(1, 30), "America/New_York")


@pytest.mark.parametrize(
    ("day", "hour", "zone", "fold", "reason"),
    [
        ("2026", time(9), "UTC", 0, "an hour needs a day, and 2026 is none"),
        ("2026-11", time(9), "UTC", 0, "an hour needs a day"),
        ("../2026-11-01", time(9), "UTC", 0, "an hour needs a day"),
        ("TBC", time(9), "UTC", 0, "an hour needs a day"),
        ("2026-11-01", time(9), None, 0, "an hour needs a zone"),
        ("2026-11-01", None, "UTC", 0, "an hour needs a zone"),
        ("2026-11-01", None, None, 1, "the pass is 0 or 1, and only of an hour"),
        ("2026-11-01", time(9), "UTC", 2, "the pass is 0 or 1"),
    ],
)
def test_an_hour_without_its_day_or_zone_is_refused(
    day: str, hour: time | None, zone: str | None, fold: int, reason: str
) -> None:
    with pytest.raises(NotADate, match=reason):
        Announced(edtf.parse(day), hour, zone, fold)
