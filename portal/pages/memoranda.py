"""The memorandum of understanding: a draft to write in, the signed one lodged, both filings."""

from datetime import date
from io import BytesIO
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms.validators import Optional, Regexp

from actions.memoranda import OFFICE_OF, Receipted, file_memorandum, lodge_memorandum
from actions.papers import memorandum_facts, proof_facts
from actions.shortfall_page import shortfall_shown
from documents import Examined, pages_in
from models.people import Office
from models.shortfalls import Place
from notifications.papers.facts import MemorandumFacts
from notifications.papers.typeset import draft_pdf, proof_pdf
from portal.arriving import Caller
from portal.forms import Day, Line, PageForm, Text, Upload
from portal.pages.documents import attachment
from portal.pages.on_paper import (
    PaperForm,
    acting_for,
    keep_paper,
    offer_paper,
    stored,
)
from portal.pages.shortfalls import placed, places_of
from portal.visits import NoSuchPage, Visit
from rules.calendar import new_york_date
from rules.findings import Refused
from rules.memorandum import PARTS, MemorandumForm, read_signatory
from rules.memorandum_filing import OFFICE_IN

pages = APIRouter()


def _word(facts: MemorandumFacts) -> bytes:
    from notifications.papers.word import draft_docx

    return draft_docx(facts)


WRITERS = {"docx": _word, "pdf": draft_pdf}
PARTIES = (Office.CHIEF, Office.SUPERINTENDENT, Office.STATE_POLICE)


def _a_page(label: str, needed: str | None = None) -> Line:
    checks = [Regexp(r"^[0-9]{1,4}$", message="A page is a number, such as 3.")]
    more = checks if needed else [Optional(), *checks]
    return Line(label, needed=needed, longest=4, validators=more)


class SignedForm(PaperForm):
    """The signed memorandum about to be lodged."""

    document = Upload(
        "The signed memorandum",
        hint="As it was signed, best as PDF. Up to 25 MB.",
        needed="Choose the file of the signed memorandum.",
    )
    roles_page = _a_page(
        "The page that clearly defines roles and duties",
        needed="Say on which page roles and duties are defined.",
    )
    signed_on = Day("The day it was signed", needed="Say on which day it was signed.")
    signatories = Text(
        "Who signed",
        hint="One a line: title, a semicolon, and by what authority. For example: Superintendent "
        "of Schools; vote of the school committee.",
        needed="Name at least one person who signed, by title.",
        rows=4,
        longest=4000,
    )


def part_field(part: str) -> str:
    """Name the field of a part of the checklist: `b-iii` is `part_b_iii`."""
    return f"part_{part.replace('-', '_')}"


for _part, _words in PARTS.items():
    _clause = "Exclusion statement:" if _part == "exclusion" else f"({_part.replace('-', ')(')})"
    setattr(SignedForm, part_field(_part), _a_page(f"{_clause} {_words}"))


def _read(form: SignedForm) -> MemorandumForm:
    lines = (form.signatories.data or "").splitlines()
    sent = form.document.data
    return MemorandumForm(
        filename=(sent.filename if sent else None) or "memorandum",
        roles_page=int(form.roles_page.data or 0),
        signed_on=form.signed_on.data or date.min,
        parts={part: int(page) for part in PARTS if (page := form[part_field(part)].data)},
        signatories=tuple(read_signatory(one) for one in lines if one.strip()),
    )


@pages.get("/cases/{number}/shortfall/memorandum")
def memorandum(visit: Caller, number: str) -> Response:
    """Offer the draft, and ask for the signed one."""
    return _memorandum(visit, number, visit.form(SignedForm))


