"""The link in a mail: looking does nothing, the button says that it has arrived, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.messages import Message
from models.notices import AcknowledgedMessage
from notifications.links import Link, sign
from rules.calendar import new_york_date
from tests.actions.shortfall_makers import LIAISON, Fallback
from tests.portal.browsing import Visits, check
from tests.portal.premises import Opened, Premises

KEY = "a key for tests, of more than 32 signs"


@pytest.fixture
def portal(database_url: str, engine: sa.Engine, home: Path) -> Iterator[Premises]:
    """Give a portal that shares its secret with the workers that write the mail."""
    with Opened(database_url, engine, home, secret=KEY) as premises:
        yield premises


@pytest.fixture
def portal_on_sqlite(sqlite_url: str, sqlite_engine: sa.Engine, home: Path) -> Iterator[Premises]:
    """Give the same on SQLite alone."""
    with Opened(sqlite_url, sqlite_engine, home, secret=KEY) as premises:
        yield premises


def link_to(premises: Premises, email: str, *, days: int = 20) -> str:
    """Give the path of the link in somebody's newest mail."""
    message = [one for one in premises.house.rows(Message) if one.to_email == email][-1]
    until = new_york_date(premises.house.now + timedelta(days=days))
    return f"/acknowledge/{sign(KEY, Link(message.id, email, until))}"


def consulted(premises: Premises) -> None:
    """Have the state police asked."""
    path = Fallback(premises.house)
    path.determine()
    path.route()


def test_looking_acknowledges_nothing_and_the_button_does_once(portal: Premises) -> None:
    """Without an account; a scanner that follows the link does nothing."""
    consulted(portal)
    link, reader = link_to(portal, LIAISON), portal.visitor()
    assert "S-2026-0001" in reader.get(link).text
    assert portal.house.rows(AcknowledgedMessage) == []
    assert reader.send(link).status_code == 303
    assert reader.post(link).status_code == 403  # no form of ours
    (done,) = portal.house.rows(AcknowledgedMessage)
    assert (done.by, done.entered_by) == (LIAISON, "link")
    assert "It is on record that this reached its reader" in reader.get(link).text


def test_a_link_that_is_not_whole_or_too_old_says_so(portal: Premises) -> None:
    """In words, and nothing of the case is shown."""
    consulted(portal)
    reader, link = portal.visitor(), link_to(portal, LIAISON)
    for bad in (link[:-4], "/acknowledge/none-of-ours"):
        answer = reader.get(bad)
        assert answer.status_code == 403
        assert "This link is not whole" in answer.text
        assert "S-2026-0001" not in answer.text
    old = reader.get(link_to(portal, LIAISON, days=-2))
    assert "This link worked until the end of" in old.text


def test_page_of_a_link_is_accessible(visits: Visits, portal_on_sqlite: Premises) -> None:
    """On a telephone, where such mail is read."""
    consulted(portal_on_sqlite)
    page = visits.window(portal_on_sqlite, phone=True)
    page.goto(link_to(portal_on_sqlite, LIAISON))
    check(page, "acknowledge")
    page.get_by_role("button", name="I have this").click()
    page.get_by_text("Thank you.").wait_for()
