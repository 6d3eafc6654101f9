"""A chief at the portal: a view that is no approval, a draft that two write, filings checked."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from models.shortfalls import MemorandumFiling
from rules.calendar import new_york_date
from tests.actions.makers import CHIEF, INTAKE, SUPERINTENDENT
from tests.actions.shortfall_makers import (
    BOARD,
    LIAISON,
    SUPERINTENDENT_OF_THREE_RIVERS,
    Fallback,
)
from tests.portal.browsing import Visits, check
from tests.portal.premises import Premises
from tests.shared import CASES

MEMORANDUM = CASES / "files" / "memorandum-three-rivers.pdf"
OTHER = CASES / "files" / "response-protocol.pdf"


def document(path: Any) -> dict[str, Any]:
    """Give a file as a form sends it."""
    return {"document": (path.name, path.read_bytes(), "application/pdf")}


def on(year: str = "2026", month: str = "11", day: str = "2") -> dict[str, str]:
    """Give a day as its three boxes."""
    return {"on-year": year, "on-month": month, "on-day": day}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_chief_confirms_and_comments_in_a_browser(
    visits: Visits, portal_on_sqlite: Premises, *, phone: bool
) -> None:
    """The page says that it approves nothing; the word is shown to the reviewers."""
    house = portal_on_sqlite.house
    number = house.submit().case.number
    page = visits.window(portal_on_sqlite, phone=phone)
    visits.sign_in(page, portal_on_sqlite, CHIEF)
    page.get_by_role("link", name="For chiefs").click()
    check(page, "chief-desk")
    page.get_by_role("link", name=f"Confirm or comment on {number}").click()
    page.get_by_text("This is no approval.").wait_for()
    check(page, "chief-view")
    page.get_by_label("Your view, in your own words").fill("We met twice, not once.")
    page.get_by_role("button", name="Put it on record").click()
    page.get_by_text("It approves nothing.").wait_for()
    page.get_by_text("We met twice, not once.").first.wait_for()
    assert house.show(number)["chief_views"][0]["view"] == "We met twice, not once."
    page.goto("/determinations/new")
    check(page, "chief-start")


def test_a_bare_no_is_asked_for_its_words(portal: Premises) -> None:
    """The mistake stands at its field, and nothing is on record."""
    number = portal.house.submit().case.number
    chief = portal.signed_in(CHIEF)
    answer = chief.send(f"/cases/{number}/view", account="not-as-told", view="")
    assert answer.status_code == 422
    assert "Say in your own words what differs" in answer.text
    assert portal.house.show(number)["chief_views"] == []
    sent = chief.send(f"/cases/{number}/view", account="not-as-told", view="It was a call.")
    assert sent.status_code == 303
    assert "It was a call." in chief.get(f"/cases/{number}/view").text


def test_two_who_write_one_draft_lose_nothing(portal: Premises) -> None:
    """A page that is behind is told who changed what; what was typed is kept beside it."""
    first, second = portal.signed_in(BOARD), portal.signed_in(BOARD)
    page = first.send("/determinations/new", body="99600000@Quarry Hill").headers["location"]
    old = _marks(second.get(page).text, page)
    assert first.send(page, determination="Two posts are vacant.", do="save").status_code == 303
    answer = second.post(page, old, determination="Three posts are vacant.", do="save")
    assert "after you had opened it" in answer.text
    shown = first.get(page).text
    assert "Two posts are vacant." in shown
    assert "Three posts are vacant." in shown


def test_autosave_keeps_what_was_typed_and_tells_the_revision(portal: Premises) -> None:
    """It answers in words, and with the revision that the page then goes on from."""
    chief = portal.signed_in(BOARD)
    page = chief.send("/determinations/new", body="99600000@Quarry Hill").headers["location"]
    marks = _marks(chief.get(page).text, page)
    marks.pop("once")
    answer = chief.post(f"{page}/save", marks, fiscal_year="2027")
    assert (answer.status_code, answer.headers["x-revision"]) == (200, "1")
    assert 'value="2027"' in chief.get(page).text


def test_a_draft_with_gaps_cannot_be_signed(portal: Premises) -> None:
    """Every gap is shown with its clause; there is no button."""
    chief = portal.signed_in(BOARD)
    page = chief.send("/determinations/new", body="99600000@Quarry Hill").headers["location"]
    shown = chief.get(f"{page}/sign").text
    assert "What is missing" in shown
    assert "Sign and file" not in shown


def test_another_document_than_was_signed_is_not_on_file(portal: Premises) -> None:
    """The fingerprint is compared; the same file is taken, once."""
    number = Fallback(portal.house).lodged()
    office = portal.signed_in(SUPERINTENDENT_OF_THREE_RIVERS)
    page = f"/cases/{number}/shortfall/filing/superintendent"
    filed = {"custodian": "Records clerk", **_today()}
    wrong = office.send(page, **filed, files=document(OTHER))
    assert wrong.status_code == 422
    assert "This is another document than the signed memorandum" in wrong.text
    assert portal.house.rows(MemorandumFiling) == []
    marks = _marks(office.get(page).text, page)
    right = office.post(page, marks, **filed, files=document(MEMORANDUM))
    again = office.post(page, marks, **filed, files=document(MEMORANDUM))
    assert right.headers["location"] == again.headers["location"] == f"/cases/{number}"
    assert len(portal.house.rows(MemorandumFiling)) == 1
    liaison = portal.signed_in(LIAISON)
    assert liaison.get(page).status_code == 403
    assert liaison.get(f"/cases/{number}/shortfall/filing/nowhere").status_code in {403, 404}
    proof = liaison.get(f"/cases/{number}/shortfall/proof")
    assert proof.content.startswith(b"%PDF-")
    draft = office.get(f"/cases/{number}/shortfall/draft/docx")
    assert draft.content.startswith(b"PK")


def test_seniority_alone_and_a_missing_attestation_are_told_at_their_fields(
    portal: Premises,
) -> None:
    """Both gaps at once; without an appropriation nothing is denied."""
    path = Fallback(portal.house)
    number = path.consulted()
    liaison = portal.signed_in(LIAISON)
    page = f"/cases/{number}/shortfall/assignment"
    answer = liaison.send(page, outcome="assigned", employer="state-police", grounds="Seniority")
    assert answer.status_code == 422
    assert "Seniority is the only ground" in answer.text
    assert "Attest that a candidate" in answer.text
    said = "Line item 8100-1001; the budget bureau's letter"
    sent = liaison.send(page, outcome="no-appropriation", appropriation=said)
    assert sent.status_code == 303
    assert portal.house.show(number)["state"] == "unfunded"
    assert "Nothing is denied" in liaison.get(f"/cases/{number}").text


def test_a_determination_is_taken_back_with_a_reason(portal: Premises) -> None:
    """Without a why it is refused; then the case is closed and says so."""
    number = Fallback(portal.house).determine().case.number
    chief = portal.signed_in(BOARD)
    page = f"/cases/{number}/shortfall/withdrawal"
    assert chief.send(page, reason=" ").status_code == 422
    assert chief.send(page, reason="A post was filled.").status_code == 303
    assert portal.house.show(number)["state"] == "withdrawn"
    for other in (INTAKE, SUPERINTENDENT):
        assert portal.signed_in(other).get(f"/cases/{number}").status_code == 403


def _today() -> dict[str, str]:
    today = new_york_date(datetime.now(UTC))
    return on(str(today.year), str(today.month), str(today.day))


def _marks(page: str, action: str) -> dict[str, str]:
    """Give the hidden fields of a form, those with dots and brackets in their names as well."""
    form = re.search(rf'<form[^>]* action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[1]))
