"""A portal on each kind of database, and a browser to look at it with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import sync_playwright

import database
from tests.chromium import flags, found
from tests.portal.browsing import NOT_RUN, Chromium, Visits, no_chromium
from tests.portal.premises import Opened, Premises


@pytest.fixture
def portal(database_url: str, engine: sa.Engine, home: Path) -> Iterator[Premises]:
    """Give a running portal with the sample registry; the test runs on each kind of database."""
    with Opened(database_url, engine, home) as premises:
        yield premises


@pytest.fixture
def portal_on_sqlite(sqlite_url: str, sqlite_engine: sa.Engine, home: Path) -> Iterator[Premises]:
    """Give a running portal on SQLite alone, for what cannot differ between databases."""
    with Opened(sqlite_url, sqlite_engine, home) as premises:
        yield premises


@pytest.fixture(scope="module")
def standing_portal(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Premises]:
    """Give a portal that the tests of a module share: for those that leave nothing behind."""
    home = tmp_path_factory.mktemp("standing")
    url = f"sqlite:///{shutil.copy(migrated_sqlite, home / 'recourse.sqlite')}"
    engine = database.connect(url)
    with Opened(url, engine, home) as premises:
        yield premises
    engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """Give a real Chromium, one for all tests of this process."""
    path = found()
    if path is None:
        no_chromium()
    playwright = sync_playwright().start()
    chromium = Chromium(playwright.chromium.launch(executable_path=path, args=flags()))
    yield chromium
    with chromium.at_work():
        chromium.browser.close()
        playwright.stop()


@pytest.fixture
def visits(browser: Chromium) -> Iterator[Visits]:
    """Give windows of the browser; a test fails on anything that a page complains of."""
    with browser.at_work(), Visits(browser.browser) as visits:
        yield visits


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every test that did not run for want of a Chromium."""
    names = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if NOT_RUN in str(report.longrepr)
    ]
    if names:
        terminalreporter.section(NOT_RUN)
        for name in names:
            terminalreporter.line(f"not run: {name}")
