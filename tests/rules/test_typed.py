"""People type a day as they think of it; what is no single day is refused with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.typed import NotADay, day
from tests.rules.making import PROPERTY

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        (" 1 Nov 2026 ", date(2026, 11, 1)),
        ("1st November 2026", date(2026, 11, 1)),
        ("Nov 1, 2026", date(2026, 11, 1)),
        ("SEPT 3 2026", date(2026, 9, 3)),
        ("29 Feb 2028", date(2028, 2, 29)),
        ("today", TODAY),
        ("0001-01-01", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_a_day_is_read(text: str, meant: date) -> None:
    assert day(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026", "no single day"),
        ("2026-11", "no single day"),
        ("2024/2027", "no single day"),
        ("TBC", "no single day"),
        ("2026-11-01?", "no single day"),
        ("01/02/2026", "two ways"),
        ("1.2.2026", "two ways"),
        ("29 Feb 2027", "has no day 29"),
        ("2026-13-01", "no month 13"),
        ("1 Foo 2026", "no month"),
        ("soon", "is not a date"),
        ("", "is not a date"),
        ("x" * 10_000, "at most"),
        ("２０２６-11-01", "is not a date"),
        ("<@123>", "is not a date"),
    ],
)
def test_what_is_no_single_day_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADay, match=reason):
        day(text, TODAY)


@PROPERTY
@given(st.text(max_size=60))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        assert isinstance(day(text, TODAY), date)
    except NotADay as error:
        assert str(error)
