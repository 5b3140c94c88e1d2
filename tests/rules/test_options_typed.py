"""Each option is read as people type it; `default` inherits, `none` is none, and what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.options_typed import NotAnOption, hours_offered, leads_offered, read
from storage.options import Brief, Options, Pace
from tests.rules.making import PROPERTY


@pytest.mark.parametrize(
    ("option", "text", "changed"),
    [
        ("leads", "1 day, 1 week and 90 min", {"leads": ("1 week", "1 day", "90 minutes")}),
        ("leads", "None", {"leads": ()}),
        ("leads", "default", {"leads": None}),
        ("hour", "7", {"day_hour": 7}),
        ("hour", "07:00", {"day_hour": 7}),
        ("hour", "9pm", {"day_hour": 21}),
        ("hour", "0", {"day_hour": 0}),
        ("hour", " DEFAULT ", {"day_hour": None}),
        ("quiet", "22-7", {"quiet_from": 22, "quiet_to": 7}),
        ("quiet", "22:00 – 07:00", {"quiet_from": 22, "quiet_to": 7}),
        ("quiet", "10pm to 7am", {"quiet_from": 22, "quiet_to": 7}),
        ("quiet", "none", {"quiet_from": 0, "quiet_to": 0}),
        ("quiet", "default", {"quiet_from": None, "quiet_to": None}),
        ("brief", "Daily", {"brief": Brief.DAILY}),
        ("brief", "off", {"brief": Brief.OFF}),
        ("brief_hour", "8", {"brief_hour": 8}),
        ("brief_day", "Friday", {"brief_weekday": 4}),
        ("brief_day", "mon", {"brief_weekday": 0}),
        ("live", "on", {"live": True}),
        ("live", "off", {"live": False}),
        ("most_per_hour", "5", {"most_per_hour": 5}),
        ("pace", "hourly", {"pace": Pace.HOURLY}),
        ("publish", "yes", {"publish": True}),
        ("mirror", "no", {"mirror": False}),
        ("tags", "News,  ADMM-Plus , News", {"tags": ("News", "ADMM-Plus")}),
        ("tags", "none", {"tags": ()}),
        ("tags", "default", {"tags": None}),
    ],
)
def test_an_option_is_read_as_it_is_typed(option: str, text: str, changed: dict[str, Any]) -> None:
    assert read({option: text}) == changed
    Options(**changed)


@pytest.mark.parametrize(
    ("option", "text", "wrong"),
    [
        ("leads", "0 days", "zero"),
        ("leads", "-1 day", "sign"),
        ("leads", "100 years", "too long"),
        ("leads", "soon", "no unit of time"),
        ("tags", " , ", "one to 5"),
        ("tags", "a,b,c,d,e,f", "one to 5"),
        ("tags", "a" * 21, "as long as"),
        ("leads", ", ".join(f"{n} days" for n in range(1, 13)), "at most 10"),
        ("leads", "1 day, " * 2000, "at most"),
        ("hour", "24", "0 to 23"),
        ("hour", "9:30", "full hour"),
        ("hour", "noonish", "no hour"),
        ("quiet", "22", "two hours"),
        ("quiet", "22-7-9", "two hours"),
        ("quiet", "22-99", "0 to 23"),
        ("brief", "yearly", "off, daily or weekly"),
        ("brief_day", "t", "day of the week"),
        ("brief_day", "Someday", "day of the week"),
        ("most_per_hour", "0", "1 to 100"),
        ("most_per_hour", "-5", "1 to 100"),
        ("most_per_hour", "٣", "1 to 100"),
        ("most_per_hour", "1e3", "1 to 100"),
        ("pace", "", "instant, hourly or daily"),
        ("live", "maybe", "on, yes, off or no"),
    ],
)
def test_what_an_option_cannot_be_is_named(option: str, text: str, wrong: str) -> None:
    with pytest.raises(NotAnOption, match=wrong) as refused:
        read({option: text})
    assert (refused.value.option, refused.value.typed) == (option, text)


def test_what_is_not_given_is_left_alone() -> None:
    assert read({"leads": None, "hour": "7", "quiet": None}) == {"day_hour": 7}


@PROPERTY
@given(st.sampled_from(["leads", "hour", "quiet", "brief_day", "most_per_hour"]), st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused_by_name(option: str, text: str) -> None:
    try:
        Options(**read({option: text}))
    except NotAnOption as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("2 hours, 1 w", "1 week and 2 hours before", "1 week, 2 hours"),
        ("none", "no reminder at all", "none"),
        ("def", "default: as it is inherited", "default"),
        ("0 min", "a lead time of zero is none; the shortest is 1 minute", "0 min"),
    ],
)
def test_lead_times_are_offered_as_they_are_read(text: str, words: str, value: str) -> None:
    assert leads_offered(text) == [(words, value)]


def test_what_is_offered_means_just_what_it_says() -> None:
    assert [read({"leads": value}) for _, value in leads_offered("")]
    assert [words for words, _ in hours_offered("1")] == ["01:00", *[f"{n}:00" for n in range(10, 20)]]
    assert len(hours_offered("")) == 25
