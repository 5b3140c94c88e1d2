"""A reminder that was sent of a date that no longer holds is changed to say so, in the commit that moves the
event; one of a date that has come, and a message that nobody sent, is left alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rules.notices import NoticeKind
from bot.services.scheduling import Details
from storage import outbox
from tests.fakes import Place
from tests.services.office import ANN, LETTER, Office, run
from tests.services.world import DECK, DESK, FORUM, HERE, THERE


async def reminded(o: Office, month: int = 10, day: int = 31) -> Place:
    """A channel is reminded of the forum's meeting, a day before unless another day is given."""
    desk = o.w.messenger.place(DESK)
    await o.w.follow(FORUM)
    o.w.clock.moves_to(2025, month, day, 9)
    await o.w.reminding.tick()
    await o.w.delivering.tick()
    assert desk.titles[-1] == "3rd Harbour Forum"
    return desk


def test_a_moved_event_is_struck_through_in_the_reminder_that_told_its_old_date(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        desk = await reminded(o)
        await o.move()
        await o.w.delivering.tick()
        shown = desk.posts[0]
        assert (shown.notice.title, shown.notice.kind) == ("~~3rd Harbour Forum~~", NoticeKind.CHANGE)
        assert shown.notice.body == "**Moved** to Sunday 2 November 2025, no hour announced"
        assert shown.notice.fields == (
            ("When", "~~Saturday 1 November 2025, no hour announced~~"),
            ("Source", "[A letter](https://ministry.example/letter)"),
        )
        assert shown.nonce != outbox.nonce_of("moved:1:1")
        assert desk.titles[1] == "Moved: 3rd Harbour Forum", "and the channel is told as well"

    run(tmp_path, scenario)


def test_a_second_move_changes_the_reminder_again_and_a_return_restores_it(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        desk = await reminded(o)
        first = desk.posts[0].notice
        for when in ("2 Nov 2025", "3 Nov 2025 10:00 Asia/Tokyo"):
            await o.move(when=when)
            await o.w.delivering.tick()
        assert "**Moved** to Monday 3 November 2025, 10:00 (Asia/Tokyo) · <t:" in desk.posts[0].notice.body
        await o.move(when="1 Nov 2025")
        await o.w.delivering.tick()
        assert (desk.posts[0].notice, len(desk.edits)) == (first, 3)

    run(tmp_path, scenario)


@pytest.mark.parametrize("what", ["postpone", "cancel"])
def test_an_event_that_is_called_off_is_said_to_be_in_its_reminder(tmp_path: Path, what: str) -> None:
    async def scenario(o: Office) -> None:
        desk = await reminded(o)
        await getattr(o.do, what)(HERE, ANN, "3rd Harbour Forum", LETTER)
        await o.w.delivering.tick()
        told = "**Cancelled.**" if what == "cancel" else "**Postponed.** A new date is not known yet."
        assert (desk.posts[0].notice.title, desk.posts[0].notice.body) == ("~~3rd Harbour Forum~~", told)

    run(tmp_path, scenario)


def test_only_what_was_sent_in_that_server_of_a_date_that_lies_ahead_is_changed(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        deck = o.w.messenger.place(DECK)
        await o.w.follow(FORUM, DECK, THERE)
        desk = await reminded(o)
        o.w.clock.moves_to(2025, 11, 1, 0)
        await o.move(when="5 Nov 2025")
        await o.w.delivering.tick()
        assert desk.edits == [] == deck.edits

    run(tmp_path, scenario)


def test_a_change_of_the_place_alone_leaves_the_reminder_as_it_was(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        desk = await reminded(o)
        await o.do.edit(HERE, ANN, "3rd Harbour Forum", LETTER, Details(place="Quay 3"))
        await o.w.delivering.tick()
        assert desk.edits == [] and desk.titles[1] == "Changed: 3rd Harbour Forum"

    run(tmp_path, scenario)


def test_a_reminder_of_a_month_is_not_struck_through_when_the_day_becomes_known(tmp_path: Path) -> None:
    async def scenario(o: Office) -> None:
        desk = o.w.messenger.place(DESK)
        await o.w.follow(FORUM)
        await o.add("Sea Days", when="December 2025", of="harbour-forum")
        o.w.clock.moves_to(2025, 11, 1, 9)
        await o.w.reminding.tick()
        await o.w.delivering.tick()
        await o.move("Sea Days", when="12 Dec 2025")
        await o.w.delivering.tick()
        shown = next(post.notice for post in desk.posts if post.notice.kind is NoticeKind.REMINDER)
        assert shown.title == "Sea Days"
        assert shown.body.startswith("**The date is known better now**: Friday 12 December 2025")

    run(tmp_path, scenario)


@pytest.mark.parametrize("between", ["TBC", "November 2025"])
def test_a_date_that_was_given_up_and_becomes_known_again_is_another_than_the_one_told(
    tmp_path: Path, between: str
) -> None:
    async def scenario(o: Office) -> None:
        desk = await reminded(o)
        for when in (between, "5 Nov 2025"):
            await o.move(when=when)
            await o.w.delivering.tick()
        shown = desk.posts[0].notice
        assert (shown.title, shown.kind) == ("~~3rd Harbour Forum~~", NoticeKind.CHANGE)
        assert shown.body == "**Moved** to Wednesday 5 November 2025, no hour announced"

    run(tmp_path, scenario)
