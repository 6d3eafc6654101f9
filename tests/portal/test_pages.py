"""Every page of the foundation as people see it: at a desk, on a telephone, without scripts."""

import pytest

from tests.actions.makers import COMMISSIONER, SUPERINTENDENT
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises

FOR_ALL = ["/", "/how-it-works", "/law", "/accessibility", "/privacy", "/sign-in", "/sign-in/sent"]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_pages_for_everybody_are_accessible(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """Nothing serious for axe, nothing in the console, nothing wider than the window."""
    page = visits.window(portal_on_sqlite, phone=phone)
    for path in FOR_ALL:
        page.goto(path)
        check(page, path.strip("/").replace("/", "-") or "home")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_pages_after_signing_in_are_accessible(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """The desk, a case, the account: the same."""
    number = portal_on_sqlite.house.at_the_commissioner()
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, COMMISSIONER)
    check(page, "desk-commissioner")
    page.goto("/account")
    check(page, "account")
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    check(page, "desk-superintendent")
    page.get_by_role("link", name=number).first.click()
    page.get_by_role("heading", name="Port Example").wait_for()
    check(page, "case")


def test_everything_works_without_scripts(visits: Visits, portal_on_sqlite: Premises) -> None:
    """Signing in, reading a case, signing out: a browser without scripts does it all."""
    number = portal_on_sqlite.house.submit().case.number
    page = visits.window(portal_on_sqlite, scripts=False)
    visits.sign_in(page, portal_on_sqlite, SUPERINTENDENT)
    page.get_by_role("link", name=number).click()
    page.get_by_text("A reviewer is being found").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()
