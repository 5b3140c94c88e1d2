"""What is said, under a key that exists once: by target, never by subscription; by start, never revision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import notices
from bot.rules.notices import Notice, NoticeKind, from_json
from storage import edtf
from storage.deliveries import Delivery, OutboxId, OutboxState
from storage.records import ChannelId, EventStatus, GuildId, SubscriptionId
from tests.rules.making import DESK, NOW, PROPERTY, event, reminder

DAY = reminder("1 day", "2025-10-31T09:00")
HOSTILE = "@everyone <@&1> [win](https://evil.example) **x** \u202egpj.exe `y`"


def remind(**given: object) -> tuple[str, Notice]:
    return notices.reminder(DESK, event(**given), DAY, None, ["forum"])  # type: ignore[arg-type]


def field(notice: Notice, name: str) -> str:
    return dict(notice.fields)[name]


def test_a_reminder_is_known_by_channel_event_start_and_lead_whoever_subscribed() -> None:
    key, _ = remind()
    assert key == "reminder:101:meeting:0:2025-11-01:1 day"
    other = replace(DAY, subscription_id=SubscriptionId(2))
    assert notices.reminder(DESK, event(title="Renamed"), other, 7, ["other"])[0] == key
    assert notices.reminder(ChannelId(102), event(), DAY, None, [])[0] != key
    assert notices.reminder(DESK, event(), replace(DAY, start="2025-11-02"), None, [])[0] != key
    assert notices.reminder(DESK, event(), replace(DAY, lead="1 week"), None, [])[0] != key


def test_a_reminder_of_a_date_says_that_no_hour_was_announced_and_what_is_inferred() -> None:
    _, notice = remind(
        status=EventStatus.PLANNED,
        planned_as_of=edtf.parse("2025-10"),
        date_doubt="year inferred",
        date_reason="the year is that of the chair",
        place="Kuala Lumpur (inferred)",
        source="A note, The tests",
        url="https://tests.example/note",
    )
    assert "1 day" in notice.footer and "Saturday 1 November 2025" in notice.body and "No hour" in notice.body
    assert "planned as of October 2025 · year inferred" in field(notice, "When")
    assert field(notice, "Where") == "Kuala Lumpur (inferred)"
    assert field(notice, "Year inferred") == "The year is that of the chair."
    assert field(notice, "Source") == "[A note, The tests](https://tests.example/note)"
    assert "<t:" not in notice.body + field(notice, "When")


def test_a_reminder_of_a_timed_event_counts_down_and_an_unknown_place_is_said_to_be_unknown() -> None:
    _, notice = remind(hour="14:00", zone="Asia/Kuala_Lumpur")
    assert "<t:1761976800:R>" in notice.body
    assert field(notice, "Where") == "not announced"


def test_a_reminder_says_why_it_came_and_when_it_was_due() -> None:
    notice = notices.reminder(DESK, event(), DAY, 7, ["forum", "piracy"])[1]
    assert notice.role_id == 7
    assert "forum and piracy" in notice.why[0]
    assert f"<t:{int(DAY.due_at.timestamp())}:F>" in notice.why[1]


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
    )
)
def test_what_is_stored_of_a_notice_is_read_back_as_it_was(notice: Notice) -> None:
    stored = notice.to_json()
    assert from_json(stored) == notice
    json.loads(stored)


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
