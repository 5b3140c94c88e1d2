"""Of several dates of one event a moderator's word stands, then the later statement; both are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.rules.readings_of_events import (
    by_rule,
    contradict,
    differing,
    digest,
    in_reminder,
    of_pack,
    on_card,
    why_followed,
    with_pack,
)
from storage import edtf
from storage.edtf import Announced
from storage.records import EventStatus, FactStatus, GuildId
from storage.statements import MODERATOR, PACK, Followed, Reading
from tests.rules.making import event

EARLY, LATE = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)


def reading(
    day: str = "2026-12-01",
    origin: str = "calendar.1",
    *,
    hour: str | None = None,
    zone: str = "Asia/Manila",
    said_at: datetime = EARLY,
    followed: Followed | None = None,
    status: EventStatus = EventStatus.PLANNED,
    source: str = "A *calendar*",
    gone_at: datetime | None = None,
) -> Reading:
    wall_time = time.fromisoformat(hour) if hour else None
    announced = Announced(edtf.parse(day), wall_time, zone if hour else None)
    return Reading(
        GuildId(10),
        "own.1",
        origin,
        announced,
        status,
        source,
        "https://a.example/x",
        said_at,
        followed,
        gone_at,
    )


HELD = reading("2026-12-01", PACK, source="A note")


@pytest.mark.parametrize(
    ("new", "held", "followed"),
    [
        (reading(), None, Followed.LATER),
        (reading("2026-12-05", said_at=LATE), HELD, Followed.LATER),
        (reading("2026-12-05", said_at=EARLY - timedelta(days=1)), HELD, None),
        (reading("2026-12-05", said_at=EARLY), HELD, None),
        (reading("2026-12-01", said_at=LATE), HELD, None),
        (reading("2026-12-05", said_at=LATE), replace(HELD, followed=Followed.CHOSEN), None),
        (reading("2026-12-05"), reading(followed=Followed.CHOSEN), Followed.CHOSEN),
        (reading("2026-12-05"), reading(followed=Followed.LATER), Followed.LATER),
        (reading(hour="09:00", said_at=EARLY - timedelta(days=9)), HELD, Followed.LATER),
        (reading("2026-12-01", said_at=LATE), reading(origin=PACK, hour="09:00"), None),
        (reading("2026-12-10", said_at=EARLY), reading("2026-12", PACK), Followed.LATER),
        (reading("2026-12", said_at=LATE), reading("2026-12-10", PACK), None),
        (reading(said_at=LATE, status=EventStatus.CANCELLED), HELD, Followed.LATER),
        (reading(status=EventStatus.CANCELLED), HELD, None),
    ],
)
def test_which_is_followed(new: Reading, held: Reading | None, followed: Followed | None) -> None:
    assert why_followed(new, held) is followed


def test_one_instant_in_two_zones_is_no_contradiction() -> None:
    there, here = reading(hour="14:00"), reading(hour="06:00", zone="UTC")
    assert not contradict(there, here) and contradict(there, reading(hour="14:00", zone="UTC"))


def test_the_packs_word_is_followed_where_nothing_else_is() -> None:
    pack = of_pack(event("2026-12-01", source="A note"), EARLY)
    (first, second) = with_pack([reading("2026-12-05")], pack)
    assert (first.origin, first.followed, second.followed) == (PACK, Followed.LATER, None)
    (first, _) = with_pack([reading("2026-12-05", followed=Followed.LATER)], pack)
    assert first.origin == "calendar.1"
    assert with_pack([], None) == []


def test_what_a_pack_infers_or_a_rule_brings_gives_way_to_whoever_states_a_date() -> None:
    early = reading("2026-12-05", said_at=EARLY - timedelta(days=99))
    inferred = event("2026-12-01", date_status=FactStatus.INFERRED)
    for held in (of_pack(inferred, LATE), by_rule(event("2026-12-01", source="A rule"))):
        assert why_followed(early, held) is Followed.LATER
    assert why_followed(early, of_pack(event("2026-12-01"), LATE)) is None


def test_a_card_shows_what_each_says_only_where_they_differ() -> None:
    chosen = reading(origin=MODERATOR, followed=Followed.CHOSEN, source="A letter")
    other = reading("2026-12-05", said_at=LATE)
    lines = on_card([chosen, other])
    assert lines[0].startswith(
        "**Tuesday 1 December 2026, no hour announced** · [A letter](https://a.example/x)"
    )
    assert "a moderator of this server chose it" in lines[0] and "[A \\*calendar\\*](" in lines[1]
    assert on_card([chosen, reading(said_at=LATE)]) == on_card([]) == []
    (_, gone) = on_card([chosen, reading(gone_at=LATE)])
    assert "no longer in it since <t:" in gone and "no cancellation" in gone


def test_a_reminder_says_who_says_otherwise_and_why_it_follows_this() -> None:
    later = reading("2026-12-05", followed=Followed.LATER, source="Ministry")
    said = in_reminder([later, HELD])
    assert said == (
        "[A note](https://a.example/x) says Tuesday 1 December 2026, no hour announced. This follows"
        " [Ministry](https://a.example/x): it is the later statement."
    )
    cancelled = reading(status=EventStatus.CANCELLED)
    assert "no hour announced, cancelled." in (
        in_reminder([replace(HELD, followed=Followed.CHOSEN), cancelled]) or ""
    )
    for silent in ([], [later], [later, reading("2026-12-05")], [later, reading(gone_at=LATE)]):
        assert in_reminder(silent) is None


def test_nobody_chooses_what_they_were_not_shown() -> None:
    shown = reading()
    assert digest(shown) == digest(replace(shown, said_at=LATE)) and len(digest(shown)) == 4
    assert len({digest(reading(f"2026-12-{day:02}")) for day in range(1, 31)}) > 25
    assert differing([shown, reading("2026-12-05")]) == [reading("2026-12-05")]
