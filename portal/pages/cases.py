"""A case as everybody whom it concerns may read it: where it is, who acts next, what happened."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.dossier import dossier
from portal.arriving import Caller
from portal.words import acts_next, state_meaning
from rules.calendar import new_york_date

pages = APIRouter()


@pages.get("/cases/{number}")
def case(visit: Caller, number: str) -> Response:
    """Show one case in plain words."""
    with visit.reading() as session:
        found = dossier(session, number)
    return visit.page(
        "case.html",
        found=found,
        next_acts=acts_next(found["duties"]),
        meaning=state_meaning(found["state"]),
        today=new_york_date(visit.now).isoformat(),
    )
