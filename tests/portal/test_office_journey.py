"""From a filed application to a decision, in a real browser, by five people; one steps aside.

Three of them have a browser without scripts, as everything has to work; axe needs them, so the
others' pages are looked at, and all of them again at a desk and on a telephone.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from models.decisions import Decision
from tests.actions.makers import (
    COMMISSIONER,
    COUNSEL,
    INTAKE,
    OPERATOR,
    PROGRAM,
    PROGRAM_2,
    filing,
)
from tests.portal.browsing import Visits, check, expecting
from tests.portal.premises import Premises

CONTENT = "fallen to one in the last school year"


def route_on(premises: Premises) -> None:
    """Let the engine move what the pages have made ready."""
    premises.house.now = datetime.now(UTC)
    premises.house.route()


def come_to_the_case(page: Page, number: str, *, look: str = "") -> None:
    """Open the case from the desk, and say that there is no conflict."""
    page.get_by_role("link", name=number).first.click()
    page.get_by_role("heading", name="Do you have a conflict?").wait_for()
    assert CONTENT not in page.content()
    if look:
        check(page, look)
    page.get_by_text("No. I have no conflict in this case.").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Application and evidence").wait_for()


def send_on(page: Page, note: str, recommend: str = "No recommendation", look: str = "") -> None:
    """Finish the step."""
    page.get_by_role("link", name="Finish the step").click()
    page.get_by_text(recommend, exact=True).click()
    page.get_by_label("Your note").fill(note)
    if look:
        check(page, look)
    page.get_by_role("button", name="Send it on").click()
    page.get_by_text("Sent on.").wait_for()


def test_an_application_is_carried_to_its_decision(  # noqa: PLR0915 - a long way
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """Reviewed, stepped aside from, returned, answered, recommended, decided: without scripts."""
    premises, house = portal_on_sqlite, portal_on_sqlite.house
    premises.keep_files()
    number = house.submit(filing("waiver-chief-objects.yaml")).case.number
    house.route()

    def at_the_desk_of(email: str, *, scripts: bool = False) -> Page:
        page = visits.window(premises, scripts=scripts)
        return visits.sign_in(page, premises, email)

    page = at_the_desk_of(INTAKE, scripts=True)
    come_to_the_case(page, number, look="conflict")
    page.get_by_role("heading", name="Chief of Police, Port Example objects").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="incidents-2023-2026.csv").click()
    assert download.value.suggested_filename == "incidents-2023-2026.csv"
    page.reload()
    page.get_by_text("you have opened it").first.wait_for()
    check(page, "office-case")
    send_on(page, "Complete in form.", look="review")
    route_on(premises)

    conflicted = house.show(number)["duties"][-1]["holder"]
    page = at_the_desk_of(conflicted)
    page.get_by_role("link", name=number).first.click()
    page.get_by_text("Yes, or it could look so.").click()
    with expecting(visits, 422):
        page.get_by_role("button", name="Go on").click()
        page.get_by_text("Say in words what the conflict is.").first.wait_for()
    page.get_by_label("what is the conflict?").fill("A relative works there.")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("You have stepped aside").wait_for()
    route_on(premises)

    page = at_the_desk_of(({PROGRAM, PROGRAM_2} - {conflicted}).pop())
    come_to_the_case(page, number)
    page.get_by_role("link", name="Return with questions").click()
    page.get_by_label("Your note to the district").fill("One thing is unclear.")
    page.get_by_text("Ask about Reasons 1, text", exact=True).click()
    page.get_by_label("The words it is about: Reasons 1, text").fill(CONTENT)
    page.get_by_label("Your question: Reasons 1, text").fill("Which school year is meant?")
    page.get_by_role("button", name="Return it to the district").click()
    page.get_by_text("Returned. The district is told").wait_for()
    house.now = datetime.now(UTC)
    house.resubmit(number, filing("waiver-chief-objects.yaml", scope="All of it, in both schools."))
    route_on(premises)
    page.reload()
    page.get_by_role("heading", name="From version 1 to 2").wait_for()
    send_on(page, "The answer is clear.", "To grant")
    route_on(premises)

    page = at_the_desk_of(COUNSEL)
    come_to_the_case(page, number)
    send_on(page, "Nothing stands in the way in law.")
    route_on(premises)

    page = at_the_desk_of(COMMISSIONER, scripts=True)
    come_to_the_case(page, number)
    page.get_by_role("link", name="Decide this case").click()
    check(page, "decide")
    page.get_by_label("Conditions").fill("A yearly report.")
    with expecting(visits, 422):
        page.get_by_role("button", name="Read it over").click()
        page.get_by_role("heading", name="Some things need mending").wait_for()
    assert page.get_by_label("Conditions").input_value() == "A yearly report."
    check(page, "decide-mistakes")
    page.get_by_text("I believe that an officer would not assist").click()
    page.get_by_label("What you believe").fill("No call in two years needed an officer there.")
    page.get_by_text("E1: Incidents reported").click()
    page.get_by_role("button", name="Read it over").click()
    page.get_by_role("heading", name="Look at this again").wait_for()
    assert house.rows(Decision) == []
    check(page, "read-over")
    page.get_by_role("button", name="Sign the decision").click()
    page.get_by_text("Decided. The applicant").wait_for()
    check(page, "office-case-decided")
    shown = house.show(number)
    assert shown["state"] == "decided"
    assert {one["by"] for one in shown["events"]} >= {INTAKE, conflicted, COUNSEL, COMMISSIONER}
    assert shown["decision"]["relied_on"] == ["E1"]
    assert shown["decision"]["conditions"] == ["A yearly report."]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_pages_of_the_office_are_accessible(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """The queue, the figures, a case, its forms: at a desk and on a telephone, with scripts."""
    premises, house = portal_on_sqlite, portal_on_sqlite.house
    premises.keep_files()
    house.later(days=-60)
    for days in (5, 12, 31):
        number = house.at_the_commissioner()
        house.later(days=days)
        house.decide(number)
        house.later(days=-days)
    house.later(days=60)
    number = house.at_the_commissioner(filing("waiver-chief-objects.yaml"))
    other = house.submit().case.number
    house.route()
    house.declare(number, COMMISSIONER)
    house.declare(other, INTAKE)
    page = visits.window(premises, phone=phone)
    visits.sign_in(page, premises, INTAKE)
    for name in ("return", "review"):
        page.goto(f"/cases/{other}/{name}")
        check(page, name)
    page = visits.window(premises, phone=phone)
    visits.sign_in(page, premises, COMMISSIONER)
    for path, name in (
        ("/queue?show=all", "queue"),
        ("/statistics", "statistics"),
        ("/one-at-a-time", "one-at-a-time"),
        (f"/cases/{number}/office", "office-file"),
        (f"/cases/{number}/decide", "decide-form"),
        (f"/cases/{number}/conflict", "conflict-late"),
    ):
        page.goto(path)
        check(page, name)
    page = visits.window(premises, phone=phone)
    visits.sign_in(page, premises, OPERATOR)
    page.goto(f"/cases/{number}/clocks/decide:commissioner")
    page.get_by_text("Pause it while it waits").click()
    with expecting(visits, 422):
        page.get_by_role("button", name="Change the clock").click()
        page.get_by_role("heading", name="Some things need mending").wait_for()
    check(page, "clock-mistake")
    page.get_by_label("Why", exact=True).fill("The commissioner is away.")
    page.get_by_role("button", name="Change the clock").click()
    page.get_by_text("The clock is changed").wait_for()
    page.goto("/statistics")
    page.get_by_text("The figures as a table").first.click()
    check(page, "statistics-table")
