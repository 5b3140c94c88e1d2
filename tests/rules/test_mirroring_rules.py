"""What of a server's events stands among Discord's own: which, how it is said, and what has to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.mirroring import Act, Listed, decide, shown, wanted
from storage.deliveries import Mirrored, MirrorState
from storage.records import EVERYTHING, EntityId, Event, EventStatus, GuildId
from tests.rules.making import NOW, event, subscription

TALK = event(
    "2025-11-03", hour="15:00", zone="Asia/Tokyo", id="talk", concerns=frozenset({EntityId("piracy")})
)
LATER = NOW + timedelta(minutes=30)


def row(of: Event = TALK, state: str = "shown", scheduled_id: int | None = 7, **given: Any) -> Mirrored:
    made = Mirrored(of.id, scheduled_id, shown(of).digest, MirrorState(state), NOW - timedelta(hours=1))
    return replace(made, **given)


def there(of: Event = TALK, number: int = 7, **given: Any) -> Listed:
    return replace(Listed(number, True, shown(of).description, has_begun=False), **given)


def told(
    events: list[Event], rows: list[Mirrored], listed: list[Listed], off: tuple[str, ...] = ()
) -> list[tuple[Act, str, int | None]]:
    """What is decided where a channel follows all of `events`, but those in `off`."""
    showing = {one: said for one, said in wanted(events, FOLLOWING, NOW).items() if one not in off}
    decision = decide(showing, {one.id: one for one in events}, rows, listed, NOW)
    return [(one.act, one.event_id, one.scheduled_id) for one in decision.actions]


FOLLOWING = [subscription(subject=EVERYTHING)]


def test_shown_is_what_has_an_hour_ahead_and_is_followed_or_the_servers_own() -> None:
    own = replace(TALK, id="own.1", guild_id=GuildId(10), concerns=frozenset())
    others = [
        event("2025-11-03", id="no-hour"),
        replace(TALK, id="begins", start_at=NOW + timedelta(minutes=1)),
        replace(TALK, id="off", status=EventStatus.CANCELLED),
        replace(TALK, id="later", status=EventStatus.POSTPONED),
    ]
    known = [replace(TALK, id="after", start_at=NOW + timedelta(days=9)), own, TALK, *others]
    assert list(wanted(known, FOLLOWING, NOW)) == ["own.1", "talk", "after"]
    assert list(wanted(known, [subscription(subject=EntityId("piracy"))], NOW)) == ["own.1", "talk", "after"]
    assert list(wanted(known, [], NOW)) == ["own.1"]
    paused = [replace(FOLLOWING[0], paused_at=NOW)]
    person = [replace(FOLLOWING[0], channel_id=None)]
    assert list(wanted(known, paused, NOW)) == list(wanted(known, person, NOW)) == ["own.1"]


def test_it_says_what_is_known_and_that_its_end_is_not() -> None:
    said = shown(replace(TALK, place=None, source="A note", url="https://note.example/"))
    assert said.place == "not announced"
    assert said.ends_at - said.starts_at == timedelta(hours=1)
    assert said.description.split("\n") == [
        "Monday 3 November 2025, 15:00 (Asia/Tokyo)",
        "Confirmed",
        "When it ends was not announced: shown is one hour.",
        "Source: A note <https://note.example/>",
        "Attaché · talk",
    ]


def test_of_several_days_the_first_counts_and_the_last_is_its_end() -> None:
    days = event("2025-11-03/2025-11-05", hour="15:00", zone="Asia/Tokyo")
    said = shown(days)
    assert said.starts_at == days.start_at and str(said.ends_at) == "2025-11-05 15:00:00+00:00"
    assert "At what hour it ends was not announced: shown is the end of its last day." in said.description
    open_ended = shown(event("2025-11-03/..", hour="15:00", zone="Asia/Tokyo"))
    assert open_ended.ends_at - open_ended.starts_at == timedelta(hours=1)


def test_everything_is_cut_to_what_discord_takes_and_its_mark_stays() -> None:
    long = replace(
        TALK,
        title="Very " * 60,
        place="Far " * 60,
        source="S*" * 400,
        url="https://x.example/" + "a" * 900,
        link="https://x.example/" + "b" * 900,
    )
    said = shown(long)
    assert len(said.name) <= 100 and len(said.place) <= 100 and len(said.description) <= 1_000
    assert Listed(1, True, said.description, False).shows == "talk"


@pytest.mark.parametrize(
    ("description", "is_ours", "shows"),
    [
        ("Anything\nAttaché · own.3", True, "own.3"),
        ("Attaché · own.3\n", True, "own.3"),
        ("Attaché · own.3", False, None),
        ("Attaché · own.3\nand more", True, None),
        ("see Attaché · own.3", True, None),
        ("Attaché · own 3", True, None),
        ("", True, None),
    ],
)
def test_one_of_ours_is_known_by_its_last_line_and_its_maker(
    description: str, is_ours: bool, shows: str | None
) -> None:
    assert Listed(1, is_ours, description, has_begun=False).shows == shows


ENDED = row(state="ended")
OFF = replace(TALK, status=EventStatus.CANCELLED)
MOVED = replace(TALK, start_at=NOW + timedelta(days=9))
BEGUN = replace(TALK, start_at=NOW - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("events", "rows", "listed", "expected"),
    [
        # Made where it is neither known nor there; found where an answer was lost.
        ([TALK], [], [], [(Act.MAKE, "talk", None)]),
        ([TALK], [], [there()], [(Act.ADOPT, "talk", 7)]),
        ([TALK], [row(state="making", scheduled_id=None)], [there()], [(Act.ADOPT, "talk", 7)]),
        ([TALK], [row(state="making", scheduled_id=None)], [], [(Act.MAKE, "talk", None)]),
        ([TALK], [row(state="making", tried_at=NOW - timedelta(seconds=59))], [], []),
        ([], [row(state="making")], [], [(Act.FORGET, "talk", None)]),
        # As it is to be, or changed.
        ([TALK], [row()], [there()], []),
        ([MOVED], [row()], [there()], [(Act.CHANGE, "talk", 7)]),
        ([TALK], [row(digest="")], [there()], [(Act.CHANGE, "talk", 7)]),
        # Deleted or ended by somebody: not again, unless the event changes.
        ([TALK], [row()], [], [(Act.LEFT, "talk", None)]),
        ([TALK], [ENDED], [], []),
        ([MOVED], [ENDED], [], [(Act.MAKE, "talk", None)]),
        # Called off, or not to be shown any more.
        ([OFF], [row()], [there()], [(Act.CANCEL, "talk", 7)]),
        ([OFF], [row(state="making")], [there()], [(Act.CANCEL, "talk", 7)]),
        ([OFF], [ENDED], [], []),
        ([], [row()], [there()], [(Act.REMOVE, "talk", 7)]),
        ([replace(TALK, start_at=None)], [row()], [there()], [(Act.REMOVE, "talk", 7)]),
        # What has begun is Discord's, unless it began by a date that no longer holds.
        ([BEGUN], [row()], [there(has_begun=True)], []),
        ([BEGUN], [row()], [there()], []),
        ([BEGUN], [row()], [], [(Act.FORGET, "talk", None)]),
        ([TALK], [row()], [there(has_begun=True)], []),
        ([MOVED], [row()], [there(has_begun=True)], [(Act.COMPLETE, "talk", 7)]),
        ([OFF], [row()], [there(has_begun=True)], [(Act.COMPLETE, "talk", 7)]),
        # One is enough.
        ([TALK], [row()], [there(number=9), there()], [(Act.REMOVE_DOUBLE, "talk", 9)]),
        ([TALK], [row()], [there(), Listed(8, False, there().description, has_begun=False)], []),
    ],
)
def test_what_has_to_be_done(
    events: list[Event],
    rows: list[Mirrored],
    listed: list[Listed],
    expected: list[tuple[Act, str, int | None]],
) -> None:
    assert told(events, rows, listed) == expected


def test_the_nearest_have_room_those_of_people_counted_and_what_makes_room_comes_first() -> None:
    many = {
        f"own.{number}": replace(shown(TALK), starts_at=NOW + timedelta(hours=number + 1))
        for number in range(120)
    }
    peoples = [Listed(number, False, "A party", has_begun=False) for number in range(900, 910)]
    known = {one: replace(TALK, id=one) for one in many}
    decision = decide(many, known, [], peoples, NOW)
    assert [one.event_id for one in decision.actions] == [f"own.{number}" for number in range(90)]
    assert decision.without_room == 30
    far = replace(there(replace(TALK, id="own.119")), id=5)
    decision = decide(many, known, [row(replace(TALK, id="own.119"))], [*peoples, far], NOW)
    assert [one.act for one in decision.actions[:2]] == [Act.REMOVE, Act.MAKE]
    assert decide(many, known, [], [Listed(n, False, "", False) for n in range(100)], NOW).actions == ()


def test_switched_off_all_that_is_ours_is_removed() -> None:
    assert told([TALK], [row()], [there()], off=("talk",)) == [(Act.REMOVE, "talk", 7)]


def test_each_thing_that_is_shown_counts_for_whether_it_changed() -> None:
    said = shown(TALK)
    others = [
        replace(said, name="Other"),
        replace(said, description="Other"),
        replace(said, place="Other"),
        replace(said, starts_at=LATER),
        replace(said, ends_at=LATER),
    ]
    assert len({one.digest for one in [said, *others]}) == 6
