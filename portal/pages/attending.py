"""Attend to a duty that asks for a call, a word or a look: what came of it, in a note."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from actions.attending import ATTENDED, attend
from actions.dossier import dossier
from portal.arriving import Caller
from portal.forms import PageForm, Text
from portal.visits import NoSuchPage, Visit

pages = APIRouter()

TO_DO = {
    "reach": (
        "A mail failed for good. Look at the mail, telephone or write to the person, have a wrong "
        "address corrected, then note that they were reached."
    ),
    "assign": (
        "Nobody can take this step: the office has no holder, or all have stepped aside. Record "
        "who holds the office, or an acting holder with the instrument that says so."
    ),
    "telephone": "Something is late. Call whoever owes it, and note what was said.",
    "term": "A term ends soon. Look at it, and note what came of that. Its end changes nothing.",
    "renewal": "The memorandum is soon a year old. Lodge an amended one, or note that it stands.",
    "funding": "A fiscal year begins. Ask whether there is an appropriation, and note the answer.",
}
"""What to do about a duty, by what stands before its colon."""
OTHERWISE = "Open the case to see what is asked."


def to_do(what: str) -> str:
    """Say what to do about a duty."""
    return TO_DO.get(what.partition(":")[0], OTHERWISE)


class NoteForm(PageForm):
    """What came of it."""

    note = Text(
        "What came of it",
        hint="A sentence or two: whom you reached by title, and what was said.",
        needed="Say in words what came of it.",
        longest=5000,
    )


@pages.get("/cases/{number}/attend/{what}")
def ask(visit: Caller, number: str, what: str) -> Response:
    """Say what a duty asks for, and ask what came of it."""
    return _page(visit, number, what, visit.form(NoteForm))


def _page(visit: Visit, number: str, what: str, form: NoteForm, *, again: bool = False) -> Response:
    with visit.reading() as session:
        found = dossier(session, number)
    owed = [one for one in found["duties"] if one["what"] == what and one["state"] == "open"]
    if not owed or not what.startswith(ATTENDED):
        raise NoSuchPage("Nothing of this name is asked for on this case, or not any more.")
    answer = visit.again if again else visit.page
    facts: dict[str, Any] = {"found": found, "duty": owed[0], "act": to_do(what)}
    return answer("operators/attend.html", form=form, **facts)


@pages.post("/cases/{number}/attend/{what}")
def note(visit: Caller, number: str, what: str) -> Response:
    """Put down what came of it; the duty is done, and nothing else changes."""
    form = visit.form(NoteForm)
    if not form.validate():
        return _page(visit, number, what, form, again=True)
    with visit.acting() as session:
        said = form.note.data or ""
        attend(session, number, what, note=said, by=visit.by, entered_by=visit.by, now=visit.now)
        return visit.to(f"/cases/{number}", said="It is on record, and done.")
