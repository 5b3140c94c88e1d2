"""Which events an entry speaks of, and what it looks like has become of them: a row for each sentence."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.happenings import events_of
from bot.rules.joining.changes import Change, proposals
from bot.rules.joining.dates_said import dates_said
from bot.rules.joining.links import joined
from bot.rules.joining.meetings import meetings_of
from bot.rules.joining.sentences import sentences
from storage import edtf
from storage.records import EventStatus
from tests.rules.joining_texts import DAY, changed, meetings, mentions
from tests.rules.making import shipped_catalogue, shipped_matcher

NOV_1 = "Sunday 1 November 2026"


def reasons(text: str, day: date = DAY) -> dict[str, str]:
    return {one.event_id: one.reason for one in joined(text, mentions(text), day, meetings())}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("16th ADMM-Plus opens in Manila", {"admm-plus-16": "mentions the 16th ADMM-Plus"}),
        ("The sixteenth edition of the ADMM-Plus", {"admm-plus-16": "mentions the 16th ADMM-Plus"}),
        (
            "The 16th ASEAN Defence Ministers' Meeting-Plus on 1 November",
            {"admm-plus-16": f"mentions the 16th ADMM-Plus and {NOV_1} (year inferred)"},
        ),
        ("ADMM-Plus meets on 1 November 2026", {"admm-plus-16": f"mentions ADMM-Plus and {NOV_1}"}),
        ("ADMM-Plus meets in November 2026", {"admm-plus-16": "mentions ADMM-Plus and November 2026"}),
        ("ADMM-Plus 16: what to know", {"admm-plus-16": "mentions the 16th ADMM-Plus"}),
        ("ADMM-Plus 2026 in Manila", {"admm-plus-16": "mentions the ADMM-Plus of 2026"}),
        ("Manila prepares for the 2026 ADMM-Plus", {"admm-plus-16": "mentions the ADMM-Plus of 2026"}),
        ("Malabar 2026 begins off Guam", {"malabar-2026": "mentions the Malabar of 2026"}),
        ("AIME-2 begins", {"aime-2": "mentions 2nd AIME"}),
        (
            "ASEAN Summit on 11 November 2026\nThe 15th ADMM-Plus was held in 2025.",
            {
                "asean-summit-49": "mentions ASEAN Summit and Wednesday 11 November 2026",
                "admm-plus-15": "mentions the 15th ADMM-Plus",
            },
        ),
        (
            "ADMM-Plus EWG on Counter-Terrorism to meet on 3 December 2026",
            {"ewg-ct-15": "mentions EWG on CT and Thursday 3 December 2026"},
        ),
        # Nothing that tells which meeting it is.
        ("ADMM-Plus ministers call for restraint", {}),
        ("1 November 2026 is a Sunday", {}),
        ("ADMM-Plus will matter. A ship sails on 1 November 2026.", {}),
        ("ADMM-Plus statement of 3 November 2026", {}),
        # Another edition, another year.
        ("17th ADMM-Plus to be held on 1 November 2026", {}),
        ("ADMM-Plus 2027 in Singapore", {}),
        ("Malabar 2025 photographs released on 1 November 2026", {}),
        # A year that is known says no day; a group is not its forum.
        ("Malabar to begin on 3 November 2026", {}),
        ("ADMM-Plus experts met on 3 December 2026", {}),
        ("", {}),
    ],
)
def test_an_entry_is_joined_to_the_events_it_names_with_the_reason(text: str, found: dict[str, str]) -> None:
    assert reasons(text) == found


def test_a_year_that_is_not_said_is_the_nearest_to_the_entry() -> None:
    text = "ADMM-Plus meets on 1 November"
    assert list(reasons(text, date(2026, 10, 20))) == ["admm-plus-16"]
    assert list(reasons(text, date(2026, 11, 3))) == ["admm-plus-16"]
    assert list(reasons(text, date(2025, 10, 28))) == ["admm-plus-15"]
    assert list(reasons(text, date(2028, 11, 1))) == []


def told(text: str, *others: object, day: date = DAY) -> list[tuple[str, str, str | None, bool]]:
    known = meetings(*others)  # type: ignore[arg-type]
    return [
        (one.event_id, one.change.value, str(one.edtf) if one.edtf else None, one.is_inferred)
        for one in proposals(text, mentions(text), day, known)
    ]


A16 = "admm-plus-16"
POSTPONED, CANCELLED = (A16, "postponed", None, False), (A16, "cancelled", None, False)


def moved(to: str, inferred: bool = False, event_id: str = A16) -> tuple[str, str, str, bool]:
    return event_id, "moved", to, inferred


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Another date.
        ("ADMM-Plus postponed to 14 March 2027", moved("2027-03-14")),
        ("16th ADMM-Plus has been postponed until 14 March 2027, Manila says", moved("2027-03-14")),
        ("The 16th ADMM-Plus will now be held on 14 March 2027.", moved("2027-03-14")),
        ("ADMM-Plus rescheduled from 1 November to 5 November 2026", moved("2026-11-05")),
        ("ADMM-Plus has been rescheduled for 5 November", moved("2026-11-05", True)),
        ("ADMM-Plus moved to March 2027", moved("2027-03")),
        ("ADMM-Plus brought forward to 28 October", moved("2026-10-28", True)),
        ("ADMM-Plus pushed back to early December 2026", moved("2026-12")),
        (
            "ADMM-Plus, which was scheduled for 1 November in Manila, has been moved to 14 March",
            moved("2027-03-14", True),
        ),
        ("ADMM-Plus, previously planned for 1 November, has been moved to March 2027", moved("2027-03")),
        ("ADMM-Plus, which had been set for 1 November, is put off until March 2027", moved("2027-03")),
        ("Officials said last week that ADMM-Plus was postponed to March 2027", moved("2027-03")),
        ("ADMM-Plus to be held in Manila on 3-5 November 2026", moved("2026-11-03/2026-11-05")),
        (
            "The 16th ADMM-Plus will be held in Manila from 3 to 5 November 2026.",
            moved("2026-11-03/2026-11-05"),
        ),
        ("Manila postpones ADMM-Plus to 14 March 2027", moved("2027-03-14")),
        (
            "Philippines reschedules the 16th ADMM-Plus to November 30 – December 2, 2026",
            moved("2026-11-30/2026-12-02"),
        ),
        ("ADMM-Plus delayed\nThe meeting will now take place on 14 March 2027.", moved("2027-03-14")),
        ("ADMM-Plus in doubt\nOfficials said it has been put off until March 2027.", moved("2027-03")),
        (
            "Malabar to be held from 5 to 12 November 2026",
            moved("2026-11-05/2026-11-12", event_id="malabar-2026"),
        ),
        ("AIME-2 will take place in December 2026", moved("2026-12", event_id="aime-2")),
        (
            "15th ADMM-Plus EWG on Counter-Terrorism will be held on 8 December 2026",
            moved("2026-12-08", event_id="ewg-ct-15"),
        ),
        # Put off, called off.
        ("ADMM-Plus postponed", POSTPONED),
        ("16th ADMM-Plus in Manila put off indefinitely", POSTPONED),
        ("ADMM-Plus postponed to a later date", POSTPONED),
        ("The Philippines on 5 October postponed the 16th ADMM-Plus.", POSTPONED),
        ("ADMM-Plus was postponed on 19 October 2026", POSTPONED),
        ("Ministers agreed to postpone the ADMM-Plus", POSTPONED),
        ("ADMM-Plus cancelled", CANCELLED),
        ("Manila calls off 16th ADMM-Plus over typhoon", CANCELLED),
        ("The ADMM-Plus has been canceled, officials said on Tuesday.", CANCELLED),
        ("ADMM-Plus will not take place this year", CANCELLED),
        ("Manila decides to cancel the ADMM-Plus", CANCELLED),
        ("ADMM-Plus postponed, not cancelled", POSTPONED),
        ("ASEAN Summit goes on\nThe ADMM-Plus was cancelled.", CANCELLED),
        (
            "Ahead of the ADMM-Plus, the ASEAN Summit was called off",
            ("asean-summit-49", "cancelled", None, False),
        ),
    ],
)
def test_what_looks_like_a_change_is_proposed(text: str, found: tuple[str, str, str | None, bool]) -> None:
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        # Denied.
        "ADMM-Plus will not be postponed, says Manila",
        "ADMM-Plus has not been cancelled",
        "ADMM-Plus won't be moved to March 2027",
        "Manila denies that ADMM-Plus was cancelled",
        "Reports that ADMM-Plus was postponed are false",
        "No plans to cancel ADMM-Plus, says Teodoro",
        "Manila rules out ADMM-Plus being postponed to March 2027",
        "ADMM-Plus never cancelled, says spokesman",
        # Asked, wished, guessed, remembered.
        "ADMM-Plus cancelled?",
        "Will ADMM-Plus be postponed to March 2027",
        "Why ADMM-Plus was postponed",
        "ADMM-Plus may be postponed to 14 March 2027",
        "ADMM-Plus could be called off",
        "Activists call for ADMM-Plus to be cancelled",
        "Manila considers moving ADMM-Plus to March 2027",
        "If ADMM-Plus is cancelled, ministers will meet online",
        "ADMM-Plus likely to be postponed",
        "ADMM-Plus was postponed last year",
        "ADMM-Plus had been cancelled twice",
        "ADMM-Plus opens after being postponed to 1 November",
        "ADMM-Plus was cancelled in 2020 because of the pandemic",
        "In 2021 the ADMM-Plus was postponed",
        # Of something else.
        "ADMM-Plus dinner cancelled",
        "ADMM-Plus: Thai minister's visit cancelled",
        "Senate session postponed as ADMM-Plus opens",
        "Flights cancelled for ADMM-Plus",
        "Manila cancels flights before ADMM-Plus",
        "After ADMM-Plus talks, Japan's election was postponed to 14 March 2027",
        "ADMM-Plus opens\nClasses in Manila are cancelled on 1 November.",
        "India cancelled",
        "ADMM-Plus Retreat postponed",
        "ADMM-Plus opens\nA court spoke in Cebu. It was postponed to 14 March 2027.",
        "ADMM-Plus and ASEAN Summit prepared\nIt was postponed to 14 March 2027.",
        # Of another edition, or of what is over.
        "17th ADMM-Plus postponed to 14 March 2028",
        "15th ADMM-Plus cancelled",
        "17th ADMM-Plus to be held in Singapore on 3 November 2027",
        "ADMM-Plus to be held in Singapore in 2027",
        "ADMM-Plus 2027 will be held on 3 November 2027",
        # Nothing new, nothing that can be read.
        "ADMM-Plus to be held in Manila on 1 November 2026",
        "ADMM-Plus to be held in Manila on 1 November",
        "ADMM-Plus will take place in November 2026",
        "ADMM-Plus will be held in 2026",
        "ADMM-Plus moved to Cebu",
        "ADMM-Plus rescheduled",
        "ADMM-Plus was held on 3 October 2026",
        "ADMM-Plus moved to 3/11/2026",
        "ADMM-Plus moved to 31 November 2026",
        "ADMM-Plus moved to Monday, 14 March 2027",
        "ADMM-Plus will be held at 9 am",
        "Malabar will be held in 2026",
        "ADMM-Plus",
        "",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert told(text) == []


def test_a_new_date_stands_for_the_postponement_and_is_told_once() -> None:
    again = "ADMM-Plus moved to 14 March 2027."
    text = f"ADMM-Plus postponed\nThe 16th ADMM-Plus was postponed to 14 March 2027. {again}"
    found = proposals(text, mentions(text), DAY, meetings())
    assert [(one.change, str(one.edtf)) for one in found] == [(Change.MOVED, "2027-03-14")]
    assert found[0].sentence == "The 16th ADMM-Plus was postponed to 14 March 2027."


def test_what_is_known_already_is_not_proposed() -> None:
    gone = changed(A16, status=EventStatus.CANCELLED)
    off = changed(A16, status=EventStatus.POSTPONED)
    assert told("ADMM-Plus cancelled", gone) == told("ADMM-Plus postponed", off) == []
    assert told("ADMM-Plus postponed to 14 March 2027", off) == [moved("2027-03-14")]
    assert told("ADMM-Plus cancelled", off) == [CANCELLED]
    assert told("ADMM-Plus cancelled", day=date(2026, 11, 2)) == []


def test_where_two_meetings_are_ahead_the_edition_has_to_be_said() -> None:
    other = changed(A16, id="admm-plus-17", title="17th ADMM-Plus", edtf=edtf.parse("2027"))
    assert told("ADMM-Plus postponed", other) == []
    assert told("16th ADMM-Plus postponed", other) == [POSTPONED]
    assert told("ADMM-Plus 2026 postponed", other) == [POSTPONED]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 1 November", [("2026-11-01", True)]),
        ("on Nov. 1, 2026 and in March 2027", [("2026-11-01", False), ("2027-03", False)]),
        ("from 30 October to 1 November 2026", [("2026-10-30/2026-11-01", False)]),
        ("1 and 2 November 2026", [("2026-11-01/2026-11-02", False)]),
        ("the 3rd of November 2026", [("2026-11-03", False)]),
        ("Tuesday, 3 November 2026", [("2026-11-03", False)]),
        ("Monday, 3 November 2026", []),  # it is a Tuesday
        ("November 3 – 5", [("2026-11-03/2026-11-05", True)]),
        ("2026-11-03", [("2026-11-03", False)]),
        ("until 2027", [("2027", False)]),
        ("30 February 2026", []),
        ("29 February", []),
        ("may 3 soldiers march 2 miles", []),
        ("1 November 20261", []),
        ("a ship of 1999 tons", []),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_said(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(str(one.edtf), one.is_inferred) for one in dates_said(text, DAY)] == found


def test_a_date_ahead_without_a_year_is_the_next_one() -> None:
    assert [str(one.edtf) for one in dates_said("on 14 March", DAY, ahead=True)] == ["2027-03-14"]
    assert [str(one.edtf) for one in dates_said("on 19 October", DAY, ahead=True)] == []
    assert [str(one.edtf) for one in dates_said("on 19 October", DAY)] == ["2026-10-19"]


def test_a_text_is_cut_into_sentences_and_not_behind_abbreviations() -> None:
    text = "Headline\nGen. Romeo Brawner spoke on Nov. 3 in the U.S. Senate. He left! “Why?” Nobody knows"
    found = sentences(text)
    assert [one.text for one in found] == [
        "Headline",
        "Gen. Romeo Brawner spoke on Nov. 3 in the U.S. Senate.",
        "He left!",
        "“Why?”",
        "Nobody knows",
    ]
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "ADMM-Plus postponed to " * 1_000,
        "ADMM-Plus " + "in Manila " * 3_000 + "postponed",
        "1 November " * 3_000 + "ADMM-Plus cancelled",
        "ADMM-Plus postponed from " + "x" * 20_000,
        "A. " * 10_000,
        "\ud800‮ADMM-Plus\x00 cancelled",
    ],
)
def test_hostile_texts_end_and_harm_nothing(text: str) -> None:
    assert all(one.event_id == A16 for one in proposals(text, mentions(text), DAY, meetings()))
    joined(text, mentions(text), DAY, meetings())


def test_the_shipped_field_is_joined_by_what_its_matcher_finds() -> None:
    known = shipped_catalogue()
    shipped = meetings_of(events_of(known, list(known.entities.values())), known)
    title = "12th ADMM-Plus in Kuala Lumpur postponed to 14 March 2026"
    found = shipped_matcher().read(title, "").mentions
    day = date(2025, 10, 20)
    assert [one.event_id for one in joined(title, found, day, shipped)] == ["admm-plus-12"]
    assert [(p.event_id, str(p.edtf)) for p in proposals(title, found, day, shipped)] == [
        ("admm-plus-12", "2026-03-14")
    ]
