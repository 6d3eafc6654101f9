"""From a filed application to a decision by keyboard alone: no pointer, no address typed."""

import pytest
from playwright.sync_api import Page

from models.decisions import Decision
from models.reviews import Review, ReviewOutcome
from tests.actions.makers import COMMISSIONER, COUNSEL, INTAKE, PROGRAM, filing
from tests.portal.browsing import Visits, expecting
from tests.portal.keyboard import Keyboard
from tests.portal.office_makers import BELIEF, CONTENT, route_on
from tests.portal.premises import Premises

QUESTION = "Which school year is meant?"


def come_in(visits: Visits, premises: Premises, email: str) -> Keyboard:
    """Sign in by the link that came by mail; all else by keys."""
    page = visits.window(premises, reduced_motion="reduce")
    keys = Keyboard(page)
    page.goto("/sign-in")
    keys.skip()
    keys.write("Your e-mail address", email)
    keys.press("Enter")
    page.get_by_role("heading", name="Look at your mail").wait_for()
    page.goto(premises.wait_for_link(email))
    keys.skip()
    keys.open("Sign in", "My desk")
    return keys


def come_to_the_case(visits: Visits, keys: Keyboard, number: str) -> None:
    """Open it from the desk; say nothing about a conflict, then that there is none."""
    keys.skip()
    keys.open(number, "Do you have a conflict?")
    with expecting(visits, 422):
        keys.enter("Go on")
        keys.mend_first("Do you have a conflict?")
    keys.arrow_to("No. I have no conflict in this case.")
    keys.open("Go on", "Application and evidence")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_form_that_comes_back_begins_at_its_mistakes(
    visits: Visits, portal_on_sqlite: Premises, *, scripts: bool
) -> None:
    """The list of them has the focus, and leads to the field, without scripts as well."""
    page = visits.window(portal_on_sqlite, scripts=scripts, reduced_motion="reduce")
    keys = Keyboard(page)
    page.goto("/sign-in")
    with expecting(visits, 422):
        keys.enter("Send me a link")
        keys.mend_first("Your e-mail address")
    assert keys.focused()["words"] == "Your e-mail address"


def test_a_case_is_reviewed_and_decided_by_keyboard_alone(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """Returned with a question, sent on with a recommendation, decided; the focus always seen."""
    premises, house = portal_on_sqlite, portal_on_sqlite.house
    premises.keep_files()
    number = house.submit(filing("waiver-chief-objects.yaml")).case.number
    house.route()

    keys = come_in(visits, premises, INTAKE)
    come_to_the_case(visits, keys, number)
    _return_it(visits, keys)
    (returned,) = house.rows(Review)
    assert returned.outcome is ReviewOutcome.RETURN
    (question,) = house.show(number)["questions"]
    assert question["text"] == f"“{CONTENT}”: {QUESTION}"

    route_on(premises)
    house.resubmit(number, filing("waiver-chief-objects.yaml", scope="All, in both schools."))
    route_on(premises)
    keys.open("My desk", "My desk")
    keys.skip()
    keys.open(number, "From version 1 to 2")
    _send_it_on(keys.page, keys)
    assert house.show(number)["reviews"][-1]["recommend"] == "grant"

    for by in (PROGRAM, COUNSEL):
        route_on(premises)
        house.review(number, by)
    route_on(premises)
    keys = come_in(visits, premises, COMMISSIONER)
    come_to_the_case(visits, keys, number)
    _decide(visits, keys)
    (decision,) = house.rows(Decision)
    assert (decision.outcome, decision.belief) == ("granted", BELIEF)


def _return_it(visits: Visits, keys: Keyboard) -> None:
    keys.open("Return with questions", "Return it with questions")
    with expecting(visits, 422):
        keys.enter("Return it to the district")
        keys.mend_first("Your note to the district")
    assert keys.focused()["words"] == "Your note to the district"
    keys.page.keyboard.type("One thing is unclear.")
    keys.tick("Ask about Reasons 1, text")
    keys.write("The words it is about: Reasons 1, text", CONTENT)
    keys.write("Your question: Reasons 1, text", QUESTION)
    keys.enter("Return it to the district")
    keys.page.get_by_text("Returned. The district is told").wait_for()


def _send_it_on(page: Page, keys: Keyboard) -> None:
    keys.open("Finish the step and send it on", "Finish the step and send it on")
    keys.choose("To deny")
    keys.write("Your note", "The answer is clear.")
    keys.tab_to("To deny", back=True)
    keys.press("ArrowUp")
    assert keys.focused()["words"] == "To grant"
    keys.enter("Send it on")
    page.get_by_text("Sent on.").wait_for()


def _decide(visits: Visits, keys: Keyboard) -> None:
    keys.open("Decide this case", "Decide this case")
    with expecting(visits, 422):
        keys.enter("Read it over")
        keys.mend_first("Your answer")
    keys.arrow_to("I believe that an officer would not assist…")
    keys.write("What you believe, in your own words, and why", BELIEF)
    keys.tick("E1: …")
    keys.open("Read it over", "Read it over, then sign")
    keys.enter("Sign the decision")
    keys.page.get_by_text("Decided. The applicant").wait_for()
