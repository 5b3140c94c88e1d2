"""Zone names whose words the query's words begin, exact ones first; only places and UTC."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.zones import find_zones
from tests.rules.making import PROPERTY

NAMES = frozenset(available_timezones())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kuala", "Asia/Kuala_Lumpur"),
        ("Kuala Lumpur", "Asia/Kuala_Lumpur"),
        ("asia/kuala_lumpur", "Asia/Kuala_Lumpur"),
        ("new york", "America/New_York"),
        ("york new", "America/New_York"),
        ("berl", "Europe/Berlin"),
        ("utc", "UTC"),
        ("Port-au-Prince", "America/Port-au-Prince"),
    ],
)
def test_a_zone_is_found_by_what_people_type(query: str, first: str) -> None:
    assert find_zones(query, NAMES)[0] == first


@pytest.mark.parametrize(
    "query", ["EST", "localtime", "Etc/GMT+5", "US/Eastern", "posixrules", "🚢 nowhere", "GMT0"]
)
def test_what_is_no_place_is_not_offered(query: str) -> None:
    offered = find_zones(query, [*NAMES, "localtime", "posixrules", "posix/Asia/Tokyo", "right/Asia/Tokyo"])
    assert query not in offered
    assert all("/" in name or name == "UTC" for name in offered)


@PROPERTY
@given(st.text(max_size=30))
def test_any_query_is_answered_with_at_most_25_zones(query: str) -> None:
    assert len(find_zones(query, NAMES)) <= 25
