"""A case as everybody whom it concerns may read it: where it is, who acts next, what happened."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.dossier import dossier
from models.cases import CaseKind
from portal.arriving import Caller
from portal.pages.shortfalls import shortfall_page
from portal.words import acts_next, state_meaning
from rules.calendar import new_york_date

pages = APIRouter()


@pages.get("/cases/{number}")
def case(visit: Caller, number: str) -> Response:
    """Show one case in plain words."""
    with visit.reading() as session:
        found = dossier(session, number)
        if found["kind"] == CaseKind.SHORTFALL.value:
            return shortfall_page(visit, session, found)
    return visit.page(
        "case.html",
        found=found,
        next_acts=acts_next(found["duties"]),
        meaning=state_meaning(found["state"]),
        today=new_york_date(visit.now).isoformat(),
    )
