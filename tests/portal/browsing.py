"""Windows of a real browser: how a page is looked at, checked, and found wanting."""

import asyncio
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Self

import pytest
from axe_playwright_python.sync_playwright import (  # pyright: ignore[reportMissingTypeStubs]
    Axe,
)
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.chromium import MUST
from tests.portal.premises import Premises

NOT_RUN = "tests that did not run: no Chromium is to be had"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}}
PICTURES = os.environ.get("RECOURSE_PICTURES")
"""A folder to put a picture of every page in that a test checks."""


def no_chromium() -> NoReturn:
    """End a test that needs a browser where there is none: failed where one must be."""
    if os.environ.get(MUST):
        pytest.fail(NOT_RUN)
    pytest.skip(NOT_RUN)


class Chromium:
    """The browser of a whole run, and its loop, which is out of sight between its tests.

    Playwright's loop seems to run in this thread as long as the browser lives: any
    other test that runs a loop of its own would be refused.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._loop = asyncio.get_running_loop()
        _seem_to_run(None)

    @contextmanager
    def at_work(self) -> Generator[None]:
        """Bring the loop back for as long as the browser is used."""
        _seem_to_run(self._loop)
        try:
            yield
        finally:
            _seem_to_run(None)


def _seem_to_run(loop: asyncio.AbstractEventLoop | None) -> None:
    asyncio._set_running_loop(loop)  # noqa: SLF001 - exported for those who run loops


class Visits:
    """The windows of one test, and everything they complained of."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        """Statuses that a test means to get: the browser writes them to its console too."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for context in self._contexts:
            context.close()
        if kind is None:
            assert self.complaints == []

    def window(
        self, premises: Premises, *, phone: bool = False, scripts: bool = True, **more: Any
    ) -> Page:
        """Open a window with cookies of its own."""
        context = self._browser.new_context(
            base_url=premises.url.replace("127.0.0.1", "localhost"),
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            **more,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._answered)
        return page

    def sign_in(self, page: Page, premises: Premises, email: str) -> Page:
        """Sign in by a link from the mailbox, as a person does."""
        before = premises.links_to(email)
        page.goto("/sign-in")
        page.get_by_label("Your e-mail address").fill(email)
        page.get_by_role("button", name="Send me a link").click()
        page.get_by_role("heading", name="Look at your mail").wait_for()
        link = premises.wait_for_link(email, besides=before)
        page.goto(link)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="My desk").wait_for()
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            if any(f"status of {status}" in message.text for status in self.expected):
                return
            self.complaints.append(f"{message.type}: {message.text} ({message.location})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} {response.url}")


@contextmanager
def expecting(visits: Visits, *statuses: int) -> Generator[None]:
    """Let answers of these statuses pass within the block."""
    visits.expected |= set(statuses)
    yield
    visits.expected -= set(statuses)


def check(page: Page, name: str) -> None:
    """Check a page: nothing serious for axe, and nothing that must be scrolled sideways to.

    With `RECOURSE_PICTURES` a picture of it goes to that folder, under `name`.
    """
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        path = Path(PICTURES) / f"{name}-{'phone' if width < 600 else 'desk'}.png"
        page.screenshot(path=path, full_page=True)
    axe: Any = Axe()
    found: dict[str, Any] = axe.run(page, options=RULES).response
    serious = [
        f"{one['id']}: {one['help']}: {[node['html'] for node in one['nodes']][:3]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wider, "the page is wider than the window"
