"""What operators do: closures, an acting commissioner, lists with faults, papers, the engine."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from actions.outbox import give_up
from database import transaction
from models.cases import Case
from models.clocks import Closure
from models.duties import Duty
from models.events import Event
from models.messages import Message
from models.people import Holding, Office
from tests.actions.makers import OPERATOR
from tests.actions.shortfall_makers import Fallback
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises
from tests.portal.test_shortfall_journey import pick_day
from tests.shared import CASES

SCAN = CASES / "files" / "response-protocol.pdf"
FAULTY = (
    "code,name,organization,town\n"
    "123,Too Short,99010000,Port Example\n"
    "99010399,No Such Body,99999999,Port Example\n"
    "99010398,,99010000,Port Example\n"
)


def a_business_day_ahead(premises: Premises) -> datetime:
    """Give a day to close before the first open duty is due: its own last day."""
    due = min(one.due_on for one in premises.house.rows(Duty))
    return datetime(due.year, due.month, due.day, tzinfo=UTC)


def close_a_day(page: Page, day: datetime) -> None:
    """Look at what a closure moves, then enter it."""
    page.goto("/operators/closures")
    pick_day(page, "Which day", day.month, day.day, day.year)
    page.get_by_label("Why, in words").fill("Snow emergency")
    page.get_by_role("button", name="See what it would move").click()
    page.get_by_text("1 due date moves").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_closure_is_seen_before_it_is_entered_and_lifted(
    visits: Visits, portal_on_sqlite: Premises, *, scripts: bool
) -> None:
    """Dates that move and people told are counted first; nothing changes until it is pressed."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    house.route()
    before = house.show(number)["duties"][0]["due_on"]
    page = visits.window(portal_on_sqlite, scripts=scripts)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    day = a_business_day_ahead(portal_on_sqlite)
    close_a_day(page, day)
    if scripts:
        check(page, "operators-closure-preview")
    assert house.rows(Closure) == []
    assert house.show(number)["duties"][0]["due_on"] == before
    page.get_by_role("button", name="Close this day").click()
    page.get_by_text("1 due date moved").wait_for()
    assert house.show(number)["duties"][0]["due_on"] > before
    page.get_by_role("link", name="Lift", exact=False).click()
    page.get_by_label("Why it is open after all").fill("The storm passed")
    page.get_by_role("button", name="See what it would move").click()
    page.get_by_role("button", name="Open this day").click()
    page.get_by_text("The day is lifted. 1 due date moved").wait_for()
    assert house.show(number)["duties"][0]["due_on"] == before


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_an_acting_commissioner_is_recorded_with_the_instrument(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """Without the document it is refused at its field, and what was typed stays."""
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.goto("/operators/offices/grant")
    page.get_by_label("The office").select_option("commissioner")
    page.get_by_label("Where it is held").fill("DESE")
    page.get_by_label("The person’s e-mail address").fill("deputy@doe.example")
    page.get_by_label("The title to write to").fill("Deputy commissioner")
    page.get_by_label("Acting or delegated").press("Space")
    visits.expected.add(422)
    page.get_by_role("button", name="Put it on record").click()
    page.get_by_text("Attach the document that makes this person").first.wait_for()
    assert page.get_by_label("The title to write to").input_value() == "Deputy commissioner"
    check(page, "operators-grant-again")
    page.get_by_label("The instrument").set_input_files(SCAN)
    page.get_by_role("button", name="Put it on record").click()
    page.get_by_text("deputy@doe.example holds the office of commissioner").wait_for()
    check(page, "operators-offices")
    (held,) = [one for one in portal_on_sqlite.house.rows(Holding) if one.acting]
    assert (held.office, held.instrument_sha256 is not None) == (Office.COMMISSIONER, True)


def test_a_list_with_faults_names_every_line_and_takes_nothing_in(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """All of what is wrong at once; a sound list is then taken in."""
    page = visits.window(portal_on_sqlite)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.goto("/operators/import")
    sent = {"name": "schools.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    page.get_by_label("Schools").set_input_files(sent)  # type: ignore[arg-type]
    visits.expected.add(422)
    page.get_by_role("button", name="Take in").click()
    page.get_by_text("Nothing was taken in: 3 things to mend").wait_for()
    check(page, "operators-import-faults")
    sound = "code,name,organization,town\n99010399,Harbor,99010000,Port Example\n"
    sent["buffer"] = sound.encode()
    page.get_by_label("Schools").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="Take in").click()
    page.get_by_text("Schools: 1 added, 0 changed, 0 unchanged.").wait_for()


PAGES = (
    "/operators",
    "/operators/registry",
    "/operators/registry/99010000",
    "/operators/closures",
    "/operators/policy",
    "/operators/stuck",
    "/operators/mail?state=queued",
    "/operators/mail/1",
    "/operators/intake",
    "/operators/health",
    "/operators/entries",
    "/operators/refused",
    "/operators/paper",
    "/operators/paper/application",
    "/operators/paper/determination",
    "/operators/offices/1/revoke",
)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_pages_of_operators_are_accessible(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """Nothing serious for axe, nothing in the console, nothing wider than the window."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    Fallback(house).determine()
    with transaction(house.engine) as session:
        case = session.get_one(Case, number)
        case.failures, case.error = 3, "RuntimeError: the step has no office"
        case.ready_at = datetime.now(UTC) + timedelta(minutes=8)
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    for path in PAGES:
        page.goto(path)
        check(page, path.strip("/").replace("/", "-").replace("?", "-"))


def test_a_case_put_aside_is_looked_at_again_when_rung_for(portal: Premises) -> None:
    """Its error is shown; the button marks it ready, logs who pressed, and works once."""
    number = portal.house.submit().case.number
    with transaction(portal.house.engine) as session:
        case = session.get_one(Case, number)
        case.failures, case.error = 2, "no such step"
        case.ready_at = datetime.now(UTC) + timedelta(hours=1)
    operator = portal.signed_in(OPERATOR)
    assert "no such step" in operator.get("/operators/stuck").text
    answer = operator.send("/operators/stuck", f"/operators/stuck/{number}/ring")
    assert answer.status_code == 303
    (rung,) = [one for one in portal.house.rows(Event) if one.kind == "case.rung"]
    assert (rung.stream, rung.by) == (number, OPERATOR)
    assert "None." in operator.get("/operators/stuck").text


def test_a_changed_policy_is_told_in_words_and_changes_nothing(portal: Premises) -> None:
    """What differs, and every fault; adopting stays a matter of the file."""
    operator = portal.signed_in(OPERATOR)
    text = portal.surroundings.policy_text
    changed = text.replace("answer_days = 20", "answer_days = 30")
    answer = operator.send("/operators/policy", text=changed)
    assert "Business days a district has to answer questions: 20 becomes 30." in answer.text
    broken = operator.send("/operators/policy", text=text.replace("answer_days = 20", "answr = 1"))
    assert broken.status_code == 422
    assert "answr: unknown key" in broken.text
    assert portal.surroundings.policy_text == text


def test_intake_is_closed_and_opened_with_a_reason(portal: Premises) -> None:
    """The reason is wanted; applicants are shown it."""
    operator = portal.signed_in(OPERATOR)
    assert operator.send("/operators/intake", accepting="no", reason="").status_code == 422
    operator.send("/operators/intake", accepting="no", reason="The section was rewritten.")
    assert "The section was rewritten." in operator.get("/operators/intake").text
    assert "The section was rewritten." in operator.get("/operators").text


def test_a_class_is_set_on_a_basis(portal: Premises) -> None:
    """Who set it and why is on record; without a why it is refused."""
    operator = portal.signed_in(OPERATOR)
    page = "/operators/registry/99010000"
    assert operator.send(page, kind="regional", basis=" ").status_code == 422
    operator.send(page, kind="regional", basis="The agreement of 1955")
    assert "The agreement of 1955" in operator.get(page).text


def test_an_office_is_taken_back_and_an_empty_search_finds_none(portal: Premises) -> None:
    """What the person held ends now; a stale page says so."""
    operator = portal.signed_in(OPERATOR)
    (held,) = [one for one in portal.house.rows(Holding) if one.office is Office.COUNSEL][:1]
    page = f"/operators/offices/{held.id}/revoke"
    assert operator.send(page).status_code == 303
    assert operator.get(page).status_code == 404
    assert "Nobody holds such an office." in operator.get("/operators/offices?words=zzz").text


def test_a_person_reached_another_way_is_noted_and_the_duty_is_done(portal: Premises) -> None:
    """The duty says what to do; a note ends it, and nothing else changes."""
    house = portal.house
    number = house.submit().case.number
    with transaction(house.engine) as session:
        message = session.get_one(Message, 1)
        give_up(session, message, "550 no such mailbox", now=house.now)
    operator = portal.signed_in(OPERATOR)
    (duty,) = [one for one in house.show(number)["duties"] if one["what"].startswith("reach:")]
    page = f"/cases/{number}/attend/{duty['what']}"
    assert page in operator.get("/operators").text
    assert operator.send(page, note=" ").status_code == 422
    assert operator.send(page, note="Reached the office by telephone.").status_code == 303
    assert operator.get(page).status_code == 404
    (done,) = [one for one in house.show(number)["duties"] if one["what"] == duty["what"]]
    assert done["state"] == "done"
