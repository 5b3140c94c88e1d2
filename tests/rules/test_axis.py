"""The axis of a timeline: what it holds, what it leaves at its edge, and its ticks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.showing.axis import Extent, axis_of, extent_of
from storage import edtf
from tests.rules.making import PROPERTY

TODAY = date(2025, 10, 29)


def _years(*values: str, today: date = TODAY) -> tuple[int, int]:
    axis = axis_of([edtf.parse(value) for value in values], today)
    return axis.first.year, axis.last.year


def test_it_holds_every_date_and_today() -> None:
    first, last = _years("2010", "2024/2027", "2025-11-01")
    assert first <= 2010 and last >= 2027


def test_a_few_far_dates_do_not_press_the_rest_together() -> None:
    recent = [f"20{year}-11" for year in range(10, 26)]
    first, last = _years("1967-08-08", "1992/..", "1995/..", *recent, "2026/2030")
    assert 2008 <= first <= 2010 and 2030 <= last <= 2032


def test_a_single_far_date_is_shown_and_not_cut_off() -> None:
    assert _years("1992")[0] <= 1992


def test_a_history_does_not_stretch_to_today() -> None:
    first, last = _years(*(f"18{year}" for year in range(15, 30)))
    assert (first, last) == (1814, 1830)


def test_with_no_date_it_is_about_a_year_around_today() -> None:
    axis = axis_of([], TODAY)
    assert axis.holds(TODAY) and 365 <= (axis.last - axis.first).days <= 400


@pytest.mark.parametrize(
    ("value", "sure"),
    [
        ("2025-11-01", (date(2025, 11, 1), date(2025, 11, 1))),
        ("2025", (date(2025, 12, 31), date(2025, 1, 1))),
        ("2024/2027", (date(2024, 12, 31), date(2027, 1, 1))),
        ("2017-03-04/..", (date(2017, 3, 4), None)),
        ("../2025-10", (None, date(2025, 10, 1))),
    ],
)
def test_what_is_sure_of_a_date_lies_between_its_ends(
    value: str, sure: tuple[date | None, date | None]
) -> None:
    known = edtf.parse(value)
    assert extent_of(known) == Extent(known.lo, *sure, known.hi)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (["2010", "2027"], ["2010", "2012", "2014", "2016", "2018", "2020", "2022", "2024", "2026", "2028"]),
        (["2025-09-01", "2026-01-31"], ["Jul 2025", "Oct", "2026", "Apr"]),
        (["1500", "2000"], ["1500", "1600", "1700", "1800", "1900", "2000"]),
    ],
)
def test_ticks_stand_at_round_years_or_months(values: list[str], labels: list[str]) -> None:
    axis = axis_of([edtf.parse(value) for value in values], TODAY)
    assert [tick.label for tick in axis.ticks] == labels


@PROPERTY
@given(st.lists(st.dates()), st.dates())
def test_any_dates_have_an_axis_with_a_few_ticks_in_order(days: list[date], today: date) -> None:
    axis = axis_of([edtf.parse(day.isoformat()) for day in days], today)
    assert axis.first < axis.last
    assert len(axis.ticks) <= 12
    assert all(one.day < other.day for one, other in pairwise(axis.ticks))
    assert all(0 <= axis.place(tick.day) <= 1 for tick in axis.ticks)
    assert any(axis.holds(day) for day in [*days, today])
