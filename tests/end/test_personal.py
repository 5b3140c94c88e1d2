"""People ask to be reminded and get direct messages, put them off, and end them; after a restart too."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.end.stage import Stage, follow, labels_of, stage, text_of

SOURCE = "A letter of the ministry, https://ministry.example/letter"


async def added(here: Stage, title: str = "Talk", when: str = "30 Oct 2025 14:00 UTC", **more: Any) -> None:
    await here.mod.slash(here.desk, "event add", title=title, when=when, source=SOURCE, **more)


def told(here: Stage) -> list[Any]:
    """Ann's direct messages from the bot."""
    return list(here.ann.user.dm_channel.history())


async def press(who: Any, shown: Any, label: str) -> Any:
    return await who.click(getattr(shown, "response", shown), label=label)


async def listed(here: Stage) -> str:
    return text_of(await here.ann.slash(here.desk, "remind list"))


def test_a_press_under_a_post_reminds_who_presses_and_a_second_one_offers_to_end_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here, of="admm-plus", when="6 Nov 2025 14:00 UTC")
            await follow(here, here.desk, "admm-plus")
            await here.pass_to(2025, 10, 30, 14)
            posted = here.desk.last_message
            assert labels_of(posted) == ["Why?", "Remind me"]
            answer = await press(here.ann, posted, "Remind me")
            assert "I remind you by direct message of Talk" in text_of(answer)
            assert "• 1 day before: <t:" in text_of(answer)
            assert "Past already, and not made up for: 1 week." in text_of(answer)
            await here.env.restart_bot()
            again = await press(here.ann, posted, "Remind me")
            assert "I remind you already of Talk" in text_of(again)
            await here.pass_to(2025, 11, 5, 14)
            (message,) = told(here)
            assert "Reminder · 1 day before" in text_of(message) and "Talk" in text_of(message)
            assert labels_of(message) == ["15 min", "1 hour", "1 day", "Stop", "Why?"]
            why = text_of(await press(here.ann.user, message, "Why?"))
            assert "You asked to be reminded of Talk." in why and "/remind cancel ends one" in why
            ended = await press(here.ann, again, "Not of Talk any more")
            assert "I remind you of **Talk** no more." in text_of(ended)
            assert "Nothing yet" in await listed(here)

    asyncio.run(scenario())


def test_a_reminder_is_put_off_after_a_restart_and_never_beyond_the_beginning(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here)
            await here.ann.slash(here.desk, "remind me", event="Talk", leads="1 hour, 3 hours")
            await here.pass_to(2025, 10, 30, 11)
            (message,) = told(here)
            await here.env.restart_bot()
            later = text_of(await press(here.ann.user, message, "15 min"))
            assert "I remind you of **Talk** again <t:" in later
            await press(here.ann.user, message, "1 hour")
            await here.pass_to(2025, 10, 30, 11, 15)
            assert len(told(here)) == 1, "a second press moves it"
            await here.pass_to(2025, 10, 30, 12)
            assert "put off until now" in text_of(told(here)[-1])
            await here.pass_to(2025, 10, 30, 13, 30)
            last = told(here)[-1]
            assert "1 hour before" in text_of(last)
            refused = text_of(await press(here.ann.user, last, "1 hour"))
            assert "Talk begins <t:1761832800:R>, so I cannot put it off so long." in refused
            await press(here.ann.user, last, "15 min")
            await here.pass_to(2025, 10, 30, 13, 45)
            assert len(told(here)) == 4

    asyncio.run(scenario())


def test_what_was_put_off_is_dropped_when_the_event_moves_and_the_person_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here)
            await here.ann.slash(here.desk, "remind me", event="Talk", leads="2 hours")
            await here.pass_to(2025, 10, 30, 12)
            await press(here.ann.user, told(here)[-1], "1 hour")
            await here.mod.slash(
                here.desk, "event move", event="Talk", when="31 Oct 2025 14:00 UTC", source=SOURCE
            )
            await here.ticks()
            first, moved = told(here)
            assert "~~Talk~~" in text_of(first) and "Moved: Talk" in text_of(moved)
            await here.pass_to(2025, 10, 30, 13)
            assert len(told(here)) == 2
            await here.mod.slash(here.desk, "event cancel", event="Talk", source=SOURCE)
            await here.ticks()
            assert "Cancelled: Talk" in text_of(told(here)[-1])
            assert labels_of(told(here)[0]) == ["Why?"], "what no longer holds is not to be put off"

    asyncio.run(scenario())


