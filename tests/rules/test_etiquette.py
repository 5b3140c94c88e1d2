"""A site asks to be left alone for seconds or until a date, at most a day; a redirect may be for good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.etiquette import fresh_for, moved_for_good, retry_after
from tests.rules.making import PROPERTY

NOW = datetime(2025, 10, 29, 8, 0, 0, tzinfo=UTC)
DAY = 86_400


def seconds(wait: object) -> float | None:
    return None if wait is None else wait.total_seconds()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("120", 120),
        ("0", 0),
        ("0000000000000000000000000000060", 60),
        ("99999999999999999999", DAY),
        ("9" * 5000, DAY),
        ("Wed, 29 Oct 2025 09:00:00 GMT", 3600),
        ("Wed, 29 Oct 2025 09:00:00 +0100", 0),
        ("Wed Oct 29 08:10:00 2025", 600),
        ("Wed, 01 Jan 1997 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_the_time_a_site_asks_for_is_seconds_or_a_date_and_at_most_a_day(
    given: str, asked: int | None
) -> None:
    assert seconds(retry_after({"Retry-After": given}, NOW)) == asked


def test_a_date_is_read_on_the_clock_of_the_site() -> None:
    wrong = {"Date": "Wed, 29 Oct 2025 20:00:00 GMT"}
    assert seconds(retry_after(wrong | {"Retry-After": "Wed, 29 Oct 2025 20:05:00 GMT"}, NOW)) == 300
    assert seconds(fresh_for(wrong | {"Expires": "Wed, 29 Oct 2025 20:05:00 GMT"}, NOW)) == 300


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": 'public, Max-Age="600", must-revalidate'}, 600),
        ({"Cache-Control": "max-age=600", "Age": "500"}, 100),
        ({"Cache-Control": "max-age=600", "Age": "5000"}, 0),
        ({"Cache-Control": "max-age=600", "Age": "x"}, 600),
        ({"Cache-Control": "max-age=99999999999999999999"}, DAY),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=600,no-store"}, None),
        ({"Cache-Control": "no-store", "Expires": "Wed, 29 Oct 2025 09:00:00 GMT"}, None),
        ({"Cache-Control": "max-age=60", "Expires": "Wed, 29 Oct 2025 09:00:00 GMT"}, 60),
        ({"Expires": "Wed, 29 Oct 2025 09:00:00 GMT"}, 3600),
        ({"Expires": "0"}, None),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
    ],
)
def test_an_answer_stays_as_it_is_for_as_long_as_its_headers_say(
    headers: dict[str, str], fresh: int | None
) -> None:
    assert seconds(fresh_for(headers, NOW)) == fresh


@pytest.mark.parametrize(
    ("hops", "target"),
    [
        ([], None),
        ([(301, "a")], "a"),
        ([(301, "a"), (308, "b")], "b"),
        ([(301, "a"), (302, "b"), (301, "c")], "a"),
        ([(302, "a"), (301, "b")], None),
        ([(303, "a")], None),
        ([(307, "a")], None),
    ],
)
def test_a_feed_moved_for_good_as_far_as_every_redirect_says_so(
    hops: list[tuple[int, str]], target: str | None
) -> None:
    assert moved_for_good(hops) == target


@PROPERTY
@given(
    st.dictionaries(st.sampled_from(["Retry-After", "Cache-Control", "Age", "Expires", "Date"]), st.text())
)
def test_no_header_is_too_strange(headers: dict[str, str]) -> None:
    for wait in (retry_after(headers, NOW), fresh_for(headers, NOW)):
        assert wait is None or 0 <= wait.total_seconds() <= DAY
