"""Papers: what came on paper is typed by an operator and is the act of whoever signed it."""

import json
from pathlib import Path
from typing import Any

import httpx2
from playwright.sync_api import Page, expect

from actions.draft_starting import FromPaper, start_draft
from actions.questions import Asked
from database import transaction
from models.cases import Case, CaseKind, CaseState
from models.drafts import Draft, DraftEdit
from models.events import Event
from models.people import Person
from models.reviews import ReviewOutcome
from models.submissions import Submission
from tests.actions.draft_makers import EDITOR, PORT, Desk
from tests.actions.makers import CHIEF, INTAKE, OPERATOR, SUPERINTENDENT
from tests.actions.shortfall_makers import BOARD
from tests.portal.browsing import Visits, check
from tests.portal.draft_pages import desk_of, write
from tests.portal.premises import Premises, Visitor
from tests.portal.test_shortfall_journey import pick_day
from tests.portal.writing import sample, write_all
from tests.shared import CASES

SCAN = CASES / "files" / "response-protocol.pdf"
RECEIVED = {"came_on-month": "9", "came_on-day": "1", "came_on-year": "2026"}
START = "/operators/paper/application"


def begin(operator: Visitor, about: str = PORT, **more: str) -> httpx2.Response:
    """Begin a draft from a paper; both steps."""
    said = {"about": about, **RECEIVED, **more}
    assert SUPERINTENDENT in operator.send(START, **said).text
    return operator.send(START, **said, signed_by=SUPERINTENDENT)


def written(portal: Premises, address: str) -> None:
    """Type the whole paper into a draft, as the operator."""
    _Typist(portal.house, portal.surroundings.store).write_complete(address.split("/")[2])


class _Typist(Desk):
    """A desk at which the operator types."""

    def edit(self, draft: str, typed: dict[str, Any], *, seen: int, by: str = OPERATOR) -> Any:
        return super().edit(draft, typed, seen=seen, by=by)

    def add(self, draft: str, listed: str, item: str, *, by: str = OPERATOR) -> str:
        return super().add(draft, listed, item, by=by)

    def attach(
        self, draft: str, path: str, file: str, *, instead_of: str | None = None, by: str = OPERATOR
    ) -> str:
        return super().attach(draft, path, file, instead_of=instead_of, by=by)


def file(operator: Visitor, address: str, scan: Path | None = SCAN) -> httpx2.Response:
    """File the draft as it stands, with the scan."""
    if scan is None:
        return operator.send(f"{address}/sign", read="y")
    with scan.open("rb") as content:
        return operator.send(f"{address}/sign", read="y", files={"scan": (scan.name, content)})


def _event(portal: Premises, kind: str) -> Event:
    return next(one for one in portal.house.rows(Event) if one.kind == kind)


def test_an_application_on_paper_is_the_superintendents_and_names_who_typed_it(
    portal: Premises,
) -> None:
    """Same parts, same rules; the scan and the day it came are kept; the receipt can be printed."""
    operator = portal.signed_in(OPERATOR)
    address = begin(operator).headers["location"]
    assert address in operator.get("/operators/paper").text
    assert "It cannot be sent yet" in operator.get(f"{address}/sign").text
    written(portal, address)
    without = file(operator, address, None)
    assert without.status_code == 422
    assert "Choose the scan of the signed paper." in without.text
    assert portal.house.rows(Case) == []
    sent = file(operator, address)
    assert sent.status_code == 303, sent.text
    receipt = operator.get(sent.headers["location"]).text
    assert f"{SUPERINTENDENT}, on paper; entered by {OPERATOR}" in receipt
    (case,), (filed,) = portal.house.rows(Case), portal.house.rows(Submission)
    with portal.house.session() as session:
        assert session.get_one(Person, filed.signed_by).email == SUPERINTENDENT
    assert filed.entered_by == OPERATOR
    kept = _event(portal, "paper.kept")
    assert json.loads(kept.data)["came_on"] == "2026-09-01"
    assert (kept.stream, json.loads(kept.data)["signed_by"]) == (case.number, SUPERINTENDENT)
    page = operator.get(f"/cases/{case.number}").text
    assert "received on" in page
    assert f"/documents/{case.number}/P{kept.seq}" in page
    assert operator.get(f"/documents/{case.number}/P{kept.seq}").content == SCAN.read_bytes()
    assert SUPERINTENDENT in operator.get("/operators/entries").text


def test_typing_from_a_paper_is_put_down_as_the_operators(portal: Premises) -> None:
    """Whoever signed the paper typed nothing: each change names the typist."""
    operator = portal.signed_in(OPERATOR)
    address = begin(operator).headers["location"]
    write(operator, f"{address}/parts/scope", {"scope": "All of the section"})
    with portal.house.session() as session:
        (edit,) = portal.house.rows(DraftEdit)
        assert session.get_one(Person, edit.by).email == OPERATOR
    begun = _event(portal, "paper.begun")
    assert (begun.by, json.loads(begun.data)["signed_by"]) == (OPERATOR, SUPERINTENDENT)


