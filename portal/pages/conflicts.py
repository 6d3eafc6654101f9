"""Before a case's content: who the parties are, and whether the reviewer has a conflict."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from actions.conflicts import declare_no_conflict, has_declared, parties
from actions.recusals import recuse
from models.cases import Case
from portal.arriving import Caller
from portal.entering import inside
from portal.forms import PageForm, Text, choices_of
from portal.visits import Visit

pages = APIRouter()


class ConflictForm(PageForm):
    """Whether there is a conflict, and which."""

    answer = RadioField(
        "Do you have a conflict?",
        choices=choices_of(
            [
                ("none", "No. I have no conflict in this case."),
                ("conflict", "Yes, or it could look so. I step aside."),
            ]
        ),
        validators=[InputRequired("Say whether you have a conflict.")],
    )
    reason = Text(
        "If you step aside: what is the conflict?",
        hint="In a sentence. The office can read it; the parties are not told.",
        longest=2000,
        rows=3,
    )


@pages.get("/cases/{number}/conflict")
def ask(visit: Caller, number: str) -> Response:
    """Name the parties, and nothing else, and ask."""
    return _shown(visit, number, visit.form(ConflictForm))


@pages.post("/cases/{number}/conflict")
def answer(visit: Caller, number: str) -> Response:
    """Put the answer on record: open the content, or take the reviewer off the case."""
    form = visit.form(ConflictForm)
    valid = form.validate()
    if form.answer.data == "conflict" and not form.reason.data:
        form.reason.errors = ["Say in words what the conflict is."]
        valid = False
    if not valid:
        return _shown(visit, number, form)
    with visit.acting() as session:
        if form.answer.data == "none":
            declare_no_conflict(session, number, by=visit.by, entered_by=visit.by, now=visit.now)
            return visit.to(_onward(visit, number))
        recuse(
            session, number, reason=form.reason.data or "",
            by=visit.by, entered_by=visit.by, now=visit.now,
        )  # fmt: skip
        said = f"You have stepped aside from {number}. What you had in hand goes to somebody else."
        return visit.to("/queue", said=said)


def _shown(visit: Visit, number: str, form: ConflictForm) -> Response:
    with visit.reading() as session:
        case = session.get_one(Case, number)
        facts: dict[str, Any] = {
            "number": number,
            "parties": parties(session, case, now=visit.now),
            "declared": has_declared(session, case, visit.who),
            "closed": case.closed_at is not None,
            "onward": _onward(visit, number),
        }
    if form.errors or form.mistakes:
        return visit.again("office/conflict.html", form, **facts)
    return visit.page("office/conflict.html", form=form, **facts)


def _onward(visit: Visit, number: str) -> str:
    asked = visit.value("next") or visit.request.query_params.get("next")
    return inside(asked, default=f"/cases/{number}/office")