def _memorandum(visit: Visit, number: str, form: SignedForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        if not again:
            offer_paper(visit, session, form, *PARTIES)
        _, found = shortfall_shown(session, number)
    answer = visit.again if again else visit.page
    return answer(
        "shortfall/memorandum.html",
        form=form,
        found=found,
        checklist=[form[part_field(part)] for part in PARTS],
    )


@pages.post("/cases/{number}/shortfall/memorandum")
def lodge(visit: Caller, number: str) -> Response:
    """Lodge the signed memorandum."""
    form = visit.form(SignedForm)
    with visit.reading() as session:
        offer_paper(visit, session, form, *PARTIES)
    if form.on_paper and form.scan.data is None:
        form.scan.data = form.document.data  # the memorandum is the paper itself
    sound = form.validate()
    document = stored(visit, form.document) if sound else None
    acting = acting_for(visit, form) if document else None
    if document is None or acting is None:
        return _memorandum(visit, number, form, again=True)
    try:
        with visit.acting() as session:
            lodge_memorandum(
                session,
                number,
                _read(form),
                document,
                by=acting.by,
                entered_by=visit.by,
                now=visit.now,
                pages=_pages(visit, document),
            )
            keep_paper(visit, session, number, acting, act="memorandum")
            said = "The memorandum is lodged. Both offices are asked to put it on file."
            return visit.to(f"/cases/{number}", said=said)
    except Refused as refused:
        places = [(f"parts.{part}", part_field(part)) for part in PARTS]
        if not placed(form, refused, [*places, ("--document", "document")]):
            raise
        return _memorandum(visit, number, form, again=True)


def _pages(visit: Visit, document: Examined) -> int | None:
    return pages_in(visit.portal.store.open(document.sha256))


class FiledForm(PageForm):
    """The memorandum put on file in an office."""

    document = Upload(
        "The document that is on file",
        hint="The very file that was lodged. Its fingerprint is compared.",
        needed="Choose the document that is on file, so that it can be compared.",
    )
    on = Day("The day it was put on file", needed="Say on which day.")
    custodian = Line(
        "Who keeps it there, by title",
        hint="For example: Records clerk.",
        needed="Say who keeps it, by title.",
        longest=200,
    )
    receipt = Upload("The office’s receipt", hint="Only where you are not of that office yourself.")


@pages.get("/cases/{number}/shortfall/filing/{place}")
def filing(visit: Caller, number: str, place: str) -> Response:
    """Ask when, where and by whom it is kept."""
    form = visit.form(FiledForm, on=new_york_date(visit.now))
    return _filing(visit, number, _place(place), form)


def _place(place: str) -> Place:
    if place not in set(Place):
        raise NoSuchPage("The memorandum is put on file in two offices, and this is neither.")
    return Place(place)


def _filing(
    visit: Visit, number: str, place: Place, form: FiledForm, *, again: bool = False
) -> Response:
    with visit.reading() as session:
        _, found = shortfall_shown(session, number)
        own = any(one.office is OFFICE_OF[place] for one in visit.holdings)
    answer = visit.again if again else visit.page
    return answer(
        "shortfall/filing.html",
        form=form,
        found=found,
        office=OFFICE_IN[place],
        places=places_of(found),
        own=own,
    )


@pages.post("/cases/{number}/shortfall/filing/{place}")
def confirm(visit: Caller, number: str, place: str) -> Response:
    """Confirm that the memorandum is on file in an office."""
    where, form = _place(place), visit.form(FiledForm)
    sound = form.validate()
    document = stored(visit, form.document) if sound else None
    receipt = stored(visit, form.receipt) if document else None
    if document is None or form.receipt.errors:
        return _filing(visit, number, where, form, again=True)
    filed = Receipted(where, form.on.data or date.min, form.custodian.data or "", document, receipt)
    try:
        with visit.acting() as session:
            file_memorandum(session, number, filed, by=visit.by, entered_by=visit.by, now=visit.now)
            _, found = shortfall_shown(session, number)
            return visit.to(f"/cases/{number}", said=_said(found))
    except Refused as refused:
        if not placed(form, refused, [("place", "document")]):
            raise
        return _filing(visit, number, where, form, again=True)


def _said(found: dict[str, Any]) -> str:
    missing = [office for office, filed in places_of(found) if filed is None]
    if missing:
        return f"The filing is confirmed. The case waits for {missing[0]}."
    return "The filing is confirmed. It is on file in both offices: the case is complete."


@pages.get("/cases/{number}/shortfall/draft/{kind}")
def draft(visit: Caller, number: str, kind: str) -> Response:
    """Give a draft memorandum from the case: to edit as .docx, to read as .pdf."""
    if kind not in WRITERS:
        raise NoSuchPage("A draft can be had as docx or pdf.")
    with visit.reading() as session:
        facts = memorandum_facts(session, number, now=visit.now)
    return attachment(BytesIO(WRITERS[kind](facts)), f"memorandum-{number}-draft.{kind}")


@pages.get("/cases/{number}/shortfall/proof")
def proof(visit: Caller, number: str) -> Response:
    """Give the one-page proof of filing."""
    with visit.reading() as session:
        facts = proof_facts(session, number, now=visit.now)
    return attachment(BytesIO(proof_pdf(facts)), f"proof-of-filing-{number}.pdf")
