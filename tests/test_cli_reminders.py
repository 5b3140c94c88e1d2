"""`attache reminders plan` as a process: a line of JSON in, a line of JSON out, whatever is in it."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import reminders
from tests.rules.making import PROPERTY

PROJECT = Path(__file__).parent.parent
LEADS = ["1 month", "30 days", "1 week", "1 day", "1 hour", "15 min"]
NEW_YORK = "America/New_York"
KEYS = ["id", "start", "shown", "due", "not_applicable", "occurrences", "error"]


def record(date: str = "2027-03-14", **given_: Any) -> dict[str, Any]:
    made = {
        "id": "meeting",
        "date": date,
        "time": None,
        "zone": None,
        "fold": 0,
        "guild_zone": "Asia/Manila",
        "day_hour": "09:00",
        "leads": LEADS,
        "known_at": "2026-11-24T00:00:00Z",
        "recurrence": None,
        "until": None,
    }
    return made | given_


def piped(text: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "reminders", "plan"],
        cwd=PROJECT,
        input=text,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def planned(asked: Any) -> dict[str, Any]:
    """What is answered to one line, as it would be printed."""
    text = json.dumps(reminders.answer(json.dumps(asked).encode()), allow_nan=False)
    found: dict[str, Any] = json.loads(text)
    assert list(found) == KEYS
    return found


def test_each_line_is_answered_in_order_in_utf_8_and_the_run_ends_well() -> None:
    lines = [
        json.dumps(record("2026", id="year")).encode(),
        b"not json",
        b"",
        b"\xff\xfe",
        b'{"id": "\\ud800"}',
        b"[" * 60_000,
        b'{"id": "' + b"x" * 200_000 + b'"}',
        json.dumps(record(id="day", time="02:30", zone=NEW_YORK), ensure_ascii=False).encode() + b"\r",
        b'{"id": NaN}',
        json.dumps(record("1\u20133 Nov 2027", id="été"), ensure_ascii=False).encode(),
    ]
    found = piped(b"\n".join(lines))
    assert [one["id"] for one in found] == ["year", *[None] * 3, "\ud800", None, None, "day", None, "été"]
    assert [bool(one["error"]) for one in found] == [False, *[True] * 6, False, True, False]
    assert all(list(one) == KEYS for one in found)
    assert "1–3 November 2027" in found[-1]["shown"]


def test_a_line_is_answered_as_soon_as_it_comes() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "reminders", "plan"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdin is not None and run.stdout is not None
        for name in ("first", "second"):
            run.stdin.write(json.dumps(record(id=name)).encode() + b"\n")
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["id"] == name
        run.stdin.close()
        assert run.wait(timeout=60) == 0


def test_a_line_that_is_too_long_is_refused_and_the_next_is_whole() -> None:
    stream = BytesIO(b"x" * 70_000 + b"\n" + b"y" * 140_000 + b"\nshort\nlast")
    assert [len(line) for line in reminders.lines(stream)] == [65_537, 65_537, 6, 4]


@pytest.mark.parametrize(
    ("asked", "start", "due"),
    [
        # R2: an hour that the clock skips is later by the gap; R3: days on the calendar, hours exactly.
        (
            record(time="02:30", zone=NEW_YORK),
            "2027-03-14T07:30:00Z",
            {
                "1 month": "2027-02-14T07:30:00Z",
                "30 days": "2027-02-12T07:30:00Z",
                "1 week": "2027-03-07T07:30:00Z",
                "1 day": "2027-03-13T07:30:00Z",
                "1 hour": "2027-03-14T06:30:00Z",
                "15 min": "2027-03-14T07:15:00Z",
            },
        ),
        # R2: of an hour that comes twice, the pass that is named.
        (
            record("2027-11-07", time="01:30", zone=NEW_YORK, leads=["1 day", "1 hour"]),
            "2027-11-07T05:30:00Z",
            {"1 day": "2027-11-06T05:30:00Z", "1 hour": "2027-11-07T04:30:00Z"},
        ),
        (
            record("2027-11-07", time="01:30", zone=NEW_YORK, fold=1, leads=["1 day", "1 hour"]),
            "2027-11-07T06:30:00Z",
            {"1 day": "2027-11-06T05:30:00Z", "1 hour": "2027-11-07T05:30:00Z"},
        ),
        # R4: a date at the server's hour in its zone.
        (
            record("2027-03-31", day_hour="18:00"),
            None,
            {
                "1 month": "2027-02-28T10:00:00Z",
                "30 days": "2027-03-01T10:00:00Z",
                "1 week": "2027-03-24T10:00:00Z",
                "1 day": "2027-03-30T10:00:00Z",
            },
        ),
        # R5: of several days the first.
        (record("2027-03-10/2027-03-12", leads=["1 day"]), None, {"1 day": "2027-03-09T01:00:00Z"}),
        (record("10–12 Mar 2027", leads=["1 day"]), None, {"1 day": "2027-03-09T01:00:00Z"}),
        # P1 and P2.
        (record("2027"), None, {}),
        (record("2024/2027"), None, {}),
        (record("TBC"), None, {}),
        (record("2027", time="09:00", zone=NEW_YORK), None, {}),
        (record("2027-03"), None, {"1 month": "2027-02-01T01:00:00Z"}),
        (record("March 2027", guild_zone=NEW_YORK), None, {"1 month": "2027-02-01T14:00:00Z"}),
        # P3: what is past is not made up for, and what falls due this very second is past.
        (
            record(known_at="2027-03-13T01:00:00Z"),
            None,
            {},
        ),
        (record(known_at="2027-03-13T00:59:59Z"), None, {"1 day": "2027-03-13T01:00:00Z"}),
        # Two leads at one instant are both listed, each as it was called.
        (
            record(leads=["1 week", "7 days", "168 hours"]),
            None,
            dict.fromkeys(["1 week", "7 days", "168 hours"], "2027-03-07T01:00:00Z"),
        ),
        # An hour that was typed with the date; one without a zone is on the server's clock.
        (
            record("2026-12-01 09:30 Asia/Tokyo", leads=["1 hour"]),
            "2026-12-01T00:30:00Z",
            {"1 hour": "2026-11-30T23:30:00Z"},
        ),
        (
            record("next Tuesday 9am", leads=["1 hour"]),
            "2026-12-01T01:00:00Z",
            {"1 hour": "2026-12-01T00:00:00Z"},
        ),
        (
            record("2026-12-01", time="9am", leads=["1 hour"]),
            "2026-12-01T01:00:00Z",
            {"1 hour": "2026-12-01T00:00:00Z"},
        ),
        (record("in 3 weeks", leads=["1 day"]), None, {"1 day": "2026-12-14T01:00:00Z"}),
        # The edges of the calendar.
        (record("0001-01-01"), None, {}),
        (record("9999-12-31", leads=["1 day"]), None, {"1 day": "9999-12-30T01:00:00Z"}),
    ],
)
def test_what_will_fire_is_due_and_all_else_does_not_apply(
    asked: dict[str, Any], start: str | None, due: dict[str, str]
) -> None:
    found = planned(asked)
    assert (found["error"], found["start"], found["due"]) == (None, start, due)
    assert found["not_applicable"] == [lead for lead in asked["leads"] if lead not in due]
    assert found["occurrences"] == [] and found["id"] == "meeting"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (record("2027"), "in 2027, no day announced"),
        (record("2027?"), "in 2027 (uncertain), no day announced"),
        (record("2027-03"), "in March 2027, no day announced"),
        (record("TBC"), "date to be confirmed"),
        (record("2024–2027"), "2024–2027"),
        (record(), "Sunday 14 March 2027, no hour announced"),
        (record("10–12 Mar 2027"), "10–12 March 2027"),
        (record(time="09:00", zone=NEW_YORK), "Sunday 14 March 2027, 09:00 (America/New_York)"),
    ],
)
def test_a_date_is_shown_no_more_precisely_than_it_is_known(asked: dict[str, Any], said: str) -> None:
    assert planned(asked)["shown"] == said


def test_a_series_has_its_occurrences_up_to_until_each_at_its_hour_on_the_wall_clock() -> None:
    found = planned(
        record(
            "2027-03-07",
            time="02:30",
            zone=NEW_YORK,
            leads=["1 day", "1 hour", "1 month"],
            known_at="2027-03-07T00:00:00Z",
            recurrence="FREQ=WEEKLY",
            until="2027-03-21T06:30:00Z",
        )
    )
    assert (found["start"], found["due"], found["error"]) == (None, {}, None)
    assert found["occurrences"] == [
        {"start": "2027-03-07T07:30:00Z", "due": {"1 hour": "2027-03-07T06:30:00Z"}},
        {
            "start": "2027-03-14T07:30:00Z",
            "due": {"1 day": "2027-03-13T07:30:00Z", "1 hour": "2027-03-14T06:30:00Z"},
        },
        {
            "start": "2027-03-21T06:30:00Z",
            "due": {"1 day": "2027-03-20T06:30:00Z", "1 hour": "2027-03-21T05:30:00Z"},
        },
    ]
    assert found["not_applicable"] == ["1 month"]
    assert found["shown"] == "Sunday 7 March 2027, 02:30 (America/New_York); every week"


def test_p6_what_is_yearly_on_29_february_is_in_leap_years_alone() -> None:
    asked = record(
        "2028-02-29", leads=["1 day", "1 hour"], recurrence="FREQ=YEARLY", until="2037-01-01T00:00:00Z"
    )
    found = planned(asked)
    assert [one["due"] for one in found["occurrences"]] == [
        {"1 day": f"{year}-02-28T01:00:00Z"} for year in (2028, 2032, 2036)
    ]
    assert {one["start"] for one in found["occurrences"]} == {None}
    assert found["not_applicable"] == ["1 hour"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"date": "2027-02-29"}, "February 2027 has no day 29"),
        ({"date": "2027/2024"}, "ends before it begins"),
        ({"date": "2027-13"}, "there is no month 13"),
        ({"date": "01/02/2027"}, "two ways"),
        ({"date": "1 Nov"}, "the year is missing"),
        ({"date": "1 Nov 2026 9am IST"}, "IST is no zone"),
        ({"date": "x" * 10_000}, "at most 64 characters"),
        ({"date": None}, "there is no date"),
        ({"date": 2027}, "date: not a text"),
        ({"date": ["2027"]}, "date: not a text"),
        ({"date": "9999-12-31", "time": "23:00", "zone": NEW_YORK}, "outside the years 1 to 9999"),
        ({"date": "2027-03-14 09:00", "time": "10:00"}, "it brings an hour"),
        ({"date": "2027-03-14 09:00 KL", "zone": NEW_YORK}, "it brings an hour"),
        ({"time": "25:00"}, "time: there is no hour 25"),
        ({"time": "soon"}, "time: 'soon' is no hour"),
        ({"time": 9}, "time: not a text"),
        ({"zone": "EST", "time": "09:00"}, "zone: EST is no zone"),
        ({"zone": "localtime", "time": "09:00"}, "zone: I know no zone"),
        ({"zone": "Etc/GMT+5", "time": "09:00"}, "is an offset"),
        ({"zone": "../../etc/passwd"}, "zone: I know no zone"),
        ({"guild_zone": "Nowhere"}, "guild_zone: I know no zone"),
        ({"guild_zone": None}, "there is no guild_zone"),
        ({"day_hour": "24:00"}, "day_hour: there is no hour 24"),
        ({"fold": 2}, "fold: neither 0 nor 1"),
        ({"fold": False}, "fold: neither 0 nor 1"),
        ({"fold": ""}, "fold: neither 0 nor 1"),
        ({"fold": True}, "fold: neither 0 nor 1"),
        ({"fold": "1"}, "fold: neither 0 nor 1"),
        ({"leads": ["0 days"]}, "leads: a lead time of zero"),
        ({"leads": ["-1 day"]}, "has a sign"),
        ({"leads": ["100 years"]}, "too long a lead time"),
        ({"leads": "1 day"}, "leads: not a list of texts"),
        ({"leads": [1]}, "leads: not a list of texts"),
        ({"leads": [["1 day"]]}, "leads: not a list of texts"),
        ({"leads": ["1 day"] * 51}, "leads: at most 50"),
        ({"known_at": "2026-11-24"}, "known_at: '2026-11-24' is no instant"),
        ({"known_at": "2026-11-24T00:00:00"}, "is no instant"),
        ({"known_at": "0001-01-01T00:00:00+14:00"}, "is no instant"),
        ({"known_at": 1_795_478_400}, "known_at: not a text"),
        (
            {"recurrence": "FREQ=SECONDLY", "until": "2027-04-01T00:00:00Z"},
            "recurrence: FREQ=SECONDLY is too often",
        ),
        ({"recurrence": "FREQ=DAILY"}, "has no end"),
        ({"recurrence": "FREQ=DAILY", "until": "2099-01-01T00:00:00Z"}, "more than 1,000 occurrences"),
        ({"recurrence": "FREQ=YEARLY", "date": "2027", "until": "2099-01-01T00:00:00Z"}, "begins on a day"),
        ({"recurrence": "FREQ=YEARLY", "until": "later"}, "until: 'later' is no instant"),
        ({"id": {"a": 1}}, "id: neither a text nor a whole number"),
        ({"id": 1e999}, "not JSON"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_else_is(wrong: dict[str, Any], said: str) -> None:
    found = planned(record() | wrong)
    assert said in found["error"], found["error"]
    kept = "meeting" if "id" not in wrong else None
    assert found == dict(zip(KEYS, [kept, None, None, {}, [], [], found["error"]], strict=True))


@pytest.mark.parametrize("missing", ["id", "date", "guild_zone", "leads", "known_at"])
def test_what_a_line_must_have_is_named(missing: str) -> None:
    asked = record()
    del asked[missing]
    assert planned(asked)["error"] == f"there is no {missing}"


def test_what_may_be_left_out_has_its_default() -> None:
    asked = {
        name: value
        for name, value in record().items()
        if name in ("id", "date", "guild_zone", "leads", "known_at")
    }
    assert planned(asked) == planned(record())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@PROPERTY
@given(st.sampled_from([*record()]), _JSON)
def test_any_value_in_any_place_is_answered_and_is_never_a_fault_of_the_program(
    name: str, value: Any
) -> None:
    found = planned(record(time="09:00", zone=NEW_YORK, recurrence="FREQ=DAILY;COUNT=2") | {name: value})
    assert found["error"] is None or "fault" not in found["error"]
    assert found["error"] is None or (found["due"], found["occurrences"]) == ({}, [])


@PROPERTY
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(line: bytes) -> None:
    assert "fault" not in (reminders.answer(line)["error"] or "")
