"""A message is owed once under its key, claimed in order by target, and leaves `pending` with its fate."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import held, outbox
from storage.database import Database
from storage.deliveries import Delivery, Op, OutboxState
from storage.records import GuildId, Target, UserId
from tests.storage.filed import DECK, DESK, HERE, NOW, THERE, with_database

MINUTE = timedelta(minutes=1)


async def owe(db: Database, key: str, **given: Any) -> bool:
    values = {"guild_id": HERE, "channel_id": DESK, "notice": "{}", "now": NOW, **given}
    async with db.transaction() as tx:
        return await outbox.add(tx, key=key, **values)


async def claim(db: Database, now: datetime = NOW, limit: int = 10) -> list[Delivery]:
    async with db.transaction() as tx:
        return await outbox.claim(tx, now, limit)


async def row(db: Database, key: str) -> Delivery:
    found = await outbox.by_nonce(db.reader, outbox.nonce_of(key))
    assert found is not None
    return found


async def sent(db: Database, delivery: Delivery, now: datetime = NOW) -> None:
    async with db.transaction() as tx:
        await outbox.mark_sent(tx, delivery.id, 900, now)


async def later(db: Database, delivery: Delivery, *, counts: bool = True, maybe: bool = False) -> None:
    async with db.transaction() as tx:
        await outbox.retry_later(
            tx, delivery.id, at=NOW + MINUTE, reason="502", counts=counts, maybe_posted=maybe
        )


def test_a_key_is_owed_once_and_the_first_message_stays(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        assert await owe(db, "a", notice='{"n": 1}')
        assert not await owe(db, "a", notice='{"n": 2}', channel_id=DECK)
        await sent(db, await row(db, "a"))
        assert not await owe(db, "a")
        kept = await row(db, "a")
        assert (kept.notice, kept.channel_id, kept.state) == ('{"n": 1}', DESK, OutboxState.SENT)

    with_database(tmp_path, scenario)


def test_what_is_owed_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "a", notice='{"ü": "🚢"}', event_id="meeting", expires_at=NOW + MINUTE)
        made = await row(db, "a")
        assert (made.key, made.guild_id, made.channel_id, made.user_id) == ("a", HERE, DESK, None)
        assert (made.notice, made.event_id, made.expires_at) == ('{"ü": "🚢"}', "meeting", NOW + MINUTE)
        assert (made.state, made.attempts, made.not_before_at) == (OutboxState.PENDING, 0, NOW)
        assert (made.claimed_at, made.created_at, made.sent_at, made.message_id) == (None, NOW, None, None)

    with_database(tmp_path, scenario)


def test_a_nonce_belongs_to_its_key_and_fits_discord() -> None:
    assert outbox.nonce_of("a") == outbox.nonce_of("a") != outbox.nonce_of("b")
    assert all(
        len(outbox.nonce_of(key)) == 24 and outbox.nonce_of(key).isalnum() for key in ("", "a", "ü" * 999)
    )


@pytest.mark.parametrize("target", [{"channel_id": None}, {"user_id": UserId(7)}])
def test_a_message_goes_to_one_channel_or_one_person(tmp_path: Path, target: dict[str, Any]) -> None:
    async def scenario(db: Database) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            await owe(db, "a", **target)

    with_database(tmp_path, scenario)


def test_the_oldest_of_each_target_is_claimed_and_a_stuck_one_delays_only_its_own(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "desk 1", now=NOW + MINUTE)
        await owe(db, "desk 2")
        await owe(db, "deck 1", channel_id=DECK)
        await owe(db, "deck 2", channel_id=DECK)
        await owe(db, "person 1", channel_id=None, user_id=UserId(7))
        assert [one.key for one in await claim(db)] == ["deck 1", "person 1"]
        assert await claim(db) == []
        assert [one.key for one in await claim(db, NOW + MINUTE)] == ["desk 1", "deck 1", "person 1"]

    with_database(tmp_path, scenario)


def test_the_next_of_a_target_comes_once_the_one_before_it_is_settled(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "1")
        await owe(db, "2")
        (first,) = await claim(db)
        await sent(db, first)
        assert [one.key for one in await claim(db)] == ["2"]

    with_database(tmp_path, scenario)


def test_no_more_are_claimed_than_asked_for(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        for number in range(5):
            await owe(db, str(number), channel_id=number + 1)
        assert [one.key for one in await claim(db, limit=2)] == ["0", "1"]
        assert [one.key for one in await claim(db)] == ["2", "3", "4"]

    with_database(tmp_path, scenario)


def test_a_claimed_row_is_left_alone_for_the_lease_and_then_shows_when_it_was_first_claimed(
    tmp_path: Path,
) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "a")
        (first,) = await claim(db)
        assert first.claimed_at is None
        assert await claim(db, NOW + outbox.LEASE - timedelta(seconds=1)) == []
        (again,) = await claim(db, NOW + outbox.LEASE)
        assert again.claimed_at == NOW
        after = await row(db, "a")
        assert (after.claimed_at, after.not_before_at) == (NOW, NOW + 2 * outbox.LEASE)

    with_database(tmp_path, scenario)


def test_at_a_start_claimed_rows_are_due_at_once_and_rows_that_wait_are_not(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "in flight")
        await owe(db, "waiting", channel_id=DECK)
        for one in await claim(db):
            if one.key == "waiting":
                await later(db, one)
        async with db.transaction() as tx:
            assert await outbox.release_claims(tx, NOW + timedelta(seconds=5)) == 1
        (found,) = await claim(db, NOW + timedelta(seconds=5))
        assert (found.key, found.claimed_at) == ("in flight", NOW)

    with_database(tmp_path, scenario)


@pytest.mark.parametrize(
    ("counts", "maybe", "attempts", "claimed"),
    [(True, False, 1, None), (True, True, 1, NOW), (False, False, 0, None), (False, True, 0, NOW)],
)
def test_a_failed_attempt_stays_owed_and_only_an_uncertain_one_keeps_its_claim(
    tmp_path: Path, counts: bool, maybe: bool, attempts: int, claimed: datetime | None
) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "a")
        (one,) = await claim(db)
        await later(db, one, counts=counts, maybe=maybe)
        after = await row(db, "a")
        assert (after.state, after.attempts, after.claimed_at) == (OutboxState.PENDING, attempts, claimed)
        assert (after.not_before_at, after.last_error) == (NOW + MINUTE, "502")
        assert await claim(db, NOW + MINUTE - timedelta(seconds=1)) == []
        assert len(await claim(db, NOW + MINUTE)) == 1

    with_database(tmp_path, scenario)


def test_a_sent_row_knows_when_and_as_what_and_is_not_claimed_again(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "a")
        (one,) = await claim(db)
        await later(db, one)
        await sent(db, one, NOW + 2 * MINUTE)
        after = await row(db, "a")
        assert (after.state, after.sent_at, after.message_id) == (OutboxState.SENT, NOW + 2 * MINUTE, 900)
        assert (after.claimed_at, after.last_error) == (None, None)
        assert await claim(db, NOW + timedelta(days=1)) == []

    with_database(tmp_path, scenario)


@pytest.mark.parametrize("state", [OutboxState.DEAD, OutboxState.MISSED, OutboxState.CANCELLED])
def test_an_ended_row_keeps_the_reason_and_is_not_claimed_again(tmp_path: Path, state: OutboxState) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "a")
        (one,) = await claim(db)
        async with db.transaction() as tx:
            await outbox.end(tx, one.id, state, "the reason")
        after = await row(db, "a")
        assert (after.state, after.last_error, after.claimed_at) == (state, "the reason", None)
        assert await claim(db, NOW + timedelta(days=1)) == []
        dead = await outbox.dead_since(db.reader, HERE, NOW)
        assert [found.key for found in dead] == (["a"] if state is OutboxState.DEAD else [])

    with_database(tmp_path, scenario)


def test_what_is_owed_to_a_lost_channel_or_server_is_cancelled_and_nothing_else(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "desk sent")
        await sent(db, await row(db, "desk sent"))
        await owe(db, "desk")
        await owe(db, "deck", channel_id=DECK)
        await owe(db, "there", channel_id=201, guild_id=THERE)
        async with db.transaction() as tx:
            assert await outbox.cancel_pending(tx, channel_id=DESK, reason="gone") == 1
            assert await outbox.cancel_guild(tx, THERE, "left") == 1
        states = {key: (await row(db, key)).state for key in ("desk sent", "desk", "deck", "there")}
        assert states == {"desk sent": "sent", "desk": "cancelled", "deck": "pending", "there": "cancelled"}

    with_database(tmp_path, scenario)


def test_the_next_due_instant_is_that_of_the_first_row_of_some_target(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        assert await outbox.next_due_at(db.reader) is None
        await owe(db, "1", now=NOW + 5 * MINUTE)
        await owe(db, "2", now=NOW)
        assert await outbox.next_due_at(db.reader) == NOW + 5 * MINUTE
        await owe(db, "3", channel_id=DECK, now=NOW + MINUTE)
        assert await outbox.next_due_at(db.reader) == NOW + MINUTE

    with_database(tmp_path, scenario)


def test_old_rows_are_forgotten_unless_they_are_still_owed(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        for key, channel in (("sent", 1), ("owed", 2), ("young", 3)):
            await owe(db, key, channel_id=channel, now=NOW + (MINUTE if key == "young" else timedelta(0)))
        await sent(db, await row(db, "sent"))
        await sent(db, await row(db, "young"))
        async with db.transaction() as tx:
            assert await outbox.forget_before(tx, NOW + MINUTE) == 1
        assert await outbox.by_nonce(db.reader, outbox.nonce_of("sent")) is None
        assert (await row(db, "owed")).key == "owed" and (await row(db, "young")).key == "young"

    with_database(tmp_path, scenario)


def test_the_dead_of_another_server_or_of_long_ago_are_not_told(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "a")
        async with db.transaction() as tx:
            await outbox.end(tx, (await row(db, "a")).id, OutboxState.DEAD, "x")
        assert await outbox.dead_since(db.reader, THERE, NOW) == []
        assert await outbox.dead_since(db.reader, HERE, NOW + MINUTE) == []
        assert len(await outbox.dead_since(db.reader, GuildId(HERE), NOW - MINUTE)) == 1

    with_database(tmp_path, scenario)


def test_a_message_is_known_by_what_posted_it_and_not_by_what_changed_it(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "changed", op=Op.EDIT, target_message_id=900)
        await owe(db, "posted")
        for key in ("changed", "posted"):
            await sent(db, await row(db, key))
        found = await outbox.by_message(db.reader, 900)
        assert found is not None and found.key == "posted"
        assert await outbox.by_message(db.reader, 901) is None

    with_database(tmp_path, scenario)


def test_a_change_names_the_message_that_is_changed(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            await owe(db, "changed", op=Op.EDIT)

    with_database(tmp_path, scenario)


def test_what_is_held_is_not_claimed_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "held", held_until_at=NOW + MINUTE)
        await owe(db, "owed")
        assert [one.key for one in await claim(db, NOW + MINUTE)] == ["owed"]
        assert await held.next_due_at(db.reader) == NOW + MINUTE
        assert await held.targets(db.reader, NOW, 5) == []
        assert await held.targets(db.reader, NOW + MINUTE, 5) == [Target(DESK)]
        async with db.transaction() as tx:
            (one,) = await held.of(tx, Target(DESK), NOW + MINUTE)
            await held.let_go(tx, one.id, '{"n": 2}', NOW + MINUTE)
        assert ((await row(db, "held")).state, (await row(db, "held")).notice) == ("pending", '{"n": 2}')

    with_database(tmp_path, scenario)


def test_what_is_told_together_names_what_told_it_and_is_forgotten_in_time(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        for key in ("a", "b"):
            await owe(db, key, held_until_at=NOW + MINUTE)
        await owe(db, "together")
        async with db.transaction() as tx:
            assert await outbox.forget_before(tx, NOW + MINUTE) == 0
            waiting = await held.of(tx, Target(DESK), NOW + MINUTE)
            await held.tell_together(tx, [one.id for one in waiting], "together")
        told = await row(db, "together")
        assert [(await row(db, key)).digest_id for key in ("a", "b")] == [told.id, told.id]
        async with db.transaction() as tx:
            assert await outbox.forget_before(tx, NOW + MINUTE) == 2

    with_database(tmp_path, scenario)


def test_only_what_surely_did_not_go_out_in_time_is_held_as_late(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        await owe(db, "r:claimed", channel_id=DECK)
        await claim(db)
        for key in ("r:late", "other"):
            await owe(db, key)
        await owe(db, "r:soon", now=NOW + MINUTE)
        await owe(db, "r:changed", op=Op.EDIT, target_message_id=9)
        async with db.transaction() as tx:
            assert await held.take_overdue(tx, begins="r:", limit_at=NOW + MINUTE) == 1
        assert (await row(db, "r:late")).state is OutboxState.HELD

    with_database(tmp_path, scenario)


def test_what_is_owed_to_a_person_in_one_server_is_cancelled_there_alone(tmp_path: Path) -> None:
    async def scenario(db: Database) -> None:
        for key, guild_id in (("here", HERE), ("there", THERE), ("nowhere", None)):
            await owe(db, key, guild_id=guild_id, channel_id=None, user_id=UserId(7))
        async with db.transaction() as tx:
            assert await outbox.cancel_person(tx, UserId(7), HERE, "closed") == 1
            assert await outbox.cancel_person(tx, UserId(7), None, "closed") == 1
        assert (await row(db, "there")).state is OutboxState.PENDING

    with_database(tmp_path, scenario)
