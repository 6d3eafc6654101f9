"""A review step: sent on, with a recommendation or without, or returned with questions."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from wtforms import HiddenField, RadioField

from actions.office_files import OfficeFile, office_file
from actions.passages import Passage, passages_of
from actions.questions import Asked
from actions.reviews import review_waiver
from models.cases import Case
from models.reviews import Recommendation, ReviewOutcome
from portal.arriving import Caller
from portal.forms import Line, PageForm, Text, Tick, choices_of
from portal.pages.overtaken import overtaken, version_read
from portal.visits import Visit
from rules.findings import Refused

pages = APIRouter()

LONGEST_QUESTION = 5000


class ForwardForm(PageForm):
    """The step's note, and what the reviewer would advise."""

    recommend = RadioField(
        "Do you recommend an outcome?",
        choices=choices_of(
            [
                ("", "No recommendation"),
                ("grant", "To grant"),
                ("deny", "To deny"),
            ]
        ),
        default="",
    )
    note = Text(
        "Your note",
        hint="What you looked at and what you found. It stays with the case.",
        needed="Write a note: those after you read it.",
    )
    version = HiddenField()


class ReturnForm(PageForm):
    """The note to the district; the questions are added for each passage."""

    note = Text(
        "Your note to the district",
        hint="It stands above the questions in the mail and on the district’s page.",
        needed="Write a note: the district reads it first.",
        rows=4,
    )
    version = HiddenField()


@pages.get("/cases/{number}/review")
def show(visit: Caller, number: str) -> Response:
    """Offer to send the case on."""
    file = _file(visit, number)
    form = visit.form(ForwardForm, version=str(file.found["version"]))
    return visit.page("office/review.html", form=form, file=file, found=file.found)


@pages.post("/cases/{number}/review")
def forward(visit: Caller, number: str) -> Response:
    """Finish the step and send the case on."""
    form = visit.form(ForwardForm)
    if not form.validate():
        file = _file(visit, number)
        return visit.again("office/review.html", form, file=file, found=file.found)
    recommend = Recommendation(form.recommend.data) if form.recommend.data else None
    try:
        with visit.acting() as session:
            review_waiver(
                session, number, outcome=ReviewOutcome.FORWARD, note=form.note.data or "",
                recommend=recommend, version=version_read(form.version.data),
                by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            said = "Sent on. The next step is opened in a moment, and whoever has it is told."
            return visit.to(f"/cases/{number}/office", said=said)
    except Refused as refused:
        return overtaken(visit, number, refused, form)


@pages.get("/cases/{number}/return")
def show_return(visit: Caller, number: str) -> Response:
    """Show every passage, each with a box for a question."""
    file, passages = _file(visit, number), _passages(visit, number)
    form = visit.form(return_form(passages), version=str(file.found["version"]))
    return _returning(visit, form, file, passages)


@pages.post("/cases/{number}/return")
def send_back(visit: Caller, number: str) -> Response:
    """Return the case with the questions asked."""
    file, passages = _file(visit, number), _passages(visit, number)
    form = visit.form(return_form(passages))
    valid = form.validate()
    asked = _asked(form, passages)
    if not asked and not form.mistakes:
        form.note.errors = ["Tick at least one passage and ask about it."]
    if not valid or form.mistakes:
        return _returning(visit, form, file, passages)
    try:
        with visit.acting() as session:
            review_waiver(
                session, number, outcome=ReviewOutcome.RETURN, note=form.note.data or "",
                questions=asked, version=version_read(form.version.data),
                by=visit.by, entered_by=visit.by, now=visit.now,
            )  # fmt: skip
            said = "Returned. The district is told, with your questions and the day to answer by."
            return visit.to(f"/cases/{number}/office", said=said)
    except Refused as refused:
        return overtaken(visit, number, refused, form)


def return_form(passages: list[Passage]) -> type[ReturnForm]:
    """Make the form for these passages: `ask0`, `words0`, `question0` for the first of them."""
    fields: dict[str, object] = {}
    for at, passage in enumerate(passages):
        fields |= {
            f"ask{at}": Tick(f"Ask about {passage.words}"),
            f"words{at}": Line(
                f"The words it is about: {passage.words}",
                hint="Copy them from the passage, or leave this empty to ask about all of it.",
            ),
            f"question{at}": Text(
                f"Your question: {passage.words}", rows=3, longest=LONGEST_QUESTION
            ),
        }
    return type("ReturnFormOfACase", (ReturnForm,), fields)


def _asked(form: ReturnForm, passages: list[Passage]) -> list[Asked]:
    """Gather the questions; what is amiss with one is said at its field."""
    asked: list[Asked] = []
    for at, passage in enumerate(passages):
        tick, words, question = (form[f"{name}{at}"] for name in ("ask", "words", "question"))
        if not tick.data and (words.data or question.data):
            tick.errors = ["Tick this, or empty its question."]
        elif tick.data and not question.data:
            question.errors = ["Write the question."]
        elif tick.data and words.data and not passage.holds(words.data):
            words.errors = ["These words do not stand in the passage. Copy them from it."]
        elif tick.data:
            about = f"“{words.data}”: " if words.data else ""
            asked.append(Asked(passage.field, f"{about}{question.data}"))
    return asked


def _returning(
    visit: Visit, form: ReturnForm, file: OfficeFile, passages: list[Passage]
) -> Response:
    rows = [
        (passage, form[f"ask{at}"], form[f"words{at}"], form[f"question{at}"])
        for at, passage in enumerate(passages)
    ]
    facts: dict[str, Any] = {"file": file, "found": file.found, "rows": rows}
    if form.mistakes:
        return visit.again("office/return.html", form, **facts)
    return visit.page("office/return.html", form=form, **facts)


def _file(visit: Visit, number: str) -> OfficeFile:
    with visit.reading() as session:
        return office_file(session, number, visit.who, now=visit.now)


def _passages(visit: Visit, number: str) -> list[Passage]:
    with visit.reading() as session:
        return passages_of(session, session.get_one(Case, number))
