"""What the state police can do: assigned, no appropriation, or pending. Never denied."""

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField

from actions.assigning import assign_officer
from actions.shortfall_page import shortfall_shown
from models.people import Office
from models.shortfalls import AssignmentOutcome, Employer
from portal.arriving import Caller
from portal.forms import CHOOSE, Line, Text, Tick, choices_of
from portal.pages.on_paper import PaperForm, acting_for, keep_paper, offer_paper
from portal.pages.shortfalls import placed
from portal.visits import Visit
from rules.assignment import AssignmentForm
from rules.findings import Refused

pages = APIRouter()

SAID = {
    AssignmentOutcome.ASSIGNED: "An officer is assigned",
    AssignmentOutcome.NO_APPROPRIATION: "There is no appropriation to assign one from now",
    AssignmentOutcome.PENDING: "It is not known yet",
}
WHOSE = [
    (Employer.STATE_POLICE.value, "The department of state police’s"),
    (Employer.OTHER.value, "Another employer’s"),
]
DONE = {
    AssignmentOutcome.ASSIGNED: "The assignment is on record. The memorandum comes next.",
    AssignmentOutcome.NO_APPROPRIATION: (
        "It is on record that there is no appropriation now. Nothing is denied: it is asked again."
    ),
    AssignmentOutcome.PENDING: "It is on record that the answer is still to come.",
}


class AnswerForm(PaperForm):
    """The state police's answer."""

    outcome = RadioField(
        "Can an officer be assigned?",
        CHOOSE,
        choices=choices_of((one.value, words) for one, words in SAID.items()),
    )
    employer = RadioField(
        "If assigned: whose officer is it?",
        choices=choices_of(WHOSE),
        default=Employer.STATE_POLICE.value,
    )
    grounds = Text(
        "If assigned: on what grounds",
        hint="One ground a line, such as training or work with young people. Seniority alone is "
        "not enough. Name no person and give no detail of one.",
        rows=4,
        longest=5000,
    )
    candidate_considered = Tick(
        "A candidate who would strive to foster an optimal learning environment was considered",
        hint="If assigned. This is an attestation; nothing about any person is kept.",
    )
    appropriation = Line(
        "If there is no appropriation: the reference, and who said so",
        hint="For example: line item 8100-1001; the budget bureau’s letter of September 9.",
        longest=500,
    )


def _asked(form: AnswerForm) -> AssignmentForm:
    outcome = AssignmentOutcome(form.outcome.data)
    assigned = outcome is AssignmentOutcome.ASSIGNED
    lines = (form.grounds.data or "").splitlines()
    return AssignmentForm(
        outcome=outcome,
        employer=Employer(form.employer.data) if assigned and form.employer.data else None,
        grounds=tuple(one.strip() for one in lines if one.strip()) if assigned else (),
        candidate_considered=assigned and bool(form.candidate_considered.data),
        appropriation=form.appropriation.data or None,
    )


@pages.get("/cases/{number}/shortfall/assignment")
def assignment(visit: Caller, number: str) -> Response:
    """Ask whether an officer can be assigned."""
    return _page(visit, number, visit.form(AnswerForm))


def _page(visit: Visit, number: str, form: AnswerForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        if not again:
            offer_paper(visit, session, form, Office.STATE_POLICE)
        _, found = shortfall_shown(session, number)
    answer = visit.again if again else visit.page
    return answer("shortfall/assignment.html", form=form, found=found)


@pages.post("/cases/{number}/shortfall/assignment")
def assign(visit: Caller, number: str) -> Response:
    """Put the answer on record."""
    form = visit.form(AnswerForm)
    with visit.reading() as session:
        offer_paper(visit, session, form, Office.STATE_POLICE)
    if not form.validate() or (acting := acting_for(visit, form)) is None:
        return _page(visit, number, form, again=True)
    answer = _asked(form)
    try:
        with visit.acting() as session:
            assign_officer(
                session, number, answer, by=acting.by, entered_by=visit.by, now=visit.now
            )
            keep_paper(visit, session, number, acting, act="assignment")
            return visit.to(f"/cases/{number}", said=DONE[answer.outcome])
    except Refused as refused:
        if not placed(form, refused):
            raise
        return _page(visit, number, form, again=True)
