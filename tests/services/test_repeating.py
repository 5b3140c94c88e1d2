"""An event that comes back: each of the next ones is made once by its rule, changed alone, and taken away
only where nobody touched it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind, from_json
from bot.rules.revisions import in_history
from bot.services.refusals import ComesNotBack, ComesOnce, NothingChanges, TooMany
from storage import events
from storage.records import Event, EventStatus, FactStatus
from storage.revisions import ChangeKind
from tests.services.office import ANN, LETTER, MOD, Office, run, utc
from tests.services.world import DESK, EVERYTHING, FORUM, HERE

# The clock of these tests stands at 20 October 2025.


async def listed(o: Office) -> dict[str, tuple[str, str]]:
    """Ids of the server's own events, each with its name and date."""
    own = await events.own_of(o.w.db.reader, HERE)
    return {one.id: (one.title, str(one.edtf)) for one in own}


async def event(o: Office, event_id: str) -> Event:
    found = await events.get(o.w.db.reader, event_id, HERE)
    assert found is not None
    return found


async def history(o: Office, event_id: str) -> str:
    return "\n".join(in_history(await events.history(o.w.db.reader, HERE, event_id)))


def test_the_next_editions_are_made_counted_on_and_reminded_of_but_only_the_first_is_told(
    tmp_path: Path,
) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(FORUM, DESK)
        done = await o.add("3rd Salvage Day", repeats="every year", of="harbour-forum", place="Quay 3")
        assert await listed(o) == {
            "own.1": ("3rd Salvage Day", "2025-11-09"),
            "own.2": ("4th Salvage Day", "2026-11-09"),
            "own.3": ("5th Salvage Day", "2027-11-09"),
        }
        assert [one.id for one in done.made] == ["own.2", "own.3"]
        (row,) = await o.owed(NoticeKind.CHANGE)
        told = from_json(row["notice"])
        assert told.title == "Announced: 3rd Salvage Day" and told.body.endswith("Comes back every year.")
        later = await event(o, "own.2")
        assert (later.date_status, later.date_doubt) == (FactStatus.DERIVED, "by its rule, not announced")
        assert (later.place, later.source, later.concerns) == (None, "A letter", done.after.concerns)
        assert [lead for lead, _ in await o.planned("own.2")] == ["1 week", "1 day"]
        said = await history(o, "own.2")
        assert "by its rule: every year, beginning Sunday 9 November 2025" in said
        assert f"by <@{ANN}>" in said and "source: A letter <https://ministry.example/letter>" in said
        assert "Comes back" not in await history(o, "own.1") and "comes back every year" in await history(
            o, "own.1"
        )

    run(tmp_path, scenario)


