"""The demo as a person drives it: its process, a headless Chromium, and verbs for the page."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect, sync_playwright

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_READY = (
    "() => window.simcordPreview?.ready && !window.simcordPreview.pendingAction"
    " && !window.simcordPreview.awaitingRevision"
)


def chromium() -> str | None:
    """Where a Chromium is, or None."""
    return next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)


@contextlib.contextmanager
def running_demo() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`attache demo` as a process of its own, with the address that it prints."""
    command = [sys.executable, "-m", "bot", "demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None and demo.stderr is not None
        try:
            found = (re.search(r"http://127\.0\.0\.1:\S+", line) for line in demo.stdout)
            address = next((match.group() for match in found if match), None)
            assert address is not None, f"the demo printed no address: {demo.stderr.read()}"
            yield demo, address
        finally:
            demo.kill()


@contextlib.contextmanager
def browser_page(url: str) -> Iterator[DemoPage]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1180, "height": 900}, device_scale_factor=1.5)
            shown = DemoPage(page)
            page.goto(url)
            shown.settled()
            yield shown
        finally:
            browser.close()


class DemoPage:
    """What somebody does on the page, and what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def settled(self) -> None:
        """Wait until nothing is pending: no action, no unread revision, everything drawn."""
        self.page.wait_for_function(_READY)

    def command(self, invocation: str, **options: str) -> None:
        """Pick a command from the list, take each option's choice by its label, and send it."""
        box = self.page.locator("#channel-composer-input")
        box.click()
        box.press_sequentially(f"/{invocation}")
        entries = self.page.get_by_role("listbox", name="Application commands").locator(".command-entry")
        entries.filter(has_text=f"/{invocation}").first.click()
        for option, label in options.items():
            field = self.page.locator(f'.command-option-input[data-option="{option}"]')
            field.click()
            field.press_sequentially(label)
            choices = self.page.locator("#command-suggestion-listbox .command-suggestion")
            choices.filter(has_text=label).first.click()
        self.page.locator("#send-message").click()
        self.settled()

    def press(self, label: str, under: str = "") -> None:
        """Press the button of that label under the newest message that shows `under`; others may follow."""
        button = self.page.get_by_role("button", name=label, exact=True)
        message = self._conversation().locator(":scope > *").filter(has_text=under, has=button).last
        message.get_by_role("button", name=label, exact=True).last.click()
        self.settled()

    def sees(self, text: str) -> None:
        """Wait until the conversation shows `text`."""
        expect(self._conversation().get_by_text(text).last).to_be_visible(timeout=30_000)

    def is_answered(self, *texts: str) -> None:
        """Wait until the newest message of the conversation shows each of `texts`."""
        for text in texts:
            newest = self._conversation().locator(":scope > *").last
            expect(newest).to_contain_text(text, timeout=30_000)

    def sees_not(self, text: str) -> None:
        expect(self._conversation().get_by_text(text)).to_have_count(0)

    def look_as(self, name: str) -> None:
        self.page.get_by_label("Viewing as").select_option(label=name)
        self.settled()

    def jump_to_latest(self) -> None:
        button = self.page.locator("#new-messages")
        if button.is_visible():
            button.click()
            self.settled()

    def picture(self, path: str) -> None:
        self.page.screenshot(path=path)

    def _conversation(self) -> Locator:
        # The list at the left of the page repeats the messages, hence the scope.
        return self.page.locator("#channel-message-list")
