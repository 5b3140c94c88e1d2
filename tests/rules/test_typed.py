"""People type dates as they think of them: what they mean is read, what they left out is never filled in, and
what may mean two things is asked back with both.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import wording
from bot.rules.dates.typed import NotADay, day, read, when
from storage import edtf
from storage.edtf import Announced
from tests.rules.making import PROPERTY, utc

TODAY = date(2026, 11, 24)
NOW = utc("2026-11-24T14:07:33")
"""A Tuesday."""
HERE = "Asia/Kolkata"


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
        ("tomorrow", date(2026, 11, 25)),
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
        ("9999-12-32", "has no day 32"),
    ],
)
def test_what_is_no_single_day_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADay, match=reason):
        day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 Nov 2026", "2026-11-01"),
        ("1st of November 2026", "2026-11-01"),
        ("on 1 Nov 2026", "2026-11-01"),
        ("Tue 3 Nov 2026", "2026-11-03"),
        ("Tuesday, 3 November 2026", "2026-11-03"),
        ("1-Nov-2026", "2026-11-01"),
        ("2026/11/01", "2026-11-01"),
        ("November 2026", "2026-11"),
        ("Nov. 2026", "2026-11"),
        ("11/2026", "2026-11"),
        ("2026", "2026"),
        ("2026?", "2026?"),
        ("Nov 2026 (uncertain)", "2026-11?"),
        # Spans: what one end leaves out, the other says.
        ("1–3 Nov 2026", "2026-11-01/2026-11-03"),
        ("1-3 Nov 2026", "2026-11-01/2026-11-03"),
        ("1 to 3 November 2026", "2026-11-01/2026-11-03"),
        ("Nov 1–3, 2026", "2026-11-01/2026-11-03"),
        ("28 Sep – 2 Oct 2026", "2026-09-28/2026-10-02"),
        ("28 September 2026 to 2 October 2026", "2026-09-28/2026-10-02"),
        ("from 28 Sep until 2 Oct 2026", "2026-09-28/2026-10-02"),
        ("28 Dec 2026 — 2 Jan 2027", "2026-12-28/2027-01-02"),
        ("Sat 31 Oct – Sun 1 Nov 2026", "2026-10-31/2026-11-01"),
        ("Oct–Dec 2026", "2026-10/2026-12"),
        ("Oct 2026 to Mar 2027", "2026-10/2027-03"),
        ("2024–2027", "2024/2027"),
        ("2024-2027", "2024/2027"),
        ("2024/2027", "2024/2027"),
        ("2026-11-01 to 2026-11-03", "2026-11-01/2026-11-03"),
        # Open ends, and what is not fixed at all.
        ("since 2017", "2017/.."),
        ("from Nov 2017", "2017-11/.."),
        ("2017 onwards", "2017/.."),
        ("2017/..", "2017/.."),
        ("by 2025", "../2025"),
        ("until Oct 2026", "../2026-10"),
        ("TBC", "TBC"),
        ("tba", "TBC"),
        ("to be confirmed", "TBC"),
        # In figures where there is one reading alone.
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("05.05.2027", "2027-05-05"),
        ("0001", "0001"),
        ("9999-12", "9999-12"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_was_typed(text: str, meant: str) -> None:
    assert str(when(text)) == meant
    assert read(text, NOW, HERE) == Announced(edtf.parse(meant))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("yesterday", "2026-11-23"),
        ("Wednesday", "2026-11-25"),
        ("on Monday", "2026-11-30"),
        ("next Wednesday", "2026-11-25"),
        ("next Tuesday", "2026-12-01"),
        ("this fri", "2026-11-27"),
        ("in 3 weeks", "2026-12-15"),
        ("in a week", "2026-12-01"),
        ("in 1 day", "2026-11-25"),
        ("in 3 months", "2027-02-24"),
        ("in 9999 months", "2860-02-24"),
        ("next month", "2026-12"),
        ("this year", "2026"),
        ("next year", "2027"),
    ],
)
def test_what_is_told_from_today_is_read_and_never_kept_as_such(text: str, meant: str) -> None:
    assert str(read(text, NOW, HERE).edtf) == meant
    with pytest.raises(NotADay, match="another day tomorrow"):
        when(text)


def test_today_is_that_of_whoever_asks() -> None:
    assert str(read("today", utc("2026-11-24T20:00"), "Asia/Manila").edtf) == "2026-11-25"
    assert str(read("in 1 month", utc("2027-01-31T00:00"), "UTC").edtf) == "2027-02-28"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 Nov", "the year is missing from '1 nov'"),
        ("Nov 1", "the year is missing"),
        ("November", "the year is missing"),
        ("1–3 Nov", "the year is missing"),
        ("the 1st", "no month"),
        ("1st", "the month and the year are missing"),
        ("1 Nov 9am", "the year is missing"),
        ("9am", "the day is missing"),
        ("1 Nov 26", "four digits, not '26'"),
        ("1/11/26", "four digits"),
        ("29 Feb 2027", "February 2027 has no day 29"),
        ("31 November 2026", "November 2026 has no day 31"),
        ("31/02/2027", "is no day, whichever"),
        ("2027/2024", "ends before it begins"),
        ("3–1 Nov 2026", "ends before it begins"),
        ("28 Dec – 2 Jan 2027", "ends before it begins"),
        ("2026-13", "no month 13"),
        ("0 Nov 2026", "has no day 0"),
        ("1 Nov 0000", "no year 0000"),
        ("Mon 3 Nov 2026", "that is Tuesday 3 November 2026, not a Monday"),
        ("Tue 2026", "a weekday needs the day"),
        ("Tuesday", "today is Tuesday"),
        ("next week", "a week is no date"),
        ("in 3 years", "says no day"),
        ("Q4 2026", "not a date that can be kept"),
        ("late 2026", "not a date that can be kept"),
        ("summer 2026", "not a date that can be kept"),
        ("between 1 and 3 Nov 2026", "is not a date"),
        ("TBC?", "is not a date"),
        ("?", "is not a date"),
        ("１ Nov 2026", "is not a date"),
        ("x" * 65, "at most 64 characters"),
        ("x" * 10_000, "at most 64 characters, this has 10000"),
        (" " * 10_000, "at most 64 characters"),
    ],
)
def test_what_is_missing_wrong_or_vague_is_named_and_nothing_is_filled_in(text: str, reason: str) -> None:
    with pytest.raises(NotADay, match=reason):
        read(text, NOW, HERE)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("01/02/2027", ("1 Feb 2027", "2 Jan 2027")),
        ("1-2-2027", ("1 Feb 2027", "2 Jan 2027")),
        (
            "1 Nov 2026 9am IST",
            tuple(f"1 nov 2026 09:00 {zone}" for zone in ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
        ),
        (
            "1 Nov 2026 18:00 BST",
            tuple(
                f"1 nov 2026 18:00 {zone}" for zone in ("Europe/London", "Asia/Dhaka", "Pacific/Bougainville")
            ),
        ),
        ("2026-11-01 9:00 kuala", ("2026-11-01 09:00 Asia/Kuala_Lumpur",)),
    ],
)
def test_what_may_mean_several_things_is_asked_back_with_each_as_it_could_be_typed(
    text: str, readings: tuple[str, ...]
) -> None:
    with pytest.raises(NotADay) as refused:
        read(text, NOW, HERE)
    assert refused.value.readings == readings
    assert len({read(one, NOW, HERE) for one in readings}) == len(readings)


_WORDS = (
    "1 3 31 2026 0001 Nov November 2026-11-01 / – - to since by TBC ? next in weeks Tuesday tomorrow 9am"
    " 18:00 24:00 noon midnight at IST KL Asia/Manila UTC first second ( ) , . Z +08:00 １ 🚢"
)
_PARTS = st.sampled_from(_WORDS.split(" "))


@PROPERTY
@given(st.one_of(st.text(max_size=70), st.lists(_PARTS, max_size=7).map(" ".join)))
def test_any_text_is_a_date_or_refused_by_name(text: str) -> None:
    for reading in (lambda: day(text, TODAY), lambda: when(text), lambda: read(text, NOW, HERE)):
        try:
            assert isinstance(reading(), date | edtf.Edtf | Announced)
        except NotADay as refused:
            assert str(refused)


_DAYS = st.dates(date(1000, 1, 1))
_POINTS = st.one_of(_DAYS.map(str), _DAYS.map(lambda day: str(day)[:7]), _DAYS.map(lambda day: str(day)[:4]))


@PROPERTY
@given(_POINTS, _POINTS, st.sampled_from(["{0}", "{0}?", "{0}/..", "../{0}", "{0}/{1}"]))
def test_what_is_said_of_a_date_is_read_back_as_that_date(one: str, other: str, form: str) -> None:
    first, last = sorted([one, other], key=lambda text: (edtf.parse(text).lo, text))
    try:
        value = edtf.parse(form.format(first, last))
    except edtf.NotADate:
        return
    assert when(wording.date_in_words(value)) == value
    assert when(str(value)) == value