def test_a_draft_from_a_paper_is_nobodys_but_the_operators(portal: Premises) -> None:
    """The district neither sees nor changes what is typed from its paper, nor they its own."""
    address = begin(portal.signed_in(OPERATOR)).headers["location"]
    superintendent = portal.signed_in(SUPERINTENDENT)
    for page in (address, f"{address}/parts/scope", f"{address}/sign"):
        assert superintendent.get(page).status_code == 403
    assert address not in superintendent.get("/drafts").text
    own = desk_of(portal).start(by=EDITOR)
    assert portal.signed_in(OPERATOR).get(f"/drafts/{own}").status_code == 403


def test_a_paper_names_a_body_a_day_and_a_signer_that_are_so(portal: Premises) -> None:
    """Each mistake is told at its field and keeps what was typed."""
    operator = portal.signed_in(OPERATOR)
    unknown = operator.send(START, about="12345678", **RECEIVED)
    assert unknown.status_code == 422
    assert "12345678" in unknown.text
    assert operator.send(START, about=PORT).status_code == 422
    ahead = {**RECEIVED, "came_on-year": "2099"}
    told = operator.send(START, about=PORT, **ahead, signed_by=SUPERINTENDENT)
    assert told.status_code == 422
    assert "That day is still ahead" in told.text
    forged = operator.send(START, about=PORT, **RECEIVED, signed_by=CHIEF)
    assert forged.status_code in {403, 422}
    gone = operator.send(START, about="W-2026-9999", **RECEIVED)
    assert gone.status_code == 422
    assert "There is no application W-2026-9999" in gone.text
    charter = operator.send(
        START, about="99350000", **RECEIVED, signed_by="director@harborlight.example"
    )
    assert charter.status_code == 422
    assert portal.house.rows(Draft) == []


def returned(portal: Premises) -> str:
    """Give a case that the office has returned with a question."""
    house = portal.house
    number = house.submit().case.number
    house.route()
    asked = (Asked("evidence[0].period", "Which school years?"),)
    house.review(number, INTAKE, outcome=ReviewOutcome.RETURN, questions=asked)
    house.route()
    return number


def test_an_answer_on_paper_is_a_version_beside_the_old(portal: Premises) -> None:
    """It begins with what was returned; a draft of the district's own stays the district's."""
    portal.keep_files()
    number = returned(portal)
    own = portal.signed_in(EDITOR).send(f"/cases/{number}/status").headers["location"]
    operator = portal.signed_in(OPERATOR)
    assert f"{START}?about={number}" in operator.get(f"/cases/{number}").text
    address = begin(operator, number).headers["location"]
    assert address != own
    assert "Which school years?" in operator.get(address).text
    write(operator, f"{address}/parts/scope", {"scope": "What the paper says"})
    sent = file(operator, address)
    assert sent.headers["location"] == f"/cases/{number}/receipt?version=2"
    newest = max(portal.house.rows(Submission), key=lambda one: one.version)
    assert (newest.version, newest.scope) == (2, "What the paper says")
    late = portal.signed_in(SUPERINTENDENT).send(f"{own}/sign", read="y")
    assert late.status_code in {409, 422}


def test_a_withdrawal_on_paper_is_the_superintendents(portal: Premises) -> None:
    """Day and scan are wanted; then it is their act, entered by the operator."""
    number = portal.house.submit().case.number
    operator = portal.signed_in(OPERATOR)
    page = f"/cases/{number}/withdraw"
    said = {"reason": "We have appointed an officer.", "signed_by": SUPERINTENDENT}
    bare = operator.send(page, **said)
    assert bare.status_code == 422
    for words in ("Choose the scan", "Say on which day it was received", said["reason"]):
        assert words in bare.text
    with SCAN.open("rb") as scan:
        sent = operator.send(page, **said, **RECEIVED, files={"scan": ("signed.pdf", scan)})
    assert sent.headers["location"] == f"/cases/{number}"
    assert portal.house.rows(Case)[0].state is CaseState.WITHDRAWN
    taken = _event(portal, "waiver.withdrawn")
    assert (taken.by, taken.entered_by) == (SUPERINTENDENT, OPERATOR)
    assert json.loads(_event(portal, "paper.kept").data)["act"] == "withdrawal"