def test_what_was_made_is_made_once_and_more_comes_as_time_goes_by(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Salvage Day", repeats="every year")
        first = await listed(o)
        await o.repeating.tick()
        await o.repeating.tick()
        assert await listed(o) == first
        o.w.clock.moves_on(days=60)
        await o.repeating.tick()
        assert [day for _, day in (await listed(o)).values()] == [
            "2025-11-09", "2026-11-09", "2027-11-09",
        ]  # fmt: skip
        o.w.clock.moves_on(days=365)
        await o.repeating.tick()
        await o.repeating.tick()
        assert [day for _, day in (await listed(o)).values()][3:] == ["2028-11-09"]

    run(tmp_path, scenario)


def test_one_occurrence_is_changed_alone_and_no_rule_undoes_it(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Staff meeting", "Mon 3 Nov 2025 09:00 Asia/Tokyo", repeats="every week, 5 times")
        await o.do.move(HERE, MOD, "own.2", "11 Nov 2025 10:00 Asia/Tokyo", LETTER)
        await o.do.cancel(HERE, MOD, "own.3", LETTER)
        await o.do.confirm(HERE, MOD, "own.4", LETTER)
        await o.repeating.tick()
        shown = {
            one: (str((await event(o, one)).edtf), (await event(o, one)).status) for one in await listed(o)
        }
        assert shown == {
            "own.1": ("2025-11-03", EventStatus.PLANNED),
            "own.2": ("2025-11-11", EventStatus.PLANNED),
            "own.3": ("2025-11-17", EventStatus.CANCELLED),
            "own.4": ("2025-11-24", EventStatus.CONFIRMED),
            "own.5": ("2025-12-01", EventStatus.PLANNED),
        }
        moved = await event(o, "own.2")
        assert (moved.date_doubt, moved.occurrence, moved.start_at) == (None, "2025-11-10", utc(11, 11, 1))
        assert (await event(o, "own.4")).date_doubt is None
        around = await o.repeating.around(moved)
        assert around and around.before and around.after
        assert (around.before.id, around.after.id) == ("own.1", "own.3")

    run(tmp_path, scenario)


@pytest.mark.parametrize("cancelled", [False, True])
def test_ending_a_series_takes_away_what_follows_and_nobody_touched(tmp_path: Path, cancelled: bool) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING, DESK)
        await o.add("Staff meeting", "3 Nov 2025", repeats="every week, 6 times")
        await o.do.confirm(HERE, MOD, "own.5", LETTER)
        if cancelled:
            done = await o.do.cancel(HERE, MOD, "own.3", LETTER, and_following=True)
        else:
            done = await o.do.repeat(HERE, MOD, "own.3", "stop", LETTER)
        assert [one.id for one in done.gone] == ["own.4", "own.6"]
        assert list(await listed(o)) == ["own.1", "own.2", "own.3", "own.5"]
        assert await o.planned("own.4") == []
        assert ((await event(o, "own.3")).status is EventStatus.CANCELLED) is cancelled
        o.w.clock.moves_on(days=3)
        await o.repeating.tick()
        assert list(await listed(o)) == ["own.1", "own.2", "own.3", "own.5"]
        assert "comes back by its rule no more" in await history(o, "own.3")
        with pytest.raises(ComesOnce):
            await o.do.repeat(HERE, MOD, "own.3", "stop", LETTER)

    run(tmp_path, scenario)


def test_what_was_reminded_of_is_called_off_and_told_when_its_series_ends(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.w.follow(EVERYTHING, DESK)
        await o.add("Staff meeting", "23 Oct 2025", repeats="every week, 3 times")
        o.w.clock.moves_on(days=4)
        await o.w.reminding.tick()
        done = await o.do.repeat(HERE, MOD, "own.1", "stop", LETTER)
        assert [one.id for one in done.gone] == ["own.2", "own.3"]
        assert (await event(o, "own.2")).status is EventStatus.CANCELLED
        assert list(await listed(o)) == ["own.1", "own.2"]
        told = [from_json(row["notice"]).title for row in await o.owed(NoticeKind.CHANGE)]
        assert told == ["Announced: Staff meeting", "Cancelled: Staff meeting"]

    run(tmp_path, scenario)


def test_any_event_is_made_to_come_back_and_by_another_rule_from_then_on(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        done = await o.do.repeat(HERE, ANN, "3rd Harbour Forum", "every year", LETTER)
        assert done.what is ChangeKind.EDITED and done.after.id == "forum-3"
        assert done.after.source == "A note, The tests"  # the date is still the catalogue's
        assert [day for _, day in (await listed(o)).values()] == ["2025-11-01", "2026-11-01", "2027-11-01"]
        with pytest.raises(NothingChanges):
            await o.do.repeat(HERE, ANN, "forum-3", "yearly", LETTER)
        await o.do.repeat(HERE, MOD, "own.1", "every 2 years", LETTER)
        assert await listed(o) == {
            "forum-3": ("3rd Harbour Forum", "2025-11-01"),
            "own.1": ("4th Harbour Forum", "2026-11-01"),
            "own.3": ("5th Harbour Forum", "2028-11-01"),
            "own.4": ("6th Harbour Forum", "2030-11-01"),
        }
        assert "comes back every 2 years" in await history(o, "own.1")

    run(tmp_path, scenario)


def test_an_edition_that_is_known_already_is_not_made_a_second_time(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("2nd Harbour Forum", "1 Nov 2024", repeats="every year")
        # The catalogue has the 3rd, in 2025.
        assert [name for name, _ in (await listed(o)).values()] == ["2nd Harbour Forum", "4th Harbour Forum"]

    run(tmp_path, scenario)


Refused = Callable[[Office], Awaitable[object]]


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (lambda o: o.add(repeats="every hour"), ComesNotBack),
        (lambda o: o.add(repeats="2nd Tuesday of every month"), ComesNotBack),
        (lambda o: o.add(when="TBC", repeats="every year"), ComesNotBack),
        (lambda o: o.add(when="1 Nov 2010", repeats="every day"), ComesNotBack),
        (lambda o: o.add(repeats="every week"), TooMany),
        (lambda o: o.do.repeat(HERE, ANN, "3rd Harbour Forum", "stop", LETTER), ComesOnce),
        (lambda o: o.do.cancel(HERE, ANN, "3rd Harbour Forum", LETTER, and_following=True), ComesOnce),
    ],
)
def test_a_series_that_cannot_be_changes_nothing(
    tmp_path: Path, refused: Refused, why: type[Exception]
) -> None:
    async def scenario(o: Office) -> None:
        with pytest.raises(why):
            await refused(o)
        assert await listed(o) == {}
        assert await o.w.db.reader.all("SELECT * FROM series") == []

    run(tmp_path, scenario, limit=20)


def test_a_rule_is_followed_only_as_far_as_there_is_room(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        await o.add("Salvage Day", repeats="every year")
        await o.add("Another", "1 Dec 2025")
        o.w.clock.moves_on(days=420)
        # What is over gives way; the limit is never passed.
        await o.repeating.tick()
        assert len(await listed(o)) == 4

    run(tmp_path, scenario, limit=4)
