"""What is owed is sent once. Where an answer was lost the message is looked for before it is sent again, with
the nonce it had. Trouble in one channel waits there and keeps no other waiting.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rules.notices import from_json
from storage import outbox
from tests.fakes import PATIENCE_SECONDS, RecordingMessenger, Unexpected
from tests.services.world import DECK, DESK, world


def test_what_is_owed_is_sent_once_in_order_and_marked(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            nonces = [await w.owes(key) for key in ("first", "second", "third")]
            await w.delivering.tick()
            await w.delivering.tick()
            assert [post.nonce for post in desk.posts] == nonces
            assert (desk.looks, [post.late for post in desk.posts]) == (0, [None] * 3)
            row = await w.row("first")
            assert (row["state"], row["sent_at"], row["message_id"]) == ("sent", w.clock(), 1000)
            assert row["claimed_at"] is None

    asyncio.run(scenario())


def test_a_lost_answer_is_looked_for_and_not_sent_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            desk.loses_the_answer()
            await w.owes("first")
            await w.delivering.tick()
            row = await w.row("first")
            assert (row["state"], row["attempts"]) == ("pending", 1) and row["claimed_at"] is not None
            w.clock.moves_on(minutes=6)
            await w.delivering.tick()
            assert (desk.titles, desk.looks) == (["first"], 1)
            assert (await w.row("first"))["message_id"] == 1000

    asyncio.run(scenario())


def test_what_is_not_found_is_sent_again_with_the_same_nonce(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            desk.breaks_before_posting()
            desk.breaks_before_posting()
            nonce, began_at = await w.owes("first"), w.clock()
            for attempts in (1, 2, 3):
                await w.delivering.tick()
                row = await w.row("first")
                if attempts < 3:
                    assert row["claimed_at"] == began_at, "looked for from the first attempt on"
                w.clock.moves_on(minutes=6)
            assert (desk.asked, desk.looks, desk.titles) == ([nonce] * 3, 2, ["first"])

    asyncio.run(scenario())


def test_while_the_history_cannot_be_read_nothing_is_sent(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            desk.loses_the_answer()
            desk.cannot_be_read()
            await w.owes("first")
            for _ in range(2):
                await w.delivering.tick()
                w.clock.moves_on(minutes=6)
            assert (desk.titles, len(desk.asked)) == (["first"], 1)
            assert (await w.row("first"))["claimed_at"] is not None
            await w.delivering.tick()
            assert (desk.titles, (await w.row("first"))["state"]) == (["first"], "sent")

    asyncio.run(scenario())


def test_a_repeated_failure_waits_longer_each_time_up_to_minutes(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            for _ in range(12):
                w.messenger.place(DESK).breaks_before_posting()
            await w.owes("first")
            waits = []
            for _ in range(12):
                await w.delivering.tick()
                row = await w.row("first")
                waits.append((row["not_before_at"] - w.clock()).total_seconds())
                w.clock.now = row["not_before_at"]
            assert 0 < waits[0] <= 3 and 150 <= waits[-1] <= 450
            assert row["attempts"] == 12

    asyncio.run(scenario())


def test_a_request_to_wait_holds_up_its_own_channel_only_and_is_no_failed_attempt(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk, deck = w.messenger.place(DESK), w.messenger.place(DECK)
            desk.asks_to_wait(timedelta(seconds=30))
            for key, channel in (("a", DESK), ("b", DESK), ("c", DECK), ("d", DECK)):
                await w.owes(key, channel)
            await w.delivering.tick()
            assert (desk.titles, deck.titles) == ([], ["c", "d"])
            row = await w.row("a")
            assert (row["attempts"], row["claimed_at"]) == (0, None)
            assert row["not_before_at"] == w.clock() + timedelta(seconds=30)
            w.clock.moves_on(seconds=29)
            await w.delivering.tick()
            assert desk.titles == []
            w.clock.moves_on(seconds=1)
            await w.delivering.tick()
            assert (desk.titles, desk.looks) == (["a", "b"], 0)

    asyncio.run(scenario())


def test_a_request_to_wait_proves_nothing_of_an_earlier_attempt(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            desk.breaks_before_posting()
            desk.asks_to_wait(timedelta(seconds=30))
            await w.owes("first")
            for _ in range(3):
                await w.delivering.tick()
                w.clock.moves_on(minutes=6)
            assert (desk.titles, desk.looks) == (["first"], 2)

    asyncio.run(scenario())


def test_a_channel_that_is_stuck_keeps_no_other_waiting(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk, deck = w.messenger.place(DESK), w.messenger.place(DECK)
            desk.hangs()
            await w.owes("stuck", DESK)
            for number in range(3):
                await w.owes(f"free {number}", DECK)
            async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
                tasks.create_task(w.delivering.tick())
                await deck.has(3)
                assert desk.posts == []
                desk.let_go.set()
            assert (desk.titles, len(await w.owed("sent"))) == (["stuck"], 4)

    asyncio.run(scenario())


def test_a_stop_lets_the_message_in_flight_be_marked_and_claims_no_more(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            desk.hangs()
            await w.owes("first")
            await w.owes("second")
            async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
                tasks.create_task(w.delivering.tick())
                await desk.in_flight.wait()
                w.delivering.stop()
                desk.let_go.set()
            await w.delivering.tick()
            assert (await w.row("first"))["state"] == "sent"
            row = await w.row("second")
            assert (row["state"], row["claimed_at"]) == ("pending", None)

    asyncio.run(scenario())


def test_a_tick_that_is_cancelled_leaves_its_message_claimed_and_no_task_behind(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk = w.messenger.place(DESK)
            desk.hangs()
            await w.owes("first")
            before = asyncio.all_tasks()
            tick = asyncio.create_task(w.delivering.tick())
            async with asyncio.timeout(PATIENCE_SECONDS):
                await desk.in_flight.wait()
                tick.cancel()
                await asyncio.wait({tick})
            assert tick.cancelled()
            assert asyncio.all_tasks() == before
            assert (await w.row("first"))["claimed_at"] == w.clock()

    asyncio.run(scenario())


@pytest.mark.parametrize("posted", [True, False], ids=["after the post", "before the post"])
def test_a_process_that_died_while_it_sent_is_made_good_by_the_next(tmp_path: Path, posted: bool) -> None:
    messenger = RecordingMessenger()
    desk = messenger.place(DESK)

    async def first_run() -> None:
        async with world(tmp_path, messenger=messenger) as w:
            await w.owes("first")
            await w.owes("second")
            async with w.db.transaction() as tx:
                (row,) = await outbox.claim(tx, w.clock(), 40)
            if posted:
                await messenger.send(row, from_json(row.notice), None)

    async def next_run() -> None:
        async with world(tmp_path, messenger=messenger) as w:
            w.clock.moves_on(seconds=5)
            await w.delivering.tick()
            assert len(desk.asked) == posted, "the lease of the dead process still holds"
            await w.delivering.recover()
            await w.delivering.tick()
            assert (desk.titles, desk.looks) == (["first", "second"], 1)

    asyncio.run(first_run())
    asyncio.run(next_run())


def test_a_bug_met_in_one_channel_is_logged_and_the_others_are_served(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            desk, deck = w.messenger.place(DESK), w.messenger.place(DECK)
            desk.stumbles()
            for key, channel in (("a", DESK), ("b", DECK), ("c", DECK)):
                await w.owes(key, channel)
            with caplog.at_level(logging.ERROR):
                await w.delivering.tick()
            assert deck.titles == ["b", "c"]
            assert (await w.row("a"))["state"] == "pending"
            w.clock.moves_on(minutes=6)
            await w.delivering.tick()
            assert desk.titles == ["a"]

    asyncio.run(scenario())
    assert any(record.exc_info for record in caplog.records)


def test_more_channels_than_a_batch_are_all_served_in_one_tick(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            for number in range(90):
                w.messenger.place(5000 + number)
                await w.owes(f"key {number}", 5000 + number)
            await w.delivering.tick()
            assert len(await w.owed("sent")) == 90

    asyncio.run(scenario())


def test_the_fake_refuses_a_channel_it_was_not_told_of_and_trouble_that_never_came(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as w:
            w.messenger.place(DECK).refuses("never asked")
            await w.owes("first")
            async with w.db.transaction() as tx:
                (row,) = await outbox.claim(tx, w.clock(), 40)
            with pytest.raises(Unexpected, match="never came"):
                w.messenger.nothing_is_left()
            with pytest.raises(Unexpected, match="nobody announced"):
                await w.messenger.send(row, from_json(row.notice), None)

    with pytest.raises(Unexpected, match="nobody announced"):
        asyncio.run(scenario())