def test_stop_ends_an_event_and_offers_to_end_what_else_brings_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here, of="admm-plus")
            answer = text_of(await here.ann.slash(here.desk, "remind me", event="ADMM-Plus", leads="3 hours"))
            assert "**Your lead times**: 3 hours" in answer and "**Talk** — <t:" in answer
            assert "12th ADMM" in answer and "in 2026" not in answer.split("12th")[1].split("\n")[0]
            await here.ann.slash(here.desk, "remind me", event="Talk", leads="2 hours")
            await here.pass_to(2025, 10, 30, 11)
            stopped = await press(here.ann.user, told(here)[-1], "Stop")
            assert "You asked to be reminded of ADMM\\-Plus, and **Talk** concerns it." in text_of(stopped)
            await here.pass_to(2025, 10, 30, 12)
            assert len(told(here)) == 1
            await press(here.ann.user, stopped, "Not of ADMM-Plus any more")
            assert "Nothing yet" in await listed(here)

    asyncio.run(scenario())


def test_nobody_presses_for_another_and_an_old_button_answers_a_sentence(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            await added(here)
            await here.ann.slash(here.desk, "remind me", event="Talk", leads="2 hours")
            await here.mod.slash(here.desk, "remind me", event="Talk", leads="3 hours")
            await here.pass_to(2025, 10, 30, 12)
            message = told(here)[-1]
            async with here.app.db.transaction() as tx:
                await tx.run("UPDATE outbox SET user_id = 4 WHERE user_id = :ann", ann=here.ann.id)
            assert "for somebody else" in text_of(await press(here.ann.user, message, "15 min"))
            async with here.app.db.transaction() as tx:
                await tx.run("DELETE FROM outbox")
            assert "too old" in text_of(await press(here.ann.user, message, "Stop"))
            mine = await here.ann.slash(here.desk, "remind list")
            assert text_of(mine).count("Talk") == 1
            cancelled = await here.ann.slash(here.desk, "remind cancel", what="talk")
            assert "no more" in text_of(cancelled)
            assert "do not remind you of that" in text_of(await press(here.ann, mine, "✕ 1"))
            assert "**Talk**" in text_of(await here.mod.slash(here.desk, "remind list"))

    asyncio.run(scenario())


def test_of_a_year_nothing_is_planned_and_the_day_is_told_when_it_becomes_known(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            name = "2nd ASEAN-India Maritime Exercise"
            answer = text_of(await here.ann.slash(here.desk, "remind me", event=name))
            assert "nothing can be planned yet" in answer and "a date becomes known, I tell you" in answer
            await here.mod.slash(here.desk, "event move", event=name, when="12 Feb 2026", source=SOURCE)
            await here.ticks()
            (message,) = told(here)
            assert "The date is known:" in text_of(message) and "Thursday 12 February 2026" in text_of(
                message
            )
            await here.pass_to(2026, 2, 11, 9)
            assert "Reminder · 1 day before" in text_of(told(here)[-1])

    asyncio.run(scenario())


def test_in_direct_messages_the_catalogue_is_reminded_of_and_cards_offer_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            card = await here.ann.slash(here.desk, "event show", name="12th ADMM+")
            assert "Remind me" in labels_of(card)
            await press(here.ann, card, "Remind me")
            (offered, *_) = await here.ann.user.autocomplete("remind me", "event", "12th")
            answer = text_of(await here.ann.user.slash("remind me", event=offered["value"], leads="1 day"))
            assert "moves its date, or names one, I tell you" in answer
            shown = await listed(here)
            assert "in Embassy" in shown and "asked in no server I am in · 1 day" in shown
            await here.pass_to(2025, 10, 31, 9)
            assert len(told(here)) == 1, "one message to one person, whoever asked where"
            over = await here.ann.user.slash("event show", name="2nd ADMM-Plus")
            assert "Remind me" not in labels_of(over)
            await here.pass_to(2025, 11, 2, 9)
            assert "is over" in text_of(await press(here.ann, card, "Remind me"))

    asyncio.run(scenario())


def test_a_long_list_has_pages_and_a_button_to_end_each(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage(tmp_path) as here:
            for number in range(1, 23):
                await added(here, f"Talk {number}", f"{number} Nov 2025")
                await here.ann.slash(here.desk, "remind me", event=f"Talk {number}", leads="1 day")
            first = await here.ann.slash(here.desk, "remind list")
            assert "Page 1 of 2" in text_of(first) and "20. **Talk 20**" in text_of(first)
            await press(here.ann, first, "✕ 1")
            shown = await here.ann.slash(here.desk, "remind list")
            assert "1. **Talk 2**" in text_of(shown)
            second = await press(here.ann, shown, "▶")
            assert "21. **Talk 22**" in text_of(second)

    asyncio.run(scenario())
