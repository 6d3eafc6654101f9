"""A district's case after it was sent: receipt, where it stands, versions, withdrawal."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.concern import OF_THE_BODY
from actions.draft_starting import start_answer
from actions.policies import policy_of
from actions.questions import questions_of
from actions.receipts import receipt_of
from actions.register_reading import is_public
from actions.situations import organization
from actions.status import history_of, status_of
from actions.versions import compare_versions, versions_of
from actions.waivers import told_of_withdrawal, withdraw_waiver
from models.cases import Case, CaseKind, CaseState
from models.people import Office
from portal.arriving import Caller
from portal.forms import Text
from portal.pages.on_paper import PaperForm, acting_for, keep_paper, offer_paper
from portal.paper import part_of
from portal.visits import NoSuchPage, Visit
from rules.calendar import new_york_date
from rules.expectation import steps_ahead
from rules.form_words import field_words

pages = APIRouter()


class WithdrawalForm(PaperForm):
    """Why an application is taken back."""

    reason = Text(
        "Why it is taken back",
        hint="It is put on record and told to the chiefs and to whoever has the case in hand.",
        needed="Say why it is taken back.",
        longest=5000,
    )


@pages.get("/cases/{number}/receipt")
def receipt(visit: Caller, number: str, version: str = "") -> Response:
    """Show what was received, with its hashes, and what happens next; operators may print it."""
    case = _waiver(visit)
    with visit.reading() as session:
        found = receipt_of(session, number, _version(version) or case.version)
        policy = policy_of(session, case)
        today = new_york_date(found.received_at)
        return visit.page(
            "district/receipt.html",
            case=case,
            body=organization(session, case.organization_code),
            receipt=found,
            standing=status_of(session, case, now=visit.now),
            steps=steps_ahead(policy, CaseKind.WAIVER, today),
            followed=_is_followed(visit, case),
        )


@pages.get("/cases/{number}/status")
def status(visit: Caller, number: str) -> Response:
    """Say where a case stands, who acts next, and what happened, in plain words."""
    case = _waiver(visit)
    with visit.reading() as session:
        return visit.page(
            "district/status.html",
            case=case,
            body=organization(session, case.organization_code),
            standing=status_of(session, case, now=visit.now),
            happened=history_of(session, case, office=False),
            versions=versions_of(session, number),
            questions=questions_of(session, case),
            returned=case.state is CaseState.RETURNED,
            may_withdraw=case.closed_at is None
            and any(
                one.office is Office.SUPERINTENDENT and one.at == case.organization_code
                for one in visit.holdings
            ),
            words=field_words,
            in_register=is_public(session, number),
        )


@pages.post("/cases/{number}/status")
def answer(visit: Caller, number: str) -> Response:
    """Take up the answer to the office's questions: the one draft there is of it."""
    _waiver(visit)
    with visit.acting() as session:
        draft = start_answer(session, number, by=visit.by, now=visit.now)
        return visit.to(f"/drafts/{draft.id}")


@pages.get("/cases/{number}/versions")
def versions(visit: Caller, number: str, before: str = "", after: str = "") -> Response:
    """Show two versions side by side, where they differ."""
    case = _waiver(visit)
    new = _version(after) or case.version
    old = _version(before) or max(1, new - 1)
    with visit.reading() as session:
        return visit.page(
            "district/versions.html",
            case=case,
            versions=versions_of(session, number),
            old=old,
            new=new,
            changes=compare_versions(session, number, old, new),
            words=field_words,
            part_of=part_of,
        )


@pages.get("/cases/{number}/withdraw")
def ask_why(visit: Caller, number: str) -> Response:
    """Ask why an application is to be taken back, and say who will be told."""
    return _withdrawal(visit, number, visit.form(WithdrawalForm))


@pages.post("/cases/{number}/withdraw")
def withdraw(visit: Caller, number: str) -> Response:
    """Take an application back."""
    _waiver(visit)
    form = visit.form(WithdrawalForm)
    with visit.reading() as session:
        offer_paper(visit, session, form, Office.SUPERINTENDENT, myself=False)
    if not form.validate() or (acting := acting_for(visit, form)) is None:
        return _withdrawal(visit, number, form, again=True)
    with visit.acting() as session:
        case = withdraw_waiver(
            session, number, reason=form.reason.data or "",
            by=acting.by, entered_by=visit.by, now=visit.now,
        )  # fmt: skip
        keep_paper(visit, session, number, acting, act="withdrawal")
        onward = f"/cases/{number}/status" if _is_followed(visit, case) else f"/cases/{number}"
        return visit.to(onward, said="The application was taken back.")


def _withdrawal(
    visit: Visit, number: str, form: WithdrawalForm, *, again: bool = False
) -> Response:
    case = _waiver(visit)
    with visit.reading() as session:
        offer_paper(visit, session, form, Office.SUPERINTENDENT, myself=False)
        told = told_of_withdrawal(session, case, now=visit.now)
    answer = visit.again if again else visit.page
    followed = _is_followed(visit, case)
    return answer(
        "district/withdraw.html", form=form, case=case, number=number, told=told, followed=followed
    )


def _is_followed(visit: Visit, case: Case) -> bool:
    """Whether whoever is here follows the case as one of the body; an operator does not."""
    return any(
        one.office in OF_THE_BODY and one.at == case.organization_code for one in visit.holdings
    )


def _waiver(visit: Visit) -> Case:
    if visit.case is None or visit.case.kind is not CaseKind.WAIVER:
        raise NoSuchPage("This page is about waiver applications; the case is none.")
    return visit.case


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None  # noqa: PLR2004
