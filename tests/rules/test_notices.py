"""What is said, under a key that exists once: by target, never by subscription; by start, never revision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import notices, reminders_told
from bot.rules.notices import Notice, NoticeKind, from_json
from storage.deliveries import Delivery, OutboxId, OutboxState
from storage.records import GuildId
from tests.rules.making import DESK, NOW, PROPERTY, event, reminder, subscription

DAY = reminder("1 day", "2025-10-31T09:00")
HOSTILE = "@everyone <@&1> [win](https://evil.example) **x** \u202egpj.exe `y`"


def remind(**given: object) -> tuple[str, Notice]:
    return reminders_told.reminder([subscription()], event(**given), DAY, ["forum"])  # type: ignore[arg-type]


def field(notice: Notice, name: str) -> str:
    return dict(notice.fields)[name]


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (timedelta(seconds=-5), None),
        (timedelta(0), None),
        (timedelta(seconds=60), None),
        (timedelta(seconds=61), timedelta(seconds=61)),
        (timedelta(hours=3), timedelta(hours=3)),
    ],
)
def test_a_notice_is_late_after_a_minute(after: timedelta, late: timedelta | None) -> None:
    _, notice = remind()
    assert notices.lateness(notice, DAY.due_at + after) == late


def test_what_has_no_due_instant_is_never_late() -> None:
    assert notices.lateness(notices.welcome(GuildId(10), NOW)[1], NOW + timedelta(days=9)) is None


_TEXTS = st.text(st.characters(codec="utf-8"))


@PROPERTY
@given(
    st.builds(
        Notice,
        kind=st.sampled_from(NoticeKind),
        title=_TEXTS,
        body=_TEXTS,
        url=st.none() | _TEXTS,
        fields=st.lists(st.tuples(_TEXTS, _TEXTS)).map(tuple),
        footer=_TEXTS,
        role_id=st.none() | st.integers(0, 2**63),
        due_at=st.none() | st.integers(0, 2**40),
        why=st.lists(_TEXTS).map(tuple),
        labels=st.lists(_TEXTS).map(tuple),
        tags=st.lists(_TEXTS).map(tuple),
    )
)
def test_what_is_stored_of_a_notice_is_read_back_as_it_was(notice: Notice) -> None:
    stored = notice.to_json()
    assert from_json(stored) == notice
    json.loads(stored)


def test_a_notice_that_an_older_program_stored_is_read_too() -> None:
    told = json.loads(Notice(NoticeKind.TEST, "T", "B", why=("w",)).to_json())
    del told["labels"], told["tags"]
    assert from_json(json.dumps(told)) == Notice(NoticeKind.TEST, "T", "B", why=("w",))


def delivery(**given: object) -> Delivery:
    made = Delivery(
        id=OutboxId(5),
        key="news:101:l:x",
        guild_id=GuildId(10),
        channel_id=DESK,
        user_id=None,
        notice="{}",
        nonce="n",
        event_id=None,
        state=OutboxState.PENDING,
        attempts=0,
        not_before_at=NOW,
        claimed_at=None,
        created_at=NOW,
        expires_at=None,
        sent_at=None,
        message_id=None,
        last_error=None,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def test_the_keys_of_other_notices_name_their_target_and_cause() -> None:
    at = int(NOW.timestamp())
    assert notices.welcome(GuildId(10), NOW)[0] == f"welcome:10:{at}"
    assert notices.test_message(DESK, NOW)[0] == f"test:101:{at}"
    assert notices.channel_lost(delivery(), "Missing Access", NOW)[0] == f"lost:101:{at}"
    assert notices.undeliverable(delivery(), "400")[0] == "dead:5"


def test_other_notices_say_what_happened_and_what_to_do() -> None:
    assert "/setup" in notices.welcome(GuildId(10), NOW)[1].body
    lost = notices.channel_lost(delivery(), "Missing Access", NOW)[1].body
    assert "<#101>" in lost and "Missing Access" in lost and "/subscribe" in lost
    assert "400" in notices.undeliverable(delivery(), "400")[1].body
