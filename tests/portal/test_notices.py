"""Proof of notice as a page, and deadlines under a private link."""

from typing import Any

import pytest
from icalendar import Calendar

from actions.feeds import make_feed, revoke_feed
from database import transaction
from tests.actions.lists import OPERATOR
from tests.actions.makers import CHIEF, INTAKE, SUPERINTENDENT
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_each_mail_of_a_case_is_shown_with_what_became_of_it(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """To whom, when it was queued, and that it waits; for operators and the office."""
    number = portal_on_sqlite.house.submit().case.number
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.goto(f"/cases/{number}/notices")
    words = page.inner_text("main")
    assert SUPERINTENDENT in words
    assert CHIEF in words
    assert "Waiting to be sent" in words
    check(page, "notices")


def test_the_district_is_not_shown_whom_else_the_office_wrote_to(
    portal_on_sqlite: Premises,
) -> None:
    """Addresses and servers' answers are the office's."""
    number = portal_on_sqlite.house.submit().case.number
    answer = portal_on_sqlite.signed_in(SUPERINTENDENT).get(f"/cases/{number}/notices")
    assert answer.status_code == 403


def test_a_private_link_gives_a_persons_deadlines_until_it_is_taken_back(portal: Premises) -> None:
    """A calendar program needs no session; a link taken back is like one that never was."""
    house = portal.house
    number = house.submit().case.number
    house.route()
    who: dict[str, Any] = {"by": INTAKE, "entered_by": INTAKE, "now": house.now}
    with transaction(house.engine) as session:
        token = make_feed(session, INTAKE, **who)
    reader = portal.visitor()
    answer = reader.get(f"/calendar/{token}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.text).events
    assert number in str(event["SUMMARY"])
    assert reader.get("/calendar/none-of-ours.ics").status_code == 404
    with transaction(house.engine) as session:
        revoke_feed(session, INTAKE, **who)
    assert reader.get(f"/calendar/{token}.ics").status_code == 404
