"""A case in plain words: where it is, who acts next, what happened."""

import pytest

from tests.actions.clock_makers import WHY, Clocks
from tests.actions.lists import OPERATOR
from tests.actions.makers import CHIEF, INTAKE, SUPERINTENDENT
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
    page = portal_on_sqlite.signed_in(SUPERINTENDENT).get(f"/cases/{number}").text
    assert "Nobody owes anything on this case now." in page
    assert "The commissioner decided" in page


def test_a_duty_past_its_day_is_marked(portal_on_sqlite: Premises) -> None:
    """In words, not in color alone; on the desk and on the case."""
    house = portal_on_sqlite.house
    house.later(days=-60)
    number = house.submit().case.number
    house.route()
    assert "past due" in portal_on_sqlite.signed_in(INTAKE).get("/desk").text
    assert "past due" in portal_on_sqlite.signed_in(OPERATOR).get(f"/cases/{number}").text


def test_a_chief_finds_the_cases_of_their_town(portal: Premises) -> None:
    """The waiver they were consulted on, the shortfall they determined; nobody else's."""
    waiver = portal.house.submit().case.number
    shortfall = Fallback(portal.house).determine().case.number
    chief = portal.signed_in(CHIEF).get("/desk").text
    assert waiver in chief
    assert shortfall not in chief
    board = portal.signed_in(BOARD).get("/desk").text
    assert shortfall in board
    assert waiver not in board


def test_what_the_office_does_within_stays_there(portal_on_sqlite: Premises) -> None:
    """Who opened which evidence is for those who work on the case."""
    house = portal_on_sqlite.house
    portal_on_sqlite.keep_files()
    number = house.submit().case.number
    house.route()
    reviewer = portal_on_sqlite.signed_in(INTAKE)
    reviewer.send(f"/cases/{number}/conflict", answer="none")
    reviewer.get(f"/documents/{number}/E1")
    operator = portal_on_sqlite.signed_in(OPERATOR)
    assert "opened a piece of evidence: E1" in operator.get(f"/cases/{number}").text
    district = portal_on_sqlite.signed_in(SUPERINTENDENT).get(f"/cases/{number}").text
    assert "opened a piece of evidence" not in district
    assert "A step was opened: Review the application: intake" in district


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


def test_a_clock_that_stands_is_not_past_due(portal_on_sqlite: Premises) -> None:
    """It says since when, and why; a day that will change is not shown as missed."""
    house = portal_on_sqlite.house
    house.later(days=-60)
    number = house.submit().case.number
    house.route()
    Clocks(house).pause(number)
    page = portal_on_sqlite.signed_in(OPERATOR).get(f"/cases/{number}").text
    assert "Its clock stands since" in page
    assert "past due" not in page
    assert f"A clock was stopped: {WHY}" in page
