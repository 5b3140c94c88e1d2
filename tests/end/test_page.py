"""The demo's page in a real headless Chromium, driven as a newcomer would."""

from __future__ import annotations

import signal

import pytest

from tests.end.page import browser_page, chromium, running_demo

needs_chromium = pytest.mark.skipif(
    chromium() is None, reason="no Chromium was found: the browser test is left out"
)


@needs_chromium
def test_a_newcomer_looks_up_is_reminded_reads_news_and_asks_why() -> None:
    with running_demo() as (demo, url), browser_page(url) as page:
        page.sees("Attaché is here")
        page.command("forum show", name="ADMM-Plus")
        page.is_answered("Member states (11)", "Dialogue partners (8)", "2010, Hanoi", "since 2017")
        page.command("event next")
        page.is_answered("12th ADMM-Plus — Saturday 1 November 2025", "planned", "year inferred")
        page.command("clock", to="to the next reminder")
        page.sees("Reminder · 1 day before")
        page.press("Why?", under="Reminder · 1 day before")
        page.sees("This channel follows everything, and 12th ADMM-Plus concerns it.")
        page.command("clock", to="to the next reminder")
        page.sees("Press briefing")
        page.command("clock", to="to the next reminder")
        page.sees("Reminder · 1 hour before")
        page.sees("Invented: delegations arrive for the 12th ADMM-Plus")
        page.look_as("Reader")
        page.sees_not("This channel follows everything, and 12th ADMM-Plus concerns it.")
        page.sees("Reminder · 1 day before")
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=10) == 0
        assert demo.stderr is not None and demo.stderr.read() == ""
