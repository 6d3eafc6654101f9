"""A case in plain words: where it is, who acts next, what happened."""

import pytest

from tests.actions.makers import COMMISSIONER, INTAKE, SUPERINTENDENT
from tests.actions.shortfall_makers import BOARD, LIAISON, Fallback
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises


def test_a_waiver_says_who_acts_next_and_by_when(portal: Premises) -> None:
    """With what the day rests on, and that a day that has passed decides nothing."""
    number = portal.house.submit().case.number
    portal.house.route()
    page = portal.signed_in(SUPERINTENDENT).get(f"/cases/{number}").text
    for words in (
        "Port Example", "In review", "Intake, DESE: Review the application: intake",
        "policy, steps.intake.days", "decides nothing and closes nothing",
        "The district filed the application", SUPERINTENDENT,
    ):  # fmt: skip
        assert words in page, words


def test_a_decided_case_owes_nothing(portal_on_sqlite: Premises) -> None:
    """And says so."""
    house = portal_on_sqlite.house
    number = house.at_the_commissioner()
    house.decide(number)
    page = portal_on_sqlite.signed_in(COMMISSIONER).get(f"/cases/{number}").text
    assert "Nobody owes anything on this case now." in page
    assert "The commissioner decided" in page


def test_a_duty_past_its_day_is_marked(portal_on_sqlite: Premises) -> None:
    """In words, not in color alone; on the desk and on the case."""
    house = portal_on_sqlite.house
    house.later(days=-60)
    number = house.submit().case.number
    house.route()
    visitor = portal_on_sqlite.signed_in(INTAKE)
    assert "past due" in visitor.get("/desk").text
    assert "past due" in visitor.get(f"/cases/{number}").text


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_shortfall_is_told_in_words_too(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """From the determination to the two filings; never as a denial."""
    fallback = Fallback(portal_on_sqlite.house)
    number = fallback.lodged()
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, LIAISON)
    page.get_by_role("link", name=number).first.click()
    page.get_by_text("Two offices are to confirm").wait_for()
    check(page, "case-shortfall")
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, BOARD)
    check(page, "desk-board")
