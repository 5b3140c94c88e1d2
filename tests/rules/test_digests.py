"""What waited in one place is told in one message, with what each says; what does not fit is counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.rules.digests import CatchUp, alone, digest, is_missed, released
from bot.rules.notices import Notice, NoticeKind, from_json
from storage import outbox
from storage.deliveries import Delivery, OutboxId, OutboxState
from tests.rules.making import DESK, HERE, NOW, PROPERTY

HOUR = timedelta(hours=1)


def waiting(
    key: str = "a", kind: NoticeKind = NoticeKind.REMINDER, *, held: bool = True, **says: object
) -> Delivery:
    """A delivery that was held for an hour, or that is late."""
    notice = Notice(kind, **{"title": key, "body": "Said.", **says})  # type: ignore[arg-type]
    return Delivery(
        id=OutboxId(1), key=key, guild_id=HERE, channel_id=DESK, user_id=None, notice=notice.to_json(),
        nonce=outbox.nonce_of(key), event_id=None, state=OutboxState.HELD, attempts=0,
        not_before_at=NOW + HOUR if held else NOW, claimed_at=None, created_at=NOW,
        expires_at=NOW + 9 * HOUR, sent_at=None, message_id=None, last_error=None,
    )  # fmt: skip


def many(count: int, *, held: bool = True) -> list[Delivery]:
    return [waiting(f"n{number}", held=held) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "held", "catch_up", "together"),
    [
        (0, True, CatchUp.LATE, 0),
        (1, True, CatchUp.LATE, 0),
        (2, True, CatchUp.LATE, 2),
        (1, False, CatchUp.LATE, 0),
        (5, False, CatchUp.LATE, 0),
        (6, False, CatchUp.LATE, 6),
        (1, False, CatchUp.DIGEST, 0),
        (2, False, CatchUp.DIGEST, 2),
    ],
)
def test_what_was_held_is_told_together_from_two_on_and_what_is_late_from_six(
    count: int, held: bool, catch_up: CatchUp, together: int
) -> None:
    found = released(many(count, held=held), catch_up)
    assert (len(found.together), len(found.alone)) == (together, count - together)


def test_what_is_late_goes_with_what_was_held_in_the_same_place() -> None:
    both = [waiting("held"), waiting("late", held=False)]
    assert len(released(both, CatchUp.LATE).together) == 2


def test_a_brief_fills_a_message_and_is_told_by_itself() -> None:
    brief = waiting("brief", NoticeKind.BRIEF)
    found = released([brief, waiting("a"), waiting("b")], CatchUp.LATE)
    assert ([one.key for one in found.together], found.alone) == (["a", "b"], (brief,))
    assert released([brief, waiting("a")], CatchUp.LATE).together == ()


@pytest.mark.parametrize(
    ("at", "held", "catch_up", "missed"),
    [
        (NOW + 8 * HOUR, True, CatchUp.LATE, False),
        (NOW + 9 * HOUR, True, CatchUp.LATE, True),
        (NOW, False, CatchUp.LATE, False),
        (NOW, False, CatchUp.SKIP, True),
        (NOW, True, CatchUp.SKIP, False),
    ],
)
def test_what_helps_no_longer_is_missed_and_so_is_what_is_late_where_that_is_skipped(
    at: datetime, held: bool, catch_up: CatchUp, missed: bool
) -> None:
    assert is_missed(waiting(held=held), at, catch_up) == missed


def test_what_waited_on_purpose_does_not_count_as_late() -> None:
    assert alone(waiting(due_at=7)).due_at is None
    assert alone(waiting(due_at=7, held=False)).due_at == 7


def test_a_digest_says_of_each_what_it_told_and_calls_nobody() -> None:
    _, told = digest(
        [
            waiting("n", NoticeKind.NEWS, title="Pact signed", url="https://x.example/a_(b)", role_id=9,
                    fields=(("Source", "The Wire"), ("Time", "Mon, 3 Nov"), ("Matched", "Piracy"))),
            waiting("m", NoticeKind.NEWS, title="And more", body="15 more of its entries mention that."),
            waiting("r", title="3rd Forum", fields=(("When", "Saturday 1 November"), ("Where", "Quay"))),
            waiting("c", NoticeKind.CHANGE, title="Moved: Talk", body="~~Monday~~ → **Tuesday**\n\nQuay 3",
                    fields=(("Source", "A letter"),)),
            waiting("t", NoticeKind.TROUBLE, title="A feed fails", body="Since noon."),
        ]
    )  # fmt: skip
    assert told.title == "5 messages" and told.role_id is None
    assert told.body.splitlines() == [
        "**Reminders**",
        "• 3rd Forum",
        "  Saturday 1 November",
        "**Changes**",
        "• Moved: Talk",
        "  ~~Monday~~ → **Tuesday**",
        "  Quay 3",
        "  source: A letter",
        "**News**",
        "• [Pact signed](https://x.example/a_%28b%29)",
        "  The Wire · Mon, 3 Nov",
        "• And more",
        "  15 more of its entries mention that.",
        "**Notices**",
        "• A feed fails",
        "  Since noon.",
    ]


def test_a_digest_of_one_kind_is_called_after_it_and_says_what_is_late() -> None:
    _, told = digest([waiting("a", held=False, due_at=1761723000), waiting("b", held=False)])
    assert told.title == "2 reminders" and "**" not in told.body
    assert told.body.count("late: it was due <t:1761723000:F>") == 1
    assert "away" in told.footer and "away" in told.why[0]
    held = digest([waiting("a", due_at=1761723000), waiting("b")])[1]
    assert "late" not in held.body and "Held back" in held.footer


def test_a_digest_is_matched_by_what_each_of_its_messages_was() -> None:
    told = digest([waiting("a", labels=("Forum", "Piracy")), waiting("b", labels=("Piracy", "India"))])[1]
    assert told.labels == ("Forum", "Piracy", "India")


def test_a_digest_is_known_by_what_it_tells_in_any_order() -> None:
    key = digest(many(3))[0]
    assert key == digest(many(3)[::-1])[0] != digest(many(2))[0]


@PROPERTY
@given(some.lists(some.tuples(some.sampled_from(list(NoticeKind)), some.text(max_size=900)), max_size=90))
def test_a_digest_fits_a_message_and_counts_what_it_leaves_out(said: list[tuple[NoticeKind, str]]) -> None:
    kinds = (NoticeKind.NEWS, NoticeKind.REMINDER, NoticeKind.CHANGE, NoticeKind.TROUBLE)
    rows = [
        waiting(f"n{number}", kind, body=text, title=text, fields=(("When", text),))
        for number, (kind, text) in enumerate(said)
        if kind in kinds
    ]
    if not rows:
        return
    _, told = digest(rows)
    assert len(told.body) <= 4096
    left = int(told.body.rpartition("… and ")[2].split()[0]) if "… and " in told.body.splitlines()[-1] else 0
    assert sum(line.startswith("• ") for line in told.body.split("\n")) >= len(rows) - left
    assert from_json(told.to_json()) == told
