"""Papers: what came on paper, entered with the same steps as on the portal, and its scan kept."""

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import SelectField

from actions.signed_papers import note_begun, require_on_list, signer_of, signers_at
from actions.situations import organization
from models.people import Office
from portal.arriving import Caller
from portal.forms import Line, PageForm, choices_of
from portal.pages.determination_signing import read_over, signed
from portal.pages.determinations import (
    Hand,
    autosaved,
    begin,
    discarded,
    saved,
    written,
)
from portal.visits import Visit
from rules.findings import Refused

pages = APIRouter()


class PaperStart(PageForm):
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
    signed_by = SelectField("Who signed it", validate_choice=False)


@pages.get("/operators/paper")
def papers(visit: Caller) -> Response:
    """Say where each kind of paper is entered, and begin with a determination."""
    return visit.page("operators/paper.html", form=visit.form(PaperStart), signers=())


@pages.post("/operators/paper")
def begin_paper(visit: Caller) -> Response:
    """Find who may have signed; once that is said, begin the draft."""
    form = visit.form(PaperStart)
    if not form.validate():
        return visit.again("operators/paper.html", form, signers=())
    town, code = form.town.data or "", form.code.data or ""
    try:
        with visit.reading() as session:
            organization(session, code)
            signers = signers_at(session, Office.CHIEF, town, now=visit.now)
    except Refused as refused:
        form.take(refused, {"applicant": "code", "body": "code"})
        return visit.again("operators/paper.html", form, signers=())
    form.signed_by.choices = choices_of((one.email, one.words) for one in signers)
    if not signers:
        form.town.errors = [
            "Nobody is on record as chief of police there. Record the office first."
        ]
        return visit.again("operators/paper.html", form, signers=())
    if not form.signed_by.data:
        return visit.page("operators/paper.html", form=form, signers=signers)
    by = require_on_list(signers, str(form.signed_by.data))
    try:
        with visit.acting() as session:
            draft = begin(visit, session, code, town, by=by, last=False)
            note_begun(session, draft, signed_by=by, by=visit.by, now=visit.now)
            return visit.to(f"/operators/paper/{draft.id}")
    except Refused as refused:
        form.take(refused)
        return visit.again("operators/paper.html", form, signers=signers)


def _hand(visit: Visit, id_: str) -> Hand:
    """Give an operator's hand: the draft's writer is whoever signed the paper."""
    with visit.reading() as session:
        return Hand(signer_of(session, id_), f"/operators/paper/{id_}", on_paper=True)


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
    return autosaved(visit, id, _hand(visit, id))


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
    return discarded(visit, id, _hand(visit, id), "/operators/paper")
