"""A case as the commissioner's office reads it: application beside evidence, all on one page."""

import mimetypes

from fastapi import APIRouter
from fastapi.responses import Response

from actions.listing import events_of
from actions.office_files import instrument, office_file
from portal.arriving import Caller
from portal.chronicle import chronicle
from portal.pages.cases import register_facts
from portal.pages.documents import attachment
from portal.pictures import timeline
from portal.visits import NoSuchPage
from portal.words import acts_next, state_meaning
from rules.calendar import new_york_date
from rules.policy import REVIEWING

pages = APIRouter()


@pages.get("/cases/{number}/office")
def case(visit: Caller, number: str) -> Response:
    """Show everything on record about a case, and what the reader may do."""
    with visit.reading() as session:
        file = office_file(session, number, visit.who, now=visit.now)
        happened = chronicle(events_of(session, number), REVIEWING)
        register = register_facts(session, visit, public=file.public)
    found = file.found
    return visit.page(
        "office/case.html",
        file=file,
        found=found,
        next_acts=acts_next(found["duties"]),
        meaning=state_meaning(found["state"]),
        today=new_york_date(visit.now).isoformat(),
        picture=timeline(found, now=visit.now),
        happened=happened,
        **register,
    )


@pages.get("/cases/{number}/instruments/{id}")
def show_instrument(visit: Caller, number: str, id: int) -> Response:  # noqa: A002 - the path's own word
    """Hand over the document that names an acting or delegated holder."""
    with visit.reading() as session:
        found = instrument(session, number, id)
    if found is None:
        raise NoSuchPage("There is no such instrument on file.")
    ending = mimetypes.guess_extension(found.media_type) or ""
    return attachment(visit.portal.store.open_whole(found.sha256), f"instrument-{id}{ending}")


@pages.get("/one-at-a-time")
def why(visit: Caller) -> Response:
    """Say why nothing here acts on several cases."""
    return visit.page("office/one-at-a-time.html")
