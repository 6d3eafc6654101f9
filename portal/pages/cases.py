"""A case as everybody whom it concerns may read it: where it is, who acts next, what happened."""

from fastapi import APIRouter
from fastapi.responses import Response

from actions.concern import offices_in
from actions.dossier import dossier
from actions.listing import events_of
from models.cases import CaseKind
from portal.arriving import Caller
from portal.chronicle import chronicle
from portal.pages.shortfalls import shortfall_facts
from portal.words import acts_next, state_meaning
from rules.calendar import new_york_date

pages = APIRouter()


@pages.get("/cases/{number}")
def case(visit: Caller, number: str) -> Response:
    """Show one case in plain words."""
    with visit.reading() as session:
        found = dossier(session, number)
        visitor = visit.seeker(session)
        offices = offices_in(session, visitor.of_case, visit.holdings, now=visit.now)
        happened = chronicle(events_of(session, number), offices)
    shortfall = found["kind"] == CaseKind.SHORTFALL.value
    return visit.page(
        "shortfall/case.html" if shortfall else "case.html",
        found=found,
        happened=happened,
        next_acts=acts_next(found["duties"]),
        meaning=state_meaning(found["state"]),
        today=new_york_date(visit.now).isoformat(),
        **(shortfall_facts(visitor.of_case, offices, found) if shortfall else {}),
    )
