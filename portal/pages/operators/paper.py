"""Papers: what came on paper, entered with the same steps as on the portal, and its scan kept."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import SelectField

from actions.draft_access import drafts_from_paper, signer_of
from actions.draft_starting import FromPaper, start_answer, start_draft
from actions.signed_papers import Signer, require_on_list, signers_at
from actions.situations import organization
from models.cases import Case, CaseKind
from models.drafts import Draft
from models.people import Office
from portal.arriving import Caller
from portal.forms import Day, Line, PageForm, choices_of
from portal.pages.determination_signing import read_over, signed
from portal.pages.determinations import (
    Hand,
    autosaved,
    discarded,
    saved,
    written,
)
from portal.visits import NoSuchPage, Visit
from rules.findings import Refused

pages = APIRouter()

NUMBERED = "W-"
"""How the number of an application begins; a body's code is digits."""


class PaperStart(PageForm):
    """A paper: when it came, and, once it is known who may have, who signed it."""

    came_on = Day("On which day it was received", needed="Say on which day it was received.")
    signed_by = SelectField("Who signed it", validate_choice=False)


class DeterminationPaper(PaperStart):
    """A determination that came on paper."""

    code = Line(
        "The body’s code",
        hint="Eight digits, from the registry.",
        needed="Write the body’s code.",
        longest=8,
    )
    town = Line(
        "The town whose chief signed it",
        needed="Write the town.",
        longest=100,
    )


class ApplicationPaper(PaperStart):
    """An application that came on paper, or the answer to one that was returned."""

    about = Line(
        "The body’s code, or the number of the application that it answers",
        hint="Eight digits, from the registry; or, where the office has returned an application "
        "with questions, its number: W-2026-0001.",
        needed="Write the body’s code, or the number of the application.",
        longest=20,
    )


@pages.get("/operators/paper")
def papers(visit: Caller) -> Response:
    """Say where each kind of paper is entered, and what was begun."""
    with visit.reading() as session:
        begun = drafts_from_paper(session)
        names = {one.organization_code: organization(session, one.organization_code).name
                 for one, _ in begun}  # fmt: skip
    return visit.page("operators/paper.html", begun=begun, names=names)


@pages.get("/operators/paper/application")
def ask_application(visit: Caller, about: str = "") -> Response:
    """Ask whose application came, and when."""
    return _asked(visit, "application", visit.form(ApplicationPaper, about=about[:20]))


@pages.post("/operators/paper/application")
def begin_application(visit: Caller) -> Response:
    """Find who may have signed; once that is said, begin the draft."""
    form = visit.form(ApplicationPaper)
    if not form.validate():
        return _asked(visit, "application", form, again=True)
    about = (form.about.data or "").upper()
    answers = about if about.startswith(NUMBERED) else None
    try:
        with visit.reading() as session:
            case = session.get(Case, answers) if answers else None
            if answers and case is None:
                form.about.errors = [f"There is no application {answers}."]
                return _asked(visit, "application", form, again=True)
            body = organization(session, case.organization_code if case else about)
            signers = signers_at(session, Office.SUPERINTENDENT, body.code, now=visit.now)
        if (paper := _paper(form, signers)) is None:
            return _asked(visit, "application", form, signers, again=bool(form.errors))
        with visit.acting() as session:
            draft = (
                start_answer(session, answers, by=visit.by, now=visit.now, paper=paper)
                if answers
                else start_draft(
                    session, CaseKind.WAIVER, about, by=visit.by, now=visit.now, paper=paper
                )
            )
            return visit.to(f"/drafts/{draft.id}")
    except Refused as refused:
        form.take(refused, {"applicant": "about", "body": "about", "NUMBER": "about"})
        return _asked(visit, "application", form, again=True)


@pages.get("/operators/paper/determination")
def ask_determination(visit: Caller) -> Response:
    """Ask whose determination came, and when."""
    return _asked(visit, "determination", visit.form(DeterminationPaper))


@pages.post("/operators/paper/determination")
def begin_determination(visit: Caller) -> Response:
    """Find who may have signed; once that is said, begin the draft."""
    form = visit.form(DeterminationPaper)
    if not form.validate():
        return _asked(visit, "determination", form, again=True)
    town, code = form.town.data or "", form.code.data or ""
    try:
        with visit.reading() as session:
            organization(session, code)
            signers = signers_at(session, Office.CHIEF, town, now=visit.now)
        if (paper := _paper(form, signers)) is None:
            return _asked(visit, "determination", form, signers, again=bool(form.errors))
        with visit.acting() as session:
            draft = start_draft(
                session, CaseKind.SHORTFALL, code,
                by=visit.by, now=visit.now, town=town, paper=paper,
            )  # fmt: skip
            return visit.to(f"/operators/paper/{draft.id}")
    except Refused as refused:
        form.take(refused, {"applicant": "code", "body": "code"})
        return _asked(visit, "determination", form, again=True)


def _paper(form: PaperStart, signers: Sequence[Signer]) -> FromPaper | None:
    """Give the paper as the form says; None while it is not known who signed it."""
    vars(form.signed_by)["needed"] = True
    form.signed_by.choices = choices_of((one.email, one.words) for one in signers)
    if not signers:
        form.signed_by.errors = [
            "Nobody is on record who could have signed it. Record who holds the office first."
        ]
        return None
    if not form.signed_by.data:
        return None
    came_on: date = form.came_on.data  # pyright: ignore[reportAssignmentType] - validated
    return FromPaper(require_on_list(signers, str(form.signed_by.data)), came_on)


def _asked(
    visit: Visit,
    what: str,
    form: PaperStart,
    signers: Sequence[Signer] = (),
    *,
    again: bool = False,
) -> Response:
    answer = visit.again if again else visit.page
    return answer(f"operators/paper-{what}.html", form=form, signers=signers)


def _hand(visit: Visit, id_: str) -> Hand:
    """Give an operator's hand: the draft will be the act of whoever signed the paper."""
    with visit.reading() as session:
        draft = session.get(Draft, id_)
        signer = signer_of(session, draft) if draft and draft.kind is CaseKind.SHORTFALL else None
    if signer is None:
        raise NoSuchPage("No determination is typed from a paper here. Begin with the paper.")
    return Hand(signer, f"/operators/paper/{id_}", on_paper=True)


@pages.get("/operators/paper/{id}")
def write(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Show the draft that is typed from a paper."""
    return written(visit, id, _hand(visit, id))


@pages.post("/operators/paper/{id}")
def save(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Take what was typed."""
    return saved(visit, id, _hand(visit, id))


@pages.post("/operators/paper/{id}/save")
def autosave(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Take what was typed so far."""
    _hand(visit, id)
    return autosaved(visit, id)


@pages.get("/operators/paper/{id}/sign")
def read(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Show what will be filed for whoever signed the paper."""
    return read_over(visit, id, _hand(visit, id))


@pages.post("/operators/paper/{id}/sign")
def sign(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """File it, with the scan."""
    return signed(visit, id, _hand(visit, id))


@pages.post("/operators/paper/{id}/discard")
def discard(visit: Caller, id: str) -> Response:  # noqa: A002 - the path's own word
    """Give the draft up."""
    _hand(visit, id)
    return discarded(visit, id, "/operators/paper")