def test_a_determination_on_paper_is_the_chiefs_and_names_who_typed_it(portal: Premises) -> None:
    """The same steps and rules; the scan is kept with the case."""
    operator = portal.signed_in(OPERATOR)
    first = {"code": "99600000", "town": "Quarry Hill", **RECEIVED}
    start = "/operators/paper/determination"
    assert BOARD in operator.send(start, **first).text
    begun = operator.send(start, **first, signed_by=BOARD)
    page = begun.headers["location"]
    saved = operator.send(page, **_determination(), do="sign")
    assert saved.headers["location"] == f"{page}/sign"
    without = operator.send(f"{page}/sign", agreed="y")
    assert without.status_code == 422
    assert "Choose the scan of the signed paper." in without.text
    with SCAN.open("rb") as scan:
        sent = operator.send(f"{page}/sign", agreed="y", files={"scan": ("signed.pdf", scan)})
    number = sent.headers["location"].rpartition("/")[2]
    events = {one["kind"]: one for one in portal.house.show(number)["events"]}
    determined, kept = events["shortfall.determined"], events["paper.kept"]
    assert (determined["by"], determined["entered_by"]) == (BOARD, OPERATOR)
    got = operator.get(f"/documents/{number}/P{kept['seq']}")
    assert got.content == SCAN.read_bytes()
    assert json.loads(_event(portal, "paper.kept").data)["came_on"] == "2026-09-01"
    assert BOARD in operator.get("/operators/entries").text


def _determination() -> dict[str, Any]:
    return {
        "office_basis": "Select board having control of the police",
        "determination": "There are not sufficient resources: two posts are vacant.",
        "resources_lacking": ["personnel"],
        "fiscal_year": "2027",
        "superintendent_consultation.by": "superintendent@quarryhill.example",
        "superintendent_consultation.dates": "9/2/2026",
        "superintendent_consultation.mode": "meeting",
        "superintendent_consultation.view": "I disagree.",
    }


def test_a_chiefs_own_draft_is_not_an_operators_to_write_in(portal: Premises) -> None:
    """Only a draft that an operator began from a paper opens under papers."""
    chief = portal.signed_in(BOARD)
    begun = chief.send("/determinations/new", body="99600000@Quarry Hill")
    draft = begun.headers["location"].rpartition("/")[2]
    assert portal.signed_in(OPERATOR).get(f"/operators/paper/{draft}").status_code == 404
    assert portal.signed_in(CHIEF).get(f"/determinations/{draft}").status_code == 403
    assert portal.signed_in(SUPERINTENDENT).get(f"/determinations/{draft}").status_code == 403


def test_a_paper_is_typed_and_filed_in_a_browser(
    visits: Visits, portal_on_sqlite: Premises
) -> None:
    """From the paper in hand to the receipt that goes back with it."""
    page = visits.window(portal_on_sqlite)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    page.goto("/operators/paper")
    page.get_by_role("link", name="A district’s application, or its answer").click()
    page.get_by_label("The body’s code").fill(PORT)
    pick_day(page, "On which day it was received", 9, 1, 2026)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Who signed it").select_option(SUPERINTENDENT)
    check(page, "operators-paper-signer")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text(f"You type what {SUPERINTENDENT} has signed on paper").wait_for()
    check(page, "operators-paper-draft")
    write_all(page, sample())
    page.get_by_role("link", name="Read it over and file it").click()
    page.get_by_text("I have compared the whole of it").click()
    page.get_by_label("The scan of the signed paper").set_input_files(SCAN)
    check(page, "operators-paper-sign")
    page.get_by_role("button", name="File it").click()
    page.get_by_role("heading", name="Received").wait_for()
    check(page, "operators-paper-receipt")
    page.get_by_role("link", name="Look at W-").click()
    expect(page.get_by_text(f"{SUPERINTENDENT}, entered by {OPERATOR}").first).to_be_visible()
    check(page, "operators-paper-case")
    take_back(page)


def take_back(page: Page) -> None:
    """Enter a withdrawal that came on paper, from the case."""
    page.get_by_role("link", name="Enter a withdrawal that came on paper").click()
    check(page, "operators-paper-withdrawal")
    page.get_by_label("Why it is taken back").fill("We have appointed an officer.")
    pick_day(page, "On which day was the paper received?", 9, 2, 2026)
    page.get_by_label("The scan of the signed paper").set_input_files(SCAN)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("The application was taken back.").wait_for()


def test_pages_of_a_paper_fit_a_telephone(visits: Visits, portal_on_sqlite: Premises) -> None:
    """An operator may type from a paper at a counter."""
    house = portal_on_sqlite.house
    with transaction(house.engine) as session:
        paper = FromPaper(SUPERINTENDENT, house.now.date())
        draft = start_draft(
            session, CaseKind.WAIVER, PORT, by=OPERATOR, now=house.now, paper=paper
        ).id
    number = house.submit().case.number
    page = visits.window(portal_on_sqlite, phone=True)
    visits.sign_in(page, portal_on_sqlite, OPERATOR)
    for path in (
        "/operators/paper", START, f"/drafts/{draft}", f"/drafts/{draft}/parts/scope",
        f"/drafts/{draft}/sign", f"/drafts/{draft}/give-up", f"/cases/{number}/withdraw",
    ):  # fmt: skip
        page.goto(path)
        check(page, f"paper-{path.strip('/').replace('/', '-').replace(draft, 'x')}")
